"""An erased person is a number in every redesign: totals stay, nothing that tells who is left, not even in history."""

import json
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection

from redesigns.models import BaselinePerson, DevelopmentItem, Redesign
from redesigns.placing_problem import Options
from redesigns.services.development import development_generate
from redesigns.services.locks import ban_put
from redesigns.services.placing import placing_start
from redesigns.services.redesigns import redesign_branch
from roles.models import Person
from roles.services.people import person_erase
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, put, seated, staffed
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company

NAME, TITLE, MAIL, BADGE, PLACE = "Zephyrine", "Quizzical", "canary.example", "BADGE77", "Hushedunit"
SECRETS = (NAME, TITLE, MAIL, BADGE, PLACE)
pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    company = staffed(cast, 6)
    company.work("Talk", fte={0: 1}, s0=3, s1=3)
    values = {"name": NAME, "title": TITLE, "email": f"z@{MAIL}", "employee_id": BADGE, "department": PLACE}
    Person.objects.filter(pk=company.people[0].pk).update(**values)
    return company


@pytest.fixture
def draft(cast: Cast, company: Company, run_jobs: Callable[[], int]) -> Redesign:
    """The person has been moved, placed by the solver, kept out of a role, and has something to learn."""
    actor, draft = cast.actor("leader"), draft_of(cast, company)
    role = role_of(cast, company, draft, 2)
    other = role_of(cast, company, draft, 1)
    put(cast, draft, seated(company.people[0].pk, role, company.markets[0].pk))
    ban_put(actor=actor, redesign=draft, number=company.people[0].pk, role=other)
    placing_start(actor=actor, redesign=Redesign.objects.get(pk=draft.pk), options=Options())
    run_jobs()
    development_generate(actor=actor, redesign=draft)
    return Redesign.objects.get(pk=draft.pk)


def anywhere(*words: str) -> list[str]:
    """Tables in which one of the words stands, in any column of any row."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            text = repr(cursor.fetchall())
            found += [f"{model._meta.db_table}: {word}" for word in words if word in text]
    return found


def test_nothing_that_tells_who_is_left_anywhere(cast: Cast, company: Company, draft: Redesign) -> None:
    assert anywhere(*SECRETS), "the scan sees them while they are there"
    number = company.people[0].pk
    person_erase(actor=cast.actor(), person=Person.objects.get(pk=number), reason="Asked for it")
    assert anywhere(*SECRETS) == []
    row = BaselinePerson.objects.get(number=number)
    assert (row.person_id, row.title, row.department, row.levels) == (None, "", "", {})
    assert not DevelopmentItem.objects.filter(number=number).exists()


def test_totals_and_places_stay(cast: Cast, company: Company, draft: Redesign) -> None:
    number, before = company.people[0].pk, now(draft)
    figures = (draft.people, draft.placed, draft.bench, draft.leaving, draft.seats, draft.vacant)
    mfte = BaselinePerson.objects.get(number=number).mfte
    person_erase(actor=cast.actor(), person=Person.objects.get(pk=number), reason="Asked for it")
    after = Redesign.objects.get(pk=draft.pk)
    assert (after.people, after.placed, after.bench, after.leaving, after.seats, after.vacant) == figures
    assert now(draft) == before
    assert BaselinePerson.objects.get(number=number).mfte == mfte


def test_nobody_erased_gets_a_new_programme(cast: Cast, company: Company, draft: Redesign) -> None:
    number = company.people[0].pk
    person_erase(actor=cast.actor(), person=Person.objects.get(pk=number), reason="Asked for it")
    development_generate(actor=cast.actor("leader"), redesign=draft)
    assert not DevelopmentItem.objects.filter(number=number).exists()


def test_pages_show_the_number_instead(cast: Cast, company: Company, draft: Redesign) -> None:
    number = company.people[0].pk
    person_erase(actor=cast.actor(), person=Person.objects.get(pk=number), reason="Asked for it")
    base = f"/o/home/redesigns/{draft.pk}/people/"
    for address in (f"{number}/", "cards", f"{number}/print"):
        response = cast.client("leader").get(base + address)
        assert response.status_code == 200
        assert f"Person {number}" in response.content.decode()


def test_a_redesign_branched_afterwards_knows_no_more(cast: Cast, company: Company, draft: Redesign) -> None:
    number = company.people[0].pk
    person_erase(actor=cast.actor(), person=Person.objects.get(pk=number), reason="Asked for it")
    branch = redesign_branch(actor=cast.actor("leader"), redesign=draft, name="After")
    assert ("placement", str(number)) in now(branch)
    assert anywhere(*SECRETS) == []


def test_the_export_tells_what_redesigns_know(cast: Cast, company: Company, draft: Redesign) -> None:
    address = f"/o/home/people/{company.people[0].pk}/file?format=json"
    body = json.loads(cast.client("leader").get(address).content)
    assert body["baselines"][0]["title"] == TITLE
    assert [(one["redesign"], one["role"], one["state"]) for one in body["placements"]] == [
        ("North first", "Buy expert", "proposed")
    ]
    assert body["cards"][0]["changes"] == 3
    assert body["not_here"] == [{"redesign": "North first", "role": "Buy expert"}]
    assert [one["about"] for one in body["development"]] == ["Skill 0"]
    assert body["redesigns_not_shown"] == 0


def test_the_export_tells_nobody_about_redesigns_they_are_not_named_on(
    cast: Cast, company: Company, draft: Redesign
) -> None:
    body = json.loads(cast.client("owner").get(f"/o/home/people/{company.people[0].pk}/file?format=json").content)
    assert (body["placements"], body["cards"], body["not_here"], body["development"]) == ([], [], [], [])
    assert body["redesigns_not_shown"] == 1
    assert "North first" not in json.dumps(body)
