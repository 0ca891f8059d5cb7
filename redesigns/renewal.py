"""Two baselines of the same company: who joined, who left, and what is new about those who stayed. Pure.

FTE are whole thousandths (mfte). Markets and skills are ids; a skill that is absent from the levels is not rated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

JOINED, LEFT, MOVED, FTE, LEVELS = "joined", "left", "moved", "fte", "levels"
MANAGER, TITLE, FUNCTION = "manager", "title", "function"
GROUPS = (JOINED, LEFT, MOVED, FTE, LEVELS, MANAGER, TITLE, FUNCTION)

Profile = Mapping[int, tuple[int, bool]]
"""Skill -> (level the role asks for, whether it is mandatory)."""


@dataclass(frozen=True, slots=True)
class BasePerson:
    """Somebody as a baseline holds them. manager: a number; levels: skill -> level held (0-5)."""

    number: int
    mfte: int
    market: int | None
    function: int | None
    title: str
    manager: int | None
    levels: Mapping[int, int]


People = Mapping[int, BasePerson]


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a redesign is rebased to.

    baseline: the id of the new one. profiles: role -> its profile. serves: market -> the markets whose seats its people
    may take, itself included; a market that is absent serves only itself.
    """

    baseline: int
    old: People
    new: People
    profiles: Mapping[str, Profile]
    serves: Mapping[int, frozenset[int]]

    def reach(self, person: BasePerson) -> frozenset[int]:
        """The markets whose seats this person may take; anybody may take a seat that is anywhere."""
        if person.market is None:
            return frozenset()
        return self.serves.get(person.market, frozenset({person.market}))


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is new about one person, before and after; for levels, pairs of skill and level that differ."""

    number: int
    before: Any = None
    after: Any = None


def notes(old: People, new: People) -> dict[str, tuple[Note, ...]]:
    """All that is new, by group in the order of GROUPS, each in order of number."""
    found: dict[str, list[Note]] = {group: [] for group in GROUPS}
    found[JOINED] = [Note(number) for number in sorted(new.keys() - old.keys())]
    found[LEFT] = [Note(number) for number in sorted(old.keys() - new.keys())]
    for number in sorted(old.keys() & new.keys()):
        for group, before, after in news(old[number], new[number]):
            found[group].append(Note(number, before, after))
    return {group: tuple(listed) for group, listed in found.items()}


def news(before: BasePerson, after: BasePerson) -> Iterator[tuple[str, Any, Any]]:
    """(group, before, after) for everything that is new about one person."""
    pairs = (
        (MOVED, before.market, after.market),
        (FTE, before.mfte, after.mfte),
        (LEVELS, *_levels(before.levels, after.levels)),
        (MANAGER, before.manager, after.manager),
        (TITLE, before.title, after.title),
        (FUNCTION, before.function, after.function),
    )
    return (pair for pair in pairs if pair[1] != pair[2])


def _levels(before: Mapping[int, int], after: Mapping[int, int]) -> tuple[list[list[int]], list[list[int]]]:
    differ = sorted(skill for skill in before.keys() | after.keys() if before.get(skill) != after.get(skill))
    return (
        [[skill, before[skill]] for skill in differ if skill in before],
        [[skill, after[skill]] for skill in differ if skill in after],
    )
