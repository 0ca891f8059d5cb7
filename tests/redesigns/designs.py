"""Small redesigns for tests: a company with people in two markets, a draft of one of its leaders, and short edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from redesigns.models import Redesign, RedesignChange
from redesigns.records import Fields, Key, Puts, key_of, record, uid_new
from redesigns.selectors.states import state_of
from redesigns.services.changing import redesign_change
from redesigns.services.redesigns import redesign_create
from tests.cast import Cast
from tests.roles.gap_company import Company, company_of


def staffed(cast: Cast, people: int = 4) -> Company:
    """A company with people, by turns in its two markets and functions, each a little better at the first skill."""
    company = company_of(cast)
    for number in range(people):
        company.staff(number % 2, number % 2, s0=1 + number % 5, s1=3)
    return company


def draft_of(cast: Cast, company: Company, name: str = "North first", by: str = "leader") -> Redesign:
    return redesign_create(actor=cast.actor(by), journey=company.journey, name=name)


def put(
    cast: Cast, redesign: Redesign, puts: Puts, label: str = "Changed", by: str = "leader"
) -> RedesignChange | None:
    """One change with these very records."""
    return redesign_change(actor=cast.actor(by), redesign=redesign, label=label, decide=lambda state: puts)


def a_role(name: str, **fields: Any) -> tuple[str, dict[Key, Fields]]:
    uid = uid_new()
    return uid, {("role", uid): record("role", name=name, **fields)}


def seats(role: str, market: int | None, count: int, **fields: Any) -> dict[Key, Fields]:
    made = record("headcount", role=role, market=market, seats=count, **fields)
    return {key_of("headcount", made): made}


def seated(number: int, role: str, market: int | None, state: str = "proposed") -> dict[Key, Fields]:
    return {("placement", str(number)): record("placement", state=state, role=role, market=market)}


def now(redesign: Redesign) -> Mapping[Key, Fields]:
    """Its records as they are stored."""
    return state_of(Redesign.objects.select_related("baseline").get(pk=redesign.pk))
