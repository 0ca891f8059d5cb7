"""A journey as a draft: what a copy and an export start from."""

from __future__ import annotations

from collections import defaultdict

from journeys.draft import (
    Draft,
    DraftActivity,
    DraftDemand,
    DraftEffort,
    DraftJob,
    DraftNeed,
    DraftSkill,
    DraftStage,
)
from journeys.models import (
    ActivityDemand,
    ActivityJob,
    ActivitySkill,
    BuyingJob,
    FunctionEffort,
    JobLoop,
    Journey,
    Skill,
    Stage,
    SupplierActivity,
)


def journey_draft(journey: Journey) -> Draft:
    """Everything on the board, in its order. Nine queries whatever the size."""
    links: dict[int, list[str]] = defaultdict(list)
    for job_id, activity_id in ActivityJob.objects.filter(job__stage__journey=journey).values_list("job", "activity"):
        links[job_id].append(str(activity_id))
    loops: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in JobLoop.objects.filter(from_job__stage__journey=journey).order_by("id"):
        loops[row.from_job_id].append((str(row.to_job_id), row.note))
    skills = Skill.objects.filter(needed_by__activity__journey=journey).distinct().order_by("name", "id")
    return Draft(
        stages=tuple(
            DraftStage(str(stage.pk), stage.name, stage.slot) for stage in Stage.objects.filter(journey=journey)
        ),
        jobs=tuple(
            DraftJob(
                key=str(job.pk),
                stage=str(job.stage_id),
                name=job.name,
                activities=tuple(links[job.pk]),
                description=job.description,
                channels=tuple(job.channels),
                buyer_roles=tuple(job.buyer_roles),
                segment=job.segment,
                loops=tuple(loops[job.pk]),
            )
            for job in BuyingJob.objects.filter(stage__journey=journey).order_by(
                "stage__position", "stage_id", "position", "id"
            )
        ),
        activities=_activities(journey),
        skills=tuple(
            DraftSkill(str(skill.pk), skill.name, skill.taxonomy, skill.code, skill.category) for skill in skills
        ),
    )


def _activities(journey: Journey) -> tuple[DraftActivity, ...]:
    needs: dict[int, list[DraftNeed]] = defaultdict(list)
    for need in ActivitySkill.objects.filter(activity__journey=journey).order_by("id"):
        needs[need.activity_id].append(DraftNeed(str(need.skill_id), need.level, need.share, need.mandatory))
    demand: dict[int, list[DraftDemand]] = defaultdict(list)
    for row in ActivityDemand.objects.filter(activity__journey=journey).select_related("market").order_by("id"):
        demand[row.activity_id].append(DraftDemand(row.market.name if row.market else None, row.volume, row.hours))
    effort: dict[int, list[DraftEffort]] = defaultdict(list)
    for done in FunctionEffort.objects.filter(activity__journey=journey).select_related("function").order_by("id"):
        effort[done.activity_id].append(DraftEffort(done.function.name, done.mfte))
    return tuple(
        DraftActivity(
            key=str(activity.pk),
            name=activity.name,
            code=activity.code,
            note=activity.note,
            needs=tuple(needs[activity.pk]),
            demand=tuple(demand[activity.pk]),
            effort=tuple(effort[activity.pk]),
        )
        for activity in SupplierActivity.objects.filter(journey=journey).order_by("id")
    )
