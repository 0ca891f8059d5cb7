"""A draft with roles, pay and segments, for the tests of pay and coverage."""

from __future__ import annotations

from dataclasses import dataclass

from redesigns.models import Redesign
from redesigns.records import record
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, put, seats, staffed
from tests.roles.gap_company import Company


@dataclass
class Draft:
    company: Company
    redesign: Redesign
    hunter: str
    farmer: str
    care: str

    def url(self, tail: str = "") -> str:
        return f"/o/home/redesigns/{self.redesign.pk}/{tail}"


def draft_with_roles(cast: Cast) -> Draft:
    """Hunter (Buy) and Farmer (Adopt) with a seat in Canada and anywhere, Care (Support); the leader's draft."""
    company = staffed(cast)
    redesign = draft_of(cast, company)
    stages = {stage.slot: stage.pk for stage in company.stages}
    hunter, puts = a_role("Hunter", stage=stages["buy"], position=1)
    farmer, more = a_role("Farmer", stage=stages["adopt"], position=2)
    care, rest = a_role("Care", stage=stages["support"], position=3)
    filled = seats(hunter, company.markets[0].pk, 2) | seats(farmer, None, 1)
    put(cast, redesign, puts | more | rest | filled, "Set up")
    redesign.refresh_from_db()
    return Draft(company, redesign, hunter, farmer, care)


def a_measure(role: str, name: str, weight: int, needed: int, **fields: object) -> dict[str, object]:
    return record("measure", role=role, name=name, weight=weight, needed=needed, **fields)
