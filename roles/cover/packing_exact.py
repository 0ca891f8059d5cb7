"""Is there a packing with one role less? CP-SAT decides; when it says no, the packing is proved minimal."""

from __future__ import annotations

from ortools.sat.python import cp_model

from roles.cover.bitsets import bits
from roles.cover.clock import Clock
from roles.cover.packing import Items, Packing
from roles.cover.packing_bounds import strangers
from roles.cover.solver import solved

MOST_PLACES = 4_000
"""Items x roles; a larger model is not worth the time."""

Variable = cp_model.IntVar


def decided(items: Items, packing: Packing, bound: int, clock: Clock) -> tuple[Packing, int]:
    """The best packing found and a lower bound; they meet unless it is too large or time is up."""
    while bound < len(packing) and not clock.over and len(items.rows) * len(packing) <= MOST_PLACES:
        fewer, impossible = _packing_with(items, len(packing) - 1, clock)
        if impossible:
            return packing, len(packing)
        if fewer is None:
            break
        packing = fewer
    return packing, bound


def _packing_with(items: Items, roles: int, clock: Clock) -> tuple[Packing | None, bool]:
    """A packing with at most so many roles, and whether it is proved that there is none."""
    apart = strangers(items, clock)
    if len(apart) > roles:
        return None, True
    model = cp_model.CpModel()
    placed = [[model.new_bool_var("") for _ in range(roles)] for _ in items.rows]
    for places in placed:
        model.add_exactly_one(places)
    for role, item in enumerate(apart):  # they need a role each, and which is all the same
        model.add(placed[item][role] == 1)
    for role in range(roles):
        inside = [places[role] for places in placed]
        _capped(model, inside, items.columns, items.most_skills)
        _capped(model, inside, items.stages, items.most_stages)
    wanted = [variable for places in placed for variable in places]
    answer = solved(model, wanted, clock)
    if answer.values is None:
        return None, answer.infeasible
    values = iter(answer.values)
    owner = [max(enumerate([next(values) for _ in range(roles)]), key=lambda pair: pair[1])[0] for _ in items.rows]
    found = [[item for item, number in enumerate(owner) if number == role] for role in range(roles)]
    return [role for role in found if role], False


def _capped(model: cp_model.CpModel, inside: list[Variable], sets: list[int], most: int | None) -> None:
    """At most so many members in the union of the sets whose items are inside."""
    if most is None:
        return
    used: dict[int, Variable] = {}
    for variable, members in zip(inside, sets, strict=True):
        for member in bits(members):
            if member not in used:
                used[member] = model.new_bool_var("")
            model.add_implication(variable, used[member])
    model.add(sum(used.values()) <= most)
