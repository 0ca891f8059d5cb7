"""Fit: what a role asks for follows from its activities, and what somebody has of it is an exact fraction."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.fit import Activity, Ask, Asked, Assessment, Duty, Mark, Short, assessment, fit, profile
from roles.fit_table import MILLION, UNKNOWN, fit_table, fitting, levels_columns
from tests.roles.role_cases import bundles, levels, profiles

ANALYTICS, WRITING, SYSTEMS, ENGLISH = 1, 2, 3, 4
DEMO = Activity(10, 2000, (Ask(ANALYTICS, 3, 600), Ask(WRITING, 2, 400, mandatory=False)))
SETUP = Activity(11, 500, (Ask(ANALYTICS, 4, 200, mandatory=False), Ask(SYSTEMS, 5, 800)))
ASKED = {ANALYTICS: Asked(4, True, 1_300_000), WRITING: Asked(2, False, 800_000), SYSTEMS: Asked(5, True, 400_000)}


def test_it_derives_the_highest_level_any_mandatory_and_the_demand_of_each_skill():
    assert profile([Duty(DEMO), Duty(SETUP)]) == ASKED


def test_it_takes_only_the_skills_a_duty_carries():
    found = profile([Duty(DEMO, frozenset({WRITING, SYSTEMS})), Duty(SETUP, frozenset({SYSTEMS}))])

    assert found == {WRITING: ASKED[WRITING], SYSTEMS: ASKED[SYSTEMS]}


def test_it_weighs_all_skills_the_same_where_no_activity_has_effort():
    idle = Activity(12, 0, DEMO.asks)

    assert profile([Duty(idle)]) == {ANALYTICS: Asked(3, True, 1), WRITING: Asked(2, False, 1)}


def test_it_lets_marks_decide_level_and_mandatory_and_keeps_the_weight():
    marks = [Mark(ANALYTICS, level=2), Mark(WRITING, mandatory=True), Mark(SYSTEMS, 3, False)]

    assert profile([Duty(DEMO), Duty(SETUP)], marks) == {
        ANALYTICS: Asked(2, True, 1_300_000),
        WRITING: Asked(2, True, 800_000),
        SYSTEMS: Asked(3, False, 400_000),
    }


@pytest.mark.parametrize(
    ("mark", "added"),
    [
        (Mark(ENGLISH, 3), Asked(3, False, 0)),
        (Mark(ENGLISH, 3, True), Asked(3, True, 0)),
        (Mark(ENGLISH, None, True), None),
    ],
)
def test_it_adds_a_marked_skill_that_weighs_nothing_only_with_a_level(mark, added):
    assert profile([Duty(DEMO)], [mark]).get(ENGLISH) == added


@pytest.mark.parametrize(
    "wrong",
    [Activity(1, 1000, (Ask(1, 6, 1000),)), Activity(1, 1000, (Ask(1, 0, 1000),)), Activity(1, -1, (Ask(1, 3, 1000),))],
)
def test_it_refuses_levels_and_effort_that_make_no_sense(wrong):
    with pytest.raises(ValueError):
        profile([Duty(wrong)])


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        # 1.3 x 4 + 0.8 x 2 + 0.4 x 5 = 8.8 when all is there
        ({ANALYTICS: 4, WRITING: 2, SYSTEMS: 5}, Fraction(1)),
        ({ANALYTICS: 5, WRITING: 5, SYSTEMS: 5}, Fraction(1)),
        ({ANALYTICS: 3, WRITING: 2, SYSTEMS: 5}, Fraction(75, 88)),
        ({ANALYTICS: 4, WRITING: 1}, Fraction(60, 88)),
        ({WRITING: 0}, Fraction(0)),
        ({}, Fraction(0)),
    ],
)
def test_it_counts_what_is_held_up_to_what_is_asked(held, expected):
    assert fit(ASKED, held) == expected


def test_it_says_what_is_missing_and_by_how_much():
    found = assessment(ASKED, {ANALYTICS: 3, WRITING: 1})

    assert found.short == (
        Short(ANALYTICS, 3, 4, True),
        Short(WRITING, 1, 2, False),
        Short(SYSTEMS, None, 5, True),
    )
    assert found.not_ready == (Short(ANALYTICS, 3, 4, True), Short(SYSTEMS, None, 5, True))
    assert (found.ready, found.strict, found.developable) == (False, Fraction(0, 3), False)


@pytest.mark.parametrize(
    ("held", "ready", "developable", "strict"),
    [
        ({ANALYTICS: 4, SYSTEMS: 5}, True, False, Fraction(2, 3)),
        ({ANALYTICS: 3, SYSTEMS: 4}, False, True, Fraction(0)),
        ({ANALYTICS: 4, SYSTEMS: 4, WRITING: 2}, False, True, Fraction(2, 3)),
        ({ANALYTICS: 2, SYSTEMS: 5}, False, False, Fraction(1, 3)),
    ],
)
def test_it_calls_developable_who_lacks_one_level_of_each(held, ready, developable, strict):
    found = assessment(ASKED, held)

    assert (found.ready, found.developable, found.strict) == (ready, developable, strict)


def test_it_knows_nothing_of_somebody_not_rated_but_lets_a_zero_grow_to_one():
    asked = {ANALYTICS: Asked(1, True, 1)}

    assert assessment(asked, {ANALYTICS: 0}).developable
    assert not assessment(asked, {}).developable


def test_it_speaks_of_no_fit_where_nothing_is_asked():
    found = assessment({}, {ANALYTICS: 5})

    assert found == Assessment(None, 0, 0, ())
    assert (found.ready, found.strict, found.developable) == (True, None, False)


@given(bundles(), levels())
def test_it_stays_between_nothing_and_everything(duties, held):
    asked = profile(duties)
    found = assessment(asked, held)

    if not asked:
        assert found.fit is None
        return
    assert found.fit is not None
    assert found.strict is not None
    assert 0 <= found.fit <= 1
    assert fit(asked, {skill: one.level for skill, one in asked.items()}) == 1
    assert fit(asked, {}) == 0
    assert (found.met == found.asked) == (not found.short)
    assert any(one.weight for one in asked.values())


@given(profiles(least=1), levels(), st.integers(1, 7))
def test_it_never_falls_when_somebody_learns(asked, held, skill):
    learned = held | {skill: min(5, held.get(skill, 0) + 1)}

    before, after = fit(asked, held), fit(asked, learned)

    assert before is not None
    assert after is not None
    assert before <= after


@given(
    st.dictionaries(st.integers(1, 99), levels(), max_size=6),
    st.dictionaries(st.sampled_from("abcd"), profiles(most_weight=10**15), max_size=4),
    st.randoms(use_true_random=False),
)
def test_it_gives_many_at_once_the_same_figures_rounded_down(people, roles, chance):
    rows = list(zip(*levels_columns(people), strict=True))
    chance.shuffle(rows)
    person, skill, level = zip(*rows, strict=True) if rows else ((), (), ())
    numbers = list(people)
    chance.shuffle(numbers)

    table = fit_table(numbers, (person, skill, level), roles)

    assert table.people.tolist() == sorted(people)
    for number, held in people.items():
        for role, asked in roles.items():
            one = assessment(asked, held)
            at = table.row(number), table.column(role)
            assert table.millionths[at] == (UNKNOWN if one.fit is None else one.fit * MILLION // 1)
            assert bool(table.ready[at]) == one.ready
            assert bool(table.developable[at]) == one.developable
            enough = one.fit is not None and one.fit >= Fraction(7, 10) and one.ready
            assert bool(fitting(table, role, 700_000)[at[0]]) == enough


def test_it_rounds_down_so_that_only_a_full_fit_is_a_million():
    roles = {"r": {1: Asked(1, False, 2_000_000), 2: Asked(1, False, 1)}}

    table = fit_table([1, 2], ([1, 2, 2], [1, 1, 2], [1, 1, 1]), roles)

    assert table.millionths[:, 0].tolist() == [999_999, 1_000_000]


def test_it_passes_over_ratings_of_nobody_listed_and_counts_the_highest():
    table = fit_table([7], ([7, 7, 8, 7], [1, 1, 1, 9], [2, 1, 5, 5]), {"r": {1: Asked(4, True, 1)}})

    assert table.millionths.tolist() == [[500_000]]


@pytest.mark.parametrize(
    ("people", "ratings"),
    [([1, 1], ((), (), ())), ([1], ([1], [1], [6])), ([1], ([1], [1], [-1])), ([1], ([1, 1], [1], [1]))],
)
def test_it_refuses_people_twice_levels_out_of_range_and_broken_columns(people, ratings):
    with pytest.raises(ValueError):
        fit_table(people, ratings, {"r": {1: Asked(4, True, 1)}})


def test_it_knows_who_and_what_is_not_in_the_table():
    table = fit_table([5], ((), (), ()), {"r": {1: Asked(4, True, 1)}})

    for look in (lambda: table.row(4), lambda: table.row(6), lambda: table.column("x")):
        with pytest.raises(ValueError):
            look()
    assert np.array_equal(table.people, [5])
