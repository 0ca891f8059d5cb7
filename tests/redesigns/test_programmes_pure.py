"""Development programmes: what is wanted, and how a plan that has begun follows the redesign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.programmes import (
    DONE,
    DROPPED,
    LEADER_TOPICS,
    OPEN,
    PLANNED,
    RUNNING,
    Item,
    Planned,
    Wanted,
    planned,
    wanted,
)
from roles.fit import Asked
from tests.redesigns.effect_cases import placement, role, seats, state_of

WRITING, SELLING, CODING = 1, 2, 3
PROFILE = {WRITING: Asked(3, True, 1), SELLING: Asked(2, False, 1), CODING: Asked(4, True, 1)}
STATE = state_of(
    role("expert"),
    role("lead", leads=True),
    seats("expert", 1, 2),
    seats("lead", 1, 1),
    placement(1, "proposed", "expert", 1),
    placement(2, "confirmed", "lead", 1),
    placement(3, "bench"),
    placement(4, "leaving"),
)


def test_it_wants_one_item_per_skill_below_the_profile():
    levels = {1: {WRITING: 2, SELLING: 2, CODING: 0}, 3: {WRITING: 0}, 4: {WRITING: 0}}
    found = wanted({**STATE, ("role", "lead"): {**STATE["role", "lead"], "leads": False}}, {"expert": PROFILE}, levels)
    assert found == (Wanted(1, WRITING, "", 2, 3), Wanted(1, CODING, "", 0, 4))


def test_it_tells_not_rated_from_rated_as_none():
    found = wanted(STATE, {"expert": {WRITING: Asked(3, True, 1)}}, {})
    assert found[0] == Wanted(1, WRITING, "", None, 3)


def test_it_gives_team_leaders_the_standard_topics_after_their_skills():
    found = [one for one in wanted(STATE, {"lead": {WRITING: Asked(3, True, 1)}}, {2: {WRITING: 1}}) if one.number == 2]
    assert (found[0].skill, found[0].topic) == (WRITING, "")
    assert [one.topic for one in found[1:]] == [topic.key for topic in LEADER_TOPICS]
    assert all(one.how and one.skill is None for one in found[1:])


def test_it_has_topics_that_fit_their_columns_and_differ():
    assert len({topic.key for topic in LEADER_TOPICS}) == len({topic.name for topic in LEADER_TOPICS}) == 6
    assert all(len(topic.key) <= 60 and len(topic.how) <= 500 for topic in LEADER_TOPICS)


def item(progress, skill=WRITING, start=1, end=3, topic=""):
    return Item(7, 1, skill, topic, start, end, progress)


WISH = Wanted(1, WRITING, "", 2, 4)
BEGUN_AT_1 = Wanted(1, WRITING, "", 1, 4)


@pytest.mark.parametrize(
    ("existing", "wishes", "expected"),
    [
        ([], [WISH], Planned(create=(WISH,))),
        ([item(PLANNED)], [WISH], Planned(update=((item(PLANNED), WISH),))),
        ([item(RUNNING)], [WISH], Planned(update=((item(RUNNING), BEGUN_AT_1),))),
        ([item(RUNNING, end=4)], [WISH], Planned()),
        ([item(PLANNED, start=2, end=4)], [WISH], Planned()),
        ([item(RUNNING, start=None)], [WISH], Planned(update=((item(RUNNING, start=None), WISH),))),
        ([item(RUNNING, end=5)], [WISH], Planned(update=((item(RUNNING, end=5), BEGUN_AT_1),))),
        ([item(RUNNING)], [], Planned(close=(item(RUNNING),))),
        ([item(PLANNED, None, None, None, "change")], [], Planned(close=(item(PLANNED, None, None, None, "change"),))),
        ([item(DONE)], [], Planned()),
        ([item(DONE, end=4)], [WISH], Planned()),
        ([item(DONE, end=3)], [WISH], Planned(outgrown=((item(DONE), WISH),))),
        ([item(DROPPED)], [], Planned()),
        ([item(DROPPED)], [WISH], Planned(reopen=((item(DROPPED), WISH),))),
        ([item(RUNNING, skill=SELLING)], [WISH], Planned(create=(WISH,), close=(item(RUNNING, skill=SELLING),))),
    ],
)
def test_it_follows_the_redesign_and_keeps_progress(existing, wishes, expected):
    assert planned(existing, wishes) == expected


def test_it_finishes_what_has_been_learned_and_drops_what_has_not():
    assert planned([item(RUNNING)], [], {1: {WRITING: 3}}) == Planned(finish=(item(RUNNING),))
    assert planned([item(RUNNING)], [], {1: {WRITING: 2}}) == Planned(close=(item(RUNNING),))
    topic = item(RUNNING, None, None, None, "change")
    assert planned([topic], [], {1: {}}) == Planned(close=(topic,))


def test_it_refuses_two_items_about_one_subject():
    with pytest.raises(ValueError):
        planned([], [WISH, WISH])


people, skills, levels = st.integers(1, 3), st.integers(1, 3), st.integers(1, 5)
progresses = st.sampled_from([PLANNED, RUNNING, DONE, DROPPED])
items = st.lists(st.tuples(people, skills, levels, levels, progresses), max_size=6, unique_by=lambda one: one[:2]).map(
    lambda rows: [Item(i, n, s, "", a, b, p) for i, (n, s, a, b, p) in enumerate(rows)]
)
wishes = st.lists(st.builds(Wanted, people, skills, st.just(""), st.none() | levels, levels), max_size=6).map(
    lambda found: list({one.subject: one for one in found}.values())
)


def written(existing, plan):
    """The items after a plan has been carried out."""
    found = {one.id: one for one in existing}

    def put(one, progress, wish=None):
        start, end = (wish.from_level, wish.to_level) if wish else (one.from_level, one.to_level)
        found[one.id] = Item(one.id, one.number, one.skill, one.topic, start, end, progress)

    for one, wish in plan.update:
        put(one, one.progress, wish)
    for one, wish in plan.reopen:
        put(one, PLANNED, wish)
    for one in plan.finish:
        put(one, DONE)
    for one in plan.close:
        put(one, DROPPED)
    new = [
        Item(100 + i, w.number, w.skill, w.topic, w.from_level, w.to_level, PLANNED) for i, w in enumerate(plan.create)
    ]
    return [*found.values(), *new]


@given(items, wishes)
def test_it_has_nothing_left_to_do_the_second_time(existing, wishes):
    plan = planned(existing, wishes)
    assert planned(written(existing, plan), wishes) == Planned(outgrown=plan.outgrown)


@given(items, wishes)
def test_it_covers_every_wish_and_loses_no_item_that_is_done(existing, wishes):
    after = written(existing, planned(existing, wishes))
    assert {one for one in existing if one.progress == DONE} <= set(after)
    held = {one.subject for one in after if one.progress in OPEN or one.progress == DONE}
    assert {one.subject for one in wishes} <= held
    assert {one.subject for one in after if one.progress in OPEN} <= {one.subject for one in wishes}
