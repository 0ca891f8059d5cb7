"""Lower bounds: cells of which no two can be in one role need a role each, under any caps."""

from __future__ import annotations

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.pieces import Piece
from roles.cover.reduction import stage_mates

MOST_COUNTED = 4_000
"""Cells whose neighbours are counted one by one."""


def strangers(piece: Piece, clock: Clock) -> int:
    """Cells, no two of them neighbours, so one role each: taken greedily, those with the fewest neighbours first.

    Out of time, the cells taken so far: they are a bound as well.
    """
    around = _Around(piece)
    left, taken = piece.everything, 0
    for place in around.fewest_first(clock):
        if left >> place & 1 and not clock.over:
            clock.tick()
            taken |= 1 << place
            left &= ~around.neighbours(place)
    return taken


class _Around:
    """What is around the cells of a piece."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.mates = stage_mates(piece.grid)
        columns = piece.grid.row_columns
        self.across = {row: _union(piece.by_column, columns[row] & piece.columns) for row in bits(piece.rows)}

    def neighbours(self, place: int) -> int:
        """The cell itself and its neighbours among the cells of the piece."""
        row, column = self.piece.cells[place]
        reach = self.across[row] if self.piece.grid.most_skills != 1 else self.piece.by_column[column]
        rows = self.piece.grid.column_rows[column] & self.piece.rows & self.mates[row]
        return reach & _union(self.piece.by_row, rows)

    def fewest_first(self, clock: Clock) -> list[int]:
        """The cells by number of neighbours; in a large piece by the size of what they may lie in."""
        if len(self.piece.cells) > MOST_COUNTED or clock.over:
            sizes = [self._reach(*cell) for cell in self.piece.cells]
        else:
            sizes = [self.neighbours(place).bit_count() for place in range(len(self.piece.cells))]
        return sorted(range(len(sizes)), key=lambda place: (sizes[place], place))

    def _reach(self, row: int, column: int) -> int:
        rows = (self.piece.grid.column_rows[column] & self.piece.rows).bit_count()
        return rows * (self.piece.grid.row_columns[row] & self.piece.columns).bit_count()


def _union(sets: dict[int, int], chosen: int) -> int:
    found = 0
    for member in bits(chosen):
        found |= sets[member]
    return found
