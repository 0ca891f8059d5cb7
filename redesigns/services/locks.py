""" "Not here": who is kept out of a role, by the solver and by hand. Being kept in a seat is part of the placement."""

from __future__ import annotations

from redesigns.models import Redesign, RedesignChange
from redesigns.records import BENCH, Puts, State, key_of, record
from redesigns.services.changing import PLACE, Decide, redesign_change
from redesigns.services.placement_words import role_name
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError


def ban_put(
    *, actor: Actor, redesign: Redesign, number: int, role: str, seen: int | None = None
) -> RedesignChange | None:
    """Keep a person out of a role; if they sit in it, they are on the bench with the same change."""

    def decide(state: State) -> Puts:
        where = ("placement", str(number))
        if where not in state or ("role", role) not in state:
            raise DomainError("not_there", "This person or this role is not part of the redesign.", field="role")
        made = record("ban", person=number, role=role)
        puts = {key_of("ban", made): made}
        if state[where]["role"] == role:
            if state[where]["locked"]:
                raise DomainError("locked", "They are locked in this role. Unlock them first.", field="role")
            puts[where] = record("placement", state=BENCH)
        return puts

    label = f"Kept 1 person out of {role_name(redesign, role)}"
    return _changed(actor, redesign, label, decide, seen)


def ban_remove(
    *, actor: Actor, redesign: Redesign, number: int, role: str, seen: int | None = None
) -> RedesignChange | None:
    """Let them be considered again; nothing moves by that."""
    label = f"Let 1 person be considered for {role_name(redesign, role)} again"
    return _changed(actor, redesign, label, lambda state: {("ban", f"{number}:{role}"): None}, seen)


def _changed(actor: Actor, redesign: Redesign, label: str, decide: Decide, seen: int | None) -> RedesignChange | None:
    return redesign_change(
        actor=actor,
        redesign=redesign,
        label=label,
        decide=decide,
        seen=seen,
        origin=PLACE,
        permission=Permission.PLACEMENTS_EDIT,
    )
