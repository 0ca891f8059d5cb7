"""Which needs a rating opens up.

A **door** is a set of needs that exactly the same ratings can serve. What a rating can serve depends only
on its skill, its level and its holder's reach (those of the needs' markets that the holder's market lies
under), and such combinations are few: doors are worked out once per combination and looked up per rating.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from roles.supply import HIGHEST, IntArray, Need, Supply

HELD = HIGHEST + 1
"""How many levels can be held: 0 to 5."""

Reach = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """holder, door: who can open which door, in order of both; holder is a row of the supply's people.

    door_from, door_to: the needs behind each door. stretched: per door, whether it takes one level more
    than the rating has.
    """

    holder: IntArray
    door: IntArray
    door_from: IntArray
    door_to: IntArray
    stretched: NDArray[np.bool_]


def doors(needs: Sequence[Need], supply: Supply, *, stretch: bool) -> Doors:
    """The doors that the supply's ratings open to the needs (merged, in their order).

    stretch adds, per rating, a second door to the needs exactly one level above it.
    Ratings that reach no need open nothing.
    """
    skills = sorted({need.skill for need in needs})
    holder, skill, level = _ratings(skills, supply)
    reach, reaches = _reaches(needs, supply)
    kind = (reach[holder] * len(skills) + skill) * HELD + level
    book = _Book(needs)
    plain = np.full(len(reaches) * len(skills) * HELD, -1, dtype=np.int64)
    above = plain.copy()
    for key in np.flatnonzero(np.bincount(kind)).tolist():
        place, held = divmod(key, HELD)
        where, what = divmod(place, len(skills))
        reached, next_up = range(1, held + 1), range(held + 1, held + 2)
        plain[key] = book.door(reaches[where], skills[what], reached)
        if stretch:
            above[key] = book.door(reaches[where], skills[what], next_up, stretched=True)
    found = np.concatenate((plain[kind], above[kind]))
    return _opened(np.concatenate((holder, holder)), found, book)


@dataclass(slots=True)
class _Book:
    """Numbers doors as they turn up; the same set of needs is the same door."""

    needs: Sequence[Need]
    numbers: dict[tuple[bool, tuple[int, ...]], int] = field(default_factory=dict)
    asked: defaultdict[tuple[int, int | None], list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for number, need in enumerate(self.needs):
            self.asked[need.skill, need.market].append(number)

    def door(self, reach: Reach, skill: int, levels: range, *, stretched: bool = False) -> int:
        """The door to the needs of a skill at these levels within reach; -1 if there are none."""
        behind = sorted(
            number
            for market in (None, *reach)
            for number in self.asked.get((skill, market), ())
            if self.needs[number].level in levels
        )
        if not behind:
            return -1
        return self.numbers.setdefault((stretched, tuple(behind)), len(self.numbers))


def _opened(holder: IntArray, door: IntArray, book: _Book) -> Doors:
    pairs = [(door, need) for (_, behind), door in book.numbers.items() for need in behind]
    behind = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    width = max(len(book.numbers), 1)
    opens = door >= 0
    holder, door = np.divmod(np.sort(holder[opens] * width + door[opens]), width)
    stretched = np.array([stretched for stretched, _ in book.numbers], dtype=bool)
    return Doors(holder, door, behind[:, 0], behind[:, 1], stretched)


def _ratings(skills: Sequence[int], supply: Supply) -> tuple[IntArray, IntArray, IntArray]:
    """holder, position of the skill in `skills`, level: of the ratings on these skills alone."""
    rows = [supply.ratings_of(skill) for skill in skills]
    lengths = [row.stop - row.start for row in rows]
    empty = [np.zeros(0, dtype=np.int64)]
    holder = np.concatenate([supply.holder[row] for row in rows] or empty).astype(np.int64)
    level = np.concatenate([supply.level[row] for row in rows] or empty).astype(np.int64)
    return holder, np.repeat(np.arange(len(skills)), lengths), level


def _reaches(needs: Sequence[Need], supply: Supply) -> tuple[IntArray, list[Reach]]:
    """Per person the number of their reach, and the reaches by number."""
    asked = frozenset(need.market for need in needs if need.market is not None)
    markets, at = np.unique(supply.market, return_inverse=True)
    numbers: dict[Reach, int] = {}
    nothing: Reach = frozenset()
    of_market = [
        numbers.setdefault(supply.serves.get(market, nothing) & asked, len(numbers)) for market in markets.tolist()
    ]
    return np.array(of_market, dtype=np.int64)[at], list(numbers)
