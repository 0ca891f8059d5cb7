"""Lower bounds: cells of which no two can be in one role need a role each, under any caps."""

from __future__ import annotations

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.pieces import Piece
from roles.cover.reduction import stage_mates


def strangers(piece: Piece, clock: Clock) -> int:
    """Cells, no two of them neighbours, so one role each: taken greedily, those with the fewest neighbours first.

    Out of time, the cells taken so far: they are a bound as well.
    """
    neighbours = _neighbourhoods(piece, clock)
    left, taken = piece.everything, 0
    for place in sorted(neighbours, key=lambda place: (neighbours[place].bit_count(), place)):
        if left >> place & 1:
            taken |= 1 << place
            left &= ~neighbours[place]
    return taken


def _neighbourhoods(piece: Piece, clock: Clock) -> dict[int, int]:
    """Per cell its neighbours among the cells of the piece, itself included."""
    grid, mates = piece.grid, stage_mates(piece.grid)
    across = {row: _union(piece.by_column, grid.row_columns[row] & piece.columns) for row in bits(piece.rows)}
    found = {}
    for place, (row, column) in enumerate(piece.cells):
        clock.tick()
        if clock.over:
            break
        reach = across[row] if grid.most_skills != 1 else piece.by_column[column]
        found[place] = reach & _union(piece.by_row, grid.column_rows[column] & piece.rows & mates[row])
    return found


def _union(sets: dict[int, int], chosen: int) -> int:
    found = 0
    for member in bits(chosen):
        found |= sets[member]
    return found
