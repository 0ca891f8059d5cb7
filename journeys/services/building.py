"""Writing a whole draft into a new journey, in bulk: templates, copies and imports end here.

Creating a journey is not undone on the board (there is none yet); archive it instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from journeys.draft import Draft, DraftActivity
from journeys.hooks import journeys_changed
from journeys.models import (
    ActivityDemand,
    ActivityJob,
    ActivitySkill,
    BuyingJob,
    FunctionEffort,
    JobLoop,
    Journey,
    LegacyFunction,
    Skill,
    Stage,
    SupplierActivity,
)
from journeys.names import name_key
from journeys.services.skill_book import MOST_NAMES
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Market, Organization


@dataclass(frozen=True, slots=True)
class Resolved:
    """Rows of the organization that a draft refers to: skills by draft key, the others by name key."""

    skills: Mapping[str, Skill]
    functions: Mapping[str, LegacyFunction]
    markets: Mapping[str, Market]


def draft_build(journey: Journey, draft: Draft, resolved: Resolved) -> None:
    """Fill an empty journey. Runs inside the caller's transaction; the draft's references must resolve."""
    organization = journey.organization
    stages = _stages(journey, draft)
    jobs = _jobs(organization, draft, stages)
    activities = _activities(journey, draft)
    ActivityJob.objects.bulk_create(
        ActivityJob(organization=organization, activity=activities[key], job=jobs[job.key], position=position)
        for job in draft.jobs
        for position, key in enumerate(job.activities)
    )
    _parts(organization, [(activities[activity.key], activity) for activity in draft.activities], resolved)
    journeys_changed(journey.pk)


def _stages(journey: Journey, draft: Draft) -> dict[str, Stage]:
    rows = [
        Stage(organization=journey.organization, journey=journey, name=stage.name, slot=stage.slot, position=position)
        for position, stage in enumerate(draft.stages)
    ]
    return dict(zip((stage.key for stage in draft.stages), Stage.objects.bulk_create(rows), strict=True))


def _jobs(organization: Organization, draft: Draft, stages: Mapping[str, Stage]) -> dict[str, BuyingJob]:
    seen: dict[str, int] = {}
    rows = []
    for job in draft.jobs:
        position = seen.get(job.stage, 0)
        seen[job.stage] = position + 1
        rows.append(
            BuyingJob(
                organization=organization,
                stage=stages[job.stage],
                name=job.name,
                description=job.description,
                channels=list(job.channels),
                buyer_roles=list(job.buyer_roles),
                segment=job.segment,
                position=position,
            )
        )
    made = dict(zip((job.key for job in draft.jobs), BuyingJob.objects.bulk_create(rows), strict=True))
    JobLoop.objects.bulk_create(
        JobLoop(organization=organization, from_job=made[job.key], to_job=made[to], note=note)
        for job in draft.jobs
        for to, note in job.loops
    )
    return made


def _activities(journey: Journey, draft: Draft) -> dict[str, SupplierActivity]:
    rows = [
        SupplierActivity(
            organization=journey.organization,
            journey=journey,
            name=activity.name,
            code=activity.code,
            note=activity.note,
        )
        for activity in draft.activities
    ]
    keys = (activity.key for activity in draft.activities)
    return dict(zip(keys, SupplierActivity.objects.bulk_create(rows), strict=True))


def _parts(
    organization: Organization, pairs: Iterable[tuple[SupplierActivity, DraftActivity]], resolved: Resolved
) -> None:
    pairs = list(pairs)
    ActivitySkill.objects.bulk_create(
        ActivitySkill(
            organization=organization,
            activity=row,
            skill=resolved.skills[need.skill],
            level=need.level,
            share=need.share,
            mandatory=need.mandatory,
        )
        for row, activity in pairs
        for need in activity.needs
    )
    ActivityDemand.objects.bulk_create(
        ActivityDemand(
            organization=organization,
            activity=row,
            market=None if demand.market is None else resolved.markets[name_key(demand.market)],
            volume=demand.volume,
            hours=demand.hours,
        )
        for row, activity in pairs
        for demand in activity.demand
    )
    FunctionEffort.objects.bulk_create(
        FunctionEffort(
            organization=organization,
            activity=row,
            function=resolved.functions[name_key(effort.function)],
            mfte=effort.mfte,
        )
        for row, activity in pairs
        for effort in activity.effort
    )


def functions_resolve(*, actor: Actor, journey: Journey, names: Iterable[str]) -> dict[str, LegacyFunction]:
    """Legacy functions by name key; unknown ones are created without a cost. journey: who needs them."""
    known = {name_key(function.name): function for function in LegacyFunction.objects.all()}
    new: dict[str, LegacyFunction] = {}
    for name in names:
        if name_key(name) not in known:
            new.setdefault(name_key(name), LegacyFunction(organization=actor.organization, name=name))
    if new:
        LegacyFunction.objects.bulk_create(new.values())
        after = {"count": len(new), "names": [function.name for function in new.values()][:MOST_NAMES]}
        audit_record(actor=actor, action="function.create_many", target=journey, after=after)
    return known | new


def markets_by_name() -> dict[str, Market]:
    """The organization's markets by name key."""
    return {name_key(market.name): market for market in Market.objects.all()}
