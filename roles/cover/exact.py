"""The smallest choice among all candidates: a set cover, by CP-SAT."""

from __future__ import annotations

from math import ceil

from ortools.sat.python import cp_model

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.solver import solved

SLACK = 1e-6
"""CP-SAT gives its bound as a float, which stands for a whole number here."""


def smallest_cover(candidates: list[int], cells: int, known: list[int], clock: Clock) -> tuple[list[int], int]:
    """The best cover found and a lower bound. cells: how many there are; known: a cover, to start from."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in candidates]
    holders: list[list[cp_model.IntVar]] = [[] for _ in range(cells)]
    for variable, covers in zip(chosen, candidates, strict=True):
        for cell in bits(covers):
            holders[cell].append(variable)
    for variables in holders:
        model.add_bool_or(variables)
    model.minimize(sum(chosen))
    answer = solved(model, chosen, clock, linear=2)  # set covers are proved by it: seconds instead of never
    bound = max(0, ceil(answer.bound - SLACK))
    if answer.values is None:
        return known, bound
    found = [covers for covers, taken in zip(candidates, answer.values, strict=True) if taken]
    return min(known, found, key=len), bound
