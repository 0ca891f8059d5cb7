"""Leaving out cells that are covered anyway, until only the hard kernel is left.

A cell is a pair (row, column) of ones. Two cells are neighbours when one role may hold both; N(e) is e with all its
neighbours among the cells still there. If N(e) is within N(f), every role that covers e can take f along, so f need not
be asked for: Ene, Horne, Milosavljevic, Rao, Schreiber, Tarjan, "Fast exact and heuristic methods for role minimization
problems", SACMAT 2008, lemma 3. The number of roles stays the same, and `restored` takes the cells back in again in
the opposite order.

For e = (i, j): near rows = rows that hold j and have a cell left in a column of i; near columns likewise. A role with
e, cut down to the cells left, lies within near rows x near columns. So a row k can be added to it if k holds all near
columns, and a column l if all near rows hold it; f = (k, l) is covered if both can.

Under caps, cutting down never hurts, and adding may not exceed them: row k must bring no stage that i has not (then no
role with e gets a stage more), or all near rows together stay under the cap; a column may be added when the near
columns are no more than the cap. Rows whose stages together with those of i exceed the cap are not near.
The near sets may be taken too large, never too small: that only finds fewer cells to leave out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.grid import Grid


class Dropped(NamedTuple):
    """Cell (row, column) is covered by whatever covers cell (by_row, by_column)."""

    row: int
    column: int
    by_row: int
    by_column: int


@dataclass(frozen=True, slots=True)
class Kernel:
    """rows[row]: columns of the cells that are left; columns[column]: their rows. dropped: in the order of leaving."""

    rows: list[int]
    columns: list[int]
    dropped: list[Dropped]


class _Reduction:
    """The cells left, and what may go with what."""

    def __init__(self, grid: Grid, clock: Clock) -> None:
        self.grid = grid
        self.clock = clock
        self.rows = list(grid.row_columns)
        self.columns = list(grid.column_rows)
        self.dropped: list[Dropped] = []
        self.stage_mates = stage_mates(grid)

    def drop(self, row: int, columns: int, by_row: int, by_column: int) -> None:
        self.rows[row] &= ~columns
        keep = ~(1 << row)
        for column in bits(columns):
            self.columns[column] &= keep
            self.dropped.append(Dropped(row, column, by_row, by_column))

    def above(self) -> None:
        """First pass, by inclusion of whole rows and columns alone: cheap, and most cells go here."""
        wider = [self._wider_columns(column) for column in range(len(self.columns))]
        for row in sorted(range(len(self.rows)), key=lambda row: (self.grid.row_columns[row].bit_count(), row)):
            self.clock.tick()
            if self.clock.over:
                break
            self._above_within(row, wider)
            self._above_beside(row, wider)

    def _wider_columns(self, column: int) -> int:
        """Columns held by every row that holds this one."""
        found = -1
        for row in bits(self.grid.column_rows[column]):
            found &= self.grid.row_columns[row]
        return found

    def _wider_rows(self, row: int) -> int:
        """Other rows with all columns of this one and no stage more."""
        found = ~(1 << row)
        for column in bits(self.grid.row_columns[row]):
            found &= self.grid.column_rows[column]
        if self.grid.most_stages is None:
            return found
        stages = self.grid.row_stages
        return sum(1 << other for other in bits(found) if not stages[other] & ~stages[row])

    def _roomy(self, columns: int) -> bool:
        return self.grid.most_skills is None or columns.bit_count() <= self.grid.most_skills

    def _above_within(self, row: int, wider: list[int]) -> None:
        if self._roomy(self.grid.row_columns[row]):
            for column in bits(self.rows[row]):
                if self.rows[row] >> column & 1:
                    self.drop(row, self.rows[row] & wider[column] & ~(1 << column), row, column)

    def _above_beside(self, row: int, wider: list[int]) -> None:
        left = self.rows[row]
        if not left:
            return
        reach = dict.fromkeys(bits(left), 0)
        roomy = self._roomy(self.grid.row_columns[row])
        for column in reach:
            reach[column] = wider[column] if roomy else 1 << column
        whole = 0
        for mask in reach.values():
            whole |= mask
        for other in bits(self._wider_rows(row)):
            if self.rows[other] & whole:
                for column, mask in reach.items():
                    self.drop(other, self.rows[other] & mask, row, column)

    def near(self) -> bool:
        """One round over the cells left, by what is near them. Whether anything went."""
        before = len(self.dropped)
        touched_rows = [_union(self.columns, columns) for columns in self.grid.row_columns]
        touched_columns = [_union(self.rows, rows) for rows in self.grid.column_rows]
        for row in range(len(self.rows)):
            if self.rows[row]:
                self.clock.tick()
            if self.clock.over:
                break
            for column in bits(self.rows[row]):
                if self.rows[row] >> column & 1:
                    near_rows = self.grid.column_rows[column] & touched_rows[row] & self.stage_mates[row]
                    near_columns = self.grid.row_columns[row] & touched_columns[column]
                    if self.grid.most_skills == 1:
                        near_columns = 1 << column
                    self._near_cell(row, column, near_rows, near_columns)
        return len(self.dropped) > before

    def _near_cell(self, row: int, column: int, near_rows: int, near_columns: int) -> None:
        more_rows = self._addable_rows(row, near_rows, near_columns)
        more_columns = 1 << column
        if self._roomy(near_columns):
            more_columns |= self._addable_columns(near_rows, near_columns, more_columns)
        for other in bits(more_rows):
            gone = self.rows[other] & more_columns
            if other == row:
                gone &= ~(1 << column)
            if gone:
                self.drop(other, gone, row, column)

    def _addable_rows(self, row: int, near_rows: int, near_columns: int) -> int:
        own = 1 << row
        found = near_rows
        for column in bits(near_columns):
            found &= self.grid.column_rows[column]
            if found == own:
                return own
        if self.grid.most_stages is None:
            return found
        stages = self.grid.row_stages
        if _union(stages, near_rows).bit_count() <= self.grid.most_stages:
            return found
        return sum(1 << other for other in bits(found) if not stages[other] & ~stages[row])

    def _addable_columns(self, near_rows: int, near_columns: int, own: int) -> int:
        found = near_columns
        for row in bits(near_rows):
            found &= self.grid.row_columns[row]
            if found == own:
                return own
        return found


def kernel_of(grid: Grid, clock: Clock) -> Kernel:
    """The kernel; when time is up, what is left by then, which is as good for everything but speed."""
    work = _Reduction(grid, clock)
    work.above()
    while not clock.over and work.near():
        pass
    return Kernel(work.rows, work.columns, work.dropped)


def stage_mates(grid: Grid) -> list[int]:
    """Per row the rows that may share a role with it as far as stages go."""
    everybody = (1 << len(grid.row_stages)) - 1
    if grid.most_stages is None:
        return [everybody] * len(grid.row_stages)
    holders: dict[int, int] = {}
    for row, stages in enumerate(grid.row_stages):
        holders[stages] = holders.get(stages, 0) | 1 << row
    mates = {
        one: sum(rows for other, rows in holders.items() if (one | other).bit_count() <= grid.most_stages)
        for one in holders
    }
    return [mates[stages] for stages in grid.row_stages]


def _union(sets: list[int], chosen: int) -> int:
    found = 0
    for member in bits(chosen):
        found |= sets[member]
    return found
