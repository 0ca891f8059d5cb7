"""Roles that own their activities whole: pack the widest activities, prove it, let the others ride along."""

from __future__ import annotations

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.cohesion import gathered
from roles.cover.exact import smallest_cover
from roles.cover.grid import Grid, grid_of
from roles.cover.packing import Items, Packing, best_packing, items_of
from roles.cover.packing_bounds import WholeRoles, roles_of, simple_bound
from roles.cover.packing_exact import decided
from roles.cover.pricing import Pricing
from roles.cover.problem import Problem
from roles.cover.proposal import How, Proposal, proposed, role_of

TRIES = 1_000
ROUNDS = 2_000
SHAKING, PRICING, GATHERING = 0.2, 0.6, 0.1
"""Shares of the time, at most."""


def whole(problem: Problem, clock: Clock) -> Proposal:
    """The proposal when every activity has one role (see `roles.cover.problem.Sharing`)."""
    grid = grid_of(problem)
    clock.total = 4
    clock.step("Packing activities into roles")
    items = items_of(grid)
    packing, bound = _smallest(items, clock)
    clock.step("Putting together what belongs together", 3)
    roles = gathered(problem, _with_riders(grid, items, packing), clock)
    made = [role_of(problem, role, list(frozenset().union(*(problem.skills[a] for a in role)))) for role in roles]
    clock.finish()
    return proposed(problem, grid, made, bound, How.EXACT if bound == len(made) else How.GREEDY)


def _smallest(items: Items, clock: Clock) -> tuple[Packing, int]:
    """The best packing and a lower bound on the number of roles; keeps back time for what follows."""
    full = clock.seconds
    bound = simple_bound(items, clock)
    search = clock.part(SHAKING * full)
    packing = best_packing(items, search, enough=bound, tries=TRIES)
    if bound == len(packing):
        return packing, bound
    clock.step("Looking for a proof", 1)
    pricing = Pricing(WholeRoles(items), roles_of(packing))
    pricing.improve(clock.part(PRICING * full), rounds=ROUNDS, enough=len(packing))
    bound = max(bound, pricing.bound)
    rest = clock.part(max(0.0, clock.left - GATHERING * full))
    clock.step("Looking for fewer roles", 2)
    if bound < len(packing):
        packing = _recombined(items, pricing.known, packing, rest.part(rest.left / 2))
    return decided(items, packing, bound, rest)


def _recombined(items: Items, roles: list[int], packing: Packing, clock: Clock) -> Packing:
    """The fewest of the known roles that hold all items."""
    chosen, _ = smallest_cover(roles, len(items.rows), roles_of(packing), clock)
    left = (1 << len(items.rows)) - 1
    dealt = []
    for role in chosen:
        dealt.append(list(bits(role & left)))
        left &= ~role
    return [role for role in dealt if role]


def _with_riders(grid: Grid, items: Items, packing: Packing) -> list[list[int]]:
    """Activities per role, each row with the first role that has all it needs."""
    unions = [items.union(role) for role in packing]
    home = {items.rows[item]: number for number, role in enumerate(packing) for item in role}
    roles: list[list[int]] = [[] for _ in packing]
    for row, activities in enumerate(grid.activities):
        number = home.get(row)
        if number is None:
            columns, stages = grid.row_columns[row], grid.row_stages[row]
            number = next(n for n, (c, s) in enumerate(unions) if not columns & ~c and not stages & ~s)
        roles[number].extend(activities)
    return roles
