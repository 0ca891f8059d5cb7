"""Proposed roles: a smallest set of roles that covers every activity with its skills, under caps.

`propose(problem, seconds=..., progress=...)` gives a `Proposal`; it says whether it is proved minimal or how many roles
are needed at the least. `verify` checks a proposal against the problem alone.
"""

from __future__ import annotations

from roles.cover.clock import Clock, Progress
from roles.cover.naming import role_names
from roles.cover.problem import Problem, Sharing, matrix_read
from roles.cover.proposal import How, Proposal, Role
from roles.cover.shared import shared
from roles.cover.verifying import verify
from roles.cover.whole import whole

__all__ = [
    "How",
    "Problem",
    "Progress",
    "Proposal",
    "Role",
    "Sharing",
    "matrix_read",
    "propose",
    "role_names",
    "verify",
]


def propose(problem: Problem, *, seconds: float = 20.0, progress: Progress | None = None) -> Proposal:
    """The best proposal found within about so many seconds.

    progress(done, total, words) is called now and then; what it raises cancels and comes out. The same problem gives
    the same proposal, unless time runs out, which is where machines differ.
    """
    clock = Clock(seconds, progress)
    return shared(problem, clock) if problem.sharing == Sharing.SHARED else whole(problem, clock)
