"""A role's pay: its mix, and the measures behind the variable part. One save is one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from redesigns.models import Redesign, RedesignChange, Role
from redesigns.records import Fields, Key, Puts, State, record, uid_new
from redesigns.services.changing import Decide, redesign_change
from redesigns.services.lookups import existing
from redesigns.services.redesigns import named
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict, DomainError

MOST_MEASURES = 20
MIX = ("fixed_share", "needed_fixed_share")
MEASURE = ("name", "weight", "needed", "influences", "pod_metric")


def pay_set(
    *,
    actor: Actor,
    redesign: Redesign,
    role: str,
    mix: Mapping[str, int | None],
    measures: Sequence[Mapping[str, Any]],
    seen: int | None = None,
) -> RedesignChange | None:
    """The whole pay of a role. mix: those of MIX that are given, thousandths.

    measures: fields of MEASURE, with `key` for one that is there already; those not given are taken away.
    """
    given = [(one.get("key") or "", _measure(one)) for one in measures]

    def decide(state: State) -> Puts:
        before = existing(state, "role", role)
        puts: dict[Key, Fields | None] = {("role", role): {**before, **_mix(mix)}}
        puts |= dict.fromkeys(_keys(state, role))
        for uid, values in given:
            was = _existing(state, role, uid) if uid else record("measure", role=role)
            puts["measure", uid or uid_new()] = {**was, **values}
        return _sound(role, state, puts)

    return _change(actor, redesign, role, decide, seen)


def measure_add(
    *, actor: Actor, redesign: Redesign, role: str, values: Mapping[str, Any], seen: int | None = None
) -> str:
    """One more measure; returns its key."""
    uid, given = uid_new(), _measure({"name": "", **values})

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        return _sound(role, state, {("measure", uid): record("measure", role=role, **given)})

    _change(actor, redesign, role, decide, seen)
    return uid


def measure_change(
    *, actor: Actor, redesign: Redesign, role: str, measure: str, values: Mapping[str, Any], seen: int | None = None
) -> RedesignChange | None:
    """Change what is given of MEASURE."""
    given = _measure(values)

    def decide(state: State) -> Puts:
        return _sound(role, state, {("measure", measure): {**_existing(state, role, measure), **given}})

    return _change(actor, redesign, role, decide, seen)


def measure_remove(
    *, actor: Actor, redesign: Redesign, role: str, measure: str, seen: int | None = None
) -> RedesignChange | None:
    """Take a measure away."""

    def decide(state: State) -> Puts:
        _existing(state, role, measure)
        return {("measure", measure): None}

    return _change(actor, redesign, role, decide, seen)


def _change(actor: Actor, redesign: Redesign, role: str, decide: Decide, seen: int | None) -> RedesignChange | None:
    name = Role.objects.filter(redesign=redesign, key=role).values_list("name", flat=True).first() or "?"
    return redesign_change(actor=actor, redesign=redesign, label=f"Changed the pay of {name}", decide=decide, seen=seen)


def _mix(values: Mapping[str, int | None]) -> dict[str, int | None]:
    return {name: values[name] for name in MIX if name in values}


def _measure(values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in MEASURE if name in values}
    if "name" in given:
        given["name"] = named(given["name"])
    return given


def _keys(state: State, role: str) -> list[Key]:
    return [key for key, fields in state.items() if key[0] == "measure" and fields["role"] == role]


def _existing(state: State, role: str, measure: str) -> Fields:
    found = state.get(("measure", measure))
    if found is None or found["role"] != role:
        raise Conflict("measure_gone", "This measure was removed meanwhile. Look at the pay as it is now.")
    return found


def _sound(role: str, state: State, puts: Puts) -> Puts:
    """The puts, when they leave the role with not too many measures, each with a name of its own."""
    kept = {key: state[key] for key in _keys(state, role)} | {k: f for k, f in puts.items() if k[0] == "measure"}
    names = [fields["name"].casefold() for fields in kept.values() if fields is not None]
    if len(names) > MOST_MEASURES:
        raise DomainError("measures_too_many", f"A role has at most {MOST_MEASURES} measures.")
    if len(set(names)) < len(names):
        raise DomainError(
            "measure_name_taken", "Two measures of this role have the same name. Rename one.", field="name"
        )
    return puts
