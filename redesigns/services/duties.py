"""The activities of a role: add, change, take out; and give activities without a role to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journeys.models import ActivitySkill, SupplierActivity
from redesigns.models import Redesign, RedesignChange
from redesigns.records import ACCOUNTABLE, DOING, Fields, Key, Puts, State, key_of, record
from redesigns.services.changing import redesign_change
from redesigns.services.lookups import existing
from redesigns.services.roles import role_name
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError

PARTS = (ACCOUNTABLE, DOING)
MOST_ID = 2**63 - 1
"""Beyond it no row has an id, and the database does not even take the question."""


def duties_add(
    *,
    actor: Actor,
    redesign: Redesign,
    role: str,
    activities: Sequence[int],
    part: str = "",
    seen: int | None = None,
) -> RedesignChange | None:
    """Give activities to a role, with all their skills; those it has already stay as they are.

    part: accountable or doing; without one the role is accountable where nobody else is.
    """
    names = _names(redesign, activities)
    if not names:
        raise DomainError("activity_missing", "Choose at least one activity.", field="activity")
    _ensure_part(part or DOING)

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        answered = accountable_for(state)
        puts: dict[Key, Fields] = {}
        for activity in names:
            made = record("duty", role=role, activity=activity, part=part or free_part(answered, activity))
            if key_of("duty", made) not in state:
                puts[key_of("duty", made)] = made
        return puts

    what = next(iter(names.values())) if len(names) == 1 else f"{len(names)} activities"
    label = f"Gave {what} to {role_name(redesign, role)}"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def duty_set(
    *,
    actor: Actor,
    redesign: Redesign,
    role: str,
    activity: int,
    values: Mapping[str, Any],
    seen: int | None = None,
    create: bool = False,
) -> RedesignChange | None:
    """Change a duty: part (accountable or doing), skills (a list of ids, None: all of the activity).

    create: add it when it is not there. Raises DomainError on skills the activity does not take.
    """
    given = dict(values)
    if "part" in given:
        _ensure_part(given["part"])
    if given.get("skills") is not None:
        given["skills"] = _skills(activity, given["skills"])
    names = _names(redesign, [activity])

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        fresh = record("duty", role=role, activity=activity, part=free_part(accountable_for(state), activity))
        key = key_of("duty", fresh)
        before = state.get(key, fresh) if create else existing(state, *key)
        return {key: {**before, **given}}

    label = f"Changed {names.get(activity, 'an activity')} in {role_name(redesign, role)}"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def duty_remove(*, actor: Actor, redesign: Redesign, role: str, activity: int, seen: int | None = None) -> None:
    """Take an activity out of a role."""

    def decide(state: State) -> Puts:
        existing(state, "duty", f"{role}:{activity}")
        return {("duty", f"{role}:{activity}"): None}

    name = SupplierActivity.objects.filter(pk=activity).values_list("name", flat=True).first() or "an activity"
    label = f"Took {name} out of {role_name(redesign, role)}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def duties_tidy(*, actor: Actor, redesign: Redesign, seen: int | None = None) -> RedesignChange | None:
    """Take out every duty whose activity is not on the journey any more."""
    there = set(SupplierActivity.objects.filter(journey=redesign.journey_id).values_list("pk", flat=True))

    def decide(state: State) -> Puts:
        return {key: None for key, fields in state.items() if key[0] == "duty" and fields["activity"] not in there}

    label = "Took out activities that are gone from the journey"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def accountable_for(state: State) -> set[int]:
    """The activities that some role is accountable for."""
    return {
        fields["activity"] for (kind, _), fields in state.items() if kind == "duty" and fields["part"] == ACCOUNTABLE
    }


def free_part(answered: Iterable[int], activity: int) -> str:
    """Accountable where nobody is yet."""
    return DOING if activity in answered else ACCOUNTABLE


def _ensure_part(part: str) -> None:
    if part not in PARTS:
        raise DomainError("part_unknown", "A role is accountable for an activity, or does it.", field="part")


def _names(redesign: Redesign, activities: Sequence[int]) -> dict[int, str]:
    """Names by id. Raises DomainError for one that is not on the journey."""
    known = [activity for activity in activities if activity <= MOST_ID]
    rows = SupplierActivity.objects.filter(journey=redesign.journey_id, pk__in=known)
    found = dict(rows.order_by("pk").values_list("pk", "name"))
    if set(activities) - set(found):
        raise DomainError("activity_unknown", "Choose an activity of this journey.", field="activity")
    return found


def _skills(activity: int, chosen: Sequence[int]) -> list[int] | None:
    """As stored: ascending, None when it is all of them. Raises DomainError on none or on others."""
    known = set(ActivitySkill.objects.filter(activity=activity).values_list("skill_id", flat=True))
    if set(chosen) - known:
        raise DomainError("skills_unknown", "Choose among the skills this activity takes.", field="skills")
    if not chosen:
        words = "Choose at least one skill, or take the activity out of the role."
        raise DomainError("skills_missing", words, field="skills")
    return None if set(chosen) == known else sorted(set(chosen))
