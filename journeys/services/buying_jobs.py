"""Buying jobs: the cards of a stage, and the loops that lead back from one to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from journeys.models import BuyingJob, JobLoop, Journey, Stage
from journeys.outline import BUYER_ROLES, CHANNELS
from journeys.services.editing import Edit, ensure_free, insert, journey_edit, named, renumber, short_text, written
from journeys.services.stages import jobs_delete
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict, DomainError


def buying_job_create(
    *,
    actor: Actor,
    stage: Stage,
    name: str,
    description: str = "",
    channels: Collection[str] = (),
    buyer_roles: Collection[str] = (),
    segment: str = "",
    position: int | None = None,
) -> BuyingJob:
    """A new card in a stage, at `position` (None = last). channels, buyer_roles: keys of outline.CHANNELS and
    outline.BUYER_ROLES."""
    with journey_edit(actor=actor, journey=stage.journey_id, action="job.create") as edit:
        home = edit.row(Stage, stage.pk)
        siblings = list(_jobs(home))
        values = _values(name, description, channels, buyer_roles, segment)
        _free(home, values["name"])
        job = BuyingJob.objects.create(organization=actor.organization, stage=home, position=len(siblings), **values)
        edit.target, edit.label = job, f"Added the job “{job.name}” to {home.name}"
        edit.recorder.created(job)
        edit.recorder.watch(_jobs(home).exclude(pk=job.pk))
        renumber(insert(siblings, job, position))
    return BuyingJob.objects.get(pk=job.pk)


def buying_job_update(
    *,
    actor: Actor,
    job: BuyingJob,
    version: int,
    name: str | None = None,
    description: str | None = None,
    channels: Collection[str] | None = None,
    buyer_roles: Collection[str] | None = None,
    segment: str | None = None,
    loops: Collection[int] | None = None,
) -> BuyingJob:
    """Change what is given, in one undoable edit. loops: the jobs it leads back to; those that stay keep their notes.

    Raises Conflict stale_edit, DomainError loop_to_itself, job_unknown.
    """
    with journey_edit(actor=actor, journey=journey_of(job), action="job.update") as edit:
        current = edit.row(BuyingJob, job.pk)
        values = _values(name, description, channels, buyer_roles, segment)
        if "name" in values:
            _free(current.stage, values["name"], current)
        edit.target, edit.label = current, f"Changed the job “{current.name}”"
        if loops is None:
            edit.set(current, version, values)
        else:
            _words_and_loops_set(edit, current, version, values, loops)
    return BuyingJob.objects.get(pk=job.pk)


def _words_and_loops_set(
    edit: Edit, job: BuyingJob, version: int, values: Mapping[str, Any], targets: Collection[int]
) -> None:
    """Both under one version, so that a stale edit sees both versions of everything."""
    _check_targets(edit, job, targets)
    words = {name: getattr(job, name) for name in values}
    if words == values:
        edit.label = _loops_label(job)
    _loops_claim(edit, job, version, targets, values, words)
    BuyingJob.objects.filter(pk=job.pk).update(**values)
    _loops_write(edit, job, dict.fromkeys(targets))


def _loops_label(job: BuyingJob) -> str:
    return f"Changed where “{job.name}” loops back to"


def buying_job_move(
    *, actor: Actor, job: BuyingJob, version: int, stage: Stage, position: int | None = None
) -> BuyingJob:
    """Put a card into `stage` (the same or another one of its journey) at `position` (None = last)."""
    with journey_edit(actor=actor, journey=journey_of(job), action="job.move") as edit:
        current, home = edit.row(BuyingJob, job.pk), edit.row(Stage, stage.pk)
        _same_journey(edit.journey, home)
        _free(home, current.name, current)
        edit.target, edit.label = current, f"Moved the job “{current.name}” to {home.name}"
        yours = {"stage": home.name, "position": position}
        edit.claim(current, version, yours, {"stage": current.stage.name, "position": current.position})
        edit.recorder.watch(_jobs(home), _jobs(current.stage))
        BuyingJob.objects.filter(pk=current.pk).update(stage=home)
        renumber(insert(list(_jobs(home)), current, position))
        renumber(list(_jobs(current.stage)))
    return BuyingJob.objects.get(pk=job.pk)


def buying_job_delete(*, actor: Actor, job: BuyingJob, version: int, with_activities: bool = False) -> None:
    """Delete a card. Activities that help no other job stay on the board without a job, unless `with_activities`."""
    with journey_edit(actor=actor, journey=journey_of(job), action="job.delete") as edit:
        current = edit.row(BuyingJob, job.pk)
        edit.target, edit.label = current, f"Deleted the job “{current.name}”"
        theirs = {"name": current.name, "stage": current.stage.name, "position": current.position}
        edit.claim(current, version, {"deleted": True}, theirs)
        edit.recorder.watch(_jobs(current.stage))
        jobs_delete(edit, BuyingJob.objects.filter(pk=current.pk), with_activities=with_activities)
        renumber(list(_jobs(current.stage)))


def loop_set(*, actor: Actor, job: BuyingJob, version: int, targets: Sequence[int] | Mapping[int, str]) -> BuyingJob:
    """Make the loops of a job lead to exactly these jobs (ids, or id -> note). Raises Conflict stale_edit,
    DomainError loop_to_itself, job_unknown."""
    notes = dict(targets) if isinstance(targets, Mapping) else dict.fromkeys(targets, None)
    with journey_edit(actor=actor, journey=journey_of(job), action="job.loops") as edit:
        current = edit.row(BuyingJob, job.pk)
        _check_targets(edit, current, notes)
        edit.target, edit.label = current, _loops_label(current)
        _loops_claim(edit, current, version, notes, {}, {})
        _loops_write(edit, current, notes)
    return BuyingJob.objects.get(pk=job.pk)


def _loops_claim(
    edit: Edit,
    job: BuyingJob,
    version: int,
    targets: Collection[int],
    yours: Mapping[str, Any],
    theirs: Mapping[str, Any],
) -> None:
    loops = JobLoop.objects.filter(from_job=job)
    now = sorted(loops.values_list("to_job", flat=True))
    edit.claim(job, version, {**yours, "loops": sorted(targets)}, {**theirs, "loops": now})
    edit.recorder.watch(loops)


def _loops_write(edit: Edit, job: BuyingJob, notes: Mapping[int, str | None]) -> None:
    loops = JobLoop.objects.filter(from_job=job)
    loops.exclude(to_job__in=list(notes)).delete()
    there = set(loops.values_list("to_job", flat=True))
    for target, note in notes.items():
        text = None if note is None else short_text(note, "note", 200)
        if target not in there:
            JobLoop.objects.create(
                organization=edit.journey.organization, from_job=job, to_job_id=target, note=text or ""
            )
        elif text is not None:
            loops.filter(to_job=target).exclude(note=text).update(note=text)


def _check_targets(edit: Edit, job: BuyingJob, targets: Collection[int]) -> None:
    if job.pk in targets:
        raise DomainError("loop_to_itself", "A job cannot loop back to itself. Choose another job.", field="targets")
    known = BuyingJob.objects.filter(pk__in=list(targets), stage__journey=edit.journey).count()
    if known != len(set(targets)):
        raise Conflict("job_unknown", "A job the loop leads to is no longer in this journey. Reload and choose again.")


def _values(
    name: str | None,
    description: str | None,
    channels: Collection[str] | None,
    buyer_roles: Collection[str] | None,
    segment: str | None,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = named(name)
    if description is not None:
        values["description"] = written(description, "description")
    if channels is not None:
        values["channels"] = _known(channels, CHANNELS, "channels")
    if buyer_roles is not None:
        values["buyer_roles"] = _known(buyer_roles, BUYER_ROLES, "buyer_roles")
    if segment is not None:
        values["segment"] = short_text(segment, "segment", 120)
    return values


def _known(chosen: Collection[str], known: Mapping[str, str], field: str) -> list[str]:
    if unknown := sorted(set(chosen) - set(known)):
        raise DomainError("choice_unknown", f"Choose out of: {', '.join(known)}. Not known: {unknown[0]}.", field=field)
    return [key for key in known if key in chosen]


def journey_of(job: BuyingJob) -> int:
    return job.stage.journey_id


def _jobs(stage: Stage) -> QuerySet[BuyingJob]:
    return BuyingJob.objects.filter(stage=stage)


def _same_journey(journey: Journey, stage: Stage) -> None:
    if stage.journey_id != journey.pk:
        raise DomainError("other_journey", "Choose a stage of the same journey.", field="stage")


def _free(stage: Stage, name: str, job: BuyingJob | None = None) -> None:
    """Two jobs of one name in one stage could not be told apart in a file."""
    taken = _jobs(stage).filter(name__iexact=name)
    if job is not None:
        taken = taken.exclude(pk=job.pk)
    ensure_free(taken, f"{stage.name} already has a job called “{name}”. Choose a different name.")
