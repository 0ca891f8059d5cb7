"""Rebasing on new people: who is there once, whose seat is in question, and that no answer breaks anything."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redesigns.changes import applied, inverse
from redesigns.mending import BENCHED
from redesigns.rebasing import Outcome, rebase, resolved
from redesigns.records import is_placed
from redesigns.renewal import GROUPS, BasePerson, Note, Renewal
from redesigns.rules import broken, seats
from tests.redesigns.state_cases import edited, of, placed, small

SEEDS = st.integers(0, 10**9)
SERVES = {1: frozenset({1}), 2: frozenset({2}), 3: frozenset({2, 3})}
"""Market 3 lies under market 2."""
PROFILES = {"ra": {11: (3, True), 12: (2, False)}, "rb": {12: (2, True)}}
BASIS = ("basis", "self")


def person(number, mfte=1000, market=1, function="Sales", title="Rep", manager=None, levels=((11, 3),)):
    return BasePerson(number, mfte, market, function, title, manager, dict(levels))


def crowd(*people):
    return {one.number: one for one in people}


def renewal(old, new, baseline=2):
    return Renewal(baseline, old, new, PROFILES, SERVES)


def the_six():
    return crowd(*(person(number) for number in range(1, 7)))


def random_people(random, numbers):
    return crowd(
        *(
            person(
                number,
                random.choice((400, 1000)),
                random.choice((None, 1, 2, 3)),
                title=random.choice("xy"),
                manager=random.choice((None, 1)),
                levels=[(skill, random.randint(0, 5)) for skill in (11, 12) if random.random() < 0.8],
            )
            for number in numbers
        )
    )


def random_case(seed):
    """A redesign, the renewal and answers at random to its questions, as a list."""
    random = Random(seed)
    state = edited(small(6), random, 25)
    for key in [key for key in state if key[0] == "headcount"]:
        state = applied(state, {key: {**state[key], "least_mfte": random.choice((0, 500))}})
    stayed = [number for number in range(1, 7) if random.random() < 0.8]
    renewed = renewal(
        random_people(random, range(1, 7)), random_people(random, [*stayed, *range(7, 7 + random.randint(0, 3))])
    )
    answers = [
        (one.id, random.choice(one.options).value) for one in rebase(state, renewed).conflicts if random.random() < 0.9
    ]
    return state, renewed, answers, random


@settings(max_examples=200)
@given(SEEDS)
def test_it_holds_exactly_the_new_people_and_breaks_no_rule_whatever_is_answered(seed):
    state, renewed, answers, _ = random_case(seed)

    made = rebase(state, renewed, dict(answers))

    assert broken(made.state, frozenset(renewed.new)) == []
    assert applied(state, made.puts) == made.state
    assert made.puts[BASIS] == {"baseline": 2}
    assert json.dumps([dict(one.facts) for one in made.conflicts])


@settings(max_examples=200)
@given(SEEDS)
def test_it_asks_at_most_once_about_a_person_and_only_about_placed_ones(seed):
    state, renewed, answers, _ = random_case(seed)

    made = rebase(state, renewed, dict(answers))

    keys = [one.key for one in made.conflicts]
    assert keys == sorted(set(keys))
    assert all(is_placed(state[key]) for key in keys)
    assert made.conflicts == rebase(state, renewed).conflicts
    assert [one.number for one in made.outcome] == [int(key[1]) for key in keys]


@settings(max_examples=200)
@given(SEEDS)
def test_it_changes_nothing_but_what_the_questions_and_the_comings_and_goings_are_about(seed):
    state, renewed, answers, _ = random_case(seed)

    made = rebase(state, renewed, dict(answers))

    came_or_went = {str(number) for number in renewed.old.keys() ^ renewed.new.keys()}
    asked = {one.key[1] for one in made.conflicts}
    for key in made.puts:
        if key[0] == "placement":
            assert key[1] in came_or_went | asked
        elif key[0] == "ban":
            assert key[1].split(":")[0] in came_or_went
        else:
            assert key[0] in ("basis", "headcount")
    assert {int(key[1]) for key in made.puts if key[0] == "placement" and made.puts[key] is None} == (
        renewed.old.keys() - renewed.new.keys()
    )


@given(SEEDS)
def test_it_gives_the_same_whatever_the_order_of_answers_and_people(seed):
    state, renewed, answers, random = random_case(seed)
    expected = rebase(state, renewed, dict(answers))
    choices = {}
    for name, value in random.sample(answers, len(answers)):
        choices[name] = value
        assert broken(rebase(state, renewed, choices).state, frozenset(renewed.new)) == []
    shuffled = dict(random.sample(sorted(state.items()), len(state)))
    backwards = replace(
        renewed, old=dict(reversed(renewed.old.items())), new=dict(sorted(renewed.new.items(), reverse=True))
    )

    made = rebase(shuffled, backwards, choices)

    assert made.puts == expected.puts
    assert made.outcome == expected.outcome
    assert made.notes == expected.notes


@given(SEEDS)
def test_it_is_undone_exactly(seed):
    state, renewed, answers, _ = random_case(seed)
    puts = resolved(state, renewed, dict(answers))

    assert applied(applied(state, puts), inverse(state, puts)) == state


@given(SEEDS)
def test_it_changes_only_the_basis_where_nothing_is_new(seed):
    state, renewed, _, _ = random_case(seed)

    made = rebase(state, replace(renewed, new=renewed.old))

    assert made.puts == {BASIS: {"baseline": 2}}
    assert (made.conflicts, made.outcome) == ((), ())
    assert made.notes == dict.fromkeys(GROUPS, ())


def test_it_notes_in_groups_what_is_new_about_everybody():
    old = crowd(person(1), person(2), person(3, manager=1), person(4))
    new = crowd(
        person(2, 800, 2, levels=[(11, 4), (12, 1)]),
        person(3, manager=2),
        person(4, title="Lead", function="Service"),
        person(5),
    )

    made = rebase(small(4), renewal(old, new))

    assert made.conflicts == ()
    assert made.notes == {
        "joined": (Note(5),),
        "left": (Note(1),),
        "moved": (Note(2, 1, 2),),
        "fte": (Note(2, 1000, 800),),
        "levels": (Note(2, [[11, 3]], [[11, 4], [12, 1]]),),
        "manager": (Note(3, 1, 2),),
        "title": (Note(4, "Rep", "Lead"),),
        "function": (Note(4, "Sales", "Service"),),
    }
    assert made.puts == {BASIS: {"baseline": 2}, ("placement", "1"): None, ("placement", "5"): BENCHED}


def test_it_takes_who_left_away_with_their_bans_and_asks_about_the_seat():
    state = applied(small(), {**placed(1, "ra"), **of("ban", person=1, role="rb"), **of("ban", person=2, role="rb")})
    new = the_six()
    del new[1]

    renewed = renewal(the_six(), new)
    (conflict,) = rebase(state, renewed).conflicts
    free, drop = (rebase(state, renewed, {conflict.id: value}) for value in ("free", "drop"))

    assert (conflict.id, conflict.facts["reasons"]) == ("left/placement/1", ["left"])
    assert ("ban", "1:rb") not in free.state
    assert ("ban", "2:rb") in free.state
    assert seats(free.state)["headcount", "ra:1"] == (2, 0)
    assert seats(drop.state)["headcount", "ra:1"] == (1, 0)
    assert drop.outcome == (Outcome(1, "drop", ("headcount", "ra:1")),)


def test_it_drops_the_headcount_with_its_last_seat_and_keeps_the_role():
    state = applied(small(), placed(1, "ra", 2))
    new = the_six()
    del new[1]

    made = rebase(state, renewal(the_six(), new), {"left/placement/1": "drop"})

    assert ("headcount", "ra:2") not in made.state
    assert ("role", "ra") in made.state


def test_it_lets_people_follow_in_order_of_number_into_the_seats_that_are_vacant_in_the_end():
    state = applied(small(), {**placed(1, "ra", state="confirmed", locked=True, wave="wa"), **placed(2, "ra")})
    new = the_six() | crowd(person(1, market=3), person(2, market=2))
    choices = {"moved/placement/2": "follow", "moved/placement/1": "follow"}

    made = rebase(state, renewal(the_six(), new), choices)

    assert made.outcome == (Outcome(1, "follow", ("headcount", "ra:2")), Outcome(2, "no_seat", None))
    assert made.state["placement", "1"] == placed(1, "ra", 2, wave="wa")["placement", "1"]
    assert made.state["placement", "2"] == BENCHED


def test_it_lets_those_who_stay_keep_their_seats_before_anybody_follows():
    state = applied(small(), {**placed(1, "ra", 1), **placed(2, "ra", 2)})
    old = the_six() | crowd(person(2, market=2))
    new = the_six() | crowd(person(1, market=2), person(2, market=1))

    both = {"moved/placement/1": "follow", "moved/placement/2": "follow"}
    swapped = rebase(state, renewal(old, new), both)
    stayed = rebase(state, renewal(old, new), both | {"moved/placement/2": "stay"})

    assert [one.result for one in swapped.outcome] == ["follow", "follow"]
    assert [one.result for one in stayed.outcome] == ["no_seat", "stay"]


def test_it_asks_nobody_who_moved_within_reach_of_their_seat_or_sits_anywhere():
    state = applied(small(), {**placed(1, "ra", 2), **placed(2, "rb", None)})
    old = the_six() | crowd(person(1, market=2))
    new = the_six() | crowd(person(1, market=3), person(2, market=3))

    made = rebase(state, renewal(old, new))

    assert made.conflicts == ()
    assert len(made.notes["moved"]) == 2


def test_it_offers_to_follow_only_where_the_role_has_seats_within_reach():
    state = applied(small(), placed(1, "ra", 2))
    new = the_six() | crowd(person(1, market=None))
    old = the_six() | crowd(person(1, market=2))

    (conflict,) = rebase(state, renewal(old, new)).conflicts

    assert [option.value for option in conflict.options] == ["stay", "bench"]


def test_it_asks_one_question_with_all_reasons_the_gravest_first():
    state = applied(small(), {**of("headcount", role="ra", market=1, seats=2, least_mfte=600), **placed(1, "ra")})
    new = the_six() | crowd(person(1, 500, 2, levels=[(11, 2)]))

    (conflict,) = rebase(state, renewal(the_six(), new)).conflicts

    assert (conflict.kind, conflict.facts["reasons"]) == ("moved", ["moved", "fte", "levels"])
    assert conflict.facts["least_mfte"] == 600
    assert conflict.facts["missing"] == [{"skill": 11, "level": 3, "before": 3, "after": 2}]
    assert conflict.facts["changes"]["fte"] == {"before": 1000, "after": 500}


def test_it_asks_about_a_mandatory_level_that_is_lost_and_not_about_other_levels():
    state = applied(small(), {**placed(1, "ra"), **placed(2, "ra"), **placed(3, "rb", None)})
    old = the_six() | crowd(person(2, levels=[(11, 3), (12, 4)]), person(3, levels=[(12, 1)]))
    new = the_six() | crowd(person(1, levels=[]), person(2, levels=[(11, 3)]), person(3, levels=[(12, 0)]))

    renewed = renewal(old, new)
    (conflict,) = rebase(state, renewed).conflicts

    assert conflict.id == "levels/placement/1"
    assert resolved(state, renewed, {}) == {BASIS: {"baseline": 2}}
    assert resolved(state, renewed, {conflict.id: "bench"})["placement", "1"] == BENCHED


def test_it_asks_about_fte_only_when_it_falls_below_what_the_seat_takes():
    state = applied(
        small(),
        {**of("headcount", role="ra", market=1, seats=2, least_mfte=600), **placed(1, "ra"), **placed(2, "ra")},
    )
    old = the_six() | crowd(person(2, 400))
    new = the_six() | crowd(person(1, 599), person(2, 300))

    assert [one.id for one in rebase(state, renewal(old, new)).conflicts] == ["fte/placement/1"]


def test_it_refuses_a_redesign_with_other_people_than_the_old_ones():
    with pytest.raises(ValueError, match="not those of the baseline"):
        rebase(small(5), renewal(the_six(), the_six()))
