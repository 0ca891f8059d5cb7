"""Needs, and the people who could meet them, as arrays that carry 2 million ratings.

FTE are integers in thousandths ("mfte"). People, skills and markets are opaque integers: whatever keys
the caller has. A person qualifies for a need when they hold its skill at its level or better and either
the need is company-wide or their market lies under the need's market.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]

HIGHEST = 5
"""The highest level of proficiency; the lowest that serves a need is 1, and 0 means rated as none."""

NOWHERE = -1
"""The market of a person without one: they can serve company-wide needs only."""


@dataclass(frozen=True, slots=True)
class Need:
    """`mfte` of work that takes `skill` at `level` (1-5) or better, in `market` (None: company-wide)."""

    skill: int
    level: int
    market: int | None
    mfte: int


def merged(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Needs with equal skill, level and market added up, in that order (company-wide first); empty ones gone.

    Exact: such needs can be served by exactly the same people, so who serves which of them is
    indifferent to every total. Raises ValueError on a level outside 1-5 or negative mfte.
    """
    total: defaultdict[tuple[int, int, int | None], int] = defaultdict(int)
    for need in needs:
        if not 1 <= need.level <= HIGHEST or need.mfte < 0:
            raise ValueError(f"{need} needs a level from 1 to {HIGHEST} and no negative effort.")
        total[need.skill, need.level, need.market] += need.mfte
    return tuple(sorted((Need(*key, mfte) for key, mfte in total.items() if mfte), key=need_order))


def need_order(need: Need) -> tuple[int, int, bool, int]:
    """The order in which needs are listed everywhere."""
    return need.skill, need.level, need.market is not None, need.market or 0


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """People and their ratings; build it with `supply_of`, which checks and orders everything.

    person, mfte, market: one row per person, in order of person id.
    skills: the rated skills, ascending; the ratings of skills[i] are rows starts[i]:starts[i + 1] of
    holder (a row number into `person`) and level (0-5), in order of holder, one per person.
    serves: a person's market -> the markets whose needs they may serve (itself and those above it).
    """

    person: IntArray
    mfte: IntArray
    market: IntArray
    skills: IntArray
    starts: IntArray
    holder: NDArray[np.int32]
    level: NDArray[np.int8]
    serves: Mapping[int, frozenset[int]]

    @property
    def total(self) -> int:
        """mfte of everybody, rated or not."""
        return int(self.mfte.sum())

    def ratings_of(self, skill: int) -> slice:
        """The rows of `holder` and `level` that belong to a skill; an empty slice for an unrated one."""
        at = int(np.searchsorted(self.skills, skill))
        if at == len(self.skills) or self.skills[at] != skill:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))


def supply_of(
    people: tuple[ArrayLike, ArrayLike, ArrayLike],
    ratings: tuple[ArrayLike, ArrayLike, ArrayLike],
    serves: Mapping[int, frozenset[int]],
) -> Supply:
    """Supply from columns in any order: people (id, mfte, market) and ratings (person id, skill, level 0-5).

    A person rated several times on a skill counts with the highest level. A market missing from `serves`
    (such as NOWHERE) serves company-wide needs only. People without FTE keep their row but lose their
    ratings: they can serve nothing. Raises ValueError on columns of unequal length, a person listed
    twice, negative mfte, a rating of somebody unlisted, or a level out of range.
    """
    person, mfte, market = _people(*people)
    rated, skill, level = _columns(*ratings)
    if ((level < 0) | (level > HIGHEST)).any():
        raise ValueError(f"Every rating needs a level from 0 to {HIGHEST}.")
    holder = _rows(person, rated)
    able = mfte[holder] > 0
    skills, at = np.unique(skill[able], return_inverse=True)
    at, holder, level = _highest(at, holder[able], level[able], len(person))
    starts = np.searchsorted(at, np.arange(len(skills) + 1)).astype(np.int64)
    return Supply(person, mfte, market, skills, starts, holder.astype(np.int32), level.astype(np.int8), dict(serves))


def part(supply: Supply, people: ArrayLike) -> Supply:
    """The supply of some of the people alone (a pod, a function); ids it does not know are left out."""
    kept = np.isin(supply.person, np.asarray(people, dtype=np.int64))
    row = np.cumsum(kept) - 1
    rows = kept[supply.holder]
    starts = np.concatenate(([0], np.cumsum(rows)))[supply.starts].astype(np.int64)
    return Supply(
        supply.person[kept],
        supply.mfte[kept],
        supply.market[kept],
        supply.skills,
        starts,
        row[supply.holder[rows]].astype(np.int32),
        supply.level[rows],
        supply.serves,
    )


def qualified(need: Need, supply: Supply) -> IntArray:
    """Ids of everyone with FTE who could serve the need today, ascending."""
    rows = supply.ratings_of(need.skill)
    return _in_market(need, supply, supply.holder[rows][supply.level[rows] >= need.level])


def one_level_below(need: Need, supply: Supply) -> IntArray:
    """Ids of everyone with FTE who lacks exactly one level for the need, ascending.

    Somebody rated 0 lacks one level for a need at level 1. Somebody not rated is never listed:
    nothing is known about them.
    """
    rows = supply.ratings_of(need.skill)
    return _in_market(need, supply, supply.holder[rows][supply.level[rows] == need.level - 1])


def _in_market(need: Need, supply: Supply, rows: NDArray[np.int32]) -> IntArray:
    if need.market is None:
        return supply.person[rows]
    inside = [market for market, above in supply.serves.items() if need.market in above]
    return supply.person[rows[np.isin(supply.market[rows], inside)]]


def _columns(*columns: ArrayLike) -> list[IntArray]:
    arrays = [np.asarray(column, dtype=np.int64) for column in columns]
    if len({array.shape for array in arrays}) > 1 or arrays[0].ndim != 1:
        raise ValueError("The columns need one value per row each.")
    return arrays


def _people(person: ArrayLike, mfte: ArrayLike, market: ArrayLike) -> list[IntArray]:
    columns = _columns(person, mfte, market)
    order = np.argsort(columns[0], kind="stable")
    columns = [column[order] for column in columns]
    if (np.diff(columns[0]) == 0).any():
        raise ValueError("A person is listed twice.")
    if (columns[1] < 0).any():
        raise ValueError("Nobody can have negative FTE.")
    return columns


def _rows(person: IntArray, rated: IntArray) -> IntArray:
    """The row of each rating's person."""
    if not len(rated):
        return rated
    rows = np.searchsorted(person, rated)
    if not len(person) or (person[np.minimum(rows, len(person) - 1)] != rated).any():
        raise ValueError("A rating belongs to nobody on the list of people.")
    return rows.astype(np.int64)


def _highest(skill: IntArray, holder: IntArray, level: IntArray, people: int) -> tuple[IntArray, IntArray, IntArray]:
    """Ratings in order of skill and holder, the highest level of each pair only.

    Packed into one integer per rating: sorting that is several times faster than sorting three columns.
    """
    packed = np.sort((skill * people + holder) * (HIGHEST + 1) + level)
    pair, level = np.divmod(packed, HIGHEST + 1)
    last = np.append(pair[1:] != pair[:-1], True) if len(pair) else np.zeros(0, dtype=bool)
    skill, holder = np.divmod(pair[last], max(people, 1))
    return skill, holder, level[last]
