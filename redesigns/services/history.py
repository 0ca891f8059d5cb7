"""Take back any change that nothing was built on; the history grows by the opposite."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from redesigns.changes import undo_clash, undo_puts
from redesigns.models import Redesign, RedesignChange
from redesigns.records import Key, Puts, State
from redesigns.selectors.history import steps_of, takes_back
from redesigns.services.changing import Origin, changes_since, redesign_change, redesign_locked
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict


@transaction.atomic
def change_undo(*, actor: Actor, redesign: Redesign, position: int | None = None) -> RedesignChange:
    """Take back the change at this position, or the newest that stands. A Conflict names what is in the way."""
    locked = redesign_locked(redesign.pk)
    if position is None:
        change = steps_of(locked).undo
    else:
        change = RedesignChange.objects.filter(redesign=locked, position=position).first()
    if change is None:
        raise Conflict("nothing_to_undo", "There is nothing to take back.")
    return _back(actor, locked, change, "Redid" if takes_back(change) else "Took back")


@transaction.atomic
def change_redo(*, actor: Actor, redesign: Redesign) -> RedesignChange:
    """Do again what was taken back last, as long as nothing was changed since."""
    locked = redesign_locked(redesign.pk)
    change = steps_of(locked).redo
    if change is None:
        raise Conflict("nothing_to_redo", "There is nothing to do again.")
    return _back(actor, locked, change, "Redid")


def _back(actor: Actor, redesign: Redesign, change: RedesignChange, verb: str) -> RedesignChange:
    if RedesignChange.objects.filter(undoes=change).exists():
        raise Conflict("undone_already", "This was taken back already.")

    def decide(state: State) -> Puts:
        if clashing := undo_clash(state, change.entries):
            raise _blocked(redesign, change, clashing)
        return undo_puts(state, change.entries)

    what = change.undoes.label if takes_back(change) and change.undoes else change.label
    words = what.removeprefix("Took back: ").removeprefix("Redid: ")
    origin = Origin(RedesignChange.Kind.UNDO, undoes=change)
    made = redesign_change(actor=actor, redesign=redesign, label=f"{verb}: {words}", decide=decide, origin=origin)
    if made is None:
        raise Conflict("nothing_to_undo", "Nothing of this change is left to take back.")
    return made


def _blocked(redesign: Redesign, change: RedesignChange, clashing: Iterable[Key]) -> Conflict:
    keys = set(clashing)
    for later in changes_since(redesign, change.position):
        if any((one["kind"], one["key"]) in keys for one in later.entries):
            name = later.actor.display_name if later.actor else "Somebody"
            words = f"{name} built on it since ({later.label}). Take that back first, or change it by hand."
            return Conflict("undo_blocked", f"This cannot be taken back: {change.label}. {words}")
    return Conflict("undo_blocked", f"This cannot be taken back: {change.label}. It was changed since.")
