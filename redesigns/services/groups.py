"""Shared services groups of a redesign: what they are for, their skills, whom they serve and who is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from journeys.models import Skill, Stage
from redesigns.changes import taken_away
from redesigns.models import Group, Redesign, RedesignChange
from redesigns.records import WHOLE, Fields, Key, Puts, State, key_of, record, uid_new
from redesigns.services.changing import redesign_change
from redesigns.services.lookups import existing
from redesigns.services.redesigns import named
from redesigns.services.roles import LONGEST_PURPOSE, short
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError

MOST_GROUPS = 100


@dataclass(frozen=True, slots=True)
class GroupValues:
    """What a group is to be. shares: stage -> thousandths of its time; 0 or absent: it does not serve that stage.

    roles: those that are in it; None leaves them as they are. None of the others either, when a group is changed.
    """

    name: str | None = None
    purpose: str | None = None
    skills: Collection[int] | None = None
    shares: Mapping[int, int] | None = None
    roles: Collection[str] | None = None


def group_create(*, actor: Actor, redesign: Redesign, values: GroupValues, seen: int | None = None) -> str:
    """A new group; returns its key."""
    uid = uid_new()
    name = named(values.name or "")
    puts_of = _Parts(redesign, uid, values)

    def decide(state: State) -> Puts:
        if sum(kind == "group" for kind, _ in state) >= MOST_GROUPS:
            raise DomainError("groups_too_many", f"A redesign has at most {MOST_GROUPS} shared services groups.")
        _ensure_free(state, name)
        made = record("group", name=name, purpose=short(values.purpose or "", LONGEST_PURPOSE, "purpose"))
        return {("group", uid): made} | puts_of(state)

    redesign_change(actor=actor, redesign=redesign, label=f"Added the group {name}", decide=decide, seen=seen)
    return uid


def group_update(
    *, actor: Actor, redesign: Redesign, group: str, values: GroupValues, seen: int | None = None
) -> RedesignChange | None:
    """Change what is given. Raises Conflict when somebody else changed the same since `seen`."""
    puts_of = _Parts(redesign, group, values)

    def decide(state: State) -> Puts:
        after = dict(existing(state, "group", group))
        if values.name is not None:
            after["name"] = named(values.name)
            _ensure_free(state, after["name"], but=group)
        if values.purpose is not None:
            after["purpose"] = short(values.purpose, LONGEST_PURPOSE, "purpose")
        return {("group", group): after} | puts_of(state)

    label = f"Changed the group {values.name or group_name(redesign, group)}"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def group_delete(*, actor: Actor, redesign: Redesign, group: str, seen: int | None = None) -> None:
    """Delete a group; its roles and their people stay, in no group."""

    def decide(state: State) -> Puts:
        existing(state, "group", group)
        return taken_away(state, ("group", group))

    label = f"Deleted the group {group_name(redesign, group)}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def group_name(redesign: Redesign, group: str) -> str:
    """The name of a group for labels; "?" for one that is gone."""
    return Group.objects.filter(redesign=redesign, key=group).values_list("name", flat=True).first() or "?"


class _Parts:
    """The puts of a group's skills, services and members. Raises DomainError on what does not exist."""

    def __init__(self, redesign: Redesign, group: str, values: GroupValues) -> None:
        self.group, self.values = group, values
        if values.skills is not None and Skill.objects.filter(pk__in=values.skills).count() != len(set(values.skills)):
            raise DomainError("skill_unknown", "Choose the skills from the list.", field="skills")
        _ensure_shares(redesign, values.shares or {})

    def __call__(self, state: State) -> dict[Key, Fields | None]:
        return self._skills(state) | self._services(state) | self._members(state)

    def _skills(self, state: State) -> dict[Key, Fields | None]:
        if self.values.skills is None:
            return {}
        made = [record("group_skill", group=self.group, skill=skill) for skill in self.values.skills]
        return self._without(state, "group_skill") | {key_of("group_skill", one): one for one in made}

    def _services(self, state: State) -> dict[Key, Fields | None]:
        if self.values.shares is None:
            return {}
        made = [
            record("service", group=self.group, stage=stage, share=share)
            for stage, share in self.values.shares.items()
            if share
        ]
        return self._without(state, "service") | {key_of("service", one): one for one in made}

    def _without(self, state: State, kind: str) -> dict[Key, Fields | None]:
        return {key: None for key, fields in state.items() if key[0] == kind and fields["group"] == self.group}

    def _members(self, state: State) -> dict[Key, Fields | None]:
        if self.values.roles is None:
            return {}
        wanted = set(self.values.roles)
        if missing := [uid for uid in wanted if ("role", uid) not in state]:
            raise DomainError("role_unknown", f"{len(missing)} of the roles do not exist any more.", field="roles")
        puts: dict[Key, Fields | None] = {}
        for key, fields in state.items():
            if key[0] != "role":
                continue
            if key[1] in wanted and fields["group"] != self.group:
                puts[key] = {**fields, "group": self.group}
            elif key[1] not in wanted and fields["group"] == self.group:
                puts[key] = {**fields, "group": None}
        return puts


def _ensure_shares(redesign: Redesign, shares: Mapping[int, int]) -> None:
    known = set(Stage.objects.filter(journey=redesign.journey_id).values_list("pk", flat=True)) if shares else set()
    for stage, share in shares.items():
        if stage not in known:
            raise DomainError("stage_unknown", "Choose one of the stages of this journey.", field="shares")
        if not 0 <= share <= WHOLE:
            raise DomainError("share_range", "A share lies between 0 and 100 %.", field="shares")


def _ensure_free(state: State, name: str, but: str = "") -> None:
    for (kind, key), fields in state.items():
        if kind == "group" and key != but and fields["name"].casefold() == name.casefold():
            raise DomainError("group_name_taken", "Another group has this name. Choose another.", field="name")
