"""What every edit of a journey shares: permission, one transaction, the lock, the stale check, audit and undo.

Lock order in this app: journey, then stage, buying job, activity. The journey's row lock makes edits of one journey
take turns; the version of the edited row is compared and set all the same, so that a stale edit is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F

from journeys.history import TRACKED, Recorder, RowChange, audit_values, differs
from journeys.hooks import journeys_changed
from journeys.models import BoardChange, Journey
from journeys.names import cleaned, cleaned_text
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record, plain
from uniengine.accounts.models import AuditEntry
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError

M = TypeVar("M", bound=models.Model)

KINDS = {
    "journey": "journey",
    "stage": "stage",
    "buyingjob": "job",
    "supplieractivity": "activity",
    "skill": "skill",
    "legacyfunction": "function",
    "journeyimport": "import",
}
"""What rows are called in messages."""


@dataclass
class Edit:
    """One edit under way. `label` is what the history says about it."""

    actor: Actor
    journey: Journey
    label: str = ""
    target: models.Model | None = None
    recorder: Recorder = field(default_factory=Recorder)

    def row(self, model: type[M], pk: int) -> M:
        """The row as it stands under the lock. Raises Conflict when somebody removed it meanwhile."""
        found = model._default_manager.filter(pk=pk).first()
        if found is None:
            raise gone(model, pk)
        return found

    def set(self, instance: models.Model, version: int, values: Mapping[str, Any]) -> None:
        """Write the fields that differ if `version` is still the current one. Raises Conflict otherwise."""
        model = type(instance)
        self.recorder.watch(model._default_manager.filter(pk=instance.pk))
        row_set(instance, version, values)

    def claim(self, instance: models.Model, version: int, yours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        """Take a new version of a row whose parts are about to change. Raises Conflict when it is stale."""
        self.recorder.watch(type(instance)._default_manager.filter(pk=instance.pk))
        if not version_take(instance, version):
            raise stale(instance, yours, theirs)


@contextmanager
def journey_edit(*, actor: Actor, journey: Journey | int, action: str) -> Iterator[Edit]:
    """One undoable edit of a journey. Nothing is kept when the block raises, or when it changed nothing."""
    actor.require(Permission.JOURNEY_EDIT)
    try:
        with transaction.atomic():
            edit = Edit(actor, journey_lock(journey if isinstance(journey, int) else journey.pk))
            yield edit
            _close(edit, action)
    except IntegrityError:  # what the checks before could not see, for example letters that only differ in case
        message = "Something with this name, or of this kind, is there already. Reload the page and look."
        raise Conflict("collision", message) from None


def journey_lock(pk: int) -> Journey:
    """The journey's row, locked until the transaction ends. Raises Conflict when it is gone or archived."""
    found = Journey.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise gone(Journey, pk)
    if found.archived_at:
        raise DomainError("journey_archived", "This journey is archived. Restore it before you change it.")
    return found


def _close(edit: Edit, action: str) -> None:
    changes = edit.recorder.changes()
    if not differs(changes):
        _versions_back(changes)
        return
    before, after = audit_values(changes, edit.target or edit.journey)
    audit_record(
        actor=edit.actor,
        action=action,
        target=edit.target or edit.journey,
        before=before,
        after=after,
    )
    BoardChange.objects.create(
        organization=edit.journey.organization,
        journey=edit.journey,
        actor=edit.actor.user,
        label=edit.label[:200],
        rows=changes,
    )
    revision_raise(edit.journey.pk)


def revision_raise(*journey_ids: int) -> None:
    """Count a change of these journeys, so that stored analyses know that they are out of date."""
    Journey.objects.filter(pk__in=journey_ids).update(revision=F("revision") + 1)
    journeys_changed(*journey_ids)


def _versions_back(changes: Sequence[RowChange]) -> None:
    """An edit that changed nothing leaves no trace; nobody has seen the raised version yet."""
    for change in changes:
        if change["before"] and change["after"]:
            rows = TRACKED[change["model"]]._default_manager.filter(pk=change["pk"])
            rows.update(version=change["before"]["version"])


