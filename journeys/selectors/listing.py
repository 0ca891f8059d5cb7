"""Lists: journeys, skills, functions, and what happened on a board."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from journeys.models import (
    ActivitySkill,
    BoardChange,
    BuyingJob,
    FunctionEffort,
    Journey,
    JourneyImport,
    LegacyFunction,
    Skill,
    SkillAlias,
    Stage,
    SupplierActivity,
)
from journeys.names import name_key
from uniengine.accounts.models import Market


def journey_list(*, archived: bool = False, search: str = "") -> QuerySet[Journey]:
    """Journeys with `stage_count`, `job_count`, `activity_count`."""
    rows = Journey.objects.filter(archived_at__isnull=not archived)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(segment__icontains=search))
    return rows.annotate(
        stage_count=_count(Stage.objects.filter(journey=OuterRef("pk")), "journey"),
        job_count=_count(BuyingJob.objects.filter(stage__journey=OuterRef("pk")), "stage__journey"),
        activity_count=_count(SupplierActivity.objects.filter(journey=OuterRef("pk")), "journey"),
    )


def _count(rows: QuerySet, group: str) -> Coalesce:  # type: ignore[type-arg]
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def skill_list(
    *, search: str = "", category: str = "", used: bool | None = None, archived: bool | None = False
) -> QuerySet[Skill]:
    """Skills with `activity_count` and `stage_count` (over journeys in use) and their aliases prefetched.

    archived: None = current and archived ones.
    """
    rows = Skill.objects.all() if archived is None else Skill.objects.filter(archived_at__isnull=not archived)
    if search:
        key = name_key(search)
        rows = rows.filter(
            Q(name_key__contains=key)
            | Q(code__icontains=search)
            | Q(pk__in=SkillAlias.objects.filter(name_key__contains=key).values("skill"))
        )
    if category:
        rows = rows.filter(category=category)
    live = ActivitySkill.objects.filter(skill=OuterRef("pk"), activity__journey__archived_at__isnull=True)
    if used is not None:
        needed = ActivitySkill.objects.filter(activity__journey__archived_at__isnull=True).values("skill")
        rows = rows.filter(pk__in=needed) if used else rows.exclude(pk__in=needed)
    stages = live.order_by().values("skill").annotate(n=Count("activity__jobs__stage", distinct=True)).values("n")
    return rows.annotate(
        activity_count=_count(live, "skill"),
        stage_count=Coalesce(Subquery(stages, output_field=IntegerField()), 0),
    ).prefetch_related("aliases")


def skill_categories() -> list[str]:
    """Categories in use, in order."""
    rows = Skill.objects.filter(archived_at__isnull=True).exclude(category="")
    return list(rows.order_by("category").values_list("category", flat=True).distinct())


def skill_activities(skill: Skill) -> QuerySet[ActivitySkill]:
    """Where a skill is needed: rows with activity and journey, journeys in use only."""
    rows = ActivitySkill.objects.filter(skill=skill, activity__journey__archived_at__isnull=True)
    return rows.select_related("activity__journey").order_by("activity__journey__name", "activity__name")


def function_list() -> QuerySet[LegacyFunction]:
    """Legacy functions with `activity_count`."""
    efforts = FunctionEffort.objects.filter(function=OuterRef("pk"), activity__journey__archived_at__isnull=True)
    return LegacyFunction.objects.annotate(activity_count=_count(efforts, "function"))


def skill_options() -> list[tuple[int, str]]:
    """Skills to choose from: (id, name), the code added where names repeat."""
    rows = list(Skill.objects.filter(archived_at__isnull=True).values_list("pk", "name", "code", "category"))
    times = Counter(name for _, name, _, _ in rows)
    return [
        (pk, f"{name} ({code or category or pk})" if times[name] > 1 else name) for pk, name, code, category in rows
    ]


@dataclass(frozen=True, slots=True)
class JobOption:
    pk: int
    name: str
    stage: int
    stage_name: str


def job_options(journey: Journey) -> list[JobOption]:
    """The jobs of a journey in board order, to choose from."""
    rows = BuyingJob.objects.filter(stage__journey=journey).select_related("stage")
    return [
        JobOption(job.pk, job.name, job.stage_id, job.stage.name)
        for job in rows.order_by("stage__position", "stage_id", "position", "id")
    ]


def market_options() -> list[Market]:
    """The organization's markets, parents first."""
    return list(Market.objects.all())


def journey_changes(journey: Journey) -> QuerySet[BoardChange]:
    """What happened on the board, newest first: label, actor, at, undone_at."""
    return BoardChange.objects.filter(journey=journey).select_related("actor").defer("rows")


def journey_import_list() -> QuerySet[JourneyImport]:
    """Imports of journeys, newest first, without their long parts; with job and journey."""
    return JourneyImport.objects.select_related("job", "journey", "created_by").defer("problems", "preview")
