"""How a misalignment is worked out line by line, and the step that brings it down."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.pay_working import measures_step, measures_working, mix_step, mix_working
from redesigns.rewards import Measure, misalignment
from redesigns.shares import percent, percent_of, ratio, sum_words

weights = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=6)


def measures(*pairs):
    return [Measure(str(number), f"M{number}", *pair) for number, pair in enumerate(pairs)]


@given(weights)
def test_it_arrives_where_the_formula_does(pairs):
    working = measures_working(measures(*pairs))
    formula = misalignment([a for a, _ in pairs], [b for _, b in pairs])
    assert (working and working.half) == formula


def test_it_shows_80_20_against_55_45_line_by_line():
    working = mix_working(800, 550)
    assert [(line.name, line.apart) for line in working.lines] == [
        ("Fixed", Fraction(1, 4)),
        ("Variable", Fraction(1, 4)),
    ]
    assert (working.apart, working.half, working.scaled) == (Fraction(1, 2), Fraction(1, 4), False)
    assert mix_step(working) == "Lower the fixed part from 80 % to 55 %."
    assert mix_step(mix_working(550, 800)) == "Raise the fixed part from 55 % to 80 %."


def test_it_says_when_weights_stand_in_proportion():
    working = measures_working(measures((400, 550), (100, 450)))
    assert working.scaled
    assert [line.today for line in working.lines] == [Fraction(4, 5), Fraction(1, 5)]


def test_it_moves_weight_from_where_there_is_too_much_to_where_there_is_too_little():
    working = measures_working(measures((600, 100), (300, 300), (100, 600)))
    assert measures_step(working) == "Move 50 % of the weight from “M0” to “M2”."
    assert measures_step(measures_working(measures((500, 500)))) == ""
    assert mix_step(mix_working(500, 500)) == ""


@pytest.mark.parametrize("pairs", [(), ((0, 500),), ((500, 0),)])
def test_it_has_no_working_for_what_is_not_known(pairs):
    assert measures_working(measures(*pairs)) is None
    assert measures_step(None) == ""
    assert mix_working(None, 500) is None
    assert mix_working(500, None) is None


def test_it_writes_shares_as_people_read_them():
    assert (percent(500), percent(125), percent(0)) == ("50 %", "12.5 %", "0 %")
    assert (percent_of(Fraction(1, 3)), ratio(Fraction(1, 4)), ratio(Fraction(1, 3))) == ("33.3 %", "0.25", "0.33")
    assert (ratio(Fraction(1, 8)), ratio(Fraction(0))) == ("0.12", "0.00")
    assert (sum_words(1000), sum_words(0)) == ("100 %", "0 %")
    assert (sum_words(925), sum_words(1100)) == ("92.5 %, 7.5 % too little", "110 %, 10 % too much")
