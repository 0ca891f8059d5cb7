"""Lower bounds for roles that own their activities whole."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from ortools.sat.python import cp_model

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.packing import Items, Packing
from roles.cover.pricing import SLACK
from roles.cover.solver import solved


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


@dataclass(frozen=True, slots=True)
class WholeRoles:
    """Roles of items, for `roles.cover.pricing`."""

    items: Items

    @property
    def size(self) -> int:
        return len(self.items.rows)

    def heavy(self, weights: list[int]) -> list[int]:
        """None: the heaviest is found quickly enough."""
        return []

    def heaviest(self, weights: list[int], clock: Clock) -> tuple[int, int]:
        return heaviest_role(self.items, weights, clock)


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
