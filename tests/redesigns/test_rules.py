"""The rules every redesign keeps, each broken on purpose, and its heads and seats."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.changes import applied
from redesigns.mending import mended
from redesigns.ranges import RANGES
from redesigns.records import KINDS, record
from redesigns.rules import Tally, broken, seats, tally
from tests.redesigns.state_cases import edited, of, placed, small


def codes(state, people=None):
    return [found.code for found in broken(state, people)]


def test_it_finds_nothing_wrong_with_a_good_redesign():
    state = applied(small(), {**placed(1, "ra", wave="wa"), **placed(2, "rb", None, "confirmed")})

    assert broken(state, frozenset(range(1, 7))) == []


def test_it_finds_nothing_wrong_with_what_comes_back_from_json():
    state = edited(small(), Random(4), 40)
    back = {key: json.loads(json.dumps(fields)) for key, fields in state.items()}

    assert broken(back) == []


def test_it_says_in_words_that_more_people_than_seats_are_placed():
    state = applied(small(), {**placed(1, "ra", 2), **placed(2, "ra", 2)})

    (found,) = broken(state)

    assert found.code == "overfull"
    assert found.message == "Hunter has fewer seats in one market than people placed there."
    assert found.keys == (("headcount", "ra:2"),)


@pytest.mark.parametrize(
    ("puts", "code"),
    [
        (placed(1, "ra", 3), "no_seat"),
        (placed(1, "ra", None), "no_seat"),
        (of("placement", "1", state="selected"), "no_role"),
        (of("placement", "1", role="ra", market=1), "seat_left"),
        (of("placement", "1", state="leaving", wave="wa"), "seat_left"),
        (placed(1, "ra", wave="wz"), "dangling"),
        (of("duty", role="rz", activity=21), "dangling"),
        (of("role", "rc", group="gz"), "dangling"),
        (of("segment", "sb", problem_route=["ra", "rz"]), "dangling"),
        (of("ban", person=99, role="ra"), "dangling"),
        (of("measure", "mb"), "dangling"),
        ({("basis", "self"): None}, "basis"),
        ({("pod", "x"): {}}, "kind"),
        ({("wave", "wa"): {"name": "First"}}, "fields"),
        (of("placement", "1", state=["bench"]), "range"),
        (of("placement", "1", state="proposed", role=["ra"]), "fields"),
        (of("segment", "sb", problem_route=[["ra"]]), "fields"),
        ({("duty", "ra:22"): record("duty", role="ra", activity=23)}, "key"),
        ({("wave", "a:b"): record("wave")}, "key"),
        ({("placement", "x1"): record("placement")}, "key"),
        (of("headcount", role="ra", market=1, seats=0), "range"),
        (of("headcount", role="ra", market=1, seats=True), "range"),
        (of("mark", role="ra", skill=11, level=6), "range"),
        (of("wave", "wa", starts_on="2026-13-01"), "range"),
        (of("duty", role="ra", activity=21, skills=[12, 11]), "range"),
        (of("service", group="ga", stage=31, share=1001), "range"),
        (of("role", "ra", fixed_share=-1), "range"),
    ],
)
def test_it_names_the_rule_that_is_broken(puts, code):
    assert code in codes(applied(small(), puts))


def test_it_says_one_thing_about_a_headcount_that_is_wrong_in_itself():
    state = applied(small(), {**placed(1, "ra"), **of("headcount", role="ra", market=1, seats=0)})

    assert codes(state) == ["range"]


def test_it_wants_everybody_of_the_baseline_exactly_once():
    assert codes(small(), frozenset(range(1, 8))) == ["person_missing"]
    assert codes(small(), frozenset(range(1, 6))) == ["person_unknown"]


def test_it_has_a_range_for_every_field_that_is_not_a_reference():
    plain = {kind: {name for name, field in shape.fields.items() if not field.refers} for kind, shape in KINDS.items()}

    assert {kind: plain[kind] - set(RANGES[kind]) for kind in KINDS} == {kind: set() for kind in KINDS}


def test_it_counts_heads_and_seats():
    state = applied(small(), {**placed(1, "ra"), **placed(2, "rb", None), **of("placement", "3", state="leaving")})

    assert tally(state) == Tally(people=6, placed=2, bench=3, leaving=1, seats=5, vacant=3)
    assert seats(state) == {
        ("headcount", "ra:1"): (2, 1),
        ("headcount", "ra:2"): (1, 0),
        ("headcount", "rb:0"): (2, 1),
    }


@given(st.integers(0, 10**9))
def test_it_adds_up_in_every_redesign(seed):
    state = edited(small(), Random(seed), 30)
    counted = tally(state)

    assert counted.people == counted.placed + counted.bench + counted.leaving == 6
    assert counted.seats == counted.placed + counted.vacant
    assert sum(taken for _, taken in seats(state).values()) == counted.placed
    assert mended(state) == state
