"""Skills that every stage needs and several functions hold: candidates for a shared services group.

Pure. A candidate is used in at least so many stages and supplied by at least so many legacy functions. A function
supplies a skill when its people hold it at the level the journey needs, with at least so many FTE between them. The
level is the lowest any activity asks for: whoever has it can do part of the work. FTE are thousandths (mfte).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

MOST_STAGES, MOST_FUNCTIONS, MOST_MFTE = 20, 50, 1_000_000


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What makes a candidate. mfte: the least a function must hold to count. people: smaller groups never count."""

    stages: int = 3
    functions: int = 2
    mfte: int = 1000
    people: int = 1

    def __post_init__(self) -> None:
        """Raises ValueError outside 1-20 stages, 1-50 functions, 0-1000 FTE."""
        if not 1 <= self.stages <= MOST_STAGES:
            raise ValueError(f"A skill is used in 1 to {MOST_STAGES} stages.")
        if not 1 <= self.functions <= MOST_FUNCTIONS:
            raise ValueError(f"A skill is supplied by 1 to {MOST_FUNCTIONS} functions.")
        if not 0 <= self.mfte <= MOST_MFTE:
            raise ValueError(f"A function holds between 0 and {MOST_MFTE // 1000} FTE.")


class Needed(NamedTuple):
    """Work that takes `skill` at `level` (1-5) in `stage`."""

    skill: int
    stage: int
    level: int
    mfte: int


class Held(NamedTuple):
    """People of `function` at exactly `level` (0-5) of `skill`."""

    skill: int
    function: int
    level: int
    people: int
    mfte: int


@dataclass(frozen=True, slots=True)
class Supplier:
    """What one function has of a skill at the level needed, or above."""

    function: int
    people: int
    mfte: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """stages: stage -> mfte needed there. suppliers: those that count, the largest first. level: needed at least."""

    skill: int
    level: int
    stages: Mapping[int, int]
    suppliers: tuple[Supplier, ...]

    @property
    def needed(self) -> int:
        """mfte over all stages."""
        return sum(self.stages.values())

    @property
    def held(self) -> int:
        """mfte of the functions that count."""
        return sum(supplier.mfte for supplier in self.suppliers)


def candidates(needs: Iterable[Needed], holders: Iterable[Held], thresholds: Thresholds) -> list[Candidate]:
    """The candidates: most stages first, then most functions, then most FTE needed, then by skill."""
    stages, level = _use(needs)
    found = []
    held = _held_at(holders, level)
    for skill, needed in stages.items():
        suppliers = _suppliers(held.get(skill, {}), thresholds)
        if len(needed) >= thresholds.stages and len(suppliers) >= thresholds.functions:
            found.append(Candidate(skill, level[skill], needed, suppliers))
    return sorted(found, key=lambda one: (-len(one.stages), -len(one.suppliers), -one.needed, one.skill))


def _use(needs: Iterable[Needed]) -> tuple[dict[int, dict[int, int]], dict[int, int]]:
    """Skill -> stage -> mfte, and skill -> lowest level needed."""
    stages: defaultdict[int, dict[int, int]] = defaultdict(dict)
    level: dict[int, int] = {}
    for need in needs:
        here = stages[need.skill]
        here[need.stage] = here.get(need.stage, 0) + need.mfte
        level[need.skill] = min(need.level, level.get(need.skill, need.level))
    return dict(stages), level


def _held_at(holders: Iterable[Held], level: Mapping[int, int]) -> dict[int, dict[int, Supplier]]:
    """Skill -> function -> what it has at the level needed or above."""
    found: defaultdict[int, dict[int, Supplier]] = defaultdict(dict)
    for one in holders:
        if one.skill in level and one.level >= level[one.skill]:
            so_far = found[one.skill].get(one.function, Supplier(one.function, 0, 0))
            found[one.skill][one.function] = Supplier(one.function, so_far.people + one.people, so_far.mfte + one.mfte)
    return dict(found)


def _suppliers(held: Mapping[int, Supplier], thresholds: Thresholds) -> tuple[Supplier, ...]:
    enough = [one for one in held.values() if one.people >= thresholds.people and one.mfte >= thresholds.mfte]
    return tuple(sorted(enough, key=lambda one: (-one.mfte, one.function)))
