"""Supplier activities: what a supplier must do, and which jobs it helps with."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from journeys.models import ActivityJob, BuyingJob, Journey, SupplierActivity
from journeys.services.editing import Edit, ensure_free, insert, journey_edit, named, renumber, short_text, written
from journeys.services.removal import activities_watch
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict

NAME_LENGTH = 300


def activity_create(
    *,
    actor: Actor,
    journey: Journey,
    name: str,
    jobs: Sequence[BuyingJob | int] = (),
    note: str = "",
    code: str = "",
    position: int | None = None,
) -> SupplierActivity:
    """A new activity that helps with `jobs` (may be none yet), in each at `position` (None = last)."""
    with journey_edit(actor=actor, journey=journey, action="activity.create") as edit:
        chosen = named(name, longest=NAME_LENGTH)
        _free(edit.journey, chosen)
        homes = _jobs_of(edit, jobs)
        activity = SupplierActivity.objects.create(
            organization=actor.organization,
            journey=edit.journey,
            name=chosen,
            note=written(note, "note"),
            code=short_text(code, "code", 60),
        )
        edit.target, edit.label = activity, f"Added “{chosen}”"
        edit.recorder.created(activity)
        for job in homes:
            _link(edit, activity, job, position)
    return SupplierActivity.objects.get(pk=activity.pk)


def activity_update(
    *,
    actor: Actor,
    activity: SupplierActivity,
    version: int,
    name: str | None = None,
    note: str | None = None,
    code: str | None = None,
) -> SupplierActivity:
    """Change what is given. Raises Conflict stale_edit, DomainError name_taken."""
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.update") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        values: dict[str, str] = {}
        if name is not None:
            values["name"] = named(name, longest=NAME_LENGTH)
            _free(edit.journey, values["name"], current)
        if note is not None:
            values["note"] = written(note, "note")
        if code is not None:
            values["code"] = short_text(code, "code", 60)
        edit.target, edit.label = current, f"Changed “{current.name}”"
        edit.set(current, version, values)
    return SupplierActivity.objects.get(pk=activity.pk)


def activity_move(
    *,
    actor: Actor,
    activity: SupplierActivity,
    version: int,
    from_job: BuyingJob | None,
    to_job: BuyingJob,
    position: int | None = None,
) -> SupplierActivity:
    """Let it help `to_job` (at `position`, None = last) instead of `from_job`; the same job only reorders.

    from_job None: it is only added to `to_job`. Other jobs it helps are not touched.
    """
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.move") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        (target,) = _jobs_of(edit, [to_job])
        edit.target, edit.label = current, f"Moved “{current.name}” to “{target.name}”"
        yours = {"job": target.name, "position": position}
        edit.claim(current, version, yours, {"jobs": list(_job_names(current))})
        if from_job is not None and from_job.pk != target.pk:
            _move_link(edit, current, from_job.pk, target)
        _link(edit, current, target, position)
    return SupplierActivity.objects.get(pk=activity.pk)


def activity_jobs_set(
    *, actor: Actor, activity: SupplierActivity, version: int, jobs: Collection[BuyingJob | int]
) -> SupplierActivity:
    """Make it help exactly these jobs; new ones at the end, kept ones stay in place. None: it waits without a job."""
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.jobs") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        homes = _jobs_of(edit, jobs)
        edit.target, edit.label = current, f"Changed which jobs “{current.name}” helps with"
        yours = {"jobs": [job.name for job in homes]}
        edit.claim(current, version, yours, {"jobs": list(_job_names(current))})
        links = ActivityJob.objects.filter(activity=current)
        edit.recorder.watch(links)
        links.exclude(job__in=homes).delete()
        there = set(links.values_list("job_id", flat=True))
        for job in homes:
            if job.pk not in there:
                _link(edit, current, job, None)
    return SupplierActivity.objects.get(pk=activity.pk)


def activity_delete(*, actor: Actor, activity: SupplierActivity, version: int) -> None:
    """Delete it everywhere, with its skills, demand and effort. Raises Conflict stale_edit."""
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.delete") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        edit.target, edit.label = current, f"Deleted “{current.name}”"
        theirs = {"name": current.name, "note": current.note, "jobs": list(_job_names(current))}
        edit.claim(current, version, {"deleted": True}, theirs)
        activities_watch(edit, [current.pk])
        SupplierActivity.objects.filter(pk=current.pk).delete()


def _move_link(edit: Edit, activity: SupplierActivity, from_job: int, target: BuyingJob) -> None:
    """The link of the job it leaves becomes the link of the target, unless the target has one already."""
    links = ActivityJob.objects.filter(activity=activity)
    edit.recorder.watch(links)
    left = links.filter(job=from_job)
    if not left.exists():
        raise Conflict("gone", f"“{activity.name}” does not help that job any more. Reload the page.")
    if links.filter(job=target).exists():
        left.delete()
    else:
        left.update(job=target)


def _link(edit: Edit, activity: SupplierActivity, job: BuyingJob, position: int | None) -> None:
    here = ActivityJob.objects.filter(job=job)
    edit.recorder.watch(here)
    link, _ = ActivityJob.objects.get_or_create(
        organization=edit.journey.organization, activity=activity, job=job, defaults={"position": here.count()}
    )
    renumber(insert(list(here), link, position))


def _jobs_of(edit: Edit, jobs: Collection[BuyingJob | int]) -> list[BuyingJob]:
    pks = list(dict.fromkeys(job if isinstance(job, int) else job.pk for job in jobs))
    found = {job.pk: job for job in BuyingJob.objects.filter(pk__in=pks, stage__journey=edit.journey)}
    if missing := [pk for pk in pks if pk not in found]:
        raise Conflict(
            "job_unknown", "A job you chose is no longer in this journey. Reload the page.", details={"jobs": missing}
        )
    return [found[pk] for pk in pks]


def _job_names(activity: SupplierActivity) -> QuerySet[BuyingJob, str]:
    rows = BuyingJob.objects.filter(helped_by__activity=activity)
    return rows.order_by("stage__position", "position", "id").values_list("name", flat=True)


def _free(journey: Journey, name: str, activity: SupplierActivity | None = None) -> None:
    taken = SupplierActivity.objects.filter(journey=journey, name__iexact=name)
    if activity is not None:
        taken = taken.exclude(pk=activity.pk)
    ensure_free(
        taken,
        f"This journey already has an activity called “{name}”. Link that one to the job, or choose another name.",
    )
