"""Waves: people who change at the same time. Who is in one is part of the placement."""

from __future__ import annotations

from datetime import date

from redesigns.changes import taken_away
from redesigns.models import Redesign, RedesignChange
from redesigns.records import Puts, State, record, uid_new
from redesigns.services.changing import redesign_change
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict, DomainError

LONGEST_NAME, LONGEST_NOTE = 120, 500


def wave_save(
    *,
    actor: Actor,
    redesign: Redesign,
    name: str,
    starts_on: date | None = None,
    note: str = "",
    wave: str | None = None,
    seen: int | None = None,
) -> str:
    """Add a wave, or change one. Returns its key."""
    words = " ".join(name.split())[:LONGEST_NAME]
    if not words:
        raise DomainError("name_missing", "Give the wave a name.", field="name")
    key = wave or uid_new()
    day = starts_on.isoformat() if starts_on else None
    fields = record("wave", name=words, starts_on=day, note=note.strip()[:LONGEST_NOTE])

    def decide(state: State) -> Puts:
        if wave and ("wave", wave) not in state:
            raise _gone()
        others = {one["name"].casefold() for (kind, uid), one in state.items() if kind == "wave" and uid != key}
        if words.casefold() in others:
            raise DomainError("name_taken", "Another wave has this name. Choose another.", field="name")
        return {("wave", key): fields}

    label = f"{'Changed' if wave else 'Added'} the wave {words}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)
    return key


def wave_remove(*, actor: Actor, redesign: Redesign, wave: str, seen: int | None = None) -> RedesignChange | None:
    """Take a wave away; its people keep their seats and have no wave."""

    def decide(state: State) -> Puts:
        if ("wave", wave) not in state:
            raise _gone()
        return taken_away(state, ("wave", wave))

    return redesign_change(actor=actor, redesign=redesign, label="Removed a wave", decide=decide, seen=seen)


def _gone() -> Conflict:
    return Conflict("wave_gone", "This wave was removed meanwhile.")
