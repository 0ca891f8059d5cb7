"""Reading the change log (audit rows), with the names of people as they are today."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from uniengine.accounts.models import AuditEntry, Invitation, PersonalToken, User

Names = dict[tuple[str, str], str]
# What names people: the log keeps the id only, and the name is read where erasing an account reaches it.
NAMED = (User, Invitation, PersonalToken)
RECENT = 2_000  # rows looked at for the list of known actions
PIECE = 500


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """`action` is the beginning of an action ("member." or "member.change"); `actor` a user id; days are inclusive."""

    action: str = ""
    actor: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: object
    after: object

    @property
    def before_words(self) -> str:
        return _words(self.before)

    @property
    def after_words(self) -> str:
        return _words(self.after)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row of the log. `subject` says what it is about, `changes` which values went from what to what."""

    entry: AuditEntry
    actor: str
    subject: str
    changes: tuple[FieldChange, ...]


def change_list(wanted: ChangeFilter) -> QuerySet[AuditEntry]:
    """Rows of the active organization, the newest first."""
    rows = AuditEntry.objects.select_related("actor").order_by("-id")
    if wanted.action:
        rows = rows.filter(action__startswith=wanted.action)
    if wanted.actor:
        rows = rows.filter(actor_id=wanted.actor)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def change_rows(entries: Sequence[AuditEntry]) -> list[ChangeRow]:
    """The rows in words. Three more queries at most, however many rows."""
    names = {key: name for model in NAMED for key, name in _names(model, entries).items()}
    return [
        ChangeRow(
            entry,
            _actor(entry),
            entry.object_label or names.get((entry.object_type, entry.object_id), ""),
            field_changes(entry),
        )
        for entry in entries
    ]


def change_stream(rows: QuerySet[AuditEntry]) -> Iterator[ChangeRow]:
    """All rows, read in pieces."""
    piece: list[AuditEntry] = []
    for entry in rows.iterator(chunk_size=PIECE):
        piece.append(entry)
        if len(piece) == PIECE:
            yield from change_rows(piece)
            piece = []
    yield from change_rows(piece)


def change_lines(rows: Iterable[ChangeRow]) -> Iterator[list[object]]:
    """Header and rows of the export."""
    yield ["at", "who", "action", "what", "id", "subject", "before", "after", "reason", "request"]
    for row in rows:
        entry = row.entry
        yield [
            entry.at.isoformat(timespec="seconds"),
            row.actor,
            entry.action,
            entry.object_type,
            entry.object_id,
            row.subject,
            _json(entry.before),
            _json(entry.after),
            entry.reason,
            entry.request_id,
        ]


def _json(values: object) -> str:
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)


def action_names() -> list[str]:
    """Actions that occur in the recent log, for the filter."""
    recent = AuditEntry.objects.order_by("-id").values_list("action", flat=True)[:RECENT]
    return sorted(set(recent))


def field_changes(entry: AuditEntry) -> tuple[FieldChange, ...]:
    """Fields whose value differs, in the order they were recorded."""
    before = entry.before if isinstance(entry.before, dict) else {}
    after = entry.after if isinstance(entry.after, dict) else {}
    fields = dict.fromkeys([*before, *after])
    return tuple(
        FieldChange(field, before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    )


def _actor(entry: AuditEntry) -> str:
    return entry.actor.display_name if entry.actor else entry.actor_name


def _names(model: type[User] | type[Invitation] | type[PersonalToken], entries: Iterable[AuditEntry]) -> Names:
    """(type, id as text) -> what the rows about users, invitations and tokens are about, by its present name."""
    label = model._meta.label_lower
    keys = {entry.object_id for entry in entries if entry.object_type == label and entry.object_id.isdigit()}
    if not keys:
        return {}
    return {(label, str(row.pk)): str(row) for row in model._default_manager.filter(pk__in=keys)}


def _words(value: object) -> str:
    """A value as the log shows it; lists and trees as JSON."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
