"""Write the demo company into the database, and take it out again.

Loading is one transaction: either the whole company is there or nothing of it. What is there already is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from demo.company import company
from demo.places import SLUG
from demo.redesigns import redesigns_load
from demo.rows import (
    draft_with_names,
    function_rows,
    market_rows,
    organization_row,
    person_rows,
    rating_rows,
    seat_rows,
)
from demo.seats import SEATS
from demo.shapes import Company
from journeys.models import Journey
from journeys.services.journeys import fill, journey_row
from journeys.services.skill_book import skills_resolve
from roles.services.gaps import gaps_compute, gaps_store
from roles.services.rollup import inventory_lock, inventory_replaced
from uniengine.accounts.access import Actor, system_actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import AuditEntry, Organization, User
from uniengine.accounts.services.deletion import organization_empty
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope
from uniengine.workshops.services.workshops import agenda_update, step_reopen, workshop_current

LOAD = "demo.load"
WORKSHOP = "Around the plant operator"
AGENDA = (
    ("Day 1, 9:00", "leader"),
    ("Day 1, 10:30", "facilitator"),
    ("Day 1, 13:30", "leader"),
    ("Day 1, 15:00", "admin"),
    ("Day 2, 9:00", "owner"),
    ("Day 2, 10:30", "facilitator"),
    ("Day 2, 13:30", "leader"),
    ("Day 2, 16:00", "owner"),
)
"""When each step is planned and which seat leads it, in the order of the agenda."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The organization, and whether this call wrote it."""

    organization: Organization
    written: bool


@transaction.atomic
def company_load(*, reset: bool = False) -> Loaded:
    """The demo company with finished figures. A second call changes nothing, unless `reset` asks to start over.

    Raises DomainError slug_taken when an organization of somebody else has the demo's address.
    """
    found = Organization.objects.select_for_update().filter(slug=SLUG).first()
    if found is not None and not _is_ours(found):
        raise DomainError("slug_taken", f"Another organization is called '{SLUG}'. Rename it, or use another database.")
    if found is not None and not reset:
        return Loaded(found, written=False)
    firm = company()
    if found is not None:
        with scope(found.pk):
            organization_empty(found)
    organization = organization_row(firm)
    with scope(organization.pk):
        _write(system_actor(organization), firm)
    return Loaded(organization, written=True)


def _write(actor: Actor, firm: Company) -> None:
    organization = actor.organization
    markets = market_rows(organization, firm)
    seat_rows(organization, firm, markets)
    functions = function_rows(organization, firm)
    journey = _journey(actor, firm)
    skills = skills_resolve(actor=actor, journey=journey, skills=draft_with_names(firm).skills)
    inventory = inventory_lock(organization)  # not before the journey: with an inventory, a journey asks for a refresh
    people = person_rows(organization, firm, markets, functions)
    ratings = rating_rows(organization, firm, people, skills)
    inventory_replaced(inventory)
    _workshop(actor)
    picture = gaps_compute(organization=organization, journey=journey, progress=_in_silence)
    gaps_store(organization=organization, journey=journey, picture=picture)
    redesigns_load(organization, journey)
    audit_record(
        actor=actor,
        action=LOAD,
        target=organization,
        after={"people": len(people), "ratings": ratings, "journey": journey.name, "digest": firm.digest},
    )


def _journey(actor: Actor, firm: Company) -> Journey:
    journey = journey_row(actor, firm.journey.name, firm.segment)
    fill(actor, journey, draft_with_names(firm))
    return journey


def _workshop(actor: Actor) -> None:
    """Everything is prepared; what the team has not done yet is talk about the last step."""
    workshop = workshop_current(organization=actor.organization)
    leads = {seat.mailbox: User.objects.get(email=seat.email) for seat in SEATS}
    steps = [item.step for item in workshop.items.all()]
    plan = {}
    for place, step in enumerate(steps):
        when, lead = AGENDA[min(place, len(AGENDA) - 1)]
        plan[step] = {"planned_for": when, "lead": leads[lead]}
    agenda_update(actor=actor, workshop=workshop, changes={"name": WORKSHOP}, steps=plan)
    step_reopen(actor=actor, workshop=workshop, step=steps[-1])


def _in_silence(done: int, total: int, message: str) -> None:
    """A load takes seconds; it shows no progress."""


def _is_ours(organization: Organization) -> bool:
    """Its change log, which nobody can rewrite, says that it was loaded here."""
    with scope(organization.pk):
        return AuditEntry.objects.filter(action=LOAD).exists()
