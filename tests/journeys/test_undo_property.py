"""Whatever one does to a board, undoing all of it brings back every row with its id, and redoing all of it the end."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys import services
from journeys.models import BuyingJob, Stage, SupplierActivity
from journeys.services import DemandInput, NeedInput
from tests.cast import Cast
from tests.journeys.boards import Small, picture
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict, DomainError


@dataclass(frozen=True)
class Dice:
    """Numbers that pick what an edit is about."""

    a: int
    b: int
    c: int

    def pick(self, rows: list, number: int):
        return rows[number % len(rows)] if rows else None


def stages(small: Small) -> list[Stage]:
    return list(Stage.objects.filter(journey=small.journey).order_by("pk"))


def jobs(small: Small) -> list[BuyingJob]:
    return list(BuyingJob.objects.filter(stage__journey=small.journey).select_related("stage").order_by("pk"))


def activities(small: Small) -> list[SupplierActivity]:
    return list(SupplierActivity.objects.filter(journey=small.journey).order_by("pk"))


def stage_new(who: Actor, at: Small, dice: Dice) -> None:
    services.stage_create(actor=who, journey=at.journey, name=f"Stage {dice.a}", position=dice.b)


def stage_rename(who: Actor, at: Small, dice: Dice) -> None:
    stage = dice.pick(stages(at), dice.a)
    services.stage_update(actor=who, stage=stage, version=stage.version, name=f"Stage {dice.b}")


def stage_move(who: Actor, at: Small, dice: Dice) -> None:
    stage = dice.pick(stages(at), dice.a)
    services.stage_move(actor=who, stage=stage, version=stage.version, position=dice.b)


def stage_delete(who: Actor, at: Small, dice: Dice) -> None:
    stage = dice.pick(stages(at), dice.a)
    services.stage_delete(actor=who, stage=stage, version=stage.version, with_activities=bool(dice.b % 2))


def job_new(who: Actor, at: Small, dice: Dice) -> None:
    services.buying_job_create(
        actor=who, stage=dice.pick(stages(at), dice.a), name=f"Job {dice.b}", channels=["digital"], position=dice.c
    )


def job_change(who: Actor, at: Small, dice: Dice) -> None:
    job = dice.pick(jobs(at), dice.a)
    services.buying_job_update(
        actor=who, job=job, version=job.version, description=f"Text {dice.b}", buyer_roles=["user"]
    )


def job_move(who: Actor, at: Small, dice: Dice) -> None:
    job, stage = dice.pick(jobs(at), dice.a), dice.pick(stages(at), dice.b)
    services.buying_job_move(actor=who, job=job, version=job.version, stage=stage, position=dice.c)


def job_delete(who: Actor, at: Small, dice: Dice) -> None:
    job = dice.pick(jobs(at), dice.a)
    services.buying_job_delete(actor=who, job=job, version=job.version, with_activities=bool(dice.b % 2))


def job_loops(who: Actor, at: Small, dice: Dice) -> None:
    job = dice.pick(jobs(at), dice.a)
    others = [other.pk for other in jobs(at) if other.pk != job.pk][: dice.b % 4]
    services.loop_set(actor=who, job=job, version=job.version, targets=dict.fromkeys(others, f"Note {dice.c}"))


def activity_new(who: Actor, at: Small, dice: Dice) -> None:
    homes = [job.pk for job in jobs(at)][: dice.b % 3]
    services.activity_create(
        actor=who, journey=at.journey, name=f"Do {dice.a}", jobs=homes, position=dice.c, note="Note"
    )


def activity_change(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    services.activity_update(actor=who, activity=activity, version=activity.version, name=f"Do {dice.b}")


def activity_move(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    source = dice.pick([row.job for row in activity.served.select_related("job")], dice.b)
    target = dice.pick(jobs(at), dice.c)
    services.activity_move(
        actor=who, activity=activity, version=activity.version, from_job=source, to_job=target, position=dice.b
    )


def activity_jobs(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    homes = jobs(at)[dice.b % 2 : dice.c % 4]
    services.activity_jobs_set(actor=who, activity=activity, version=activity.version, jobs=homes)


def activity_skills(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    needs = [NeedInput(at.analysis.pk, 1 + dice.b % 5), NeedInput(at.writing.pk, 1 + dice.c % 5)][: dice.c % 3]
    services.activity_skills_set(actor=who, activity=activity, version=activity.version, needs=needs)


def activity_demand(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    rows = [DemandInput(at.canada.pk if dice.b % 2 else None, dice.b, "1.50")][: dice.c % 2]
    services.activity_demand_set(actor=who, activity=activity, version=activity.version, rows=rows)


def activity_effort(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    effort = {at.sales.pk: None if dice.b % 2 else dice.b, at.marketing.pk: dice.c}
    services.activity_effort_set(actor=who, activity=activity, version=activity.version, effort=effort)


def activity_delete(who: Actor, at: Small, dice: Dice) -> None:
    activity = dice.pick(activities(at), dice.a)
    services.activity_delete(actor=who, activity=activity, version=activity.version)


def journey_change(who: Actor, at: Small, dice: Dice) -> None:
    at.journey.refresh_from_db()
    services.journey_update(actor=who, journey=at.journey, version=at.journey.version, segment=f"Segment {dice.a}")


EDITS: tuple[Callable[[Actor, Small, Dice], None], ...] = (
    stage_new,
    stage_rename,
    stage_move,
    stage_delete,
    job_new,
    job_change,
    job_move,
    job_delete,
    job_loops,
    activity_new,
    activity_change,
    activity_move,
    activity_jobs,
    activity_skills,
    activity_demand,
    activity_effort,
    activity_delete,
    journey_change,
)
number = st.integers(0, 6)
plans = st.lists(st.tuples(st.sampled_from(EDITS), st.builds(Dice, number, number, number)), min_size=1, max_size=14)


def tried(edit: Callable[[Actor, Small, Dice], None], who: Actor, at: Small, dice: Dice) -> bool:
    """Make the edit if it can be made on this board."""
    try:
        edit(who, at, dice)
    except (DomainError, AttributeError):  # refused, or there is nothing left to pick
        return False
    return True


def undo_all(who: Actor, at: Small) -> int:
    count = 0
    while services.undo.change_to_undo(who, at.journey) is not None:
        services.change_undo(actor=who, journey=at.journey)
        count += 1
    return count


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans)
def test_it_brings_back_the_board_after_any_sequence_of_edits(scoped: Cast, small: Small, plan: list) -> None:
    who = scoped.actor()
    with transaction.atomic():
        before = picture(small.journey)
        seen = [before]
        for edit, dice in plan:
            if tried(edit, who, small, dice):
                seen.append(picture(small.journey))
        count = undo_all(who, small)
        assert picture(small.journey) == before
        for _ in range(count):
            services.change_redo(actor=who, journey=small.journey)
        assert picture(small.journey) == seen[-1]
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans, turns=st.lists(st.sampled_from(["leader", "admin"]), min_size=14, max_size=14))
def test_it_never_takes_back_what_somebody_else_did(scoped: Cast, small: Small, plan: list, turns: list[str]) -> None:
    """Two editors; one undoes as far as possible. Rows the other one changed last stand as they did."""
    actors = {name: scoped.actor(name) for name in ("leader", "admin")}
    with transaction.atomic():
        owner: dict[tuple[str, int], str] = {}
        for (edit, dice), name in zip(plan, turns, strict=False):
            rows = picture(small.journey)[0]
            if tried(edit, actors[name], small, dice):
                after = picture(small.journey)[0]
                owner |= {key: name for key in {*rows, *after} if rows.get(key) != after.get(key)}
        theirs = {key: picture(small.journey)[0].get(key) for key, name in owner.items() if name == "admin"}
        try:
            while True:
                services.change_undo(actor=actors["leader"], journey=small.journey)
        except Conflict:
            pass
        now = picture(small.journey)[0]
        assert {key: now.get(key) for key in theirs} == theirs
        transaction.set_rollback(True)
