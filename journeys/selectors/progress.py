"""How far the map is: one look over all journeys in use, for the workshop home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from journeys.models import ActivityJob, ActivitySkill, JobLoop, Journey, Skill, Stage, SupplierActivity
from uniengine.accounts.access import Actor


@dataclass(slots=True)
class StageProgress:
    """A stage of the main journey. jobs_served: jobs with an activity; activities_skilled: activities with a skill."""

    pk: int
    name: str
    slot: str
    jobs: int = 0
    jobs_served: int = 0
    activities: int = 0
    activities_skilled: int = 0


@dataclass(slots=True)
class MapProgress:
    """Counts over all journeys in use; `stages` are those of the main one, which is the oldest.

    surveyed: whether anybody has said which functions do what. nobody, shared: activities no function or several
    functions do; nobody_in: stage -> count of the former. shared_mfte: FTE (thousandths) spent outside the function
    that spends most, as far as times are known. widest: the skill that serves most stages, and how many.
    """

    journey: Journey | None = None
    journeys: int = 0
    stages: list[StageProgress] = field(default_factory=list)
    stage_count: int = 0
    stages_filled: int = 0
    jobs: int = 0
    jobs_served: int = 0
    loops: int = 0
    activities: int = 0
    activities_skilled: int = 0
    skills: int = 0
    surveyed: bool = False
    nobody: int = 0
    nobody_in: dict[str, int] = field(default_factory=dict)
    shared: int = 0
    shared_mfte: int = 0
    widest: tuple[str, int] | None = None


def map_progress(actor: Actor) -> MapProgress:
    """Seven queries, whatever the size. Needs the scope of the actor's organization."""
    journeys = list(Journey.objects.filter(archived_at=None).order_by("pk"))
    found = MapProgress(journey=journeys[0] if journeys else None, journeys=len(journeys))
    found.skills = Skill.objects.filter(archived_at=None).count()
    if journeys:
        names = _count_stages(found)
        _count_activities(found, names)
        found.loops = JobLoop.objects.filter(from_job__stage__journey__archived_at=None).count()
        found.widest = _widest_skill()
    return found


def _count_stages(found: MapProgress) -> dict[int, str]:
    """Fills stages and jobs; gives stage id -> name."""
    rows = Stage.objects.filter(journey__archived_at=None).order_by("journey_id", "position", "pk")
    counted = rows.annotate(
        job_count=Count("jobs", distinct=True),
        served_count=Count("jobs", filter=Q(jobs__helped_by__isnull=False), distinct=True),
    )
    names = {}
    for stage in counted:
        names[stage.pk] = stage.name
        found.stage_count += 1
        found.stages_filled += bool(stage.job_count)
        found.jobs += stage.job_count
        found.jobs_served += stage.served_count
        if found.journey is not None and stage.journey_id == found.journey.pk:
            found.stages.append(StageProgress(stage.pk, stage.name, stage.slot, stage.job_count, stage.served_count))
    return names


def _count_activities(found: MapProgress, names: dict[int, str]) -> None:
    stages_of: defaultdict[int, set[int]] = defaultdict(set)
    served = ActivityJob.objects.filter(activity__journey__archived_at=None).order_by()
    for activity, stage in served.values_list("activity_id", "job__stage_id").distinct():
        stages_of[activity].add(stage)
    by_stage = {stage.pk: stage for stage in found.stages}
    nobody_in: defaultdict[str, int] = defaultdict(int)
    for row in _activity_rows():
        found.activities += 1
        found.activities_skilled += row["skilled"]
        found.surveyed = found.surveyed or row["functions"] > 0
        if row["functions"] > 1:
            found.shared += 1
            found.shared_mfte += (row["total"] or 0) - (row["most"] or 0)
        places = stages_of.get(row["pk"], set())
        for stage in places & by_stage.keys():
            by_stage[stage].activities += 1
            by_stage[stage].activities_skilled += row["skilled"]
        if not row["functions"]:
            found.nobody += 1
            for stage in places:
                nobody_in[names[stage]] += 1
    found.nobody_in = dict(nobody_in)


def _activity_rows() -> Iterable[Mapping[str, Any]]:
    rows = SupplierActivity.objects.filter(journey__archived_at=None).order_by()
    return rows.annotate(
        skilled=Exists(ActivitySkill.objects.filter(activity=OuterRef("pk"))),
        functions=Count("efforts"),
        total=Sum("efforts__mfte"),
        most=Max("efforts__mfte"),
    ).values("pk", "skilled", "functions", "total", "most")


def _widest_skill() -> tuple[str, int] | None:
    rows = ActivitySkill.objects.filter(activity__journey__archived_at=None).order_by()
    counted = rows.values("skill__name").annotate(stages=Count("activity__jobs__stage", distinct=True))
    top = counted.order_by("-stages", "skill__name").first()
    return (top["skill__name"], top["stages"]) if top and top["stages"] else None
