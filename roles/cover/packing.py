"""Activities that are owned whole, packed into as few roles as possible: the items, and packings found quickly.

An item is a row of the grid that no other row contains; rows within another ride along with it for nothing. A role
fits when the union of its items' columns and stages stays under the caps (the job grouping or pagination problem).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.grid import Grid

SEED = 7
LAST_ROLES = 50
Packing = list[list[int]]
"""Items per role, by their place."""


@dataclass(frozen=True, slots=True)
class Items:
    """columns[item], stages[item]: sets as bits. rows[item]: its row in the grid."""

    rows: tuple[int, ...]
    columns: list[int]
    stages: list[int]
    most_skills: int | None
    most_stages: int | None

    def fits(self, columns: int, stages: int) -> bool:
        """Whether a role may have these columns and stages."""
        wide = self.most_skills is not None and columns.bit_count() > self.most_skills
        return not wide and (self.most_stages is None or stages.bit_count() <= self.most_stages)

    def union(self, items: Iterable[int]) -> tuple[int, int]:
        columns = stages = 0
        for item in items:
            columns |= self.columns[item]
            stages |= self.stages[item]
        return columns, stages

    def strangers(self, one: int, other: int) -> bool:
        """Whether no role can own both."""
        return not self.fits(self.columns[one] | self.columns[other], self.stages[one] | self.stages[other])


def items_of(grid: Grid) -> Items:
    """The rows that no other row contains (of equal ones the first), widest first."""
    rows = [row for row in range(len(grid.row_columns)) if not _contained(grid, row)]
    rows.sort(key=lambda row: (-grid.row_columns[row].bit_count(), row))
    columns = [grid.row_columns[row] for row in rows]
    return Items(tuple(rows), columns, [grid.row_stages[row] for row in rows], grid.most_skills, grid.most_stages)


def _contained(grid: Grid, row: int) -> bool:
    holders = (1 << len(grid.row_columns)) - 1
    for column in bits(grid.row_columns[row]):
        holders &= grid.column_rows[column]
    same = grid.row_columns[row], grid.row_stages[row]
    for other in bits(holders & ~(1 << row)):
        if not grid.row_stages[row] & ~grid.row_stages[other]:
            equal = (grid.row_columns[other], grid.row_stages[other]) == same
            if not equal or other < row:
                return True
    return False


def best_packing(items: Items, clock: Clock, *, enough: int, tries: int) -> Packing:
    """Greedy, then again and again: some roles are dissolved and packed anew; kept when it is not worse."""
    chance = Random(SEED)  # noqa: S311 - a fixed sequence is wanted
    best = packed(items, range(len(items.rows)), clock, None)
    for _ in range(tries):
        if len(best) <= enough or clock.over:
            break
        clock.tick()
        best = _shaken(items, best, clock, chance)
    return best


def packed(items: Items, chosen: Iterable[int], clock: Clock, chance: Random | None) -> Packing:
    """Role after role: a wide item first, then always the one that adds least and brings most."""
    left = list(chosen)
    found: Packing = []
    while left:
        clock.tick()
        if clock.over:
            return found + _first_fit(items, left)
        seed = left.pop(chance.randrange(min(3, len(left))) if chance else 0)
        found.append(_filled(items, seed, left, clock, chance))
    return found


def _filled(items: Items, seed: int, left: list[int], clock: Clock, chance: Random | None) -> list[int]:
    """The role around the seed; what it takes is taken out of `left`."""
    role, columns, stages = [seed], items.columns[seed], items.stages[seed]
    while True:
        fitting = [i for i in left if items.fits(columns | items.columns[i], stages | items.stages[i])]
        if not fitting or clock.over:
            return role
        item = min(fitting, key=lambda i: _cost(items, i, columns, stages, chance))
        left.remove(item)
        role.append(item)
        columns, stages = columns | items.columns[item], stages | items.stages[item]


def _cost(items: Items, item: int, columns: int, stages: int, chance: Random | None) -> tuple[float, int, int]:
    own = items.columns[item]
    more = (own & ~columns).bit_count() + (items.stages[item] & ~stages).bit_count()
    blur = chance.random() if chance else 0.0
    return more + blur - 0.4 * (own & columns).bit_count(), -own.bit_count(), item


def _first_fit(items: Items, left: list[int]) -> Packing:
    """Each item into the first role with room among the last ones: quick, for when time is up."""
    found: Packing = []
    unions: list[tuple[int, int]] = []
    for item in left:
        for number in range(max(0, len(unions) - LAST_ROLES), len(unions)):
            columns, stages = unions[number]
            both = columns | items.columns[item], stages | items.stages[item]
            if items.fits(*both):
                found[number].append(item)
                unions[number] = both
                break
        else:
            found.append([item])
            unions.append((items.columns[item], items.stages[item]))
    return found


def _shaken(items: Items, packing: Packing, clock: Clock, chance: Random) -> Packing:
    """A random role and those most like it are packed anew."""
    unions = [items.union(role)[0] for role in packing]
    pivot = chance.randrange(len(packing))
    near = sorted(
        range(len(packing)), key=lambda n: (n != pivot, -(unions[n] & unions[pivot]).bit_count() + 4 * chance.random())
    )
    gone = set(near[: chance.randint(2, min(6, len(packing)))] if len(packing) > 2 else near)
    loose = sorted((item for n in gone for item in packing[n]), key=lambda i: (-items.columns[i].bit_count(), i))
    other = [role for n, role in enumerate(packing) if n not in gone] + packed(items, loose, clock, chance)
    return other if _worth(other) <= _worth(packing) else packing


def _worth(packing: Packing) -> tuple[int, int]:
    """Fewer roles first, then some full and some nearly empty ones, which can be emptied later."""
    return len(packing), -sum(len(role) ** 2 for role in packing)
