"""Create, change, move and delete roles of a redesign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeys.models import Stage
from redesigns.changes import taken_away
from redesigns.models import Redesign, RedesignChange, Role
from redesigns.records import Puts, State, record, uid_new
from redesigns.services.changing import redesign_change
from redesigns.services.lookups import existing
from redesigns.services.redesigns import LONGEST_NAME, named
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError

LONGEST_PURPOSE = 500
MOST_ROLES = 500
FIELDS = ("name", "title", "purpose", "stage", "group", "leads")
"""What people edit here; the share of fixed pay is edited with the pay."""


def role_create(
    *, actor: Actor, redesign: Redesign, values: Mapping[str, Any], seen: int | None = None, key: str = ""
) -> str:
    """A new role at the end of its stage; returns its key. values: those of FIELDS that are given."""
    uid = key or uid_new()
    given = _cleaned(redesign, {"name": "", **values})

    def decide(state: State) -> Puts:
        roles = [fields for (kind, _), fields in state.items() if kind == "role"]
        if len(roles) >= MOST_ROLES:
            raise DomainError("roles_too_many", f"A redesign has at most {MOST_ROLES} roles.")
        _ensure_free(state, given["name"])
        _ensure_group(state, given.get("group"))
        position = 1 + max((fields["position"] for fields in roles), default=0)
        return {("role", uid): record("role", position=position, **given)}

    redesign_change(actor=actor, redesign=redesign, label=f"Added the role {given['name']}", decide=decide, seen=seen)
    return uid


def role_update(
    *, actor: Actor, redesign: Redesign, role: str, values: Mapping[str, Any], seen: int | None = None
) -> RedesignChange | None:
    """Change what is given of FIELDS. Raises Conflict when somebody else changed the role since `seen`."""
    given = _cleaned(redesign, values)
    name = given.get("name") or role_name(redesign, role)

    def decide(state: State) -> Puts:
        before = existing(state, "role", role)
        if "name" in given:
            _ensure_free(state, given["name"], but=role)
        _ensure_group(state, given.get("group"))
        return {("role", role): {**before, **given}}

    return redesign_change(actor=actor, redesign=redesign, label=f"Changed the role {name}", decide=decide, seen=seen)


def role_move(*, actor: Actor, redesign: Redesign, role: str, up: bool, seen: int | None = None) -> None:
    """One place up or down among the roles of its stage; at the end nothing happens."""

    def decide(state: State) -> Puts:
        stage = existing(state, "role", role)["stage"]
        rows = [(key, fields) for (kind, key), fields in state.items() if kind == "role" and fields["stage"] == stage]
        order = sorted(rows, key=lambda row: (row[1]["position"], row[1]["name"].casefold(), row[0]))
        place = [key for key, _ in order].index(role)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(order):
            return {}
        order[place], order[other] = order[other], order[place]
        return {("role", key): {**fields, "position": number} for number, (key, fields) in enumerate(order, start=1)}

    label = f"Moved the role {role_name(redesign, role)} {'up' if up else 'down'}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def role_delete(*, actor: Actor, redesign: Redesign, role: str, seen: int | None = None) -> None:
    """Delete a role with all that belongs to it; people in its seats go to the bench."""

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        return taken_away(state, ("role", role))

    label = f"Deleted the role {role_name(redesign, role)}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def role_name(redesign: Redesign, role: str) -> str:
    """The name of a role for labels; "?" for one that is gone."""
    return Role.objects.filter(redesign=redesign, key=role).values_list("name", flat=True).first() or "?"


def _cleaned(redesign: Redesign, values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    if "name" in given:
        given["name"] = named(given["name"])
    if "title" in given:
        given["title"] = short(given["title"], LONGEST_NAME, "title")
    if "purpose" in given:
        given["purpose"] = short(given["purpose"], LONGEST_PURPOSE, "purpose")
    stage = given.get("stage")
    if stage is not None and not Stage.objects.filter(journey=redesign.journey_id, pk=stage).exists():
        raise DomainError("stage_unknown", "Choose one of the stages of this journey, or cross-stage.", field="stage")
    return given


def short(text: str, most: int, field: str) -> str:
    """Text as it is stored. Raises DomainError when it is too long."""
    found = text.strip()
    if len(found) > most:
        raise DomainError(f"{field}_too_long", f"Use at most {most} characters.", field=field)
    return found


def _ensure_free(state: State, name: str, but: str = "") -> None:
    """Two roles of one redesign have different names, whatever the case."""
    for (kind, key), fields in state.items():
        if kind == "role" and key != but and fields["name"].casefold() == name.casefold():
            raise DomainError("role_name_taken", "Another role has this name. Choose another.", field="name")


def _ensure_group(state: State, group: str | None) -> None:
    if group is not None and ("group", group) not in state:
        raise DomainError("group_unknown", "This shared services group does not exist. Choose another.", field="group")
