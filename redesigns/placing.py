"""Placement: people into role seats so that the total fit is the highest there can be.

Pure. Exact: a minimum-cost flow with every person as one unit, an arc to each seat group they may take that costs less
the better they fit, and one past all of them that costs as much as no fit at all. So the plan is partial where it has
to be, and somebody is left without a seat where that adds more than any way of seating them. Source: brief, section 4;
solver: OR-Tools' minimum cost flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from redesigns.placing_board import NOWHERE, Board, Problem, SeatKey, board
from redesigns.placing_moves import NEVER, fit_now, losses, prices
from redesigns.placing_reasons import Unplaced, Vacant, unplaced, vacant
from roles.flow import SolverFailed
from roles.supply import IntArray


@dataclass(frozen=True, slots=True)
class Placing:
    """Everybody is in `assigned` or in `unplaced`, by number; `vacant` holds the groups with seats left.

    total: the fit of all who are assigned, in millionths; no plan under the same rules has more.
    """

    assigned: Mapping[int, SeatKey]
    unplaced: Mapping[int, Unplaced]
    vacant: Mapping[SeatKey, Vacant]
    total: int
    board: Board = field(repr=False, compare=False)
    seat: IntArray = field(repr=False, compare=False)


def place(problem: Problem) -> Placing:
    """Depends on the content of the problem only, never on its order: the same problem gives the same plan.

    Raises ValueError like `board`, and SolverFailed if no optimum is found.
    """
    laid_out = board(problem)
    seat = _seats(laid_out, zero_fit=problem.terms.zero_fit)
    price = prices(laid_out, seat)
    sitting = np.flatnonzero(seat != NOWHERE)
    keys = [group.key for group in laid_out.groups]
    numbers = laid_out.numbers[sitting].tolist()
    return Placing(
        assigned={number: keys[at] for number, at in zip(numbers, seat[sitting].tolist(), strict=True)},
        unplaced=unplaced(laid_out, seat, price),
        vacant=vacant(laid_out, seat, price),
        total=int(fit_now(laid_out, seat).sum()),
        board=laid_out,
        seat=seat,
    )


def _seats(laid_out: Board, *, zero_fit: bool) -> IntArray:
    """Per person the group they sit in, or NOWHERE.

    Where seats may go to people without any fit, of two plans with the same total the one that seats more people wins.
    """
    open_seats = laid_out.open_seats
    seat = laid_out.fixed.copy()
    person, group, value = laid_out.picked(laid_out.movable & (open_seats > 0)[laid_out.group])
    if not len(person):
        return seat
    if zero_fit:
        value = value * (len(seat) + 1) + 1
    taken = _best(person, group, value, open_seats, len(seat))
    seat[person[taken]] = group[taken]
    return seat


def _best(person: IntArray, group: IntArray, value: IntArray, open_seats: IntArray, people: int) -> IntArray:
    """Which of the (person, group) pairs are in the plan of the highest value. Nodes: people, then groups, the sink.

    Costs count from the highest value, which is the same for everybody: the solver is faster without negative ones.
    """
    most = int(value.max())
    rows = np.arange(people, dtype=np.int32)
    groups = np.arange(len(open_seats), dtype=np.int32) + people
    sink = people + len(open_seats)
    solver = SimpleMinCostFlow()
    heads = group.astype(np.int32)
    heads += people
    pairs = solver.add_arcs_with_capacity_and_unit_cost(
        person.astype(np.int32), heads, np.ones(len(person), np.int64), most - value
    )
    _to_sink(solver, rows, np.ones(people, np.int64), sink, most)
    _to_sink(solver, groups, open_seats, sink, 0)
    solver.set_nodes_supplies(np.append(rows, np.int32(sink)), np.append(np.ones(people, np.int64), -people))
    status = solver.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise SolverFailed(f"The minimum cost flow solver stopped with {status.name}.")
    return np.flatnonzero(solver.flows(pairs))


def _to_sink(solver: SimpleMinCostFlow, nodes: NDArray[np.int32], capacity: IntArray, sink: int, cost: int) -> None:
    costs = np.full(len(nodes), cost, dtype=np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(nodes, np.full_like(nodes, sink), capacity, costs)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place for a person (None: the bench), their fit there, and what the total fit loses if they are forced
    there and everybody else who may move makes the best of it."""

    seat: SeatKey | None
    fit: int
    loss: int


def alternatives(placing: Placing, number: int) -> tuple[Alternative, ...]:
    """Every other place this person could be put, the least loss first: the first one says why they sit where they do.

    Without the bench for somebody who has no seat. A loss below 0 is possible only for somebody who keeps their seat.
    Raises ValueError for a person who is not on the plan.
    """
    laid_out, seat = placing.board, placing.seat
    row = laid_out.row(number)
    home = len(laid_out.groups) if seat[row] == NOWHERE else int(seat[row])
    loss = losses(laid_out, seat, prices(laid_out, seat), row)
    places = [place for place in np.argsort(loss, kind="stable").tolist() if place != home and loss[place] < NEVER]
    return tuple(_alternative(laid_out, row, place, int(loss[place])) for place in places)


def _alternative(laid_out: Board, row: int, place: int, loss: int) -> Alternative:
    if place == len(laid_out.groups):
        return Alternative(None, 0, loss)
    return Alternative(laid_out.groups[place].key, int(laid_out.fits[row, laid_out.role[place]]), loss)
