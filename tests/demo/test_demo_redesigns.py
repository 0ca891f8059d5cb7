"""The demo company opens with three redesigns that are worth comparing, worked out and consistent."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from demo.redesigns import FIVE, IBERIA, TEN
from demo.services import company_load
from redesigns.models import Collaborator, EffectResult, Measure, Placement, Proposal, Redesign, Wave
from redesigns.rules import broken
from redesigns.selectors.states import state_of
from uniengine.accounts.models import Organization
from uniengine.jobs.models import Job
from uniengine.kit.scoping import scope


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organization]:
    """Loaded once for all tests here: working out the smallest set of roles takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield company_load().organization
        transaction.set_rollback(True)


@pytest.fixture
def loaded(built: Organization, db: None) -> Iterator[Organization]:
    with scope(built.pk):
        yield built


def test_it_has_three_redesigns_that_keep_every_rule(loaded: Organization) -> None:
    found = {one.name: one for one in Redesign.objects.select_related("baseline")}
    assert {name: one.state for name, one in found.items()} == {FIVE: "proposed", TEN: "draft", IBERIA: "draft"}
    assert Proposal.objects.get().proved
    for one in found.values():
        assert broken(state_of(one)) == []
        assert one.people == one.baseline.people == Placement.objects.filter(redesign=one).count()
        assert min(one.placed, one.bench, one.leaving) > 0
    assert len({(one.placed, one.seats) for one in found.values()}) == 3


def test_it_shows_their_effects_at_once(loaded: Organization) -> None:
    for one in Redesign.objects.all():
        assert EffectResult.objects.get(redesign=one).revision == one.revision
    assert not Job.objects.exists()


def test_it_names_four_members_and_not_the_pod_leader(loaded: Organization) -> None:
    for one in Redesign.objects.all():
        rows = Collaborator.objects.filter(redesign=one).values_list("user__email", "may")
        assert {(email.partition("@")[0], may) for email, may in rows} == {
            ("leader", "edit"),
            ("owner", "edit"),
            ("facilitator", "edit"),
            ("admin", "read"),
        }


def test_it_has_waves_and_pay_to_look_at(loaded: Organization) -> None:
    five = Redesign.objects.get(name=FIVE)
    assert {wave.name for wave in Wave.objects.filter(redesign=five)} == {"First wave", "Second wave"}
    assert not Placement.objects.filter(redesign=five, headcount__isnull=False, wave__isnull=True).exists()
    assert Measure.objects.filter(redesign=five).count() == 6
