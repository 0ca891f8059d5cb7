"""Lower bounds for roles that own their activities whole.

Weights: whole numbers y per item. If no role that fits weighs more than z, any packing has at least sum(y) / z roles,
whatever the weights are. Weights that make this large are the prices of the linear program over the roles known so far
(Gilmore and Gomory 1961; the bound: Farley 1990); z comes from CP-SAT, which also finds a role that is worth adding.
All in whole numbers, so rounding can make the bound weaker but not wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.packing import Items, Packing
from roles.cover.solver import solved

SCALE = 1000
"""Weights are prices in thousandths of a role."""
SLACK = 1e-6


def simple_bound(items: Items) -> int:
    """All columns and all stages must go somewhere, and items that fit with no other each need a role."""
    columns, stages = items.union(range(len(items.rows)))
    bounds = [min(1, len(items.rows)), len(strangers(items))]
    if items.most_skills is not None:
        bounds.append(-(-columns.bit_count() // items.most_skills))
    if items.most_stages is not None:
        bounds.append(-(-stages.bit_count() // items.most_stages))
    return max(bounds)


def strangers(items: Items) -> list[int]:
    """Items of which no two fit into one role, taken greedily."""
    found: list[int] = []
    for item in range(len(items.rows)):
        if all(items.strangers(item, other) for other in found):
            found.append(item)
    return found


def weighed_bound(weights: list[int], heaviest: int) -> int:
    """sum / heaviest, rounded up."""
    return -(-sum(weights) // heaviest) if heaviest > 0 else 0


@dataclass(slots=True)
class Pricing:
    """roles: sets of items that fit, as bits. bound: the best so far."""

    items: Items
    roles: list[int]
    bound: int = 0
    _seen: set[int] = field(default_factory=set)

    def improve(self, clock: Clock, *, rounds: int, enough: int) -> None:
        """Adds roles and raises the bound until neither gains, it reaches `enough` or time is up."""
        self._seen.update(self.roles)
        for _ in range(rounds):
            if clock.over or self.bound >= enough:
                return
            weights = prices(self.roles, len(self.items.rows))
            role, heaviest = heaviest_role(self.items, weights, clock, clock.left)
            self.bound = max(self.bound, weighed_bound(weights, heaviest))
            if role in self._seen or sum(weights[item] for item in bits(role)) <= SCALE:
                return
            self._seen.add(role)
            self.roles.append(role)


def prices(roles: list[int], items: int) -> list[int]:
    """What an item is worth: the dual prices of covering all items with the known roles, in thousandths, down."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    worth = [solver.NumVar(0, 1, "") for _ in range(items)]
    for role in roles:
        solver.Add(sum(worth[item] for item in bits(role)) <= 1)
    solver.Maximize(sum(worth))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return [0] * items
    return [max(0, floor(SCALE * variable.solution_value() + SLACK)) for variable in worth]


def heaviest_role(items: Items, weights: list[int], clock: Clock, seconds: float) -> tuple[int, int]:
    """A heavy role that fits, and a number that no role that fits exceeds. Out of time the number is only larger."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") if weight else None for weight in weights]
    _cap(model, taken, items.columns, items.most_skills)
    _cap(model, taken, items.stages, items.most_stages)
    chosen = [(variable, item) for item, variable in enumerate(taken) if variable is not None]
    if not chosen:
        return 0, 0
    model.maximize(sum(weights[item] * variable for variable, item in chosen))
    answer = solved(model, [variable for variable, _ in chosen], clock, seconds)
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
