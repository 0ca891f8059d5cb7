"""The demo company in the database: complete, the same after every load, and gone without a trace but its log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import Sum

from demo.company import company
from demo.places import SLUG
from demo.rows import counting_rater
from demo.seats import PASSWORD, SEATS
from demo.services import WORKSHOP, company_load
from demo.shapes import MANAGER, SELF, Company, Rating
from journeys.draft import Draft
from journeys.models import Journey, LegacyFunction, Skill
from journeys.selectors.drafts import journey_draft
from roles.models import GapResult, InventoryState, Person, SkillLevel, SupplyCell
from tests.demo.analysis import Analysis
from uniengine.accounts.models import AuditEntry, Market, Membership, Organization, Role, User
from uniengine.accounts.policy import Permission, allows
from uniengine.accounts.services.deletion import tenant_models
from uniengine.jobs.models import Job
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope
from uniengine.workshops.agenda import steps
from uniengine.workshops.services.workshops import workshop_current


@pytest.fixture(scope="module")
def firm() -> Company:
    return company()


@pytest.fixture
def loaded(db: None) -> Iterator[Organization]:
    """The demo company, loaded, with its scope active."""
    organization = company_load().organization
    with scope(organization.pk):
        yield organization


def counts() -> Counter[str]:
    """Rows per table, of all tenants."""
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models()})


def printed(**options: object) -> str:
    out = StringIO()
    call_command("demo_company", stdout=out, skip_checks=True, **options)
    return out.getvalue()


def test_it_writes_everybody_and_every_rating(loaded: Organization, firm: Company) -> None:
    people = {person.employee_id: person for person in Person.objects.select_related("manager", "market", "function")}
    functions = {function.key: function.name for function in firm.functions}
    markets = {market.key: market.name for market in firm.markets}
    assert len(people) == len(firm.people)
    for person in firm.people:
        row = people[person.employee_id]
        assert (row.name, row.title, row.mfte) == (person.name, person.title, person.mfte)
        assert (row.market.name, row.function.name) == (markets[person.market], functions[person.function])
        assert (row.manager.employee_id if row.manager else None) == person.manager
    assert SkillLevel.objects.count() == len(firm.ratings)


def test_it_marks_the_rating_that_counts(loaded: Organization, firm: Company) -> None:
    names = {skill.key: skill.name for skill in firm.journey.skills}
    rows = SkillLevel.objects.filter(effective=True).values_list("person__employee_id", "skill__name", "level")
    assert {(who, what): level for who, what, level in rows} == {
        (who, names[what]): level for who, held in firm.effective_levels().items() for what, level in held.items()
    }


def test_it_follows_the_precedence_of_the_organization() -> None:
    own, managers = (Rating("1", "pricing", rater, 3, date(2026, 9, 1)) for rater in (SELF, MANAGER))
    for order, counts_most in ((["assessment", "manager", "self"], MANAGER), (["self", "manager", "assessment"], SELF)):
        assert counting_rater([own, managers], order) == {("1", "pricing"): counts_most}
        assert counting_rater([own], order) == {("1", "pricing"): SELF}


def test_it_keeps_the_tree_of_markets_with_paths(loaded: Organization, firm: Company) -> None:
    rows = {market.name: market for market in Market.objects.all()}
    names = {market.key: market.name for market in firm.markets}
    assert len(rows) == len(firm.markets)
    for market in firm.markets:
        row = rows[market.name]
        above = rows[names[market.parent]].path if market.parent else "/"
        assert row.path == f"{above}{row.pk}/"


def test_it_writes_the_journey_with_demand_and_effort(loaded: Organization, firm: Company) -> None:
    draft = journey_draft(Journey.objects.get())
    assert (len(draft.stages), len(draft.jobs)) == (len(firm.journey.stages), len(firm.journey.jobs))
    written = {activity.name: activity for activity in draft.activities}
    assert len(written) == len(firm.journey.activities)
    for activity in firm.journey.activities:
        row = written[activity.name]
        assert sorted(need.share for need in row.needs) == sorted(need.share for need in activity.skills)
        assert {demand.volume for demand in row.demand} == {demand.volume for demand in activity.demand}
        assert sum(part.mfte or 0 for part in row.effort) == sum(part.mfte for part in activity.effort)
    assert served(draft) == {activity.name: len(activity.jobs) for activity in firm.journey.activities}
    assert {f.name: f.cost_per_fte for f in LegacyFunction.objects.all()} == {
        f.name: f.cost_per_fte for f in firm.functions
    }


def served(draft: Draft) -> Counter[str]:
    """Activity name -> number of jobs it serves."""
    names = {activity.key: activity.name for activity in draft.activities}
    return Counter(names[key] for job in draft.jobs for key in job.activities)


def test_it_keeps_the_other_names_of_skills(loaded: Organization, firm: Company) -> None:
    rows = {skill.name: skill for skill in Skill.objects.prefetch_related("aliases")}
    assert len(rows) == len(firm.journey.skills)
    for skill in firm.journey.skills:
        row = rows[skill.name]
        assert row.category == skill.category
        assert {alias.name for alias in row.aliases.all()} == set(skill.aliases)


def test_it_counts_the_supply(loaded: Organization, firm: Company) -> None:
    cells = SupplyCell.objects.filter(level__gte=1).aggregate(people=Sum("people"), mfte=Sum("mfte"))
    mfte = {person.employee_id: person.mfte for person in firm.people}
    held = [who for who, levels in firm.effective_levels().items() for level in levels.values() if level]
    assert cells == {"people": len(held), "mfte": sum(mfte[who] for who in held)}
    state = InventoryState.objects.get()
    assert state.revision == state.rolled_up_revision > 0


def test_it_shows_finished_figures_at_once(loaded: Organization, firm: Company) -> None:
    expected = Analysis(firm).gap
    result = GapResult.objects.get(slice="all")
    journey = Journey.objects.get()
    assert result.figures["unmet"] == expected.unmet
    assert result.figures["demand"] == expected.demand
    assert sum(piece["short"] for piece in result.proof) == expected.unmet
    assert (result.journey_revision, result.inventory_revision) == (
        journey.revision,
        InventoryState.objects.get().revision,
    )
    assert not Job.objects.exists()


def test_it_plans_the_workshop(loaded: Organization) -> None:
    workshop = workshop_current(organization=loaded)
    items = list(workshop.items.all())
    assert workshop.name == WORKSHOP
    assert [item.step for item in items] == [step.key for step in steps()]
    assert all(item.planned_for and item.lead for item in items)


def test_it_lets_one_person_of_each_role_sign_in(loaded: Organization) -> None:
    assert {seat.role for seat in SEATS} == set(Role)
    for seat in SEATS:
        user = authenticate(username=seat.email, password=PASSWORD)
        assert isinstance(user, User)
        assert Membership.objects.get(user=user, organization=loaded).role == seat.role


def test_it_says_truly_who_sees_names() -> None:
    for seat in SEATS:
        assert ("no names" not in seat.shows) == allows(seat.role, Permission.PEOPLE_VIEW)


def test_it_changes_nothing_the_second_time(loaded: Organization) -> None:
    Person.objects.filter(employee_id=Person.objects.earliest("id").employee_id).update(title="Changed by a visitor")
    before = counts()
    assert not company_load().written
    assert counts() == before
    assert Person.objects.filter(title="Changed by a visitor").exists()


def test_it_starts_over_on_request_and_keeps_the_change_log(loaded: Organization, firm: Company) -> None:
    before = counts()
    Person.objects.update(title="Changed by a visitor")
    old = set(AuditEntry.objects.values_list("id", flat=True))
    assert company_load(reset=True).written
    assert old < set(AuditEntry.objects.values_list("id", flat=True))
    assert not Person.objects.filter(title="Changed by a visitor").exists()
    after = counts()
    assert after.pop("accounts.AuditEntry") > before.pop("accounts.AuditEntry")
    assert after == before


def test_it_deletes_uploads_when_it_starts_over(
    loaded: Organization, settings: object, django_capture_on_commit_callbacks
) -> None:
    upload = Path(project.MEDIA_ROOT) / str(loaded.pk) / "upload"
    upload.parent.mkdir(parents=True)
    upload.write_text("Employee ID;Skill;Level")
    with django_capture_on_commit_callbacks(execute=True):
        company_load(reset=True)
    assert not upload.exists()


def test_it_forgets_every_kind_of_row_an_organization_can_have() -> None:
    tenant = {
        model
        for model in apps.get_models()
        if any(isinstance(f, models.ForeignKey) and f.related_model is Organization for f in model._meta.fields)
    }
    assert set(tenant_models()) == tenant - {AuditEntry}


def test_it_leaves_an_organization_of_somebody_else_alone(db: None) -> None:
    other = Organization.objects.create(slug=SLUG, name="Tarnfjord bakery")
    for reset in (False, True):
        with pytest.raises(DomainError, match="Another organization"):
            company_load(reset=reset)
    other.refresh_from_db()
    assert other.name == "Tarnfjord bakery"


def test_it_touches_no_other_organization(cast, firm: Company) -> None:
    with scope(cast.home.pk):
        Market.objects.create(organization=cast.home, name="Canada")
    company_load()
    company_load(reset=True)
    with scope(cast.home.pk):
        assert [market.name for market in Market.objects.all()] == ["Canada"]
    assert Membership.objects.filter(organization=cast.home).count() == 6


def test_it_prints_the_address_and_every_sign_in(db: None) -> None:
    said = printed(address="http://localhost:8123")
    assert f"http://localhost:8123/o/{SLUG}/" in said
    assert PASSWORD in said
    assert all(seat.email in said for seat in SEATS)
    assert "nothing was changed" in printed()


def test_it_refuses_production_unless_told_twice(db: None, settings: object) -> None:
    assert project.PRODUCTION is False
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="--yes"):
        printed()
    assert "is ready" in printed(yes=True)
