"""Who sits where: several people at once, each time one change that names nobody.

Moving by hand goes anywhere a seat is free; what keeps somebody from a seat is in services.seating.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from redesigns.models import Redesign, RedesignChange
from redesigns.records import BENCH, LEAVING, PLACED, Fields, Key, State, is_placed, record
from redesigns.services.changing import PLACE, redesign_change
from redesigns.services.placement_words import heads, seat_words
from redesigns.services.seating import Target, seated
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError

MOST_AT_ONCE = 1000


def placements_move(
    *, actor: Actor, redesign: Redesign, numbers: Collection[int], target: Target, seen: int | None = None
) -> RedesignChange | None:
    """Seat people, or take their seats. Raises DomainError `seats_full` with what would mend it."""
    if target.role is None:
        where = "leaving" if target.state == LEAVING else "the bench"
        state = LEAVING if target.state == LEAVING else BENCH
        gone = record("placement", state=state)
        return _change(actor, redesign, numbers, f"Moved {{}} to {where}", lambda fields: dict(gone), seen)
    words = seat_words(redesign, target.role, target.market)

    def decide(state: State, chosen: Mapping[Key, Fields]) -> Mapping[Key, Fields]:
        return seated(redesign, target, state, chosen)

    return _changed(actor, redesign, numbers, f"Moved {{}} to {words}", decide, seen)


def placements_state(
    *, actor: Actor, redesign: Redesign, numbers: Collection[int], state: str, seen: int | None = None
) -> RedesignChange | None:
    """Proposed, selected or confirmed, for people who have a seat."""
    if state not in PLACED:
        raise DomainError("state_unknown", "Choose proposed, selected or confirmed.", field="state")

    def turned(fields: Fields) -> Fields:
        if not is_placed(fields):
            raise DomainError("no_seat", "Somebody chosen has no seat yet. Give them one first.", field="state")
        return {**fields, "state": state}

    return _change(actor, redesign, numbers, f"Set {{}} to {state}", turned, seen, locked_too=True)


def placements_wave(
    *, actor: Actor, redesign: Redesign, numbers: Collection[int], wave: str | None, seen: int | None = None
) -> RedesignChange | None:
    """The wave people with a seat change in, or none."""

    def turned(fields: Fields) -> Fields:
        if wave and not is_placed(fields):
            raise DomainError("no_seat", "Only people with a seat change in a wave. Give them one first.", field="wave")
        return {**fields, "wave": wave or None}

    def decide(state: State, chosen: Mapping[Key, Fields]) -> Mapping[Key, Fields]:
        if wave and ("wave", wave) not in state:
            raise DomainError("wave_gone", "This wave does not exist any more. Choose another.", field="wave")
        return {key: turned(fields) for key, fields in chosen.items()}

    label = "Put {} into a wave" if wave else "Took {} out of their wave"
    return _changed(actor, redesign, numbers, label, decide, seen, locked_too=True)


def placements_lock(
    *, actor: Actor, redesign: Redesign, numbers: Collection[int], locked: bool, seen: int | None = None
) -> RedesignChange | None:
    """ "Keep": the solver leaves them where they are, and nobody moves them by hand until they are unlocked."""
    label = "Locked {} where they are" if locked else "Unlocked {}"

    def turned(fields: Fields) -> Fields:
        return {**fields, "locked": locked}

    return _change(actor, redesign, numbers, label, turned, seen, locked_too=True)


Turn = Callable[[Fields], Fields]
Decide = Callable[[State, Mapping[Key, Fields]], Mapping[Key, Fields]]


def _change(
    actor: Actor,
    redesign: Redesign,
    numbers: Collection[int],
    label: str,
    turned: Turn,
    seen: int | None,
    *,
    locked_too: bool = False,
) -> RedesignChange | None:
    def decide(state: State, chosen: Mapping[Key, Fields]) -> Mapping[Key, Fields]:
        return {key: turned(fields) for key, fields in chosen.items()}

    return _changed(actor, redesign, numbers, label, decide, seen, locked_too=locked_too)


def _changed(
    actor: Actor,
    redesign: Redesign,
    numbers: Collection[int],
    label: str,
    decide: Decide,
    seen: int | None,
    *,
    locked_too: bool = False,
) -> RedesignChange | None:
    """label: with {} for the people. It does not say how many: everybody who sees the history reads it."""
    wanted = sorted(set(numbers))
    if not wanted:
        raise DomainError("nobody_chosen", "Choose somebody first.", field="number")
    if len(wanted) > MOST_AT_ONCE:
        raise DomainError("too_many", f"Move at most {MOST_AT_ONCE:,} people at once.", field="number")
    return redesign_change(
        actor=actor,
        redesign=redesign,
        label=label.replace("{}", "people", 1),
        decide=lambda state: decide(state, _chosen(state, wanted, locked_too=locked_too)),
        seen=seen,
        origin=PLACE,
        permission=Permission.PLACEMENTS_EDIT,
    )


def _chosen(state: State, numbers: Iterable[int], *, locked_too: bool) -> dict[Key, Fields]:
    found = {}
    for number in numbers:
        key = ("placement", str(number))
        if key not in state:
            raise DomainError("person_unknown", "Somebody chosen is not among the people of this redesign.")
        found[key] = state[key]
    locked = sum(fields["locked"] for fields in found.values())
    if locked and not locked_too:
        verb = "is" if locked == 1 else "are"
        raise DomainError("locked", f"{heads(locked)} {verb} locked where they are. Unlock them first.")
    return found