def row_set(instance: models.Model, version: int, values: Mapping[str, Any]) -> bool:
    """Compare-and-set of plain fields; returns whether anything changed. Raises Conflict when it is stale."""
    model = type(instance)
    now = model._default_manager.filter(pk=instance.pk).values().first()
    if now is None:
        raise gone(model, instance.pk)
    changed = {name: value for name, value in values.items() if now[name] != value}
    if not changed and now["version"] == version:
        return False
    if not version_take(instance, version, changed):
        raise stale(instance, values, {name: now[name] for name in values})
    return True


def version_take(instance: models.Model, version: int, values: Mapping[str, Any] | None = None) -> bool:
    """UPDATE ... WHERE version = ...: raise the version and set the values, if nobody was faster."""
    rows = type(instance)._default_manager.filter(pk=instance.pk, version=version)
    return bool(rows.update(version=F("version") + 1, **(values or {})))


def stale(instance: models.Model, yours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Conflict:
    """The conflict of an edit that saw an older version; `details` carries both."""
    model = type(instance)
    current = model._default_manager.filter(pk=instance.pk).values_list("version", flat=True).first()
    if current is None:
        return gone(model, instance.pk)
    who = changed_by(model, instance.pk)
    return Conflict(
        "stale_edit",
        f"{who} changed this while you were editing. Look at both versions, then keep one or combine them.",
        details={"yours": plain(yours), "theirs": plain(theirs), "changed_by": who, "version": current},
    )


def gone(model: type[models.Model], pk: int) -> Conflict:
    """The conflict of an edit of something that was removed meanwhile."""
    kind = KINDS.get(model._meta.model_name or "", "entry")
    who = changed_by(model, pk)
    message = f"{who} removed this {kind} meanwhile. Reload the page to see what is there."
    return Conflict("gone", message, details={"changed_by": who})


def changed_by(model: type[models.Model], pk: int) -> str:
    """The name of whoever changed a row last, by the audit log."""
    rows = AuditEntry.objects.filter(object_type=model._meta.label_lower, object_id=str(pk))
    last = rows.select_related("actor").first()
    if last is None:
        return "Somebody"
    return last.actor.display_name if last.actor else last.actor_name or "Somebody"


def named(text: str, field_name: str = "name", longest: int = 200) -> str:
    """A name as it is stored. Raises DomainError when it is empty or too long."""
    name = cleaned(text)
    if not name:
        raise DomainError("name_missing", "Enter a name.", field=field_name)
    if len(name) > longest:
        raise DomainError(
            "name_too_long", f"Shorten this to at most {longest} characters; it has {len(name)}.", field=field_name
        )
    return name


def written(text: str, field_name: str, longest: int = 5_000) -> str:
    """A longer text as it is stored. Raises DomainError when it is too long."""
    found = cleaned_text(text)
    if len(found) > longest:
        raise DomainError(
            "text_too_long", f"Shorten this to at most {longest:,} characters; it has {len(found):,}.", field=field_name
        )
    return found


def short_text(text: str, field_name: str, longest: int) -> str:
    """A line that may be empty. Raises DomainError when it is too long."""
    return named(text, field_name, longest) if cleaned(text) else ""


def ensure_free(taken: models.QuerySet[Any], message: str) -> None:
    """Raises DomainError when the name is in use."""
    if taken.exists():
        raise DomainError("name_taken", message, field="name")


def insert(ordered: Sequence[M], item: M, position: int | None) -> list[M]:
    """The siblings with `item` at `position` (0 = first; None or too large = last)."""
    others = [row for row in ordered if row.pk != item.pk]
    at = len(others) if position is None else max(0, min(position, len(others)))
    return [*others[:at], item, *others[at:]]


def renumber(ordered: Sequence[models.Model]) -> None:
    """Number siblings 0, 1, 2...; writes only those that stand elsewhere now. Versions stay: nobody edited them."""
    for position, row in enumerate(ordered):
        if row.position != position:  # type: ignore[attr-defined]
            type(row)._default_manager.filter(pk=row.pk).update(position=position)
            row.position = position  # type: ignore[attr-defined]
