"""Flags of a journey: what needs work, each one with the place it is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from journeys.flags import ActivityFacts, Flag, JobFacts, Place, Raised, flags
from journeys.models import Journey, Skill
from journeys.selectors.loading import Loaded, journey_load


@dataclass(frozen=True, slots=True)
class FlagView:
    """One flag. place + pk say what to open; stage is the first stage it concerns, None when there is none."""

    flag: Flag
    place: Place
    pk: int
    words: str
    stage: int | None


@dataclass(frozen=True, slots=True)
class JourneyFlags:
    """Every flag in board order, with counts by kind (only kinds that occur)."""

    flags: tuple[FlagView, ...]
    counts: dict[Flag, int]


def journey_flags(journey: Journey) -> JourneyFlags:
    """Ten queries, whatever the size."""
    loaded = journey_load(journey)
    return flags_of(loaded, skills_unneeded(journey))


def flags_of(loaded: Loaded, unneeded: dict[int, str]) -> JourneyFlags:
    """Flags of rows that are in memory already. unneeded: see skills_unneeded."""
    raised = flags(*_facts(loaded), unneeded, [function.name for function in loaded.functions.values()])
    stages = _first_stages(loaded)
    views = tuple(_view(flag, stages) for flag in raised)
    return JourneyFlags(views, dict(Counter(view.flag for view in views)))


def skills_unneeded(journey: Journey) -> dict[int, str]:
    """Current skills that no activity of any journey in use needs: id -> name."""
    rows = Skill.objects.filter(archived_at__isnull=True).exclude(
        needed_by__activity__journey__in=Journey.objects.filter(archived_at__isnull=True)
    )
    return dict(rows.values_list("pk", "name"))


def by_place(found: JourneyFlags) -> dict[tuple[Place, int], list[FlagView]]:
    """Flags by the thing they are about."""
    places: dict[tuple[Place, int], list[FlagView]] = defaultdict(list)
    for view in found.flags:
        places[(view.place, view.pk)].append(view)
    return places


def _facts(loaded: Loaded) -> tuple[list[JobFacts[int]], list[ActivityFacts[int, int, int]]]:
    loops: dict[int, list[int]] = defaultdict(list)
    for loop in loaded.loops:
        loops[loop.from_job_id].append(loop.to_job_id)
    jobs = [JobFacts(job.pk, job.name, tuple(loops[job.pk])) for job in loaded.jobs]
    helped = loaded.jobs_of()
    activities = [
        ActivityFacts(
            pk,
            activity.name,
            tuple(helped.get(pk, ())),
            {need.skill_id: need.share for need in loaded.needs.get(pk, ())},
        )
        for pk, activity in loaded.activities.items()
    ]
    return jobs, activities


def _first_stages(loaded: Loaded) -> dict[tuple[Place, int], int]:
    stage_of = {job.pk: job.stage_id for job in loaded.jobs}
    first = {(Place.JOB, job): stage for job, stage in stage_of.items()}
    return first | {(Place.ACTIVITY, pk): stage_of[jobs[0]] for pk, jobs in loaded.jobs_of().items() if jobs}


def _view(raised: Raised, stages: dict[tuple[Place, int], int]) -> FlagView:
    pk = int(str(raised.key))
    return FlagView(raised.flag, raised.place, pk, raised.words, stages.get((raised.place, pk)))
