"""Whatever shows people by name is logged as a read, and kept by no browser on the way: every route that could."""

from typing import Any

import pytest
from celery import current_app
from django.test import Client

from roles.models import InventoryImport
from roles.services.imports import import_check_start, import_map
from tests.cast import Cast
from tests.examples import Examples, examples_of
from tests.factories import person, rating, skill
from tests.matrix import Route, nothing_wrong, organization_routes
from tests.roles.importing import csv_of, uploaded
from uniengine.accounts.models import AuditEntry
from uniengine.accounts.policy import Permission
from uniengine.kit.scoping import scope

NAMED = {Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT, Permission.INVENTORY_IMPORT}
# Routes under these permissions whose answer names nobody of the inventory, and why.
NAMELESS = {
    "roles:person-create": "an empty form",
    "roles:import-list": "files and who uploaded them",
    "roles:import-queue": "names of skills",
    "roles:import-undo": "a question about the whole import",
    "roles:import-discard": "a question about the whole import",
    "api:import-list": "files and who uploaded them",
    "api:import-queue": "names of skills",
    "api:import-source-list": "systems and their columns, without samples",
}


def reading_routes() -> list[Route]:
    return [route for route in organization_routes() if route.needs("GET") in NAMED and route.name not in NAMELESS]


def reads() -> int:
    return AuditEntry.objects.filter(action__startswith="read.").count()


@pytest.fixture
def home(cast: Cast) -> Examples:
    """One of everything, with the import checked: then each of its pages has something to show."""
    found = examples_of(cast.home, cast.users["owner"])
    with scope(cast.home.pk):
        made = InventoryImport.objects.get(pk=found.values["import"])
        sure = made.found["suggested"]
        made = import_map(actor=cast.actor(), inventory_import=made, version=made.version, mapping=sure)
        job = import_check_start(actor=cast.actor(), inventory_import=made)
        current_app.loader.import_default_modules()
        current_app.tasks["roles.import_check"].run(str(job.pk))
        made.refresh_from_db()
        assert made.state == "checked"
    return found


def shown(client: Client, address: str) -> Any:
    """The answer, read to its end."""
    response = client.get(address)
    if getattr(response, "streaming", False):
        b"".join(response.streaming_content)
    return response


def test_it_logs_who_read_names_and_lets_nobody_keep_them(cast: Cast, home: Examples) -> None:
    client, wrong = cast.client(), []
    with scope(cast.home.pk):
        for route in reading_routes():
            before = reads()
            response = shown(client, home.address(route))
            logged, stored = reads() - before, "no-store" not in response.headers.get("Cache-Control", "")
            if response.status_code == 405:
                continue
            if response.status_code != 200 or logged != 1 or stored:
                wrong.append(f"{route.name}: {response.status_code}, {logged} reads logged, may be stored: {stored}")
    nothing_wrong(wrong)


def test_it_keeps_no_exception_for_routes_that_are_gone() -> None:
    assert set(NAMELESS) <= {route.name for route in organization_routes()}


def test_it_logs_names_that_an_answer_to_a_mistake_shows(scoped: Cast) -> None:
    who = person(scoped.home, "1", name="Ada Example")
    rating(who, skill(scoped.home, "Negotiation"), 3)
    made = uploaded(scoped.actor(), csv_of("Employee ID,Name,Skill,Level", "1,Ada Example,Negotiation,4"))
    client, here = scoped.client(), f"/o/home/imports/{made.pk}/"
    for address, sent, status in (
        (f"/o/home/people/{who.pk}/ratings", {"skill": "Juggling"}, 422),
        (f"/o/home/people/{who.pk}/erase", {"reason": ""}, 422),
        (f"{here}columns", {"version": 99}, 409),
        (f"{here}columns/levels", {"scale": "1-5"}, 200),
        (f"{here}read-again", {"version": 99}, 409),
    ):
        before = reads()
        response = client.post(address, sent)
        assert response.status_code == status, address
        assert "Ada Example" in response.content.decode() or "levels" in address, address
        assert reads() == before + 1, address
        assert "no-store" in response["Cache-Control"], address
