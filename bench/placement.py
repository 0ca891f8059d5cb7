"""5,000 people into 60 roles: the whole placement against the bare minimum-cost flow call on the same arcs.

The floor adds the arcs to OR-Tools in bulk, solves, and reads the flow; laying out people, seats and rules, the reasons
for everybody left over and the vacant seats, and the plan itself are on top.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from bench.frame import Figure, seconds
from redesigns.placing import place
from redesigns.placing_board import Board, Candidate, Problem, Seats, board
from roles.fit import Asked, Profile
from roles.fit_table import fit_table

PEOPLE, ROLES, SKILLS, MARKETS = 5_000, 60, 80, 20
ASKED, RATED = 8, 20
SEATS = 4_800
TIMES = 9
LIMIT = 1.5
SEED = 11


def measure() -> Iterator[Figure]:
    """One market for all, where everybody may take every role; and 20 markets with seats in each."""
    for name, markets in (("one market", 1), (f"{MARKETS} markets", MARKETS)):
        asked = problem(markets)
        bare = bare_call(board(asked))
        floor, figure = in_turns(bare, partial(place, asked))
        plan = place(asked)
        note = f"{len(plan.assigned):,} placed, {len(plan.unplaced):,} with a reason"
        yield Figure(f"{PEOPLE:,} people x {ROLES} roles, {name}: placement", floor, figure, LIMIT, note=note)


def in_turns(bare: Callable[[], object], whole: Callable[[], object]) -> tuple[float, float]:
    """Medians, measured alternately so that both see the same machine."""
    pairs = [(seconds(bare), seconds(whole)) for _ in range(TIMES)]
    return float(np.median([one for one, _ in pairs])), float(np.median([other for _, other in pairs]))


def problem(markets: int) -> Problem:
    chance = np.random.default_rng(SEED)
    people = [
        Candidate(number, int(mfte), 1 + number % markets)
        for number, mfte in enumerate(chance.choice([500, 800, 1000, 1000, 1000], PEOPLE), start=1)
    ]
    person = np.repeat(np.arange(1, PEOPLE + 1), RATED)
    skill = np.concatenate([chance.choice(SKILLS, RATED, replace=False) for _ in range(PEOPLE)])
    fits = fit_table(np.arange(1, PEOPLE + 1), (person, skill, chance.integers(0, 6, len(person))), profiles(chance))
    each = SEATS // (ROLES * markets)
    seats = [Seats(role, market, each, 500) for role in fits.roles for market in range(1, markets + 1)]
    bans = [(int(number), fits.roles[number % ROLES]) for number in chance.integers(1, PEOPLE + 1, 200)]
    return Problem(people, seats, fits, {market: {market} for market in range(1, markets + 1)}, bans)


def profiles(chance: np.random.Generator) -> dict[str, Profile]:
    return {
        f"role{place:02}": {
            int(skill): Asked(int(chance.integers(1, 6)), bool(chance.integers(0, 2)), int(chance.integers(1, 1000)))
            for skill in sorted(chance.choice(SKILLS, ASKED, replace=False))
        }
        for place in range(ROLES)
    }


def bare_call(laid_out: Board) -> Callable[[], object]:
    """Everything worked out beforehand that does not need the solver."""
    able = np.flatnonzero(laid_out.movable)
    person, group = laid_out.person[able], laid_out.group[able]
    people, groups = len(laid_out.numbers), len(laid_out.groups)
    bench, sink = np.arange(people), people + groups
    tail = np.concatenate((person, bench, np.arange(groups) + people)).astype(np.int32)
    head = np.concatenate((group + people, np.full(people + groups, sink))).astype(np.int32)
    capacity = np.concatenate((np.ones(len(person) + people, np.int64), laid_out.seats))
    cost = np.concatenate((-laid_out.fit[able], np.zeros(people + groups, np.int64)))
    supply = np.append(np.ones(people, np.int64), -people)
    nodes = np.append(bench, sink).astype(np.int32)

    def call() -> object:
        solver = SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        solver.set_nodes_supplies(nodes, supply)
        assert solver.solve() == SimpleMinCostFlow.OPTIMAL
        return solver.flows(arcs)

    return call
