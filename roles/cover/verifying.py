"""Does a proposal do what was asked? Looks at the problem alone, not at how the proposal was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from roles.cover.problem import Problem, Sharing
from roles.cover.proposal import Proposal, Role


def verify(proposal: Proposal, problem: Problem) -> tuple[str, ...]:
    """What is wrong, in words; empty when nothing is.

    Shared: the roles' activities x skills together are exactly the pairs of the problem. Whole: every activity is in
    one role, whose skills are those of its activities. Both: the caps hold, and whatever is left out is named.
    """
    found = [*_left_out(proposal, problem), *_bounds(proposal)]
    for number, role in enumerate(proposal.roles, start=1):
        found.extend(f"role {number} {fault}" for fault in _faults(role, problem))
    found.extend(_pairs(proposal, problem) if problem.sharing == Sharing.SHARED else _owners(proposal, problem))
    return tuple(found)


def _left_out(proposal: Proposal, problem: Problem) -> Iterator[str]:
    impossible = {a for a in problem.skills if not problem.fits(a)}
    empty = {a for a, skills in problem.skills.items() if not skills} - impossible
    if set(proposal.impossible) != impossible:
        yield f"impossible are {sorted(impossible)}, not {list(proposal.impossible)}"
    if set(proposal.without_skills) != empty:
        yield f"without skills are {sorted(empty)}, not {list(proposal.without_skills)}"
    held = {a for role in proposal.roles for a in role.activities}
    wanted = problem.skills.keys() - impossible - empty
    if held != wanted:
        yield f"in no role though they could be: {sorted(wanted - held)}; not to be in any: {sorted(held - wanted)}"


def _bounds(proposal: Proposal) -> Iterator[str]:
    if proposal.lower_bound > len(proposal.roles):
        yield f"{len(proposal.roles)} roles are fewer than the lower bound {proposal.lower_bound}"


def _faults(role: Role, problem: Problem) -> Iterator[str]:
    known = [problem.skills.get(activity, frozenset()) for activity in role.activities]
    if not role.activities or not role.skills:
        yield "is empty"
    elif problem.sharing == Sharing.SHARED:
        if not set(role.skills) <= frozenset.intersection(*known):
            yield "has a skill that not all of its activities need"
    elif set(role.skills) != frozenset.union(*known):
        yield "has not exactly the skills of its activities"
    stages = {stage for activity in role.activities for stage in problem.stages_of(activity)}
    if set(role.stages) != stages:
        yield "has not exactly the stages of its activities"
    if problem.most_skills is not None and len(role.skills) > problem.most_skills:
        yield f"has {len(role.skills)} skills"
    if problem.most_stages is not None and len(stages) > problem.most_stages:
        yield f"has {len(stages)} stages"


def _pairs(proposal: Proposal, problem: Problem) -> Iterator[str]:
    covered: dict[int, set[int]] = {}
    for role in proposal.roles:
        for activity in role.activities:
            covered.setdefault(activity, set()).update(role.skills)
    for activity, skills in problem.skills.items():
        missing = skills - covered.get(activity, set())
        if missing and problem.fits(activity):
            yield f"activity {activity} lacks the skills {sorted(missing)}"


def _owners(proposal: Proposal, problem: Problem) -> Iterator[str]:
    owners = Counter(activity for role in proposal.roles for activity in role.activities)
    for activity, count in sorted(owners.items()):
        if count > 1:
            yield f"activity {activity} has {count} roles"
