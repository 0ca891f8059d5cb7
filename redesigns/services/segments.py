"""Customer segments, and which role is what to them in each stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journeys.models import Stage
from redesigns.changes import taken_away
from redesigns.models import Redesign, RedesignChange, Segment
from redesigns.models.roles import Part
from redesigns.records import Fields, Key, Puts, State, key_of, record, uid_new
from redesigns.services.changing import Decide, redesign_change
from redesigns.services.lookups import existing
from redesigns.services.redesigns import named
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError

LONGEST_HANDOVER = 500
LONGEST_ROUTE = 6
MOST_SEGMENTS = 60
FIELDS = ("name", "local_presence", "specialist", "markets", "hunter", "farmer", "handover", "problem_route")


def segment_create(*, actor: Actor, redesign: Redesign, values: Mapping[str, Any], seen: int | None = None) -> str:
    """A new segment; returns its key. values: those of FIELDS that are given."""
    uid, given = uid_new(), _cleaned({"name": "", **values})

    def decide(state: State) -> Puts:
        if sum(kind == "segment" for kind, _ in state) >= MOST_SEGMENTS:
            raise DomainError("segments_too_many", f"A redesign has at most {MOST_SEGMENTS} segments.")
        _ensure_sound(state, given)
        return {("segment", uid): record("segment", **given)}

    label = f"Added the segment {given['name']}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)
    return uid


def segment_update(
    *, actor: Actor, redesign: Redesign, segment: str, values: Mapping[str, Any], seen: int | None = None
) -> RedesignChange | None:
    """Change what is given of FIELDS."""
    given = _cleaned(values)

    def decide(state: State) -> Puts:
        before = existing(state, "segment", segment)
        _ensure_sound(state, given, but=segment)
        return {("segment", segment): {**before, **given}}

    name = given.get("name") or segment_name(redesign, segment)
    return _change(actor, redesign, f"Changed the segment {name}", decide, seen)


def segment_delete(*, actor: Actor, redesign: Redesign, segment: str, seen: int | None = None) -> RedesignChange | None:
    """Delete a segment with what the roles are to it."""

    def decide(state: State) -> Puts:
        existing(state, "segment", segment)
        return taken_away(state, ("segment", segment))

    return _change(actor, redesign, f"Deleted the segment {segment_name(redesign, segment)}", decide, seen)


def cover_set(
    *,
    actor: Actor,
    redesign: Redesign,
    segment: str,
    stage: int,
    parts: Mapping[str, str],
    seen: int | None = None,
) -> RedesignChange | None:
    """What roles are to a segment in one stage. parts: role -> part; roles left out have none any more."""
    found = Stage.objects.filter(journey=redesign.journey_id, pk=stage).first()
    if found is None:
        raise DomainError("stage_unknown", "This stage is not on the journey. Go back to the coverage checks.")
    if unknown := set(parts.values()) - set(Part.values):
        raise DomainError("part_unknown", f"A role is accountable, doing or specialist, not {', '.join(unknown)}.")

    def decide(state: State) -> Puts:
        existing(state, "segment", segment)
        _ensure_roles(state, parts)
        puts: dict[Key, Fields | None] = dict.fromkeys(_covers(state, segment, stage))
        for role, part in parts.items():
            made = record("cover", segment=segment, stage=stage, role=role, part=part)
            puts[key_of("cover", made)] = made
        return puts

    label = f"Changed who looks after {segment_name(redesign, segment)} in {found.name}"
    return _change(actor, redesign, label, decide, seen)


def segment_name(redesign: Redesign, segment: str) -> str:
    """The name of a segment for labels; "?" for one that is gone."""
    return Segment.objects.filter(redesign=redesign, key=segment).values_list("name", flat=True).first() or "?"


def _change(actor: Actor, redesign: Redesign, label: str, decide: Decide, seen: int | None) -> RedesignChange | None:
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in FIELDS if name in values}
    if "name" in given:
        given["name"] = named(given["name"])
    if "handover" in given:
        given["handover"] = _handover(given["handover"])
    if "markets" in given:
        given["markets"] = _markets(given["markets"])
    if "problem_route" in given:
        given["problem_route"] = list(given["problem_route"])
    if len(given.get("problem_route", ())) > LONGEST_ROUTE:
        words = f"A problem takes at most {LONGEST_ROUTE} steps."
        raise DomainError("route_too_long", words, field="problem_route")
    return given


def _handover(text: str) -> str:
    found = text.strip()
    if len(found) > LONGEST_HANDOVER:
        raise DomainError("handover_too_long", f"Use at most {LONGEST_HANDOVER} characters.", field="handover")
    return found


def _markets(markets: Sequence[int]) -> list[int]:
    known = set(Market.objects.values_list("pk", flat=True))
    if not known.issuperset(markets):
        raise DomainError(
            "market_unknown", "One of these markets does not exist. Choose from the list.", field="markets"
        )
    return sorted(set(markets))


def _ensure_sound(state: State, given: Mapping[str, Any], but: str = "") -> None:
    """Raises DomainError at the field: a name that is taken, a role that is not there."""
    name = given.get("name")
    for (kind, key), fields in state.items():
        if kind == "segment" and key != but and name and fields["name"].casefold() == name.casefold():
            raise DomainError("segment_name_taken", "Another segment has this name. Choose another.", field="name")
    for field in ("hunter", "farmer"):
        _ensure_roles(state, [given[field]] if given.get(field) else [], field)
    _ensure_roles(state, given.get("problem_route", ()), "problem_route")


def _ensure_roles(state: State, roles: Sequence[str] | Mapping[str, str], field: str = "") -> None:
    if any(("role", role) not in state for role in roles):
        words = "One of these roles does not exist any more. Choose from the list."
        raise DomainError("role_unknown", words, field=field)


def _covers(state: State, segment: str, stage: int) -> list[Key]:
    return [
        key
        for key, fields in state.items()
        if key[0] == "cover" and fields["segment"] == segment and fields["stage"] == stage
    ]
