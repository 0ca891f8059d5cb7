"""The fit of many people to many roles at once, in whole millionths.

Pure. The same figures as roles.fit, rounded down: so 1,000,000 is a full fit and nothing less, and "at least 0.7" is
true of the rounded figure exactly when it is true of the fraction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from roles.fit import Profile, full
from roles.supply import IntArray

MILLION = 1_000_000
UNKNOWN = -1
"""The fit to a role that asks for nothing (None in roles.fit)."""
NOT_RATED = -1
MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, eq=False)
class FitTable:
    """Rows are people in order of number, columns roles in order of uid.

    millionths: 0-1,000,000 or UNKNOWN. ready: every mandatory skill at its level. developable: as in roles.fit.
    """

    people: IntArray
    roles: tuple[str, ...]
    millionths: IntArray
    ready: NDArray[np.bool_]
    developable: NDArray[np.bool_]

    def column(self, role: str) -> int:
        """Raises ValueError for a role that is not in the table."""
        return self.roles.index(role)

    def row(self, number: int) -> int:
        """Raises ValueError for a person who is not in the table."""
        at = int(np.searchsorted(self.people, number))
        if at == len(self.people) or self.people[at] != number:
            raise ValueError(f"Person {number} is not in the table.")
        return at


def fit_table(
    people: ArrayLike, ratings: tuple[ArrayLike, ArrayLike, ArrayLike], profiles: Mapping[str, Profile]
) -> FitTable:
    """people: numbers, any order. ratings: columns of person, skill and level 0-5, any order.

    Of several ratings of one skill the highest counts; those of people not listed and of skills no role asks for are
    passed over. Raises ValueError on a person listed twice or a level out of range.
    """
    numbers = np.sort(np.asarray(people, dtype=np.int64))
    if (np.diff(numbers) == 0).any():
        raise ValueError("A person is listed twice.")
    roles = tuple(sorted(profiles))
    skills = sorted({skill for asked in profiles.values() for skill in asked})
    levels = _levels(numbers, np.array(skills, dtype=np.int64), *(np.asarray(one, dtype=np.int64) for one in ratings))
    place = {skill: column for column, skill in enumerate(skills)}
    shape = (len(numbers), len(roles))
    table = FitTable(numbers, roles, np.zeros(shape, np.int64), np.zeros(shape, np.bool_), np.zeros(shape, np.bool_))
    for column, role in enumerate(roles):
        asked = profiles[role]
        _fill(table, column, levels[:, [place[skill] for skill in asked]], asked)
    return table


def _levels(people: IntArray, skills: IntArray, rated: IntArray, skill: IntArray, level: IntArray) -> NDArray[np.int8]:
    """People x skills; NOT_RATED where nothing is known."""
    if not rated.shape == skill.shape == level.shape:
        raise ValueError("The columns need one value per row each.")
    if ((level < 0) | (level > 5)).any():
        raise ValueError("Every rating needs a level from 0 to 5.")
    found = np.full((len(people), len(skills)), NOT_RATED, dtype=np.int8)
    if not found.size:
        return found
    row = np.minimum(np.searchsorted(people, rated), len(people) - 1)
    column = np.minimum(np.searchsorted(skills, skill), len(skills) - 1)
    known = (people[row] == rated) & (skills[column] == skill)
    np.maximum.at(found, (row[known], column[known]), level[known].astype(np.int8))
    return found


def _fill(table: FitTable, column: int, levels: NDArray[np.int8], asked: Profile) -> None:
    """One role. levels: people x the skills it asks for, in the order of its profile."""
    needs = np.array([one.level for one in asked.values()], dtype=np.int8)
    mandatory = np.array([one.mandatory for one in asked.values()], dtype=np.bool_)
    short = (levels < needs) & mandatory
    table.ready[:, column] = ~short.any(axis=1)
    near = (levels != NOT_RATED) & (levels == needs - 1)
    table.developable[:, column] = short.any(axis=1) & ~(short & ~near).any(axis=1)
    table.millionths[:, column] = _millionths(np.clip(levels, 0, needs), asked)


def _millionths(counted: NDArray[np.int8], asked: Profile) -> NDArray[Any] | int:
    whole = full(asked)
    if not whole:
        return UNKNOWN
    kind: Any = np.int64 if whole * MILLION <= MOST else object
    weights = np.array([one.weight for one in asked.values()], dtype=kind)
    got: NDArray[Any] = counted.astype(kind) @ weights
    return got * MILLION // whole


def fitting(table: FitTable, role: str, least: int) -> NDArray[np.bool_]:
    """Who is ready for the role with a fit of at least so many millionths; nobody for a role that asks for nothing."""
    column = table.column(role)
    return table.ready[:, column] & (table.millionths[:, column] >= max(least, 0))


def levels_columns(levels: Mapping[int, Mapping[int, int]]) -> tuple[list[int], list[int], list[int]]:
    """Person -> skill -> level, as the columns of `fit_table`."""
    rows: Sequence[tuple[int, int, int]] = [
        (number, skill, level) for number, held in levels.items() for skill, level in held.items()
    ]
    person, skill, level = zip(*rows, strict=True) if rows else ((), (), ())
    return list(person), list(skill), list(level)
