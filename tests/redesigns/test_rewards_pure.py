"""Rewards alignment: figures worked by hand, and what holds for any weights."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.records import record
from redesigns.rewards import Measure, PayFlag, alignment, alignments, misalignment, mix_misalignment

RENEWALS = Measure("a", "Renewals", 800, 550, pod_metric=True)
BOOKINGS = Measure("b", "Bookings", 200, 450)

shares = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=6)


def flags(found):
    return [one.flag for one in found.warnings]


def test_it_finds_80_20_against_55_45_a_quarter_off():
    assert misalignment((800, 200), (550, 450)) == Fraction(1, 4)
    assert mix_misalignment(800, 550) == Fraction(1, 4)


def test_it_compares_three_measures_by_hand():
    assert misalignment((500, 300, 200), (200, 300, 500)) == Fraction(3, 10)
    assert misalignment((1000, 0, 0), (0, 0, 1000)) == 1


@given(shares)
def test_it_stays_between_0_and_1_whichever_side_comes_first(pairs):
    today, needed = [a for a, _ in pairs], [b for _, b in pairs]
    found = misalignment(today, needed)
    assert found == misalignment(needed, today)
    assert (found is None) == (not sum(today) or not sum(needed))
    assert found is None or 0 <= found <= 1


@given(shares, st.integers(1, 9))
def test_it_goes_by_proportions(pairs, times):
    today, needed = [a for a, _ in pairs], [b for _, b in pairs]
    assert misalignment([a * times for a in today], needed) == misalignment(today, needed)


@given(st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_it_finds_nothing_off_where_both_are_the_same(weights):
    assert misalignment(weights, weights) == 0


def test_it_keeps_the_mix_and_the_measures_apart():
    found = alignment("r", 600, [RENEWALS, BOOKINGS], needed_fixed_share=700)
    assert (found.mix, found.measures, found.pod_share) == (Fraction(1, 10), Fraction(1, 4), Fraction(4, 5))
    assert found.warnings == ()


def test_it_does_not_know_what_was_not_entered():
    found = alignment("r", None, [])
    assert (found.mix, found.measures, found.pod_share) == (None, None, None)
    assert flags(found) == [PayFlag.NO_MEASURE]
    assert flags(alignment("r", 1000, [])) == []


@pytest.mark.parametrize(("fixed", "limit", "warned"), [(500, 500, False), (499, 500, True), (499, 600, False)])
def test_it_warns_of_an_aggressive_mix_above_the_limit(fixed, limit, warned):
    found = alignment("r", fixed, [RENEWALS, BOOKINGS], aggressive_above=limit)
    assert (PayFlag.AGGRESSIVE_MIX in flags(found)) is warned


def test_it_says_by_how_much_the_weights_miss_100_percent():
    found = alignment("r", 600, [Measure("a", "Renewals", 475, 700), Measure("b", "Bookings", 450, 400)])
    assert [one.words for one in found.warnings] == [
        "The weights sum to 92.5 %, 7.5 % too little: make them 100 %.",
        "The weights the outcome needs sum to 110 %, 10 % too much: make them 100 %.",
    ]


def test_it_names_measures_nobody_in_the_role_can_move_and_outcomes_nobody_is_paid_for():
    price = Measure("p", "Share price", 1000, 0, influences=False)
    idle = Measure("q", "Weather", 0, 0, influences=False)
    adoption = Measure("s", "Adoption", 0, 1000)

    no_influence, not_paid = alignment("r", 600, [price, idle, adoption]).warnings

    assert (no_influence.flag, no_influence.measures) == (PayFlag.NO_INFLUENCE, ("p",))
    assert (not_paid.flag, not_paid.measures) == (PayFlag.OUTCOME_NOT_PAID, ("s",))
    assert "“Adoption”" in not_paid.words


def test_it_says_that_measures_without_variable_pay_change_nothing():
    assert flags(alignment("r", 1000, [RENEWALS, BOOKINGS])) == [PayFlag.NOTHING_TO_MEASURE]


@pytest.mark.parametrize("fixed", [-1, 1001])
def test_it_refuses_shares_that_are_none(fixed):
    with pytest.raises(ValueError):
        alignment("r", fixed, [])
    with pytest.raises(ValueError):
        misalignment([-1], [1])
    with pytest.raises(ValueError):
        misalignment([1], [1, 1])


def test_it_reads_every_role_of_a_redesign_in_order():
    state = {
        ("role", "x"): record("role", name="Buy expert", fixed_share=600, needed_fixed_share=600, position=2),
        ("role", "y"): record("role", name="Learn expert", position=1),
        ("measure", "x:a"): record("measure", role="x", name="Renewals", weight=800, needed=550, pod_metric=True),
        ("measure", "x:b"): record("measure", role="x", name="Bookings", weight=200, needed=450),
    }

    found = alignments(state)

    assert list(found) == ["y", "x"]
    assert (found["x"].mix, found["x"].measures, found["x"].pod_share) == (0, Fraction(1, 4), Fraction(4, 5))
    assert flags(found["y"]) == [PayFlag.NO_MEASURE]
