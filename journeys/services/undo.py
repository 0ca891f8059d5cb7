"""Undo and redo on the journey board: each person takes back their own changes, newest first.

A change is taken back only where its rows still stand as it left them. If somebody else changed them since, nothing
happens and the message names who changed what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from journeys.history import OWNED_BY, TRACKED, Row, RowChange, content, rows_now
from journeys.models import BoardChange, Journey
from journeys.services.editing import KINDS, journey_lock, revision_raise
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a change as it should be now (`expected`) and as it will be (`target`)."""

    model: str
    pk: int
    expected: Row | None
    target: Row | None


@transaction.atomic
def change_undo(*, actor: Actor, journey: Journey) -> BoardChange:
    """Take back the actor's newest change that still stands.

    Raises Conflict nothing_to_undo, or undo_blocked (details: label, changed_by, their_label).
    """
    return _turn(actor, journey, back=True)


@transaction.atomic
def change_redo(*, actor: Actor, journey: Journey) -> BoardChange:
    """Do again what the actor took back last, unless they changed something else since.

    Raises Conflict nothing_to_redo, or undo_blocked.
    """
    return _turn(actor, journey, back=False)


def change_to_undo(actor: Actor, journey: Journey) -> BoardChange | None:
    """What change_undo would take back."""
    return _own(actor, journey).filter(undone_at__isnull=True).order_by("-id").first()


def change_to_redo(actor: Actor, journey: Journey) -> BoardChange | None:
    """What change_redo would do again."""
    found = _own(actor, journey).filter(undone_at__isnull=False).order_by("-undone_at", "id").first()
    if found is None:
        return None
    newer = _own(actor, journey).filter(undone_at__isnull=True, at__gt=found.undone_at)
    return None if newer.exists() else found


def _own(actor: Actor, journey: Journey) -> QuerySet[BoardChange]:
    return BoardChange.objects.filter(journey=journey, actor=actor.user)


def _turn(actor: Actor, journey: Journey, *, back: bool) -> BoardChange:
    actor.require(Permission.JOURNEY_EDIT)
    locked = journey_lock(journey.pk)
    change = change_to_undo(actor, locked) if back else change_to_redo(actor, locked)
    if change is None:
        word = "undo" if back else "redo"
        raise Conflict(f"nothing_to_{word}", f"There is nothing of yours to {word} on this journey.")
    steps = [_step(row, back=back) for row in change.rows]
    _ensure_untouched(change, steps)
    try:
        with transaction.atomic():
            _apply(change, steps)
    except IntegrityError:
        raise _blocked(change, "The name it had is taken now") from None
    change.undone_at = timezone.now() if back else None
    BoardChange.objects.filter(pk=change.pk).update(undone_at=change.undone_at)
    _record(actor, locked, change, steps, back=back)
    revision_raise(locked.pk)
    return change


def _step(row: RowChange, *, back: bool) -> Step:
    if back:
        return Step(row["model"], row["pk"], expected=row["after"], target=row["before"])
    return Step(row["model"], row["pk"], expected=row["before"], target=row["after"])


def _ensure_untouched(change: BoardChange, steps: Sequence[Step]) -> None:
    """Refuse where a row stands differently, and where somebody else changed it since, be it there and back."""
    others = _changed_by_others(change)
    for model, group in _by_model(steps):
        current = rows_now(model, [step.pk for step in group])
        for step in group:
            if content(step.expected) == content(step.target):
                continue
            moved_on = content(current.get(step.pk)) != content(step.expected)
            if moved_on or (step.model, step.pk) in others:
                raise _blocked(change, "", step)
    _ensure_no_new_parts(change, steps)
    _ensure_parents(change, steps)


def _changed_by_others(change: BoardChange) -> set[tuple[str, int]]:
    """Rows whose content a later change by somebody else touched that still stands."""
    later = BoardChange.objects.filter(pk__gt=change.pk, journey=change.journey_id, undone_at__isnull=True)
    return {
        (row["model"], row["pk"])
        for other in later.order_by("id").iterator(chunk_size=50)
        if other.actor_id != change.actor_id
        for row in other.rows
        if content(row["before"]) != content(row["after"])
    }


def _ensure_no_new_parts(change: BoardChange, steps: Sequence[Step]) -> None:
    """Deleting a row must not take along what was put into it since."""
    for model, group in _by_model([step for step in steps if step.target is None]):
        for child, key in OWNED_BY.get(model, ()):
            known = [step.pk for step in steps if step.model == child]
            parts = TRACKED[child]._default_manager.filter(**{f"{key}__in": [step.pk for step in group]})
            if part := parts.exclude(pk__in=known).first():
                raise _blocked(change, "", Step(child, part.pk, None, None))


