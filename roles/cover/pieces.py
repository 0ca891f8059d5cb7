"""The kernel falls apart into pieces between which no role can reach; each is solved by itself.

A role's cells are neighbours of one another, so they lie in one piece: the smallest numbers of roles of the pieces add
up to that of the whole, and so do lower bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from roles.cover.bitsets import bits, mask_of
from roles.cover.clock import Clock
from roles.cover.grid import Grid
from roles.cover.reduction import Kernel, stage_mates

Cell = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Cells (row, column) to cover, ascending, in the grid they come from. Sets of cells are bits by their place."""

    grid: Grid
    cells: tuple[Cell, ...]

    @cached_property
    def rows(self) -> int:
        return mask_of({row for row, _ in self.cells})

    @cached_property
    def columns(self) -> int:
        return mask_of({column for _, column in self.cells})

    @cached_property
    def in_rows(self) -> dict[int, list[int]]:
        """Places of the cells per row; `by_row` has them as sets."""
        return _places(row for row, _ in self.cells)

    @cached_property
    def in_columns(self) -> dict[int, list[int]]:
        return _places(column for _, column in self.cells)

    @cached_property
    def by_row(self) -> dict[int, int]:
        return {row: mask_of(places) for row, places in self.in_rows.items()}

    @cached_property
    def by_column(self) -> dict[int, int]:
        return {column: mask_of(places) for column, places in self.in_columns.items()}

    @property
    def everything(self) -> int:
        return (1 << len(self.cells)) - 1

    def covered(self, rows: int, columns: int) -> int:
        """The cells to cover within rows x columns."""
        across = 0
        for column in bits(columns & self.columns):
            across |= self.by_column[column]
        down = 0
        for row in bits(rows & self.rows):
            down |= self.by_row[row]
        return across & down

    def span(self, cells: int) -> tuple[int, int]:
        """Rows and columns of some of the cells."""
        chosen = [self.cells[place] for place in bits(cells)]
        return mask_of({row for row, _ in chosen}), mask_of({column for _, column in chosen})


def pieces_of(grid: Grid, kernel: Kernel, clock: Clock) -> list[Piece]:
    """The pieces, smallest first."""
    left = list(kernel.rows)
    mates = stage_mates(grid)
    found = []
    for row in range(len(left)):
        while left[row]:
            clock.tick()
            found.append(Piece(grid, _reached(grid, mates, left, row, clock)))
    return sorted(found, key=lambda piece: (len(piece.cells), piece.cells))


def _reached(grid: Grid, mates: list[int], left: list[int], row: int, clock: Clock) -> tuple[Cell, ...]:
    """Takes a cell of the row, and all that hangs together with it, out of `left`.

    When time is up, simply all: a piece need not hang together.
    """
    column = left[row] & -left[row]
    left[row] ^= column
    waiting = [(row, column.bit_length() - 1)]
    reached = []
    while waiting:
        clock.tick()
        if clock.over:
            reached.extend(waiting)
            reached.extend((other, found) for other, mask in enumerate(left) for found in bits(mask))
            left[:] = [0] * len(left)
            break
        cell = waiting.pop()
        reached.append(cell)
        reach = grid.row_columns[cell[0]] if grid.most_skills != 1 else 1 << cell[1]
        for other in bits(grid.column_rows[cell[1]] & mates[cell[0]]):
            beside = left[other] & reach
            if beside:
                left[other] ^= beside
                waiting.extend((other, found) for found in bits(beside))
    return tuple(sorted(reached))


def _places(keys: Iterable[int]) -> dict[int, list[int]]:
    """Per key, ascending, where it stands."""
    found: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(key, []).append(place)
    return dict(sorted(found.items()))
