"""Placements small enough to work out another way: random ones, and a few words to write one by hand."""

import random
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from redesigns.placing_board import Candidate, Problem, Seats, Terms
from redesigns.placing_check import fit_of, may_take
from roles.fit_table import FitTable

REACH = {1: {1, 10}, 2: {2, 10}, 3: {3, 20}, 10: {10}}
"""Markets 1 and 2 lie in region 10, market 3 in region 20. 7 is on no map."""
ROLES = ("a", "b", "c", "d")
FORBIDDEN = -(10**9)


def table(fits, ready=None):
    """fits: number -> role -> millionths. ready: pairs that are not; everybody else is."""
    people = sorted(fits)
    roles = tuple(sorted({role for row in fits.values() for role in row}))
    millionths = np.array([[fits[p].get(role, 0) for role in roles] for p in people], dtype=np.int64)
    shape = (len(people), len(roles))
    able = np.array([[(p, role) not in (ready or ()) for role in roles] for p in people], dtype=bool)
    return FitTable(np.array(people, dtype=np.int64), roles, millionths.reshape(shape), able.reshape(shape), ~able)


def written(fits, seats, *, market=1, mfte=1000, not_ready=(), **rules):
    """A problem by hand: fits: number -> role -> millionths; seats: (role, market, seats[, least mfte]).

    market and mfte: of everybody, or number -> theirs.
    """

    def of(figures, number):
        return figures[number] if isinstance(figures, dict) else figures

    people = [Candidate(number, of(mfte, number), of(market, number)) for number in fits]
    return Problem(people, [Seats(*one) for one in seats], table(fits, not_ready), REACH, **rules)


def drawn(chance: random.Random, *, people: int, seats: int, step: int = 1) -> Problem:
    """A random problem. step: fits are multiples of it; a large one makes many ties."""
    numbers = chance.sample(range(1, 900), people)
    markets = [None, 1, 2, 3, 10, 20]
    keys = chance.sample([(role, market) for role in ROLES for market in markets], seats)
    groups = [Seats(*key, chance.randint(1, 3), chance.choice([0, 0, 500, 900])) for key in keys]
    candidates = [
        Candidate(number, chance.choice([200, 500, 1000]), chance.choice([1, 1, 2, 3, 10, 7, None]))
        for number in numbers
    ]
    fits = {number: {role: chance.randint(-1, 10**6 // step) * step for role in ROLES} for number in numbers}
    fits = {number: {role: max(fit, -1) for role, fit in row.items()} for number, row in fits.items()}
    not_ready = {(number, role) for number in numbers for role in ROLES if chance.random() < 0.3}
    bans = [(number, role) for number in numbers for role in ROLES if chance.random() < 0.1]
    terms = Terms(chance.choice([0, 0, 300_000]), chance.random() < 0.2, chance.random() < 0.2)
    fixed = _fixed(chance, numbers, groups)
    return Problem(
        candidates, groups, table(fits or {0: dict.fromkeys(ROLES, 0)}, not_ready), REACH, bans, fixed, terms
    )


def _fixed(chance, numbers, groups):
    """About a tenth keep a seat, whether or not they could take it today."""
    left = [group.key for group in groups for _ in range(group.seats)]
    chance.shuffle(left)
    return {number: left.pop() for number in numbers if left and chance.random() < 0.1}


def problems(*, most_people: int = 7, most_seats: int = 5) -> st.SearchStrategy[Problem]:
    return st.builds(
        drawn,
        st.randoms(use_true_random=False),
        people=st.integers(0, most_people),
        seats=st.integers(0, most_seats),
        step=st.sampled_from([1, 100_000, 250_000]),
    )


def optimum(problem: Problem, bonus=None) -> int:
    """The highest total fit, by scipy's assignment of people to single seats or to a bench of their own.

    bonus: seat key -> what everybody who sits there adds on top.
    """

    def adds(number, key):
        return fit_of(problem, number, key) + (bonus or {}).get(key, 0)

    free = [one for one in problem.people if one.number not in problem.fixed]
    kept = sum(adds(number, key) for number, key in problem.fixed.items())
    single = []
    for group in problem.seats:
        single += [group] * (group.seats - list(problem.fixed.values()).count(group.key))
    value = np.full((len(free), len(single) + len(free)), 0, dtype=np.int64)
    for row, person in enumerate(free):
        for column, group in enumerate(single):
            able = may_take(problem, person, group)
            value[row, column] = adds(person.number, group.key) if able else FORBIDDEN
    return kept + int(value[linear_sum_assignment(value, maximize=True)].sum())


def forced(problem: Problem, number: int, key) -> Problem:
    """The same with one person put somewhere: in a seat, or on the bench (None)."""
    others = {other: kept for other, kept in problem.fixed.items() if other != number}
    if key is None:
        return replace(problem, people=[one for one in problem.people if one.number != number], fixed=others)
    return replace(problem, fixed=others | {number: key})
