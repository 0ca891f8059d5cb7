"""All roles that can be needed for a piece: every set of columns worth having, with all rows that hold them.

Without caps these are the maximal bicliques: the columns are an intersection of rows. A cap on stages: choose the
stages of the role first, then only the rows within them. A cap of s columns: a role with fewer than s either has an
intersection of rows as its columns or can take columns more with no row less, up to the cap; so the intersections of at
most s columns and all sets of s columns out of a wider row are enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

from roles.cover.bitsets import bits, mask_of
from roles.cover.clock import Clock
from roles.cover.grid import Grid
from roles.cover.pieces import Piece

MOST = 20_000
"""Candidates; beyond it they are not listed."""
MOST_PLACES = 1_500_000
"""Cells over all candidates, for the solver's memory."""
MOST_STAGE_SETS = 400


def candidates(piece: Piece, clock: Clock, most: int = MOST) -> list[int] | None:
    """The cells each candidate covers, in a fixed order; None when there are too many or time is up."""
    found: set[int] = set()
    for rows in _row_sets(piece):
        columns = _column_sets(piece, rows, clock, most)
        if columns is None:
            return None
        for chosen in columns:
            clock.tick()
            found.add(piece.covered(_holders(piece.grid, rows, chosen), chosen))
            if clock.over:
                return None
        if len(found) > most or sum(covers.bit_count() for covers in found) > MOST_PLACES:
            return None
    return sorted(found - {0})


def _row_sets(piece: Piece) -> Iterator[int]:
    """Rows that may come together in a role as far as stages go. Nothing when there are too many such sets."""
    grid = piece.grid
    if grid.most_stages is None:
        yield piece.rows
        return
    present = 0
    for row in bits(piece.rows):
        present |= grid.row_stages[row]
    stages = list(bits(present))
    size = min(grid.most_stages, len(stages))
    for chosen in combinations(stages, size):
        mask = mask_of(chosen)
        yield mask_of(row for row in bits(piece.rows) if not grid.row_stages[row] & ~mask)


def listable(piece: Piece) -> bool:
    """Whether listing is worth a try: the choices of stages are few."""
    grid = piece.grid
    if grid.most_stages is None:
        return True
    present = len({stage for row in bits(piece.rows) for stage in bits(grid.row_stages[row])})
    return comb(present, min(grid.most_stages, present)) <= MOST_STAGE_SETS


def _column_sets(piece: Piece, rows: int, clock: Clock, most: int) -> set[int] | None:
    """Sets of columns as above; None when there are too many."""
    cap = piece.grid.most_skills
    closed: set[int] = set()
    for row in bits(rows):
        clock.tick()
        own = piece.grid.row_columns[row] & piece.columns
        closed |= {own} | {own & other for other in closed}
        if len(closed) > most or clock.over:
            return None
    if cap is None:
        return closed
    wide = [columns for columns in closed if columns.bit_count() > cap]
    if sum(comb(columns.bit_count(), cap) for columns in wide) > most:
        return None
    return (closed - set(wide)) | {mask_of(part) for columns in wide for part in combinations(list(bits(columns)), cap)}


def _holders(grid: Grid, rows: int, columns: int) -> int:
    for column in bits(columns):
        rows &= grid.column_rows[column]
    return rows
