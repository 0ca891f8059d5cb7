"""The README's tour, step five: a file from HR closes part of the gap, and undo brings it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.test import Client

from demo.october_round import october_round
from demo.services import company_load
from journeys.models import Skill
from roles.models import GapResult, ImportQueueEntry, InventoryImport, Person, SkillLevel
from roles.services.imports import (
    import_apply_start,
    import_check_start,
    import_map,
    import_undo_start,
    import_upload,
    queue_entry_settle,
)
from uniengine.accounts.access import Actor, system_actor
from uniengine.accounts.models import User
from uniengine.kit.figures import fte
from uniengine.kit.scoping import scope


@pytest.fixture
def actor(db: None) -> Iterator[Actor]:
    organization = company_load().organization
    with scope(organization.pk):
        yield system_actor(organization)


def unmet() -> str:
    return fte(GapResult.objects.get(slice="all").figures["unmet"])


def rows() -> list[tuple[object, ...]]:
    """Everything an import can touch, as far as anybody can see it."""
    people = Person.objects.order_by("pk").values_list("pk", "name", "title", "market", "function", "manager", "mfte")
    ratings = SkillLevel.objects.order_by("pk").values_list("pk", "person", "skill", "rater", "level", "effective")
    skills = Skill.objects.order_by("pk").values_list("pk", "name", "aliases__name")
    return [*people, *ratings, *sorted(skills, key=str)]


def checked(actor: Actor, run_jobs: Callable[[], int]) -> InventoryImport:
    """The sample uploaded, matched as suggested and checked."""
    made = import_upload(actor=actor, file=BytesIO(october_round()), name="iberia-october.csv")
    mapping = made.found["suggested"]
    made = import_map(actor=actor, inventory_import=made, version=made.version, mapping=mapping)
    import_check_start(actor=actor, inventory_import=made)
    run_jobs()
    return InventoryImport.objects.get()


def test_it_shows_what_would_change_by_name(actor: Actor, run_jobs: Callable[[], int]) -> None:
    made = checked(actor, run_jobs)
    client = Client()
    client.force_login(
        User.objects.get(email="admin@tarnfjord.example"), backend="django.contrib.auth.backends.ModelBackend"
    )
    text = client.get(f"/o/tarnfjord/imports/{made.pk}/changes").content.decode()
    assert "Leonor Vasconcelos (009914)" in text
    assert "Óscar Ordóñez (003577)" in text
    assert "&#x27;who&#x27;" not in text


def test_it_closes_part_of_the_gap_and_opens_it_again(actor: Actor, run_jobs: Callable[[], int]) -> None:
    before = rows()
    made = checked(actor, run_jobs)
    summary = made.summary
    assert summary["ratings"]["create"] + summary["ratings"]["update"] == 8
    assert (summary["people"]["create"], summary["errors"]) == (1, 3)
    answers = {"Negotiating": ("same", Skill.objects.get(name="Negotiation")), "Prompt writing": ("new", None)}
    for entry in ImportQueueEntry.objects.all():
        choice, skill = answers[entry.name]
        queue_entry_settle(actor=actor, entry=entry, choice=choice, skill=skill)
    run_jobs()
    made.refresh_from_db()
    import_apply_start(actor=actor, inventory_import=made, version=made.version, leave_out_errors=True)
    run_jobs()
    assert unmet() == "19.6"
    made.refresh_from_db()
    import_undo_start(actor=actor, inventory_import=made, version=made.version)
    run_jobs()
    assert unmet() == "22.0"
    assert rows() == before
