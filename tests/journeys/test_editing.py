"""Edits of a journey: each does what it says, is audited, counted and can be named in the history."""

from decimal import Decimal

import pytest

from journeys import services
from journeys.models import ActivityDemand, ActivityJob, ActivitySkill, BoardChange, FunctionEffort, JobLoop, Journey
from journeys.selectors import journey_board
from journeys.services import DemandInput, NeedInput
from tests.cast import Cast
from tests.journeys.boards import Small
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import DomainError


def names(journey: Journey, stage: int) -> list[str]:
    return [job.name for job in journey_board(journey).stages[stage].jobs]


def activities(small: Small, job: int) -> list[int]:
    return list(ActivityJob.objects.filter(job=job).order_by("position", "id").values_list("activity_id", flat=True))


def test_it_records_audit_history_and_revision_of_every_edit(scoped: Cast, small: Small) -> None:
    actor = scoped.actor("leader")
    services.activity_update(actor=actor, activity=small.show, version=1, name="Show peers")
    entry = AuditEntry.objects.get(action="activity.update")
    assert (entry.before, entry.after) == ({"name": "Show comparable customers"}, {"name": "Show peers"})
    assert (entry.object_type, entry.object_id, entry.actor) == (
        "journeys.supplieractivity",
        str(small.show.pk),
        actor.user,
    )
    change = BoardChange.objects.get()
    assert (change.label, change.actor) == ("Changed “Show comparable customers”", actor.user)
    small.journey.refresh_from_db()
    assert small.journey.revision == 1


