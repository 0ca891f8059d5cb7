"""Placement: the highest total fit there can be, within every rule, and a true reason for whatever is left over."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redesigns import placing_moves
from redesigns.placing import Alternative, alternatives, place
from redesigns.placing_board import Candidate, Problem, Seats, Terms
from redesigns.placing_check import faults, fit_of, may_take
from redesigns.placing_reasons import Unplaced, Vacant, Why, WhyVacant
from tests.redesigns.placing_cases import REACH, drawn, forced, optimum, problems, table, written

ANN, BEN, CAT, DAN = 1, 2, 3, 4


def test_it_gives_up_the_best_single_fit_for_the_best_total():
    plan = place(written({ANN: {"a": 900, "b": 800}, BEN: {"a": 700, "b": 100}}, [("a", 1, 1), ("b", 1, 1)]))

    assert plan.assigned == {ANN: ("b", 1), BEN: ("a", 1)}
    assert (plan.total, plan.unplaced, plan.vacant) == (1500, {}, {})


def test_it_leaves_somebody_without_a_seat_where_that_adds_more():
    plan = place(written({ANN: {"a": 900, "b": 100}, BEN: {"a": 500}}, [("a", 1, 1), ("b", 1, 1)]))

    assert plan.assigned == {ANN: ("a", 1)}
    assert plan.unplaced == {BEN: Unplaced(Why.OTHERS_ADD_MORE, 1, ("a", 1), 500, 300)}
    # Ann could take it, and Ben her seat: 900 becomes 100 + 500
    assert plan.vacant == {("b", 1): Vacant(1, WhyVacant.ADD_MORE_ELSEWHERE, 1, 300)}


@pytest.mark.parametrize(
    ("market", "seat", "may"),
    [(1, 1, True), (1, 10, True), (10, 1, False), (1, 2, False), (1, None, True), (None, None, True), (None, 1, False)],
)
def test_it_seats_people_in_their_market_those_above_it_and_anywhere(market, seat, may):
    plan = place(written({ANN: {"a": 900}}, [("a", seat, 1)], market=market))

    assert (ANN in plan.assigned) == may


REASONS = [
    (written({ANN: {"a": 900}}, [("a", 2, 1)]), Unplaced(Why.NO_SEAT)),
    (written({ANN: {"a": 900}}, []), Unplaced(Why.NO_SEAT)),
    (
        written({ANN: {"a": 900, "b": 500}}, [("a", 1, 2), ("b", 1, 1), ("a", 2, 9)], bans=[(ANN, "a"), (ANN, "b")]),
        Unplaced(Why.BANNED, 3, ("a", 1), 900),
    ),
    (
        written({ANN: {"a": 900, "b": 950}}, [("a", 1, 2, 600), ("b", 1, 1, 0)], mfte=500, bans=[(ANN, "b")]),
        Unplaced(Why.TOO_FEW_FTE, 2, ("a", 1), 900),
    ),
    (
        written({ANN: {"a": 900, "b": 950}}, [("a", 1, 1), ("b", 1, 1)], terms=Terms(least_fit=951)),
        Unplaced(Why.LOW_FIT, 2, ("b", 1), 950),
    ),
    (written({ANN: {"a": 0, "b": -1}}, [("a", 1, 1), ("b", 1, 1)]), Unplaced(Why.LOW_FIT, 2, ("a", 1), 0)),
    (
        written({ANN: {"a": 900}}, [("a", 1, 1)], not_ready=[(ANN, "a")], terms=Terms(only_ready=True)),
        Unplaced(Why.NOT_READY, 1, ("a", 1), 900),
    ),
    (
        written({ANN: {"a": 900}, BEN: {"a": 1}}, [("a", 1, 1)], fixed={BEN: ("a", 1)}),
        Unplaced(Why.KEPT, 1, ("a", 1), 900),
    ),
    (
        written({ANN: {"a": 900}, BEN: {"a": 901}, CAT: {"a": 950}}, [("a", 1, 1), ("a", 10, 1)]),
        Unplaced(Why.OTHERS_ADD_MORE, 2, ("a", 1), 900, 1),
    ),
]


@pytest.mark.parametrize(("problem", "expected"), REASONS, ids=[f"{one.why}-{n}" for n, (_, one) in enumerate(REASONS)])
def test_it_says_why_somebody_has_no_seat(problem, expected):
    assert place(problem).unplaced == {ANN: expected}


VACANT = [
    (written({ANN: {"a": 900}}, [("a", 2, 3)]), Vacant(3, WhyVacant.NOBODY_NEAR)),
    (written({}, [("a", 1, 1)], not_ready=()), Vacant(1, WhyVacant.NOBODY_NEAR)),
    (written({ANN: {"a": 900}}, [("a", 1, 1)], bans=[(ANN, "a")]), Vacant(1, WhyVacant.ALL_BANNED, 1)),
    (written({ANN: {"a": 900}, BEN: {"a": 5}}, [("a", 1, 1, 1001)]), Vacant(1, WhyVacant.TOO_FEW_FTE, 2)),
    (written({ANN: {"a": 0}}, [("a", 1, 2)]), Vacant(2, WhyVacant.LOW_FIT, 1)),
    (
        written({ANN: {"a": 9}}, [("a", 1, 2)], not_ready=[(ANN, "a")], terms=Terms(only_ready=True)),
        Vacant(2, WhyVacant.NOBODY_READY, 1),
    ),
    # Ann sits there herself, and keeps the seat or not: nobody else is near
    (written({ANN: {"a": 900}}, [("a", 1, 3)]), Vacant(2, WhyVacant.NOBODY_NEAR)),
    (written({ANN: {"a": 900}}, [("a", 1, 3)], fixed={ANN: ("a", 1)}), Vacant(2, WhyVacant.NOBODY_NEAR)),
]


@pytest.mark.parametrize(("problem", "expected"), VACANT, ids=[f"{one.why}-{n}" for n, (_, one) in enumerate(VACANT)])
def test_it_says_why_a_seat_is_vacant(problem, expected):
    if not problem.people:
        problem = replace(problem, fits=table({ANN: {"a": 900}}))

    (found,) = place(problem).vacant.values()

    assert found == expected


def test_it_keeps_the_fixed_in_their_seats_whatever_the_rules_say():
    problem = written(
        {ANN: {"a": 1, "b": 900}, BEN: {"a": 900, "b": 2}},
        [("a", 2, 1, 2000), ("b", 1, 1)],
        bans=[(ANN, "a")],
        fixed={ANN: ("a", 2)},
    )

    plan = place(problem)

    assert plan.assigned == {ANN: ("a", 2), BEN: ("b", 1)}
    assert plan.total == 3


def test_it_uses_people_without_any_fit_only_when_asked_and_then_fills_what_it_can():
    problem = written(
        {ANN: {"a": 5, "b": 0}, BEN: {"a": 5, "b": 5}, CAT: {"a": 0, "b": -1}}, [("a", 1, 1), ("b", 1, 1)]
    )
    more = replace(problem, seats=[*problem.seats, Seats("a", 10, 1)], terms=Terms(zero_fit=True))

    assert place(problem).assigned == {ANN: ("a", 1), BEN: ("b", 1)}
    assert len(place(more).assigned) == 3
    assert place(more).total == 10


def test_it_names_the_next_best_place_and_what_moving_there_costs():
    problem = written(
        {ANN: {"a": 900, "b": 800}, BEN: {"a": 850, "b": 700}, CAT: {"b": 600}}, [("a", 1, 1), ("b", 1, 1)]
    )
    plan = place(problem)

    # the best total is Ben in a and Ann in b: 850 + 800
    assert plan.assigned == {ANN: ("b", 1), BEN: ("a", 1)}
    assert alternatives(plan, ANN) == (Alternative(("a", 1), 900, 50), Alternative(None, 0, 200))
    assert alternatives(plan, CAT) == (Alternative(("b", 1), 600, 150),)


def test_it_can_gain_by_moving_somebody_who_keeps_a_worse_seat():
    problem = written({ANN: {"a": 100, "b": 900}}, [("a", 1, 1), ("b", 1, 1)], fixed={ANN: ("a", 1)})

    assert alternatives(place(problem), ANN) == (Alternative(("b", 1), 900, -800), Alternative(None, 0, 100))


def test_it_knows_no_alternatives_of_somebody_who_is_not_on_the_plan():
    with pytest.raises(ValueError):
        alternatives(place(written({ANN: {"a": 900}}, [("a", 1, 1)])), BEN)


WRONG = [
    {"people": [Candidate(ANN, 1000, 1), Candidate(ANN, 1000, 1)]},
    {"people": [Candidate(DAN, 1000, 1)]},
    {"seats": [Seats("a", 1, 1), Seats("a", 1, 2)]},
    {"seats": [Seats("a", 1, 0)]},
    {"seats": [Seats("z", 1, 1)]},
    {"fixed": {DAN: ("a", 1)}},
    {"fixed": {ANN: ("a", 2)}},
    {"fixed": {ANN: ("a", 1), BEN: ("a", 1)}},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_it_refuses_a_problem_that_makes_no_sense(wrong):
    problem = written({ANN: {"a": 900}, BEN: {"a": 800}}, [("a", 1, 1)])

    with pytest.raises(ValueError):
        place(replace(problem, **wrong))


def test_it_reaches_the_optimum_of_another_solver_in_200_companies():
    for seed in range(200):
        chance = random.Random(seed)
        problem = drawn(
            chance, people=chance.randint(5, 30), seats=chance.randint(2, 12), step=chance.choice([1, 50_000])
        )

        plan = place(problem)

        assert plan.total == optimum(problem)
        assert faults(problem, plan) == []


@given(problems())
def test_it_places_everybody_or_says_why_and_breaks_no_rule(problem: Problem):
    plan = place(problem)

    assert faults(problem, plan) == []
    assert plan.total == optimum(problem)
    assert plan.assigned.keys() | plan.unplaced.keys() == {one.number for one in problem.people}


@given(problems(), st.randoms(use_true_random=False))
def test_it_gives_the_same_plan_in_whatever_order_it_is_asked(problem: Problem, chance):
    shuffled = replace(
        problem,
        people=chance.sample(problem.people, len(problem.people)),
        seats=chance.sample(problem.seats, len(problem.seats)),
        bans=chance.sample(problem.bans, len(problem.bans)),
        fixed=dict(chance.sample(list(problem.fixed.items()), len(problem.fixed))),
    )

    assert place(shuffled) == place(problem)


def keeps_away(problem, person, group):
    """What keeps a person from a group, from the definition; None when nothing does."""
    near = group.market is None or group.market in REACH.get(person.market, ())
    row, column = problem.fits.row(person.number), problem.fits.column(group.role)
    if not near:
        return Why.NO_SEAT
    if (person.number, group.role) in problem.bans:
        return Why.BANNED
    if person.mfte < group.least_mfte:
        return Why.TOO_FEW_FTE
    if fit_of(problem, person.number, group.key) < problem.terms.floor:
        return Why.LOW_FIT
    if problem.terms.only_ready and not problem.fits.ready[row, column]:
        return Why.NOT_READY
    return None


@given(problems())
def test_its_reasons_for_people_are_true(problem: Problem):
    plan = place(problem)
    order = [Why.NO_SEAT, Why.BANNED, Why.TOO_FEW_FTE, Why.LOW_FIT, Why.NOT_READY]
    people = {one.number: one for one in problem.people}
    kept = Counter(problem.fixed.values())

    for number, found in plan.unplaced.items():
        barriers = {group: keeps_away(problem, people[number], group) for group in problem.seats}
        open_to = [group for group, barrier in barriers.items() if barrier is None]
        left = [group for group in open_to if group.seats > kept[group.key]]
        if left:
            assert found.why is Why.OTHERS_ADD_MORE
            assert found.seats == sum(group.seats - kept[group.key] for group in left)
            losses = [plan.total - optimum(forced(problem, number, group.key)) for group in left]
            assert found.behind == min(losses) >= 0
            assert found.behind == plan.total - optimum(forced(problem, number, found.best))
            continue
        why = Why.KEPT if open_to else max((b for b in barriers.values() if b), key=order.index, default=Why.NO_SEAT)
        meant = open_to or [group for group, barrier in barriers.items() if barrier is why and why is not Why.NO_SEAT]
        assert (found.why, found.behind) == (why, None)
        assert found.seats == sum(group.seats for group in meant)
        if meant:
            assert found.fit == max(fit_of(problem, number, group.key) for group in meant)
            assert found.best in {g.key for g in meant if fit_of(problem, number, g.key) == found.fit}


@given(problems())
def test_its_reasons_for_vacant_seats_are_true(problem: Problem):
    plan = place(problem)
    order = [Why.NO_SEAT, Why.BANNED, Why.TOO_FEW_FTE, Why.LOW_FIT, Why.NOT_READY, None]

    for key, found in plan.vacant.items():
        (group,) = (one for one in problem.seats if one.key == key)
        others = [p for p in problem.people if p.number not in problem.fixed and plan.assigned.get(p.number) != key]
        barriers = [keeps_away(problem, person, group) for person in others]
        furthest = max(barriers, key=order.index, default=Why.NO_SEAT)
        assert found.why is list(WhyVacant)[order.index(furthest)]
        assert found.people == (0 if furthest is Why.NO_SEAT else barriers.count(furthest))
        assert (found.behind is None) == (furthest is not None)
        if furthest is None:
            assert found.behind == plan.total - filled_by_one_more(problem, group, plan)
            assert all(person.number in plan.assigned for person in others if may_take(problem, person, group))


def filled_by_one_more(problem, group, plan):
    """The highest total with exactly one more person in the group than the plan has."""
    wanted = list(plan.assigned.values()).count(group.key) + 1
    seats = [replace(one, seats=wanted) if one.key == group.key else one for one in problem.seats]
    bonus = 10**8
    return optimum(replace(problem, seats=seats), bonus={group.key: bonus}) - bonus * wanted


def test_it_leaves_out_what_filling_costs_where_there_are_too_many_groups(monkeypatch):
    problem = written({ANN: {"a": 900, "b": 100}}, [("a", 1, 1), ("b", 1, 1)])
    assert place(problem).vacant["b", 1].behind == 800

    monkeypatch.setattr(placing_moves, "MOST_STEPS", 15)

    assert place(problem).vacant == {("b", 1): Vacant(1, WhyVacant.ADD_MORE_ELSEWHERE, 1)}


@given(problems(most_people=5, most_seats=4))
@settings(max_examples=60)
def test_it_knows_what_every_move_costs_as_if_it_were_solved_again(problem: Problem):
    plan = place(problem)

    for person in problem.people:
        found = alternatives(plan, person.number)
        current = plan.assigned.get(person.number)
        others = Counter(key for number, key in problem.fixed.items() if number != person.number)
        places = [
            group.key
            for group in problem.seats
            if group.key != current and may_take(problem, person, group) and group.seats > others[group.key]
        ]
        assert {one.seat for one in found} == {*places, None} - {current}
        assert [one.loss for one in found] == sorted(one.loss for one in found)
        for one in found:
            assert one.loss == plan.total - optimum(forced(problem, person.number, one.seat))
            assert one.fit == (0 if one.seat is None else fit_of(problem, person.number, one.seat))


def test_it_notices_every_fault_of_a_plan():
    problem = written(
        {ANN: {"a": 900}, BEN: {"a": 800}, CAT: {"a": 700}}, [("a", 1, 2), ("a", 2, 1)], fixed={BEN: ("a", 1)}
    )
    plan = place(problem)
    assert faults(problem, plan) == []

    def found(**changes):
        return " ".join(faults(problem, replace(plan, **changes)))

    assert "Not everybody" in found(unplaced={})
    assert "3 people sit in 2 seats" in found(assigned={ANN: ("a", 1), BEN: ("a", 1), CAT: ("a", 1)})
    assert "not 2 taken and 1 vacant" in found(vacant=plan.vacant | {("a", 1): plan.vacant["a", 2]})
    assert "keeps ('a', 1)" in found(assigned={ANN: ("a", 1), CAT: ("a", 1)})
    assert "Person 1 may not take ('a', 2)" in found(assigned={ANN: ("a", 2), BEN: ("a", 1)})
    assert "not to 1." in found(total=1)
