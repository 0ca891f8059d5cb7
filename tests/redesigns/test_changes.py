"""Changes as values: they turn round exactly, and what is taken away leaves nothing dangling and loses nobody."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.changes import (
    applied,
    difference,
    entries,
    inverse,
    puts_of,
    rolled_back,
    taken_away,
    touched,
    undo_clash,
    undo_puts,
    undone,
)
from redesigns.mending import BENCHED
from redesigns.rules import broken, tally
from tests.redesigns.state_cases import edited, of, placed, small

SEEDS = st.integers(0, 10**9)
HUNTER, FARMER = ("role", "ra"), ("role", "rb")


@given(SEEDS, st.integers(0, 12))
def test_it_turns_every_change_round_exactly(seed, times):
    before = small()
    after = edited(before, Random(seed), times)
    puts = difference(before, after)
    done = json.loads(json.dumps(entries(before, puts)))

    assert applied(before, puts) == after
    assert applied(after, inverse(before, puts)) == before
    assert applied(before, puts_of(done)) == after
    assert applied(after, undone(done)) == before
    assert applied(after, undo_puts(after, done)) == before
    assert touched(done) == puts.keys()


@given(SEEDS, st.lists(st.integers(0, 4), max_size=5))
def test_it_goes_back_through_a_history_to_any_point(seed, sizes):
    random, state, states, history = Random(seed), small(), [small()], []
    for size in sizes:
        after = edited(state, random, size)
        history.append(entries(state, difference(state, after)))
        states.append(after)
        state = after

    for point, then in enumerate(states):
        assert rolled_back(state, reversed(history[point:])) == then


def test_it_lists_entries_in_writing_order_without_what_stays_the_same():
    state = small()
    puts = {**placed(1, "ra"), ("group", "ga"): state["group", "ga"], HUNTER: {**state[HUNTER], "name": "Opener"}}

    done = entries(state, puts)

    assert [(entry["kind"], entry["key"]) for entry in done] == [HUNTER, ("placement", "1")]
    assert (done[0]["before"]["name"], done[0]["after"]["name"]) == ("Hunter", "Opener")


def test_it_takes_a_role_away_with_all_that_belongs_to_it_and_its_people_to_the_bench():
    state = applied(
        small(), {**placed(1, "ra", locked=True), **placed(2, "rb", None), **of("ban", person=3, role="ra")}
    )

    after = applied(state, taken_away(state, HUNTER))

    assert not [key for key, fields in after.items() if fields.get("role") == "ra" or key[1].startswith("ra:")]
    assert after["placement", "1"] == BENCHED
    assert after["placement", "2"] == state["placement", "2"]
    assert after["segment", "sa"]["hunter"] is None
    assert after["segment", "sa"]["problem_route"] == ["rb"]
    assert tally(after).people == tally(state).people
    assert broken(after) == []


def test_it_takes_a_group_a_wave_a_segment_and_a_headcount_away():
    state = applied(small(), {**placed(1, "ra", wave="wa"), **placed(2, "rb", None)})

    without_group = applied(state, taken_away(state, ("group", "ga")))
    without_wave = applied(state, taken_away(state, ("wave", "wa")))
    without_segment = applied(state, taken_away(state, ("segment", "sa")))
    without_seats = applied(state, taken_away(state, ("headcount", "ra:1")))

    assert without_group[FARMER]["group"] is None
    assert ("group_skill", "ga:11") not in without_group
    assert without_wave["placement", "1"] == {**state["placement", "1"], "wave": None}
    assert ("cover", "sa:31:ra") not in without_segment
    assert without_seats["placement", "1"] == BENCHED
    assert without_seats[HUNTER] == state[HUNTER]


@given(SEEDS, st.data())
def test_it_breaks_no_rule_and_loses_nobody_whatever_is_taken_away(seed, data):
    state = edited(small(), Random(seed), 12)
    key = data.draw(st.sampled_from(sorted(key for key in state if key[0] not in ("basis", "placement"))))

    after = applied(state, taken_away(state, key))

    assert key not in after
    assert broken(after, frozenset(range(1, 7))) == []


@pytest.mark.parametrize("key", [("basis", "self"), ("placement", "1")])
def test_it_never_takes_people_or_the_basis_away(key):
    with pytest.raises(ValueError, match="cannot be taken away"):
        taken_away(small(), key)


def test_it_undoes_only_the_fields_a_change_changed():
    state = small()
    renamed = entries(state, {HUNTER: {**state[HUNTER], "name": "Opener"}})
    later = applied(state, {HUNTER: {**state[HUNTER], "name": "Opener", "purpose": "Win"}})

    assert undo_clash(later, renamed) == []
    assert undo_puts(later, renamed) == {HUNTER: {**state[HUNTER], "purpose": "Win"}}


def test_it_refuses_to_undo_what_has_changed_again():
    state = small()
    renamed = entries(state, {HUNTER: {**state[HUNTER], "name": "Opener"}})
    again = applied(state, {HUNTER: {**state[HUNTER], "name": "Finder"}})
    made = entries(state, of("wave", "wb"))
    filled = applied(state, of("wave", "wb", note="Soon"))

    assert undo_clash(again, renamed) == [HUNTER]
    assert undo_clash(applied(state, taken_away(state, HUNTER)), renamed) == [HUNTER]
    assert undo_clash(filled, made) == [("wave", "wb")]
    with pytest.raises(ValueError, match="role/ra"):
        undo_puts(again, renamed)
