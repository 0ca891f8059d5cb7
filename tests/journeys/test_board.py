"""The board in memory: in order, with every figure, and with as many queries for much as for little."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import bench, selectors, services
from journeys.coverage import Outlook
from journeys.flags import Flag
from journeys.models import Journey, SupplierActivity
from journeys.services import DemandInput, NeedInput
from tests import factories
from tests.cast import Cast
from tests.journeys.boards import Small


def known(scoped: Cast, small: Small) -> None:
    """Marketing 1.5 and sales 0.5 FTE on showing (needs 1.25), sales for an unknown time on proving."""
    actor = scoped.actor()
    rows = [DemandInput(small.canada.pk, 1000, 2)]
    services.activity_demand_set(actor=actor, activity=small.show, version=1, rows=rows)
    effort = {small.marketing.pk: 1500, small.sales.pk: 500}
    services.activity_effort_set(actor=actor, activity=small.show, version=2, effort=effort)
    services.activity_effort_set(actor=actor, activity=small.prove, version=1, effort={small.sales.pk: None})


def test_it_shows_stages_jobs_activities_and_what_they_take(scoped: Cast, small: Small) -> None:
    known(scoped, small)
    services.loop_set(actor=scoped.actor(), job=small.decide, version=1, targets={small.see.pk: "new facts"})
    board = selectors.journey_board(small.journey)
    assert [stage.name for stage in board.stages] == ["Learn", "Buy", "Order", "Adopt", "Support"]
    learn, buy = board.stages[:2]
    assert [job.name for job in buy.jobs] == ["Compare vendors", "Decide together"]
    show, prove = buy.jobs[0].activities
    assert ([chip.name for chip in show.functions], show.done_by, show.spent_mfte) == (
        ["Marketing", "Sales"],
        "many",
        2000,
    )
    assert [(pill.name, pill.level, pill.share) for pill in show.skills] == [
        ("Data analysis", 3, 500),
        ("Writing", 2, 500),
    ]
    assert (show.needed.mfte, show.needed.unweighted, prove.needed.unweighted) == (1250, False, True)
    assert (prove.done_by, prove.functions[0].mfte, prove.spent_mfte) == ("one", None, 0)
    assert [(loop.name, loop.stage_name, loop.note) for loop in buy.jobs[1].loops] == [
        ("See the problem", "Learn", "new facts")
    ]
    assert [loop.name for loop in learn.jobs[0].loops_in] == ["Decide together"]
    # Showing helps a job in either stage: half of its time and need counts in each.
    assert (learn.spent_mfte, learn.needed.mfte, learn.needed.unweighted) == (1000, 625, False)
    assert (buy.spent_mfte, buy.needed.mfte, buy.needed.unweighted) == (1000, 1625, True)
    counts = board.counts
    assert (counts.jobs, counts.activities, counts.skills, counts.nobody, counts.many) == (3, 2, 2, 0, 1)


def test_it_uses_the_working_hours_of_the_organization(scoped: Cast, small: Small) -> None:
    known(scoped, small)
    scoped.home.productive_hours = 1000
    scoped.home.save()
    journey = Journey.objects.select_related("organization").get(pk=small.journey.pk)
    board = selectors.journey_board(journey)
    row = board.activity(small.show.pk)
    assert row is not None
    assert row.needed.mfte == 2000


def test_it_flags_what_needs_work_with_the_place(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.activity_create(actor=actor, journey=small.journey, name="Ask the sales team")
    unused = services.skill_create(actor=actor, name="Juggling")
    found = selectors.journey_flags(small.journey)
    made = SupplierActivity.objects.get(name="Ask the sales team")
    assert {(flag.flag, flag.place, flag.pk, flag.stage) for flag in found.flags} == {
        (Flag.JOB_WITHOUT_ACTIVITY, "job", small.decide.pk, small.buy.pk),
        (Flag.ACTIVITY_WITHOUT_JOB, "activity", made.pk, None),
        (Flag.ACTIVITY_WITHOUT_SKILL, "activity", made.pk, None),
        (Flag.NAMES_A_FUNCTION, "activity", made.pk, None),
        (Flag.SKILL_NOT_NEEDED, "skill", unused.pk, None),
    }
    assert found.counts[Flag.SKILL_NOT_NEEDED] == 1


def test_it_counts_a_skill_as_needed_by_any_journey_in_use(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    other = services.journey_create(actor=actor, name="Other", template="empty")
    elsewhere = services.skill_create(actor=actor, name="Juggling")
    activity = services.activity_create(actor=actor, journey=other, name="Entertain")
    services.activity_skills_set(actor=actor, activity=activity, version=1, needs=[NeedInput(elsewhere.pk, 3)])
    assert Flag.SKILL_NOT_NEEDED not in selectors.journey_flags(small.journey).counts
    services.journey_archive(actor=actor, journey=other, version=1)
    assert selectors.journey_flags(small.journey).counts[Flag.SKILL_NOT_NEEDED] == 1


def test_it_shows_one_activity_with_everything(scoped: Cast, small: Small) -> None:
    known(scoped, small)
    detail = selectors.activity_detail(small.show)
    assert [(job.name, job.stage_name) for job in detail.jobs] == [
        ("See the problem", "Learn"),
        ("Compare vendors", "Buy"),
    ]
    assert [(row.market_name, row.volume, row.hours, row.mfte) for row in detail.demand] == [
        ("Canada", "1000.00", "2.00", 1250)
    ]
    assert (detail.consolidatable_mfte, detail.excess_mfte) == (500, 750)
    assert selectors.activity_detail(small.prove).excess_mfte is None


def test_it_shows_redundancy_and_what_is_not_known(scoped: Cast, small: Small) -> None:
    known(scoped, small)
    services.activity_effort_set(
        actor=scoped.actor(), activity=small.prove, version=2, effort={small.sales.pk: None, small.marketing.pk: 200}
    )
    found = selectors.journey_redundancy(small.journey)
    show, prove = found.activities
    assert (show.name, show.consolidatable_mfte, show.consolidatable_minor, show.excess_mfte) == (
        "Show comparable customers",
        500,
        6_000_000,
        750,
    )
    assert (show.fragmentation, prove.times_unknown, prove.excess_mfte) == (1.6, 1, None)
    pair = found.pair(small.sales.pk, small.marketing.pk)
    assert pair is not None
    assert (pair.mfte, pair.at_least_minor, len(pair.shared)) == (500, 4_500_000, 2)
    assert (found.total_mfte, found.many, found.nobody, found.times_unknown, found.excess_unknown) == (2200, 2, 0, 1, 1)
    by_name = {stage.name: stage.consolidatable_mfte for stage in found.stages}
    assert by_name == {"Learn": 250, "Buy": 250, "Order": 0, "Adopt": 0, "Support": 0}
    assert sum(stage.consolidatable_minor for stage in found.stages) == found.consolidatable_minor


@pytest.fixture
def rated(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[tuple[int, int, int]]], None]:
    """Say who holds what, in place of the inventory."""

    def rate(ratings: list[tuple[int, int, int]]) -> None:
        monkeypatch.setattr(bench, "_sources", [lambda skills: [row for row in ratings if row[1] in skills]])

    return rate


def test_it_says_how_far_an_activity_is_covered_without_roles(
    scoped: Cast, small: Small, rated: Callable[[list[tuple[int, int, int]]], None]
) -> None:
    rated([])
    assert selectors.journey_coverage(scoped.actor(), small.journey).inventory is False
    analysis, writing = small.analysis.pk, small.writing.pk
    rated([(1, analysis, 3), (2, writing, 5)])
    found = {row.pk: row for row in selectors.journey_coverage(scoped.actor(), small.journey).activities}
    assert found[small.show.pk].outlook is Outlook.NOBODY_DOES_IT
    assert found[small.prove.pk].outlook is Outlook.SKILL_MISSING
    assert [(skill.name, skill.level) for skill in found[small.prove.pk].missing] == [("Data analysis", 4)]
    known(scoped, small)
    found = {row.pk: row for row in selectors.journey_coverage(scoped.actor(), small.journey).activities}
    assert (found[small.show.pk].outlook, found[small.show.pk].holders) == (Outlook.SKILLS_SPREAD, 0)
    rated([(1, analysis, 4), (1, writing, 5)])
    covered = selectors.journey_coverage(scoped.actor(), small.journey)
    found = {row.pk: row for row in covered.activities}
    assert found[small.show.pk].outlook is Outlook.WITHIN_REACH
    assert (found[small.prove.pk].outlook, found[small.prove.pk].short_mfte) == (Outlook.WITHIN_REACH, None)
    learn, buy = covered.stages[:2]
    assert (learn.ratio, learn.unweighted) == (1.0, False)
    assert (buy.needed_mfte, buy.covered_mfte, buy.zeros, buy.unweighted) == (1625, 625, (small.prove.pk,), True)


def test_it_hides_small_groups_of_holders_from_those_who_may_not_see_people(
    scoped: Cast, small: Small, rated: Callable[[list[tuple[int, int, int]]], None]
) -> None:
    rated([(person, small.analysis.pk, 4) for person in range(4)])
    allowed = selectors.journey_coverage(scoped.actor("leader"), small.journey)
    hidden = selectors.journey_coverage(scoped.actor("member"), small.journey)
    rows = {row.pk: row for row in allowed.activities}, {row.pk: row for row in hidden.activities}
    assert (rows[0][small.prove.pk].holders, rows[0][small.prove.pk].few) == (4, False)
    assert (rows[1][small.prove.pk].holders, rows[1][small.prove.pk].few) == (None, True)
    rated([(person, small.analysis.pk, 4) for person in range(5)])
    enough = selectors.journey_coverage(scoped.actor("member"), small.journey)
    assert {row.pk: row.holders for row in enough.activities}[small.prove.pk] == 5


def test_it_lists_journeys_skills_functions_and_changes(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.skill_alias_add(actor=actor, skill=small.writing, name="Copywriting")
    services.activity_effort_set(actor=actor, activity=small.show, version=1, effort={small.sales.pk: 1})
    journey = selectors.journey_list().get()
    assert (journey.stage_count, journey.job_count, journey.activity_count) == (5, 3, 2)
    found = selectors.skill_list(search="COPY").get()
    assert (found.name, found.activity_count, found.stage_count) == ("Writing", 1, 2)
    assert [alias.name for alias in found.aliases.all()] == ["Copywriting"]
    assert selectors.skill_list(used=False).count() == 0
    assert {row.name: row.activity_count for row in selectors.function_list()} == {"Marketing": 0, "Sales": 1}
    (change,) = selectors.journey_changes(small.journey)
    assert (change.label, change.actor) == ("Changed who does “Show comparable customers” today", actor.user)
    factories.skill(scoped.home, "Writing", code="W2")
    labels = [label for _, label in selectors.skill_options()]
    assert "Writing (W2)" in labels


READS: dict[str, Callable[[Cast, Journey], object]] = {
    "board": lambda cast, journey: selectors.journey_board(journey),
    "activity": lambda cast, journey: selectors.activity_detail(
        SupplierActivity.objects.select_related("journey__organization").filter(journey=journey)[0]
    ),
    "flags": lambda cast, journey: selectors.journey_flags(journey),
    "redundancy": lambda cast, journey: selectors.journey_redundancy(journey),
    "coverage": lambda cast, journey: selectors.journey_coverage(cast.actor(), journey),
    "journey list": lambda cast, journey: list(selectors.journey_list()),
    "skill list": lambda cast, journey: list(selectors.skill_list()),
    "function list": lambda cast, journey: list(selectors.function_list()),
    "export": lambda cast, journey: list(selectors.journey_rows(journey)),
    "changes": lambda cast, journey: [change.actor for change in selectors.journey_changes(journey)],
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_it_needs_no_more_queries_for_a_large_journey(
    scoped: Cast, small: Small, read: Callable[[Cast, Journey], object]
) -> None:
    known(scoped, small)
    large = services.journey_create(actor=scoped.actor(), name="Large")
    counts = []
    for journey in Journey.objects.select_related("organization").filter(pk__in=[small.journey.pk, large.pk]):
        with CaptureQueriesContext(connection) as seen:
            read(scoped, journey)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
