"""A cover found quickly: the row or column with the fewest cells still open becomes a role with all that can join it.

Ene et al. 2008, section 4.2 (there for the uncapped case). Repeated with other choices among equals and kept when
better; the seed is fixed.
"""

from __future__ import annotations

from random import Random

from roles.cover.bitsets import bits, mask_of
from roles.cover.clock import Clock
from roles.cover.pieces import Piece

SEED = 7
Cover = list[int]
"""One set of cells per role."""


def plain_greedy(piece: Piece, clock: Clock) -> Cover:
    """Without any second thought."""
    return _Greedy(piece, None).cover(clock)


def best_greedy(piece: Piece, clock: Clock, *, enough: int, tries: int) -> Cover:
    """The smallest of several covers; stops as soon as one has no more roles than `enough`."""
    chance = Random(SEED)  # noqa: S311 - a fixed sequence is wanted
    best = _without_needless(plain_greedy(piece, clock), clock)
    best = min(best, _Greedy(piece, None).stars(), key=len)
    for _ in range(tries):
        if len(best) <= enough or clock.over:
            break
        clock.tick()
        other = _without_needless(_Greedy(piece, chance).cover(clock), clock)
        best = min(best, other, key=len)
    return best


def _without_needless(cover: Cover, clock: Clock) -> Cover:
    """Leaves out roles whose cells others cover, the smallest first."""
    kept = sorted(cover, key=lambda cells: cells.bit_count())
    for cells in list(kept):
        if clock.over:
            break
        others = 0
        for other in kept:
            others |= other if other is not cells else 0
        if not cells & ~others:
            kept = [other for other in kept if other is not cells]
    return kept


class _Greedy:
    """open_rows[row], open_columns[column]: cells still to cover, as columns and as rows."""

    def __init__(self, piece: Piece, chance: Random | None) -> None:
        self.piece = piece
        self.grid = piece.grid
        self.chance = chance
        self.open = piece.everything

    def cover(self, clock: Clock) -> Cover:
        found: Cover = []
        while self.open:
            clock.tick()
            if clock.over:
                return found + self.stars()
            rows, columns = self._seed()
            cells = self.piece.covered(*self._widened(rows, columns))
            found.append(cells)
            self.open &= ~cells
        return found

    def _seed(self) -> tuple[int, int]:
        """The open cells of the row or column that has fewest."""
        sides = [(cells & self.open, cells) for cells in (*self.piece.by_row.values(), *self.piece.by_column.values())]
        least = min((here.bit_count() for here, _ in sides if here))
        ways = [here for here, _ in sides if here.bit_count() == least]
        return self._room(self.chance.choice(ways) if self.chance else ways[0])

    def stars(self) -> Cover:
        """The open cells row by row or column by column, whichever takes fewer roles."""
        left = set(bits(self.open))
        sides = (self.piece.in_rows, self.piece.in_columns)
        parts = [[part for places in side.values() for part in self._parts(places, left)] for side in sides]
        return [mask_of(part) for part in min(parts, key=len)]

    def _parts(self, line: list[int], left: set[int]) -> list[list[int]]:
        """The cells of a row or column that are left, in roles that the caps allow."""
        cells, stages_of = self.piece.cells, self.grid.row_stages
        parts: list[list[int]] = []
        columns = stages = 0
        for place in sorted(left.intersection(line), key=lambda place: (stages_of[cells[place][0]], place)):
            row, column = cells[place]
            columns, stages = columns | 1 << column, stages | stages_of[row]
            if not parts or not self._fits(stages, columns):
                parts.append([])
                columns, stages = 1 << column, stages_of[row]
            parts[-1].append(place)
        return parts

    def _room(self, cells: int) -> tuple[int, int]:
        """As many rows and columns of these cells, which share one, as the caps allow."""
        rows = columns = stages = 0
        for place in bits(cells):
            row, column = self.piece.cells[place]
            more = stages | self.grid.row_stages[row]
            if self._fits(more, columns | 1 << column):
                rows, columns, stages = rows | 1 << row, columns | 1 << column, more
        return rows, columns

    def _fits(self, stages: int, columns: int) -> bool:
        wide = self.grid.most_skills is not None and columns.bit_count() > self.grid.most_skills
        return not wide and (self.grid.most_stages is None or stages.bit_count() <= self.grid.most_stages)

    def _widened(self, rows: int, columns: int) -> tuple[int, int]:
        """With every row that holds the columns, then every column that the rows hold, while there is room."""
        stages = 0
        for row in bits(rows):
            stages |= self.grid.row_stages[row]
        for row in bits(self._rows_with(columns) & ~rows):
            more = stages | self.grid.row_stages[row]
            if self._fits(more, columns) and self.open & self.piece.covered(1 << row, columns):
                rows, stages = rows | 1 << row, more
        for column in bits(self._columns_of(rows) & ~columns):
            if self._fits(stages, columns | 1 << column):
                columns |= 1 << column
        return rows, columns

    def _rows_with(self, columns: int) -> int:
        found = self.piece.rows
        for column in bits(columns):
            found &= self.grid.column_rows[column]
        return found

    def _columns_of(self, rows: int) -> int:
        found = self.piece.columns
        for row in bits(rows):
            found &= self.grid.row_columns[row]
        return found


def largest_first(piece: Piece, candidates: list[int]) -> Cover:
    """Always the candidate with the most cells still open: the plain greedy of set covers."""
    left, cover = piece.everything, []
    while left:
        best = max(candidates, key=lambda cells: (cells & left).bit_count())
        cover.append(best)
        left &= ~best
    return cover
