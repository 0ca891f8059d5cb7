"""Placing many activities that wait without a job, in one step."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from journeys.models import ActivityJob, BuyingJob, Journey, SupplierActivity
from journeys.services.editing import Edit, gone, journey_edit
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict, DomainError


def activities_place(*, actor: Actor, journey: Journey, activities: Collection[int], job: BuyingJob) -> list[int]:
    """Let activities that help no job yet help `job`, after those already there. Returns which were placed.

    Whatever has found a job meanwhile, or was removed, is passed over and counted in the history.
    Raises DomainError none_chosen, Conflict when the job is gone or nothing is left to place.
    """
    if not activities:
        raise DomainError("none_chosen", "Choose at least one activity to move.", field="activities")
    with journey_edit(actor=actor, journey=journey, action="activity.place") as edit:
        target = BuyingJob.objects.filter(pk=job.pk, stage__journey=edit.journey).first()
        if target is None:
            raise gone(BuyingJob, job.pk)
        waiting = list(SupplierActivity.objects.filter(journey=edit.journey, pk__in=activities, served=None))
        if not waiting:
            raise Conflict("placed_meanwhile", "Somebody has placed these activities meanwhile. Reload the page.")
        edit.target = target
        edit.label = _label(len(waiting), len(set(activities)) - len(waiting), target.name)
        _link_all(edit, waiting, target)
    return [activity.pk for activity in waiting]


def _label(placed: int, passed: int, job: str) -> str:
    things = "1 activity" if placed == 1 else f"{placed:,} activities"
    missing = f" ({passed:,} {'was' if passed == 1 else 'were'} placed or removed by somebody else)" if passed else ""
    return f"Moved {things} to “{job[:100]}”{missing}"


def _link_all(edit: Edit, activities: list[SupplierActivity], job: BuyingJob) -> None:
    """One link each, in the order given; their versions rise, so that an edit that saw them waiting is stale."""
    here = ActivityJob.objects.filter(job=job)
    rows = SupplierActivity.objects.filter(pk__in=[activity.pk for activity in activities])
    edit.recorder.watch(here, rows)
    first = here.count()
    ActivityJob.objects.bulk_create(
        ActivityJob(organization=edit.journey.organization, activity=activity, job=job, position=first + place)
        for place, activity in enumerate(activities)
    )
    rows.update(version=F("version") + 1)
