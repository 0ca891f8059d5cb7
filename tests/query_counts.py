"""Query counts as a committed baseline (query_counts.json), and the data that would make a page's count grow.

    make test TESTS=tests/test_query_counts.py PYTEST=--update-query-counts

records them after a deliberate change.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys.models import Journey, JourneyImport, JourneyImportState, Stage
from roles.models import ImportQueueEntry, ImportSource, ImportState, InventoryImport
from tests import factories
from uniengine.accounts.models import Invitation, Market, Membership, Organization, PersonalToken, User
from uniengine.jobs.models import Job
from uniengine.kit.scoping import scope

BASELINE = Path(__file__).with_name("query_counts.json")
MORE = 6


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-query-counts", action="store_true", help=f"write {BASELINE.name} instead of checking it")


def baseline() -> dict[str, int]:
    return json.loads(BASELINE.read_text()) if BASELINE.exists() else {}


def record(counts: dict[str, int]) -> None:
    BASELINE.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n")


def queries_of(client: Client, address: str) -> tuple[Any, list[str]]:
    """The answer to a GET and the SQL it took, savepoints left out (they differ between databases)."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        if getattr(response, "streaming", False):
            b"".join(response.streaming_content)
    return response, [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


def grow(organization: Organization, owner: User) -> None:
    """More of everything that lists show, so that a query per row is noticed."""
    with scope(organization.pk):
        journey = Journey.objects.order_by("pk").first()
        assert journey
        markets = [factories.organization_market(organization, f"Place {number}") for number in range(MORE)]
        grow_journey(organization, journey)
        grow_people(organization, markets)
        grow_imports(organization, owner)
        grow_access(organization, owner)
        for number in range(MORE):
            user = User.objects.create_user(f"more{number}@example.com", None, name=f"More {number}")
            Membership.objects.create(organization=organization, user=user, role="member", market=markets[number])
            Job.objects.create(organization=organization, kind="tests.work", key=f"more {number}", created_by=owner)


def grow_journey(organization: Organization, journey: Journey) -> None:
    stage = Stage.objects.filter(journey=journey).order_by("position").first()
    assert stage
    for number in range(MORE):
        factories.journey(organization, f"Journey {number}")
        factories.function(organization, f"Function {number}")
        job = factories.buying_job(stage, f"Job {number}")
        skill = factories.skill(organization, f"Skill {number}")
        factories.activity(journey, f"Do thing {number}", job, needs={skill: 1 + number % 5})


def grow_imports(organization: Organization, owner: User) -> None:
    """Checked imports with names to settle, each of a source and after a job of its own; imports of journeys."""
    whose = {"organization": organization, "created_by": owner}
    for number in range(MORE):
        source = ImportSource.objects.create(organization=organization, name=f"System {number}")
        job = Job.objects.create(kind="roles.import_check", key=f"check {number}", state="succeeded", **whose)
        made = InventoryImport.objects.create(
            file_name=f"{number}.csv", source=source, job=job, state=ImportState.CHECKED, **whose
        )
        ImportQueueEntry.objects.create(organization=organization, inventory_import=made, name=f"Trade {number}")
        JourneyImport.objects.create(name=f"File {number}", state=JourneyImportState.CHECKED, job=job, **whose)


def grow_access(organization: Organization, owner: User) -> None:
    """Invitations and tokens."""
    soon = timezone.now() + timedelta(days=7)
    whose = {"organization": organization, "expires_at": soon}
    for number in range(MORE):
        secret = f"more {number}"
        Invitation.objects.create(
            email=f"asked{number}@example.com", role="member", secret_hash=secret, invited_by=owner, **whose
        )
        PersonalToken.objects.create(user=owner, name=secret, prefix="uni_x", secret_hash=secret, scopes=[], **whose)


def grow_people(organization: Organization, markets: list[Market]) -> None:
    skills = [factories.skill(organization, f"Craft {number}") for number in range(MORE)]
    boss = None
    for number in range(MORE):
        who = factories.person(organization, f"9{number:03}", market=markets[number], manager=boss)
        boss = boss or who
        for skill in skills:
            factories.rating(who, skill, number % 6)
