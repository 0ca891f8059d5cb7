"""The demo company as rows: each function writes one part in bulk and returns what the next ones point at.

Runs inside the caller's transaction and scope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from demo.places import SLUG
from demo.seats import PASSWORD, SEATS
from demo.shapes import MANAGER, SELF, Company, Rating
from journeys.draft import Draft, draft_of
from journeys.models import LegacyFunction, Skill
from journeys.outline import Activity
from roles.imports.scales import NATIVE
from roles.models import Person, Rater, SkillLevel
from uniengine.accounts.models import Market, Membership, Organization, User, default_precedence

RATERS = {SELF: Rater.SELF, MANAGER: Rater.MANAGER}


def organization_row(company: Company) -> Organization:
    """The tenant; one that is there already keeps its slug and gets the company's settings back."""
    organization, _ = Organization.objects.update_or_create(
        slug=SLUG,
        defaults={
            "name": company.name,
            "currency": company.currency,
            "productive_hours": company.productive_hours,
            "rater_precedence": default_precedence(),
            "small_group": 5,
        },
    )
    return organization


def market_rows(organization: Organization, company: Company) -> dict[str, Market]:
    """Markets by key. Parents stand before their children, so that each path can start with its parent's."""
    made: dict[str, Market] = {}
    for market in company.markets:
        parent = made.get(market.parent or "")
        row = Market.objects.create(
            organization=organization, parent=parent, name=market.name, kind=Market.Kind(market.kind)
        )
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.save(update_fields=["path"])
        made[market.key] = row
    return made


def seat_rows(organization: Organization, company: Company, markets: Mapping[str, Market]) -> None:
    """One user of each role, able to sign in at once: the addresses count as verified."""
    secret = make_password(PASSWORD)  # hashed once for all six: the password is public anyway, and hashing is slow
    for seat in SEATS:
        user, _ = User.objects.update_or_create(
            email=seat.email, defaults={"name": seat.name_in(company), "password": secret, "is_active": True}
        )
        EmailAddress.objects.update_or_create(user=user, email=seat.email, defaults={"verified": True, "primary": True})
        market = markets[seat.market] if seat.market else None
        Membership.objects.create(organization=organization, user=user, role=seat.role, market=market)


def function_rows(organization: Organization, company: Company) -> dict[str, LegacyFunction]:
    """Legacy functions with their costs, by key."""
    rows = [
        LegacyFunction(organization=organization, name=function.name, cost_per_fte=function.cost_per_fte)
        for function in company.functions
    ]
    return dict(zip((f.key for f in company.functions), LegacyFunction.objects.bulk_create(rows), strict=True))


def draft_with_names(company: Company) -> Draft:
    """The journey as the journey services take it: they know markets and functions by name, not by our keys."""
    markets = {market.key: market.name for market in company.markets}
    functions = {function.key: function.name for function in company.functions}

    def named(activity: Activity) -> Activity:
        return replace(
            activity,
            demand=tuple(replace(row, market=markets[row.market]) for row in activity.demand),
            effort=tuple(replace(row, function=functions[row.function]) for row in activity.effort),
        )

    return draft_of(replace(company.journey, activities=tuple(named(one) for one in company.journey.activities)))


def person_rows(
    organization: Organization,
    company: Company,
    markets: Mapping[str, Market],
    functions: Mapping[str, LegacyFunction],
) -> dict[str, Person]:
    """People by employee id; managers in a second pass, because they may stand after those they lead."""
    rows = [
        Person(
            organization=organization,
            employee_id=person.employee_id,
            email=person.email,
            name=person.name,
            title=person.title,
            department=person.department,
            market=markets[person.market],
            function=functions[person.function],
            mfte=person.mfte,
            started_on=person.start_date,
        )
        for person in company.people
    ]
    made = {row.employee_id: row for row in Person.objects.bulk_create(rows)}
    led = [made[person.employee_id] for person in company.people if person.manager]
    for person in company.people:
        if person.manager:
            made[person.employee_id].manager = made[person.manager]
    Person.objects.bulk_update(led, ["manager"], batch_size=200)
    return made


def rating_rows(
    organization: Organization, company: Company, people: Mapping[str, Person], skills: Mapping[str, Skill]
) -> int:
    """Every rating; the rater whom the organization's precedence names first is the one that counts."""
    counts = counting_rater(company.ratings, organization.rater_precedence)
    rows = SkillLevel.objects.bulk_create(
        (
            SkillLevel(
                organization=organization,
                person=people[rating.employee_id],
                skill=skills[rating.skill],
                rater=RATERS[rating.rater],
                level=rating.level,
                effective=counts[rating.employee_id, rating.skill] == rating.rater,
                assessed_on=rating.assessed_on,
                raw=str(rating.level),
                scale=NATIVE,
            )
            for rating in company.ratings
        ),
        batch_size=1000,
    )
    return len(rows)


def counting_rater(ratings: Sequence[Rating], precedence: Sequence[str]) -> dict[tuple[str, str], str]:
    """(employee id, skill) -> the rater that comes first in the precedence."""
    place = {rater: i for i, rater in enumerate(precedence)}
    best: dict[tuple[str, str], str] = {}
    for rating in ratings:
        key = rating.employee_id, rating.skill
        if key not in best or place[rating.rater] < place[best[key]]:
            best[key] = rating.rater
    return best
