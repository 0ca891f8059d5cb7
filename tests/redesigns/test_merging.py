"""Merging two branches: what goes together is merged, what does not is asked once, and nothing is ever broken."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redesigns.changes import applied, difference, taken_away
from redesigns.conflicts import undecided
from redesigns.mending import BENCHED
from redesigns.merging import RebaseFirst, merge, resolved
from redesigns.rules import broken, tally
from tests.redesigns.state_cases import benched, edited, of, placed, small

SEEDS = st.integers(0, 10**9)
TIMES = st.integers(0, 14)
PEOPLE = frozenset(range(1, 7))
HUNTER, FARMER = ("role", "ra"), ("role", "rb")
NORTH, SOUTH, ANYWHERE = ("headcount", "ra:1"), ("headcount", "ra:2"), ("headcount", "rb:0")
SWAPPED = {"ours": "theirs", "theirs": "ours"}


def chosen_at_random(base, ours, theirs, random):
    """Answer every question as it comes up, until none is left, in any order."""
    choices = {}
    while open_ones := undecided(merge(base, ours, theirs, choices).conflicts, choices):
        one = random.choice(open_ones)
        choices[one.id] = random.choice(one.options).value
    return choices


def branches(seed, times, people=6):
    random = Random(seed)
    base = edited(small(people), random, 8)
    return base, edited(base, random, times), edited(base, random, times), random


def changed(state, key, **fields):
    return applied(state, {key: {**state[key], **fields}})


@settings(max_examples=200)
@given(SEEDS, TIMES)
def test_it_always_leads_to_a_state_without_broken_rules_and_loses_nobody(seed, times):
    base, ours, theirs, random = branches(seed, times)
    choices = chosen_at_random(base, ours, theirs, random)

    for answers in ({}, choices):
        made = merge(base, ours, theirs, answers)
        ids = [one.id for one in made.conflicts]
        assert broken(made.state, PEOPLE) == []
        assert applied(ours, made.puts) == made.state
        assert len(ids) == len(set(ids))
        assert all(one.default in [option.value for option in one.options] for one in made.conflicts)
        assert json.loads(json.dumps([dict(one.facts) for one in made.conflicts])) is not None


@settings(max_examples=200)
@given(SEEDS, TIMES)
def test_it_is_the_same_whichever_side_it_is_looked_at_from(seed, times):
    base, ours, theirs, random = branches(seed, times)
    choices = chosen_at_random(base, ours, theirs, random)
    swapped = {name: SWAPPED.get(value, value) for name, value in choices.items()}

    here, there = merge(base, ours, theirs, choices), merge(base, theirs, ours, swapped)

    assert here.state == there.state
    assert [one.id for one in here.conflicts] == [one.id for one in there.conflicts]


@given(SEEDS, TIMES)
def test_it_gives_the_same_whatever_the_order_of_choosing(seed, times):
    base, ours, theirs, random = branches(seed, times)
    choices = chosen_at_random(base, ours, theirs, random)
    shuffled = random.sample(sorted(choices.items()), len(choices))

    assert resolved(base, ours, theirs, dict(shuffled)) == resolved(base, ours, theirs, choices)


@given(SEEDS, TIMES)
def test_it_asks_nothing_where_only_one_side_changed_or_both_did_the_same(seed, times):
    base, ours, theirs, _ = branches(seed, times)

    for one, other, state in ((base, theirs, theirs), (ours, base, ours), (ours, ours, ours)):
        made = merge(base, one, other)
        assert made.state == state
        assert made.conflicts == ()


@settings(max_examples=200)
@given(SEEDS, st.integers(0, 5))
def test_it_asks_nothing_where_changes_of_different_records_go_together(seed, times):
    base, ours, theirs, random = branches(seed, times)
    mine, other = difference(base, ours), difference(base, theirs)
    disjoint = {key: fields for key, fields in other.items() if key not in mine}
    theirs, both = applied(base, disjoint), applied(ours, disjoint)

    if broken(theirs) == [] and broken(both) == []:
        made = merge(base, ours, theirs)
        assert made.conflicts == ()
        assert made.state == both
    else:
        assert disjoint


def test_it_merges_different_fields_of_one_record():
    base = small()
    made = merge(base, changed(base, HUNTER, name="Opener"), changed(base, HUNTER, purpose="Win"))

    assert made.conflicts == ()
    assert made.puts == {HUNTER: {**base[HUNTER], "name": "Opener", "purpose": "Win"}}


def test_it_asks_about_a_field_both_changed_and_keeps_ours_until_told():
    base = small()
    ours, theirs = changed(base, HUNTER, name="Opener"), changed(base, HUNTER, name="Finder")

    made = merge(base, ours, theirs)

    (conflict,) = made.conflicts
    assert (conflict.id, conflict.default) == ("field/role/ra/name", "ours")
    assert conflict.facts == {"base": "Hunter", "ours": "Opener", "theirs": "Finder", "added": False}
    assert made.puts == {}
    assert resolved(base, ours, theirs, {conflict.id: "theirs"}) == {HUNTER: theirs[HUNTER]}


def test_it_asks_field_by_field_about_a_record_both_made():
    base = small()
    ours = applied(base, of("duty", role="rb", activity=22, skills=[11]))
    theirs = applied(base, of("duty", role="rb", activity=22, part="doing", skills=[11]))

    (conflict,) = merge(base, ours, theirs).conflicts

    assert (conflict.field, conflict.facts["base"], conflict.facts["added"]) == ("part", None, True)


def test_it_asks_once_about_a_role_one_side_took_away_and_the_other_built_on():
    base = applied(small(), placed(1, "ra"))
    ours = applied(base, {**placed(2, "ra"), **of("duty", role="ra", activity=22)})
    ours = changed(ours, HUNTER, name="Opener")
    theirs = applied(base, taken_away(base, HUNTER))

    (conflict,) = merge(base, ours, theirs).conflicts
    kept = merge(base, ours, theirs, {conflict.id: "keep"}).state
    away = merge(base, ours, theirs, {conflict.id: "away"}).state

    assert conflict.id == "gone/role/ra"
    assert conflict.facts == {
        "by": "theirs",
        "because": [["role", "ra"], ["duty", "ra:22"], ["placement", "2"]],
        "people": [1, 2],
    }
    assert kept == ours
    assert away == applied(ours, taken_away(ours, HUNTER))
    assert away["placement", "2"] == BENCHED


def test_it_keeps_a_role_with_its_people_and_what_belongs_to_it_when_we_took_it_away():
    base = applied(small(), placed(1, "ra"))
    ours = applied(base, taken_away(base, HUNTER))
    theirs = applied(base, placed(2, "ra"))

    (conflict,) = merge(base, ours, theirs).conflicts

    assert conflict.facts["by"] == "ours"
    assert merge(base, ours, theirs, {conflict.id: "keep"}).state == theirs
    assert resolved(base, ours, theirs, {conflict.id: "away"}) == {}


def test_it_takes_a_role_away_without_asking_when_nobody_built_on_it():
    base = applied(small(), placed(1, "ra"))
    theirs = applied(base, taken_away(base, HUNTER))
    ours = changed(base, ("wave", "wa"), note="Soon")

    made = merge(base, ours, theirs)

    assert made.conflicts == ()
    assert made.state == applied(ours, taken_away(ours, HUNTER))


def test_it_does_not_ask_about_people_who_were_moved_out_of_a_role_the_other_side_took_away():
    base = applied(small(), placed(1, "ra"))
    ours = applied(base, placed(1, "rb", None))
    theirs = applied(base, taken_away(base, HUNTER))

    made = merge(base, ours, theirs)

    assert made.conflicts == ()
    assert made.state["placement", "1"] == ours["placement", "1"]
    assert HUNTER not in made.state


def test_it_asks_about_a_duty_one_side_took_away_and_the_other_changed():
    base = small()
    key = ("duty", "ra:21")
    ours, theirs = applied(base, {key: None}), changed(base, key, part="doing")

    (conflict,) = merge(base, ours, theirs).conflicts

    assert (conflict.kind, conflict.key) == ("gone", key)
    assert resolved(base, ours, theirs, {conflict.id: "keep"}) == {key: theirs[key]}
    assert resolved(base, ours, theirs, {conflict.id: "away"}) == {}


def test_it_asks_about_seats_one_side_took_away_and_the_other_filled():
    base = small()
    ours, theirs = applied(base, taken_away(base, SOUTH)), applied(base, placed(4, "ra", 2))

    (conflict,) = merge(base, ours, theirs).conflicts

    assert conflict.id == "gone/headcount/ra:2"
    assert conflict.facts["people"] == [4]
    assert merge(base, ours, theirs, {conflict.id: "away"}).state == ours
    assert merge(base, ours, theirs, {conflict.id: "keep"}).state == theirs


def test_it_asks_who_has_the_seat_both_sides_filled():
    base = small()
    ours, theirs = applied(base, placed(1, "ra", 2)), applied(base, placed(2, "ra", 2))

    (conflict,) = merge(base, ours, theirs).conflicts
    results = {name: merge(base, ours, theirs, {conflict.id: name}).state for name in ("raise", "ours", "theirs")}

    assert conflict.facts == {"seats": 1, "people": [1, 2], "ours": [1], "theirs": [2]}
    assert results["raise"][SOUTH]["seats"] == 2
    assert results["ours"] == ours
    assert results["theirs"] == theirs
    assert {name: tally(state).placed for name, state in results.items()} == {"raise": 2, "ours": 1, "theirs": 1}


def test_it_offers_only_the_people_who_fit_where_one_side_cut_the_seats():
    base = applied(small(), {**placed(1, "rb", None), **of("headcount", role="rb", seats=2)})
    ours = changed(base, ANYWHERE, seats=1)
    theirs = applied(base, placed(2, "rb", None))

    (conflict,) = merge(base, ours, theirs).conflicts

    assert [option.value for option in conflict.options] == ["raise", "ours"]
    assert merge(base, ours, theirs, {conflict.id: "theirs"}).state[ANYWHERE]["seats"] == 2


def test_it_takes_a_seat_as_one_value():
    base = applied(small(), placed(1, "ra", 1))
    ours, theirs = applied(base, placed(1, "ra", 2)), applied(base, placed(1, "rb", None, "selected"))

    (conflict,) = merge(base, ours, theirs).conflicts

    assert conflict.field == "seat"
    assert conflict.facts["theirs"] == {"state": "selected", "role": "rb", "market": None}
    assert merge(base, ours, theirs, {conflict.id: "theirs"}).state == theirs


def test_it_merges_the_wave_with_the_seat_but_asks_when_the_seat_was_given_up():
    base = applied(small(), placed(1, "ra", 1))
    ours = changed(base, ("placement", "1"), wave="wa")

    moved = merge(base, ours, applied(base, placed(1, "ra", 2)))
    given_up = merge(base, ours, applied(base, benched(1)))

    assert moved.conflicts == ()
    assert moved.state["placement", "1"] == {**base["placement", "1"], "market": 2, "wave": "wa"}
    assert [one.id for one in given_up.conflicts] == ["field/placement/1/seat"]


def test_it_asks_no_more_about_a_seat_that_the_answers_took_away():
    base = small()
    ours = applied(base, taken_away(base, SOUTH))
    theirs = applied(base, placed(4, "ra", 2))
    ours = applied(ours, placed(4, "rb", None))

    gone = "gone/headcount/ra:2"
    kept = [one.id for one in merge(base, ours, theirs, {gone: "keep"}).conflicts]
    away = merge(base, ours, theirs, {gone: "away"})

    assert kept == [gone, "field/placement/4/seat"]
    assert [one.id for one in away.conflicts] == [gone]
    assert away.state == ours


def test_it_asks_no_more_about_a_wave_that_the_answers_took_away():
    base = applied(small(), {**placed(1, "ra"), **of("wave", "wb")})
    ours = changed(base, ("placement", "1"), wave="wa")
    theirs = changed(applied(base, taken_away(base, ("wave", "wa"))), ("placement", "1"), wave="wb")

    away = merge(base, ours, theirs, {"gone/wave/wa": "away"})

    assert [one.id for one in merge(base, ours, theirs).conflicts] == ["gone/wave/wa", "field/placement/1/wave"]
    assert [one.id for one in away.conflicts] == ["gone/wave/wa"]
    assert away.state == theirs


def test_it_asks_nothing_about_a_measure_that_one_side_moved_to_a_role_that_is_gone():
    base = small()
    ours = applied(base, {**taken_away(base, FARMER), **of("measure", "mb", role="ra", weight=300)})
    theirs = applied(base, of("measure", "mb", role="rb"))

    for one, other in ((ours, theirs), (theirs, ours)):
        made = merge(base, one, other, {"gone/role/rb": "away"})
        assert [conflict.id for conflict in made.conflicts] == ["gone/role/rb"]
        assert made.state["measure", "mb"]["role"] == "ra"


def test_it_merges_what_the_other_side_did_to_people_who_joined_since():
    base = small(4)
    ours = applied(base, benched(5, 6))
    theirs = applied(base, {**benched(5), **placed(6, "rb", None)})

    made = merge(base, ours, theirs)

    assert made.conflicts == ()
    assert made.state == theirs


def test_it_refuses_branches_on_different_baselines_or_people():
    base = small()
    newer = applied(base, of("basis", "self", baseline=2))

    with pytest.raises(RebaseFirst):
        merge(base, base, newer)
    with pytest.raises(RebaseFirst):
        merge(base, base, small(5))


def test_it_takes_a_choice_that_is_not_an_option_as_none():
    base = small()
    ours, theirs = changed(base, HUNTER, name="Opener"), changed(base, HUNTER, name="Finder")

    assert resolved(base, ours, theirs, {"field/role/ra/name": "raise", "gone/role/ra": "away"}) == {}
