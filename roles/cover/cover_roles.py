"""Heavy roles of a piece: those that are worth knowing when its cells have weights (see `roles.cover.pricing`)."""

from __future__ import annotations

from math import floor

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roles.cover.bitsets import bits, mask_of
from roles.cover.clock import Clock
from roles.cover.pieces import Piece
from roles.cover.pricing import SLACK
from roles.cover.solver import solved

MOST_ZEROS = 60_000
"""Pairs (row, column) that exclude each other; a model with more is not worth the time."""


class SharedRoles:
    """Roles over the cells of a piece, for `roles.cover.pricing`.

    ones[row, column]: what a role may hold; rows, columns: what they stand for in the grid.
    """

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.rows, self.columns = list(bits(piece.rows)), list(bits(piece.columns))
        wide = [piece.grid.row_columns[row] for row in self.rows]
        self.ones = np.array([[mask >> column & 1 for column in self.columns] for mask in wide], dtype=np.int64)
        self.stages = _stages([piece.grid.row_stages[row] for row in self.rows])
        row_at = {row: place for place, row in enumerate(self.rows)}
        column_at = {column: place for place, column in enumerate(self.columns)}
        self.at = np.array([(row_at[row], column_at[column]) for row, column in piece.cells])

    @property
    def size(self) -> int:
        return len(self.piece.cells)

    def heavy(self, weights: list[int], clock: Clock) -> list[int]:
        """From every row: the row that adds most joins, as long as one does."""
        matrix = np.zeros(self.ones.shape, dtype=np.int64)
        matrix[self.at[:, 0], self.at[:, 1]] = weights
        found = []
        for row in np.flatnonzero(matrix.any(axis=1)):
            clock.tick()
            if clock.over:
                break
            found.append(self._grown(matrix, int(row)))
        return found

    def _grown(self, matrix: NDArray[np.int64], seed: int) -> int:
        taken = np.zeros(len(self.rows), dtype=bool)
        taken[seed] = True
        total, columns = matrix[seed].copy(), self.ones[seed].copy()
        best = self._weight(total * columns)
        while True:
            worth = self._weight((total + matrix) * (self.ones * columns))
            worth[taken | ~self._together(taken)] = -1
            row = int(worth.argmax())
            if worth[row] <= best:
                return self._cells(taken, self._widest(total * columns, columns))
            best = worth[row]
            taken[row] = True
            total, columns = total + matrix[row], columns * self.ones[row]

    def _weight(self, weights: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per line the sum of its largest entries, as many as a role may have columns."""
        cap = self.piece.grid.most_skills
        if cap is not None and cap < weights.shape[-1]:
            weights = np.partition(weights, -cap, axis=-1)[..., -cap:]
        return np.asarray(weights.sum(axis=-1))

    def _widest(self, weights: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """The columns worth most, as many as a role may have."""
        order = np.lexsort((-weights, 1 - columns))
        return order[: int(columns.sum())][: self.piece.grid.most_skills]

    def _together(self, taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Rows whose stages go with those taken."""
        cap = self.piece.grid.most_stages
        if cap is None:
            return np.ones(len(self.rows), dtype=bool)
        return np.asarray((self.stages[taken].any(axis=0) | self.stages).sum(axis=1) <= cap)

    def _cells(self, rows: NDArray[np.bool_], columns: NDArray[np.int64]) -> int:
        return self.piece.covered(
            mask_of(self.rows[row] for row in np.flatnonzero(rows)), mask_of(self.columns[c] for c in columns)
        )

    def heaviest(self, weights: list[int], clock: Clock) -> tuple[int, int]:
        """By CP-SAT, over the rows and columns that have weight."""
        places = [place for place, weight in enumerate(weights) if weight]
        rows, columns = sorted({int(self.at[p, 0]) for p in places}), sorted({int(self.at[p, 1]) for p in places})
        zeros = [(row, column) for row in rows for column in columns if not self.ones[row, column]]
        if not places or len(zeros) > MOST_ZEROS:
            return 0, sum(weights)
        model = cp_model.CpModel()
        row_in, column_in = ({key: model.new_bool_var("") for key in keys} for keys in (rows, columns))
        for row, column in zeros:
            model.add_bool_or(~row_in[row], ~column_in[column])
        if self.piece.grid.most_skills is not None:
            model.add(sum(column_in.values()) <= self.piece.grid.most_skills)
        self._cap_stages(model, row_in)
        taken = {place: model.new_bool_var("") for place in places}
        for place, variable in taken.items():
            model.add_implication(variable, row_in[int(self.at[place, 0])])
            model.add_implication(variable, column_in[int(self.at[place, 1])])
        model.maximize(sum(weights[place] * variable for place, variable in taken.items()))
        answer = solved(model, list(taken.values()), clock)
        role = mask_of(place for place, value in zip(taken, answer.values or (), strict=False) if value)
        return role, min(sum(weights), floor(answer.bound + SLACK))

    def _cap_stages(self, model: cp_model.CpModel, row_in: dict[int, cp_model.IntVar]) -> None:
        if self.piece.grid.most_stages is None:
            return
        used = [model.new_bool_var("") for _ in range(self.stages.shape[1])]
        for row, variable in row_in.items():
            for stage in np.flatnonzero(self.stages[row]):
                model.add_implication(variable, used[int(stage)])
        model.add(sum(used) <= self.piece.grid.most_stages)


def _stages(masks: list[int]) -> NDArray[np.bool_]:
    """rows x stages."""
    most = max(1, *(mask.bit_length() for mask in masks))
    return np.array([[bool(mask >> stage & 1) for stage in range(most)] for mask in masks], dtype=bool)
