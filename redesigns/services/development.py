"""Development programmes: made from the placements, brought up to date with them, and worked on item by item.

They are work under way, so Undo leaves them alone, and they go on when the redesign is no draft any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from redesigns.models import BaselinePerson, DevelopmentItem, Progress, Redesign, RedesignState
from redesigns.programmes import Item, Planned, Wanted, planned, wanted
from redesigns.records import State
from redesigns.selectors.access import is_editor, sees_names
from redesigns.selectors.bench import Bench, bench_load
from redesigns.selectors.design import design_load
from redesigns.selectors.development import owners_possible
from redesigns.services.changing import log_record, redesign_locked
from roles.models import Person, SkillLevel
from roles.services.rollup import inventory_lock
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record, plain
from uniengine.accounts.models import User
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

BATCH = 500
LONGEST_HOW = 500
NOT_KEPT = "(not kept)"


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing a programme up to date did, in items."""

    created: int
    updated: int
    reopened: int
    finished: int
    closed: int

    @property
    def nothing(self) -> bool:
        return not (self.created or self.updated or self.reopened or self.finished or self.closed)


@transaction.atomic
def development_generate(*, actor: Actor, redesign: Redesign) -> Brought:
    """Make the items the placements call for; what has begun or is done keeps its progress, owner and date."""
    actor.require(Permission.PLACEMENTS_EDIT)
    locked = redesign_locked(redesign.pk)
    _ensure_open(actor, locked)
    inventory_lock(actor.organization)  # nobody is erased between reading levels and writing items
    design, bench = design_load(locked), bench_load(locked.baseline)
    rows = {row.pk: row for row in DevelopmentItem.objects.select_for_update().filter(redesign=locked)}
    levels = levels_now(bench)
    known = _known(locked)
    wishes = [wish for wish in wanted(design.state, design.profiles, levels) if wish.number in known]
    found = planned(map(_item, rows.values()), wishes, levels)
    brought = _write(locked, design.state, rows, found)
    if not brought.nothing:
        log_record(actor, locked, "development.generate", created=brought.created, closed=brought.closed)
    return brought


def _known(redesign: Redesign) -> set[int]:
    """Everybody of the baseline who has not been erased since."""
    rows = BaselinePerson.objects.filter(baseline=redesign.baseline_id, person__isnull=False)
    return set(rows.values_list("number", flat=True))


def levels_now(bench: Bench) -> Mapping[int, Mapping[int, int]]:
    """What everybody holds today; of those who are gone, what they held at baseline."""
    here = set(Person.objects.filter(left_on__isnull=True).values_list("pk", flat=True))
    found: dict[int, dict[int, int]] = {number: {} for number in bench.people if number in here}
    rows = SkillLevel.objects.filter(effective=True).values_list("person_id", "skill_id", "level")
    for number, skill, level in rows.iterator(5_000):
        if number in found:
            found[number][skill] = level
    return {number: found.get(number, one.levels) for number, one in bench.people.items()}


@transaction.atomic
def development_update(
    *, actor: Actor, item: DevelopmentItem, version: int, changes: Mapping[str, Any]
) -> DevelopmentItem:
    """How, by when, who sees to it, and how far it is. A stale version is a Conflict with both."""
    actor.require(Permission.PLACEMENTS_EDIT)
    redesign = redesign_locked(item.redesign_id)
    row = DevelopmentItem.objects.select_for_update().filter(pk=item.pk, redesign=redesign).first()
    if row is None:
        raise Conflict("development_gone", "This item is not part of the programme any more.")
    _ensure_may(actor, redesign, row)
    values = _cleaned(redesign, changes)
    if row.version != version:
        raise _stale(row, values)
    moved = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not moved:
        return row
    before = _told({name: getattr(row, name) for name in moved})
    for name, value in moved.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*moved, "version"])
    audit_record(
        actor=actor,
        action="development.update",
        target=row,
        label=f"Redesign {redesign.pk}, development item {row.pk}",
        before=before,
        after=_told(moved),
    )
    return row


