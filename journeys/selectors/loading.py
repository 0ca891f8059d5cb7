"""A whole journey in memory, read with a fixed number of queries; boards, flags and analyses are built from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from journeys.effort import Demand, Effort, effort_by_market, total
from journeys.models import (
    ActivityDemand,
    ActivityJob,
    ActivitySkill,
    BuyingJob,
    FunctionEffort,
    JobLoop,
    Journey,
    LegacyFunction,
    Stage,
    SupplierActivity,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows of one journey. Lists by activity or job id; missing ids mean "none"."""

    journey: Journey
    stages: tuple[Stage, ...]
    jobs: tuple[BuyingJob, ...]
    loops: tuple[JobLoop, ...]
    activities: dict[int, SupplierActivity]
    links: dict[int, list[int]]
    """Job -> activities in order."""
    needs: dict[int, list[ActivitySkill]]
    demand: dict[int, list[ActivityDemand]]
    efforts: dict[int, list[FunctionEffort]]
    functions: dict[int, LegacyFunction]

    def needed(self, activity: int) -> Effort:
        """d_a over all markets; one unit, unweighted, when nothing is known."""
        hours = self.journey.organization.productive_hours
        known = {row.market_id or 0: Demand(row.volume, row.hours) for row in self.demand.get(activity, ())}
        return total(effort_by_market(known, dict.fromkeys(known, hours)))

    def jobs_of(self) -> dict[int, list[int]]:
        """Activity -> the jobs it helps, in the order of the board."""
        found: dict[int, list[int]] = defaultdict(list)
        for job in self.jobs:
            for activity in self.links.get(job.pk, ()):
                found[activity].append(job.pk)
        return found

    def jobs_per_stage(self) -> dict[int, dict[int, int]]:
        """Activity -> stage -> number of jobs it helps there."""
        stage_of = {job.pk: job.stage_id for job in self.jobs}
        found: dict[int, dict[int, int]] = {}
        for activity, jobs in self.jobs_of().items():
            counts = found.setdefault(activity, {})
            for job in jobs:
                counts[stage_of[job]] = counts.get(stage_of[job], 0) + 1
        return found


def journey_load(journey: Journey) -> Loaded:
    """Nine queries, whatever the size."""
    links: dict[int, list[int]] = defaultdict(list)
    for job, activity in ActivityJob.objects.filter(job__stage__journey=journey).values_list("job", "activity"):
        links[job].append(activity)
    needs: dict[int, list[ActivitySkill]] = defaultdict(list)
    for need in (
        ActivitySkill.objects.filter(activity__journey=journey).select_related("skill").order_by("-share", "id")
    ):
        needs[need.activity_id].append(need)
    demand: dict[int, list[ActivityDemand]] = defaultdict(list)
    rows = ActivityDemand.objects.filter(activity__journey=journey).select_related("market")
    for row in rows.order_by("market__path", "id"):
        demand[row.activity_id].append(row)
    efforts: dict[int, list[FunctionEffort]] = defaultdict(list)
    for effort in FunctionEffort.objects.filter(activity__journey=journey).order_by("id"):
        efforts[effort.activity_id].append(effort)
    return Loaded(
        journey=journey,
        stages=tuple(Stage.objects.filter(journey=journey)),
        jobs=tuple(
            BuyingJob.objects.filter(stage__journey=journey).order_by("stage__position", "stage_id", "position", "id")
        ),
        loops=tuple(JobLoop.objects.filter(from_job__stage__journey=journey).order_by("id")),
        activities={row.pk: row for row in SupplierActivity.objects.filter(journey=journey)},
        links=links,
        needs=needs,
        demand=demand,
        efforts=efforts,
        functions={row.pk: row for row in LegacyFunction.objects.all()},
    )
