"""What a journey needs: its activities' effort, split over markets, skills and stages."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from journeys.effort import Demand, by_skill_and_stage, effort_by_market
from journeys.models import ActivityDemand, ActivityJob, ActivitySkill, Journey


@dataclass(frozen=True, slots=True)
class DemandRow:
    """`mfte` of an activity that take a skill at a level, in a stage and a market (None: no job yet; company-wide)."""

    activity: int
    stage: int | None
    market: int | None
    skill: int
    level: int
    mandatory: bool
    mfte: int
    unweighted: bool


def demand_rows(journey: Journey, productive_hours: int) -> list[DemandRow]:
    """One row per activity, market, skill and stage; they add up to the effort of every activity that takes a skill."""
    efforts = _efforts(journey)
    stages = _jobs_per_stage(journey)
    rows: list[DemandRow] = []
    for activity, wanted in _skills(journey).items():
        known = efforts.get(activity, {})
        hours = dict.fromkeys(known, productive_hours)
        for market, work in effort_by_market(known, hours).items():
            parts = by_skill_and_stage(work.mfte, {one.skill_id: one.share for one in wanted}, stages.get(activity, {}))
            rows += _placed(wanted, parts, market, work.unweighted)
    return rows


def _placed(
    wanted: list[ActivitySkill], parts: dict[tuple[int, int | None], int], market: int | None, unweighted: bool
) -> Iterator[DemandRow]:
    by_id = {one.skill_id: one for one in wanted}
    for (skill, stage), mfte in parts.items():
        one = by_id[skill]
        yield DemandRow(one.activity_id, stage, market, skill, one.level, one.mandatory, mfte, unweighted)


def _skills(journey: Journey) -> dict[int, list[ActivitySkill]]:
    found: defaultdict[int, list[ActivitySkill]] = defaultdict(list)
    for row in ActivitySkill.objects.filter(activity__journey=journey).order_by("activity_id", "id"):
        found[row.activity_id].append(row)
    return found


def _efforts(journey: Journey) -> dict[int, dict[int | None, Demand]]:
    found: defaultdict[int, dict[int | None, Demand]] = defaultdict(dict)
    for row in ActivityDemand.objects.filter(activity__journey=journey).order_by("activity_id", "id"):
        found[row.activity_id][row.market_id] = Demand(row.volume, row.hours)
    return found


def _jobs_per_stage(journey: Journey) -> dict[int, dict[int, int]]:
    """Activity -> stage -> how many of the jobs it serves are there, in the order of the stages."""
    found: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = ActivityJob.objects.filter(activity__journey=journey).order_by("job__stage__position", "job__stage_id")
    for activity, stage in rows.values_list("activity_id", "job__stage_id"):
        found[activity][stage] += 1
    return {activity: dict(stages) for activity, stages in found.items()}