def _ensure_open(actor: Actor, redesign: Redesign) -> None:
    if redesign.archived_at is not None or redesign.state == RedesignState.REPLACED:
        raise DomainError("development_closed", "This redesign is not in use any more, so its programme rests.")
    if not (is_editor(actor, redesign) and sees_names(actor, redesign)):
        raise NotAllowed("Only editors of this redesign can do this. Ask one of them to name you.")


def _ensure_may(actor: Actor, redesign: Redesign, row: DevelopmentItem) -> None:
    """Whoever sees to an item may work on it without being an editor."""
    own = actor.user is not None and row.owner_id == actor.user.pk and sees_names(actor, redesign)
    if not own or redesign.archived_at is not None:
        _ensure_open(actor, redesign)


def _cleaned(redesign: Redesign, changes: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: changes[name] for name in ("how", "due", "owner", "progress") if name in changes}
    if "how" in values:
        values["how"] = str(values["how"]).strip()[:LONGEST_HOW]
    if values.get("progress", Progress.PLANNED) not in Progress.values:
        raise DomainError("progress_unknown", "Choose how far it is.", field="progress")
    owner: User | None = values.get("owner")
    if owner is not None and owner not in owners_possible(redesign):
        words = "Choose a member who is named on this redesign and sees names, so that they can follow it."
        raise DomainError("owner_unknown", words, field="owner")
    return values


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """For the change log, which keeps no text somebody typed about a person."""
    found = {name: value.pk if isinstance(value, User) else value for name, value in values.items()}
    return {name: NOT_KEPT if name == "how" else value for name, value in found.items()}


def _stale(row: DevelopmentItem, values: Mapping[str, Any]) -> Conflict:
    theirs = {name: getattr(row, name) for name in values}
    return Conflict(
        "development_stale",
        "Somebody changed this item meanwhile. Look at it as it is now, then save again.",
        details={"version": row.version, "yours": plain(_shown(values)), "theirs": plain(_shown(theirs))},
    )


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.display_name if isinstance(value, User) else value for name, value in values.items()}


def _item(row: DevelopmentItem) -> Item:
    return Item(row.pk, row.number, row.skill_id, row.topic, row.from_level, row.to_level, row.progress)


def _write(redesign: Redesign, state: State, rows: Mapping[int, DevelopmentItem], found: Planned) -> Brought:
    days = _first_days(state)
    made = [_row(redesign, wish, days.get(wish.number)) for wish in found.create]
    DevelopmentItem.objects.bulk_create(made, batch_size=BATCH)
    touched: list[DevelopmentItem] = []
    for item, wish in (*found.update, *found.reopen):
        row = rows[item.id]
        row.from_level, row.to_level = wish.from_level, wish.to_level
        touched.append(row)
    touched += _set(rows, (item for item, _ in found.reopen), Progress.PLANNED)
    touched += _set(rows, found.finish, Progress.DONE)
    touched += _set(rows, found.close, Progress.DROPPED)
    unique = {row.pk: row for row in touched}
    for row in unique.values():
        row.version += 1
    fields = ["from_level", "to_level", "progress", "version"]
    DevelopmentItem.objects.bulk_update(unique.values(), fields, batch_size=BATCH)
    return Brought(len(made), len(found.update), len(found.reopen), len(found.finish), len(found.close))


def _set(rows: Mapping[int, DevelopmentItem], items: Iterable[Item], progress: Progress) -> list[DevelopmentItem]:
    found = [rows[item.id] for item in items]
    for row in found:
        row.progress = progress
    return found


def _row(redesign: Redesign, wish: Wanted, due: date | None) -> DevelopmentItem:
    return DevelopmentItem(
        organization_id=redesign.organization_id,
        redesign=redesign,
        number=wish.number,
        skill_id=wish.skill,
        topic=wish.topic,
        from_level=wish.from_level,
        to_level=wish.to_level,
        how=wish.how,
        due=due,
    )


def _first_days(state: State) -> dict[int, date]:
    """Person -> the first day of their wave: until then they should have learned it."""
    days = {key: fields["starts_on"] for (kind, key), fields in state.items() if kind == "wave"}
    return {
        int(key): date.fromisoformat(days[fields["wave"]])
        for (kind, key), fields in state.items()
        if kind == "placement" and fields["wave"] and days[fields["wave"]]
    }