def _ensure_parents(change: BoardChange, steps: Sequence[Step]) -> None:
    """Rows can only come back (or go back) to rows that are still there."""
    returning = {(step.model, step.pk) for step in steps if step.target is not None}
    for step in steps:
        if step.target is None or content(step.expected) == content(step.target):
            continue
        for relation in _relations(step.model):
            name, pk = relation.related_model._meta.model_name or "", step.target[relation.attname]
            if pk is None or (name, pk) in returning:
                continue
            if not relation.related_model._base_manager.filter(pk=pk).exists():
                raise _blocked(change, "What it belonged to is gone", Step(name, pk, None, None))


def _relations(model: str) -> Iterator[models.ForeignKey[models.Model, models.Model]]:
    for field in TRACKED[model]._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.name != "organization":
            yield field


def _apply(change: BoardChange, steps: Sequence[Step]) -> None:
    groups = dict(_by_model(steps))
    for model in reversed(list(TRACKED)):
        doomed = [step.pk for step in groups.get(model, ()) if step.target is None]
        if doomed:
            TRACKED[model]._default_manager.filter(pk__in=doomed).delete()
    for model, manager in ((name, TRACKED[name]._default_manager) for name in TRACKED):
        for step in groups.get(model, ()):
            if step.target is not None and step.expected is not None:
                _update(manager, step)
        returning = [_instance(model, step.target) for step in groups.get(model, ()) if _returns(step)]
        manager.bulk_create(returning)


def _returns(step: Step) -> bool:
    return step.expected is None and step.target is not None


def _update(manager: models.Manager[models.Model], step: Step) -> None:
    assert step.expected is not None
    assert step.target is not None
    model = TRACKED[step.model]
    values = {
        name: _python(model, name, value)
        for name, value in step.target.items()
        if value != step.expected[name] and name not in {"version", "revision"}
    }
    if "version" in step.target:
        values["version"] = F("version") + 1
    if values:
        manager.filter(pk=step.pk).update(**values)


def _instance(model: str, row: Row | None) -> models.Model:
    """The deleted row with its old id; its version goes on, so that nobody's older copy passes for current."""
    assert row is not None
    kind = TRACKED[model]
    values = {name: _python(kind, name, value) for name, value in row.items()}
    if "version" in values:
        values["version"] += 1
    return kind(**values)


def _python(model: type[models.Model], attname: str, value: Any) -> Any:
    """The stored JSON value as the field's own type."""
    field = next(field for field in model._meta.concrete_fields if field.attname == attname)
    return field.to_python(value)


def _by_model(steps: Sequence[Step]) -> Iterator[tuple[str, list[Step]]]:
    for model in TRACKED:
        if group := [step for step in steps if step.model == model]:
            yield model, group


def _blocked(change: BoardChange, reason: str, step: Step | None = None) -> Conflict:
    other = _who_touched(change, step) if step else None
    name = other.actor.display_name if other and other.actor else "Somebody"
    details: dict[str, object] = {"label": change.label}
    if other:
        details |= {"changed_by": name, "their_label": other.label, "at": other.at}
        why = f"{name} changed it since ({other.label}). Talk to each other, or change it by hand."
    else:
        why = f"{reason or 'It was changed since'}. Change it by hand."
    return Conflict("undo_blocked", f"This cannot be taken back: {change.label}. {why}", details=details)


def _who_touched(change: BoardChange, step: Step) -> BoardChange | None:
    """The newest later change of the row that still stands."""
    later = BoardChange.objects.filter(Q(pk__gt=change.pk), journey=change.journey_id, undone_at__isnull=True)
    for other in later.select_related("actor").order_by("-id").iterator(chunk_size=50):
        if any(row["model"] == step.model and row["pk"] == step.pk for row in other.rows):
            return other
    return None


def _record(actor: Actor, journey: Journey, change: BoardChange, steps: Sequence[Step], *, back: bool) -> None:
    """One audit row, at the first thing the change was about, so that it counts as its last change."""
    named = next((step for step in steps if step.model in KINDS), None)
    audit_record(
        actor=actor,
        action="change.undo" if back else "change.redo",
        object_type=TRACKED[named.model]._meta.label_lower if named else journey._meta.label_lower,
        object_id=str(named.pk if named else journey.pk),
        label=change.label,
        after={"change": change.pk, "journey": journey.pk},
    )
