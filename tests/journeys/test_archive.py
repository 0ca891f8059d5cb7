"""A journey that is put away stays as it is, and comes back under a name nobody else has."""

import pytest

from journeys import services
from journeys.models import Journey
from tests.cast import Cast
from tests.journeys.boards import Small
from uniengine.kit.errors import DomainError


def test_it_edits_no_archived_journey(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    archived = services.journey_archive(actor=actor, journey=small.journey, version=1)
    with pytest.raises(DomainError) as refused:
        services.stage_create(actor=actor, journey=archived, name="More")
    assert refused.value.code == "journey_archived"
    restored = services.journey_restore(actor=actor, journey=archived, version=archived.version)
    services.stage_create(actor=actor, journey=restored, name="More")


def test_it_restores_no_journey_whose_name_is_in_use(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    archived = services.journey_archive(actor=actor, journey=small.journey, version=1)
    services.journey_create(actor=actor, name=small.journey.name.upper(), template="empty")
    with pytest.raises(DomainError) as refused:
        services.journey_restore(actor=actor, journey=archived, version=archived.version)
    assert refused.value.code == "name_taken"


def test_it_restores_no_journey_whose_name_was_taken_a_moment_ago(
    scoped: Cast, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = scoped.actor()
    archived = services.journey_archive(actor=actor, journey=small.journey, version=1)
    services.journey_create(actor=actor, name=small.journey.name, template="empty")
    monkeypatch.setattr("journeys.services.journeys.journey_name_free", lambda *_: None)
    with pytest.raises(DomainError) as refused:
        services.journey_restore(actor=actor, journey=archived, version=archived.version)
    assert refused.value.code == "name_taken"


def test_it_restores_by_the_name_the_journey_has_now(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    opened = Journey.objects.get(pk=small.journey.pk)
    renamed = services.journey_update(actor=actor, journey=small.journey, version=1, name="Renamed")
    archived = services.journey_archive(actor=actor, journey=renamed, version=2)
    services.journey_create(actor=actor, name=opened.name, template="empty")
    assert services.journey_restore(actor=actor, journey=opened, version=archived.version).archived_at is None


def test_it_tells_who_counts_with_a_journey_that_it_is_back(
    scoped: Cast, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = scoped.actor()
    archived = services.journey_archive(actor=actor, journey=small.journey, version=1)
    told: list[object] = []
    monkeypatch.setattr("journeys.hooks._reactions", [told.append])
    services.journey_restore(actor=actor, journey=archived, version=archived.version)
    assert told == [(small.journey.pk,)]
