"""What goes when jobs and activities are deleted."""

from __future__ import annotations

from collections.abc import Collection

from journeys.models import (
    ActivityDemand,
    ActivityJob,
    ActivitySkill,
    FunctionEffort,
    SupplierActivity,
)
from journeys.services.editing import Edit


def activities_only_helping(jobs: Collection[int]) -> list[int]:
    """Activities that help at least one of these jobs and no other."""
    here = ActivityJob.objects.filter(job__in=jobs).values_list("activity_id", flat=True)
    elsewhere = ActivityJob.objects.filter(activity__in=here).exclude(job__in=jobs)
    return sorted(set(here) - set(elsewhere.values_list("activity_id", flat=True)))


def activities_watch(edit: Edit, pks: Collection[int]) -> None:
    """Record these activities with everything that is deleted with them."""
    if not pks:
        return
    edit.recorder.watch(
        SupplierActivity.objects.filter(pk__in=pks),
        ActivityJob.objects.filter(activity__in=pks),
        ActivitySkill.objects.filter(activity__in=pks),
        ActivityDemand.objects.filter(activity__in=pks),
        FunctionEffort.objects.filter(activity__in=pks),
    )