def test_it_leaves_no_trace_of_an_edit_that_changes_nothing(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    same = [NeedInput(small.analysis.pk, 3, 500), NeedInput(small.writing.pk, 2, 500)]
    services.activity_update(actor=actor, activity=small.show, version=1, name="Show comparable customers")
    services.activity_skills_set(actor=actor, activity=small.show, version=1, needs=same)
    services.buying_job_move(actor=actor, job=small.see, version=1, stage=small.learn, position=0)
    small.show.refresh_from_db()
    small.journey.refresh_from_db()
    assert (small.show.version, small.journey.revision) == (1, 0)
    assert not BoardChange.objects.exists()
    assert not AuditEntry.objects.exists()


def test_it_adds_renames_moves_and_deletes_stages(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    made = services.stage_create(actor=actor, journey=small.journey, name=" Prepare\tit ", position=0)
    assert (made.name, made.slot, made.position) == ("Prepare it", "learn", 0)
    made = services.stage_update(actor=actor, stage=made, version=made.version, name="Prepare", slot="support")
    made = services.stage_move(actor=actor, stage=made, version=made.version, position=99)
    assert [stage.name for stage in journey_board(small.journey).stages] == [
        "Learn",
        "Buy",
        "Order",
        "Adopt",
        "Support",
        "Prepare",
    ]
    services.stage_delete(actor=actor, stage=made, version=made.version)
    assert small.journey.stages.count() == 5


@pytest.mark.parametrize("with_activities", [False, True])
def test_it_keeps_activities_of_deleted_jobs_unless_told_otherwise(
    scoped: Cast, small: Small, with_activities: bool
) -> None:
    services.stage_delete(actor=scoped.actor(), stage=small.buy, version=1, with_activities=with_activities)
    board = journey_board(small.journey)
    assert [row.name for row in board.unplaced] == ([] if with_activities else ["Prove the value"])
    assert board.activity(small.show.pk) is not None, "it still helps a job of another stage"


def test_it_moves_jobs_within_and_between_stages(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.buying_job_move(actor=actor, job=small.decide, version=1, stage=small.buy, position=0)
    assert names(small.journey, 1) == ["Decide together", "Compare vendors"]
    services.buying_job_move(actor=actor, job=small.compare, version=1, stage=small.learn, position=0)
    assert (names(small.journey, 0), names(small.journey, 1)) == (
        ["Compare vendors", "See the problem"],
        ["Decide together"],
    )
    other = services.journey_create(actor=actor, name="Other", template="empty")
    with pytest.raises(DomainError) as refused:
        services.buying_job_move(actor=actor, job=small.see, version=1, stage=other.stages.first(), position=0)
    assert refused.value.code == "other_journey"


def test_it_refuses_a_second_job_of_one_name_in_a_stage(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    with pytest.raises(DomainError) as refused:
        services.buying_job_create(actor=actor, stage=small.buy, name="compare  VENDORS")
    assert (refused.value.code, refused.value.field) == ("name_taken", "name")
    with pytest.raises(DomainError):
        services.buying_job_update(actor=actor, job=small.decide, version=1, name="Compare vendors")
    services.buying_job_create(actor=actor, stage=small.learn, name="Compare vendors")
    with pytest.raises(DomainError):
        services.buying_job_move(actor=actor, job=small.compare, version=1, stage=small.learn)


def test_it_keeps_channels_and_buyer_roles_in_a_fixed_order(scoped: Cast, small: Small) -> None:
    job = services.buying_job_update(
        actor=scoped.actor(),
        job=small.see,
        version=1,
        channels=["partner", "digital"],
        buyer_roles={"user", "economic"},
    )
    assert (job.channels, job.buyer_roles) == (["digital", "partner"], ["economic", "user"])
    with pytest.raises(DomainError) as refused:
        services.buying_job_update(actor=scoped.actor(), job=small.see, version=2, channels=["fax"])
    assert refused.value.field == "channels"


def test_it_changes_the_words_and_the_loops_of_a_job_in_one_edit(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.loop_set(actor=actor, job=small.decide, version=1, targets={small.see.pk: "new facts"})
    targets = [small.see.pk, small.compare.pk]
    job = services.buying_job_update(actor=actor, job=small.decide, version=2, name="Agree", loops=targets)
    assert (job.name, job.version) == ("Agree", 3)
    notes = dict(JobLoop.objects.values_list("to_job", "note"))
    assert notes == {small.see.pk: "new facts", small.compare.pk: ""}
    same = services.buying_job_update(actor=actor, job=job, version=3, name="Agree", loops=targets)
    assert same.version == 3, "what changes nothing leaves no trace"
    services.buying_job_update(actor=actor, job=job, version=3, name="Agree", loops=[])
    labels = list(BoardChange.objects.values_list("label", flat=True))
    assert labels[:2] == ["Changed where “Agree” loops back to", "Changed the job “Decide together”"]
    with pytest.raises(DomainError):
        services.buying_job_update(actor=actor, job=job, version=4, name="Lost", loops=[job.pk])
    job.refresh_from_db()
    assert job.name == "Agree", "a loop that cannot be set leaves the words as they were"


def test_it_loops_to_other_jobs_of_the_journey_only(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.loop_set(actor=actor, job=small.compare, version=1, targets={small.see.pk: "new facts"})
    services.loop_set(actor=actor, job=small.compare, version=2, targets=[small.see.pk, small.decide.pk])
    assert dict(JobLoop.objects.values_list("to_job", "note")) == {small.see.pk: "new facts", small.decide.pk: ""}
    for wrong in ([small.compare.pk], [10**9]):
        with pytest.raises(DomainError):
            services.loop_set(actor=actor, job=small.compare, version=3, targets=wrong)
    services.loop_set(actor=actor, job=small.compare, version=3, targets=[])
    assert not JobLoop.objects.exists()


def test_it_moves_activities_between_jobs_and_keeps_the_others_they_help(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    move = {"actor": actor, "activity": small.show, "from_job": small.see, "to_job": small.decide}
    services.activity_move(version=1, **move)
    assert (activities(small, small.see.pk), activities(small, small.decide.pk)) == ([], [small.show.pk])
    assert activities(small, small.compare.pk) == [small.show.pk, small.prove.pk]
    services.activity_move(
        actor=actor, activity=small.show, version=2, from_job=small.compare, to_job=small.compare, position=1
    )
    assert activities(small, small.compare.pk) == [small.prove.pk, small.show.pk]
    services.activity_move(actor=actor, activity=small.show, version=3, from_job=small.decide, to_job=small.compare)
    assert activities(small, small.compare.pk) == [small.prove.pk, small.show.pk], "no second link to one job"
    assert activities(small, small.decide.pk) == []


def test_it_sets_jobs_and_lets_an_activity_wait_without_one(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.activity_jobs_set(actor=actor, activity=small.show, version=1, jobs=[small.decide])
    assert activities(small, small.decide.pk) == [small.show.pk]
    services.activity_jobs_set(actor=actor, activity=small.show, version=2, jobs=[])
    assert [row.pk for row in journey_board(small.journey).unplaced] == [small.show.pk]
    placed = services.activity_move(actor=actor, activity=small.show, version=3, from_job=None, to_job=small.see)
    assert (placed.version, activities(small, small.see.pk)) == (4, [small.show.pk])


def test_it_splits_effort_evenly_or_as_told(scoped: Cast, small: Small) -> None:
    actor, third = scoped.actor(), services.skill_create(actor=scoped.actor(), name="Negotiation")
    even = [NeedInput(skill.pk, 3) for skill in (small.analysis, small.writing, third)]
    services.activity_skills_set(actor=actor, activity=small.show, version=1, needs=even)
    shares = ActivitySkill.objects.filter(activity=small.show).order_by("-share").values_list("share", flat=True)
    assert list(shares) == [334, 333, 333]
    told = [NeedInput(small.analysis.pk, 5, 900, False), NeedInput(third.pk, 1, 100)]
    services.activity_skills_set(actor=actor, activity=small.show, version=2, needs=told)
    rows = ActivitySkill.objects.filter(activity=small.show).order_by("skill_id")
    assert [(row.skill_id, row.level, row.share, row.mandatory) for row in rows] == [
        (small.analysis.pk, 5, 900, False),
        (third.pk, 1, 100, True),
    ]


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        ([(0, 3, 600), (1, 3, 300)], "shares_off"),
        ([(0, 3, 600), (1, 3, None)], "shares_off"),
        ([(0, 3, 1100), (1, 3, -100)], "shares_off"),
        ([(0, 6, None)], "level_out_of_range"),
        ([(0, 3, None), (0, 2, None)], "skill_twice"),
        ([(9, 3, None)], "skill_unknown"),
    ],
)
def test_it_refuses_skills_that_do_not_add_up(
    scoped: Cast, small: Small, needs: list[tuple[int, int, int | None]], code: str
) -> None:
    known = {0: small.analysis.pk, 1: small.writing.pk, 9: 10**9}
    rows = [NeedInput(known[skill], level, share) for skill, level, share in needs]
    with pytest.raises(DomainError) as refused:
        services.activity_skills_set(actor=scoped.actor(), activity=small.show, version=1, needs=rows)
    assert refused.value.code == code
    assert ActivitySkill.objects.filter(activity=small.show).count() == 2


def test_it_keeps_an_archived_skill_where_it_is_but_adds_it_nowhere(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.skill_archive(actor=actor, skill=small.writing, version=1)
    kept = [NeedInput(small.writing.pk, 4)]
    services.activity_skills_set(actor=actor, activity=small.show, version=1, needs=kept)
    with pytest.raises(DomainError) as refused:
        services.activity_skills_set(actor=actor, activity=small.prove, version=1, needs=kept)
    assert refused.value.code == "skill_archived"


def test_it_takes_demand_per_market_or_for_the_whole_company(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    rows = [DemandInput(small.canada.pk, "12.345", 2)]
    services.activity_demand_set(actor=actor, activity=small.show, version=1, rows=rows)
    found = ActivityDemand.objects.get()
    assert (found.volume, found.hours) == (Decimal("12.34"), Decimal("2.00"))
    both = [DemandInput(small.canada.pk, 1, 1), DemandInput(None, 1, 1)]
    for wrong, code in ((both, "market_twice"), ([DemandInput(None, -1, 1)], "figure_out_of_range")):
        with pytest.raises(DomainError) as refused:
            services.activity_demand_set(actor=actor, activity=small.show, version=2, rows=wrong)
        assert refused.value.code == code
    services.activity_demand_set(actor=actor, activity=small.show, version=2, rows=[])
    assert not ActivityDemand.objects.exists()


def test_it_tells_time_not_known_from_no_time(scoped: Cast, small: Small) -> None:
    effort = {small.marketing.pk: None, small.sales.pk: 0}
    services.activity_effort_set(actor=scoped.actor(), activity=small.show, version=1, effort=effort)
    assert list(FunctionEffort.objects.values_list("function_id", "mfte")) == [(small.marketing.pk, None)]
    services.activity_effort_set(actor=scoped.actor(), activity=small.show, version=2, effort={small.sales.pk: 1500})
    assert list(FunctionEffort.objects.values_list("function_id", "mfte")) == [(small.sales.pk, 1500)]


@pytest.mark.parametrize(("given", "code"), [("  ", "name_missing"), ("x" * 301, "name_too_long")])
def test_it_asks_for_names_that_fit(scoped: Cast, small: Small, given: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.activity_create(actor=scoped.actor(), journey=small.journey, name=given)
    assert (refused.value.code, refused.value.field) == (code, "name")


def test_it_refuses_an_activity_that_exists_already(scoped: Cast, small: Small) -> None:
    with pytest.raises(DomainError) as refused:
        services.activity_create(actor=scoped.actor(), journey=small.journey, name="prove the VALUE")
    assert refused.value.code == "name_taken"
