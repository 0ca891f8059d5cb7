"""5,000 people into 60 roles: the whole placement against the bare minimum-cost flow call on the same arcs.

The floor adds the arcs to OR-Tools in bulk, at minus the fit, solves, and reads the flow. On top come laying out
people, seats and rules, the plan, and the reasons for everybody left over and for the vacant seats.
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
ASKED, RATED, FUNCTIONS = 8, 20, 5
FEW, MANY = 4_800, 6_000
TIMES = 15
LIMIT = 1.5
SEED = 11


def measure() -> Iterator[Figure]:
    """One market for all, where everybody may take every role, with too few and too many seats; and 20 markets."""
    for name, markets, seats in (
        ("one market", 1, FEW),
        ("one market, seats to spare", 1, MANY),
        (f"{MARKETS} markets", MARKETS, FEW),
    ):
        asked = problem(markets, seats)
        bare = bare_call(board(asked))
        floor, figure = in_turns(bare, partial(place, asked))
        plan = place(asked)
        note = (
            f"{len(plan.assigned):,} placed, {len(plan.unplaced):,} not, {len(plan.vacant):,} groups with vacant seats"
        )
        yield Figure(f"{PEOPLE:,} people x {ROLES} roles, {name}: placement", floor, figure, LIMIT, note=note)


def in_turns(bare: Callable[[], object], whole: Callable[[], object]) -> tuple[float, float]:
    """The best of each, measured alternately: both only compute, so whatever else takes time is not theirs."""
    pairs = [(seconds(bare), seconds(whole)) for _ in range(TIMES)]
    return min(one for one, _ in pairs), min(other for _, other in pairs)


def problem(markets: int, seats: int) -> Problem:
    chance = np.random.default_rng(SEED)
    people = [
        Candidate(number, int(mfte), 1 + number % markets)
        for number, mfte in enumerate(chance.choice([500, 800, 1000, 1000, 1000], PEOPLE), start=1)
    ]
    person = np.repeat(np.arange(1, PEOPLE + 1), RATED)
    skill = np.concatenate([skills_of(chance, number % FUNCTIONS, RATED) for number in range(PEOPLE)])
    fits = fit_table(np.arange(1, PEOPLE + 1), (person, skill, chance.integers(0, 6, len(person))), profiles(chance))
    each = seats // (ROLES * markets)
    groups = [Seats(role, market, each, 500) for role in fits.roles for market in range(1, markets + 1)]
    bans = [(int(number), fits.roles[number % ROLES]) for number in chance.integers(1, PEOPLE + 1, 200)]
    return Problem(people, groups, fits, {market: {market} for market in range(1, markets + 1)}, bans)


def skills_of(chance: np.random.Generator, function: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Skills of somebody or something of one function: five times as often its own as another one's."""
    odds = np.where(np.arange(SKILLS) % FUNCTIONS == function, 5.0, 1.0)
    return chance.choice(SKILLS, count, replace=False, p=odds / odds.sum())


def profiles(chance: np.random.Generator) -> dict[str, Profile]:
    return {
        f"role{place:02}": {
            int(skill): Asked(int(chance.integers(1, 6)), bool(chance.integers(0, 2)), int(chance.integers(1, 1000)))
            for skill in sorted(skills_of(chance, place % FUNCTIONS, ASKED))
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
