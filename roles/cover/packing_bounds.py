"""Lower bounds for roles that own their activities whole."""

from __future__ import annotations

from math import floor

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roles.cover.bitsets import bits, mask_of
from roles.cover.clock import Clock
from roles.cover.packing import Items, Packing
from roles.cover.pricing import SLACK
from roles.cover.solver import solved

MOST_SEEDS = 300
SPARE = 0.5
"""So that what takes no room at all is worth much, not everything."""


def simple_bound(items: Items, clock: Clock) -> int:
    """All columns and all stages must go somewhere, and items that fit with no other each need a role."""
    columns, stages = items.union(range(len(items.rows)))
    bounds = [min(1, len(items.rows)), len(strangers(items, clock))]
    if items.most_skills is not None:
        bounds.append(-(-columns.bit_count() // items.most_skills))
    if items.most_stages is not None:
        bounds.append(-(-stages.bit_count() // items.most_stages))
    return max(bounds)


def strangers(items: Items, clock: Clock) -> list[int]:
    """Items of which no two fit into one role, taken greedily."""
    found: list[int] = []
    for item in range(len(items.rows)):
        if clock.over:
            break
        if all(items.strangers(item, other) for other in found):
            found.append(item)
    return found


class WholeRoles:
    """Roles of items, for `roles.cover.pricing`. sets: items x members with its cap, for columns and for stages."""

    def __init__(self, items: Items) -> None:
        self.items = items
        caps = ((items.columns, items.most_skills), (items.stages, items.most_stages))
        self.sets = [(_members(masks), cap) for masks, cap in caps if cap is not None]

    @property
    def size(self) -> int:
        return len(self.items.rows)

    def heavy(self, weights: list[int], clock: Clock) -> list[int]:
        """From every item, or in a large problem some: whatever brings most weight for the room it takes joins."""
        worth = np.array(weights, dtype=np.float64)
        seeds = np.flatnonzero(worth)
        found = []
        for seed in seeds[:: 1 + len(seeds) // MOST_SEEDS]:
            clock.tick()
            if clock.over:
                break
            found.append(self._grown(worth, int(seed)))
        return found

    def _grown(self, worth: NDArray[np.float64], seed: int) -> int:
        left = worth.copy()
        role = [seed]
        unions = [members[seed].copy() for members, _ in self.sets]
        while True:
            left[role[-1]] = 0.0
            score = left.copy()
            for (members, cap), union in zip(self.sets, unions, strict=True):
                more = members @ (1 - union)
                score = np.where(union.sum() + more <= cap, score / (SPARE + more), 0.0)
            item = int(score.argmax())
            if score[item] <= 0.0:
                return mask_of(role)
            role.append(item)
            unions = [np.maximum(union, members[item]) for (members, _), union in zip(self.sets, unions, strict=True)]

    def heaviest(self, weights: list[int], clock: Clock) -> tuple[int, int]:
        return heaviest_role(self.items, weights, clock)


def _members(masks: list[int]) -> NDArray[np.float64]:
    """sets x members, 1 where it is one."""
    found = np.zeros((len(masks), max(1, *(mask.bit_length() for mask in masks), 1)))
    for row, mask in enumerate(masks):
        found[row, list(bits(mask))] = 1.0
    return found


def heaviest_role(items: Items, weights: list[int], clock: Clock) -> tuple[int, int]:
    """A heavy role that fits, and a number that no role that fits exceeds. Out of time the number is only larger."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") if weight else None for weight in weights]
    _cap(model, taken, items.columns, items.most_skills)
    _cap(model, taken, items.stages, items.most_stages)
    chosen = [(variable, item) for item, variable in enumerate(taken) if variable is not None]
    if not chosen:
        return 0, 0
    model.maximize(sum(weights[item] * variable for variable, item in chosen))
    answer = solved(model, [variable for variable, _ in chosen], clock)
    role = sum(1 << item for (_, item), value in zip(chosen, answer.values or (), strict=False) if value)
    return role, min(sum(weights), floor(answer.bound + SLACK))


def _cap(model: cp_model.CpModel, taken: list[cp_model.IntVar | None], sets: list[int], most: int | None) -> None:
    """The union of the taken items' sets has at most so many members."""
    if most is None:
        return
    holders: dict[int, list[cp_model.IntVar]] = {}
    for variable, members in zip(taken, sets, strict=True):
        if variable is not None:
            for member in bits(members):
                holders.setdefault(member, []).append(variable)
    used = []
    for variables in holders.values():
        there = model.new_bool_var("")
        used.append(there)
        for variable in variables:
            model.add_implication(variable, there)
    model.add(sum(used) <= most)


def roles_of(packing: Packing) -> list[int]:
    """As sets of items."""
    return [sum(1 << item for item in role) for role in packing]
