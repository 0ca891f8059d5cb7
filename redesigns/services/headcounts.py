"""Seats of a role by market, and what the leaders decide against its derived skill profile."""

from __future__ import annotations

from typing import Any

from journeys.models import Skill
from redesigns.changes import taken_away
from redesigns.models import Redesign, RedesignChange
from redesigns.records import WHOLE, Puts, State, key_of, record, seat_key
from redesigns.services.changing import redesign_change
from redesigns.services.lookups import existing
from redesigns.services.roles import role_name
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError

MOST_SEATS = 100_000


def headcount_set(
    *,
    actor: Actor,
    redesign: Redesign,
    role: str,
    market: int | None,
    seats: int,
    least_mfte: int = 0,
    seen: int | None = None,
) -> RedesignChange | None:
    """Seats of a role in a market (None: anywhere); 0 seats take them away, and people in them go to the bench.

    least_mfte: FTE in thousandths a person needs for a seat. Raises DomainError when more people sit there.
    """
    if not 0 <= seats <= MOST_SEATS:
        raise DomainError("seats_range", f"Enter 0 to {MOST_SEATS:,} seats.", field="seats")
    if not 0 <= least_mfte <= WHOLE:
        raise DomainError("least_range", "Enter an FTE between 0 and 1.", field="least")
    where = _market_name(market, needed=bool(seats))

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        key = seat_key(role, market)
        if seats:
            return {key: record("headcount", role=role, market=market, seats=seats, least_mfte=least_mfte)}
        return taken_away(state, key) if key in state else {}

    label = f"Set {seats} {'seat' if seats == 1 else 'seats'} for {role_name(redesign, role)}, {where}"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def mark_set(
    *,
    actor: Actor,
    redesign: Redesign,
    role: str,
    skill: int,
    level: int | None,
    mandatory: bool | None,
    seen: int | None = None,
) -> RedesignChange | None:
    """Override level or mandatory of one skill; None leaves it as derived, None for both clears the mark."""
    found = Skill.objects.filter(pk=skill).first()
    if found is None:
        raise DomainError("skill_unknown", "Choose one of the skills from the list.", field="skill")
    if level is not None and not 1 <= level <= 5:
        raise DomainError("level_range", "A level lies between 1 and 5.", field="level")

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        made: dict[str, Any] = record("mark", role=role, skill=skill, level=level, mandatory=mandatory)
        return {key_of("mark", made): None if (level, mandatory) == (None, None) else made}

    verb = "Cleared what was set for" if (level, mandatory) == (None, None) else "Set"
    label = f"{verb} {found.name} in {role_name(redesign, role)}"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def mark_clear(*, actor: Actor, redesign: Redesign, role: str, skill: int, seen: int | None = None) -> None:
    """Back to what the activities ask for; also for a skill that is gone."""

    def decide(state: State) -> Puts:
        existing(state, "role", role)
        return {("mark", f"{role}:{skill}"): None}

    name = Skill.objects.filter(pk=skill).values_list("name", flat=True).first() or "a skill"
    label = f"Cleared what was set for {name} in {role_name(redesign, role)}"
    redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, seen=seen)


def _market_name(market: int | None, *, needed: bool) -> str:
    if market is None:
        return "anywhere"
    name = Market.objects.filter(pk=market).values_list("name", flat=True).first()
    if name is None and needed:
        raise DomainError("market_unknown", "Choose one of the markets, or anywhere.", field="market")
    return name or "a market that is gone"
