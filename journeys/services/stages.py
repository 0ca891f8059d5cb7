"""Stages: the columns of the board."""

from __future__ import annotations

from django.db.models import QuerySet

from journeys.models import ActivityJob, BuyingJob, JobLoop, Journey, Slot, Stage, SupplierActivity
from journeys.services.editing import Edit, ensure_free, insert, journey_edit, named, renumber
from journeys.services.removal import activities_only_helping, activities_watch
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError


def stage_create(*, actor: Actor, journey: Journey, name: str, slot: str = "", position: int | None = None) -> Stage:
    """A new column; `slot` is its colour (Slot), by default the first one not in use. None = last."""
    with journey_edit(actor=actor, journey=journey, action="stage.create") as edit:
        siblings = list(_stages(edit.journey))
        chosen = named(name, longest=80)
        _free(edit.journey, chosen)
        stage = Stage.objects.create(
            organization=actor.organization,
            journey=edit.journey,
            name=chosen,
            slot=_slot(slot or _unused_slot(siblings)),
            position=len(siblings),
        )
        edit.target, edit.label = stage, f"Added the stage “{chosen}”"
        edit.recorder.created(stage)
        edit.recorder.watch(_stages(edit.journey).exclude(pk=stage.pk))
        renumber(insert(siblings, stage, position))
    return Stage.objects.get(pk=stage.pk)


def stage_update(
    *, actor: Actor, stage: Stage, version: int, name: str | None = None, slot: str | None = None
) -> Stage:
    """Rename or recolour. Raises Conflict stale_edit, DomainError name_taken, slot_unknown."""
    with journey_edit(actor=actor, journey=stage.journey_id, action="stage.update") as edit:
        current = edit.row(Stage, stage.pk)
        values: dict[str, str] = {}
        if name is not None:
            values["name"] = named(name, longest=80)
            _free(edit.journey, values["name"], current)
        if slot is not None:
            values["slot"] = _slot(slot)
        edit.target, edit.label = current, f"Changed the stage “{current.name}”"
        edit.set(current, version, values)
    return Stage.objects.get(pk=stage.pk)


def stage_move(*, actor: Actor, stage: Stage, version: int, position: int) -> Stage:
    """Put the column at `position` (0 = first)."""
    with journey_edit(actor=actor, journey=stage.journey_id, action="stage.move") as edit:
        current = edit.row(Stage, stage.pk)
        edit.target, edit.label = current, f"Moved the stage “{current.name}”"
        edit.claim(current, version, {"position": position}, {"position": current.position})
        siblings = _stages(edit.journey)
        edit.recorder.watch(siblings)
        renumber(insert(list(siblings), current, position))
    return Stage.objects.get(pk=stage.pk)


def stage_delete(*, actor: Actor, stage: Stage, version: int, with_activities: bool = False) -> None:
    """Delete a column with its jobs. Activities that help no other job stay on the board without a job, unless
    `with_activities`. Raises Conflict stale_edit."""
    with journey_edit(actor=actor, journey=stage.journey_id, action="stage.delete") as edit:
        current = edit.row(Stage, stage.pk)
        edit.target, edit.label = current, f"Deleted the stage “{current.name}”"
        edit.claim(current, version, {"deleted": True}, {"name": current.name, "position": current.position})
        edit.recorder.watch(_stages(edit.journey))
        jobs_delete(edit, BuyingJob.objects.filter(stage=current), with_activities=with_activities)
        Stage.objects.filter(pk=current.pk).delete()
        renumber(list(_stages(edit.journey)))


def jobs_delete(edit: Edit, jobs: QuerySet[BuyingJob], *, with_activities: bool) -> None:
    """Delete these jobs with their loops and links, recording every row."""
    pks = list(jobs.values_list("pk", flat=True))
    edit.recorder.watch(
        BuyingJob.objects.filter(pk__in=pks),
        JobLoop.objects.filter(from_job__in=pks),
        JobLoop.objects.filter(to_job__in=pks),
        ActivityJob.objects.filter(job__in=pks),
    )
    doomed = activities_only_helping(pks) if with_activities else []
    activities_watch(edit, doomed)
    SupplierActivity.objects.filter(pk__in=doomed).delete()
    BuyingJob.objects.filter(pk__in=pks).delete()


def _stages(journey: Journey) -> QuerySet[Stage]:
    return Stage.objects.filter(journey=journey)


def _slot(slot: str) -> str:
    if slot not in Slot.values:
        raise DomainError("slot_unknown", f"Choose one of the stage colours: {', '.join(Slot.values)}.", field="slot")
    return slot


def _unused_slot(stages: list[Stage]) -> str:
    used = [stage.slot for stage in stages]
    return min(Slot.values, key=used.count)


def _free(journey: Journey, name: str, stage: Stage | None = None) -> None:
    taken = _stages(journey).filter(name__iexact=name)
    if stage is not None:
        taken = taken.exclude(pk=stage.pk)
    ensure_free(taken, f"This journey already has a stage called “{name}”. Choose a different name.")
