"""Proposed roles for companies made of planted roles, as large as the public role-mining matrices: proved, and in time.

The size of a matrix is named after the public one it resembles (Ene et al., SACMAT 2008). Planted roles are an upper
limit on the smallest number, so a proposal with more is worse than what is known to exist.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator

from bench.frame import Figure
from roles.cover import Problem, Sharing, propose, verify

SECONDS = 20.0
SEED = 5
MEMORY_MB = 1500.0
SIZES = {
    "healthcare": (46, 46, 14, 4, 8),
    "firewall": (365, 709, 64, 3, 20),
    "emea": (35, 3046, 34, 3, 80),
    "apj": (2044, 1164, 453, 2, 5),
    "customer": (10021, 277, 276, 3, 3),
    "americas": (3485, 10127, 398, 3, 30),
}
"""Activities, skills, planted roles, roles per activity, skills per role (both on average)."""
WHOLE = (368, 110, 60, 2, 3)
MOST_SKILLS = 15


def measure() -> Iterator[Figure]:
    """Needs nothing."""
    for name, size in SIZES.items():
        problem = Problem(planted(*size))
        yield from proposal(f"shared, {name} ({size[0]:,} x {size[1]:,})", problem, size[2])
    yield from proposal("whole, 368 x 110", Problem(planted(*WHOLE), sharing=Sharing.WHOLE, most_skills=MOST_SKILLS))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("most memory of all of these", MEMORY_MB, used, 1, "MB")


def planted(activities: int, skills: int, roles: int, held: int, wide: int) -> dict[int, frozenset[int]]:
    """Every activity needs the skills of a few of the planted roles."""
    chance = random.Random(SEED)
    sizes = [min(skills, 1 + int(chance.expovariate(1 / wide))) for _ in range(roles)]
    bundles = [frozenset(chance.sample(range(skills), size)) for size in sizes]
    picks = [chance.choices(bundles, k=1 + int(chance.expovariate(1 / held))) for _ in range(activities)]
    return {activity: frozenset().union(*chosen) for activity, chosen in enumerate(picks)}


def proposal(goal: str, problem: Problem, known: int | None = None) -> Iterator[Figure]:
    """Within its time, and with no more roles than are known to do."""
    start = time.perf_counter()
    found = propose(problem, seconds=SECONDS)
    spent = time.perf_counter() - start
    assert not verify(found, problem)
    sys.stderr.write(f"  {goal}: {found.words}, {spent:.1f} s\n")
    yield Figure(f"{goal}: within {SECONDS:.0f} s", SECONDS, spent, 1, note=found.words)
    bound, floor = (known, "planted") if known else (found.lower_bound, "lower bound")
    yield Figure(f"{goal}: roles against the {floor}", bound, len(found.roles), 1 if known else 1.25, "roles")
