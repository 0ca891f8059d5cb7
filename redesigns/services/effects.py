"""The effect panel of a redesign, worked out in the background and stored with the revisions it saw.

Nothing is lost between a change and its panel: a change raises the revision and asks for the work in its own
transaction. Whoever stores locks the redesign and its journey first; when either has moved since it was read, the next
work is asked for in the transaction that ends this one (as in roles.services.gaps).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from journeys.models import Journey
from redesigns.effects import baseline_effects, effects
from redesigns.models import EffectResult, Redesign
from redesigns.panels import stored
from redesigns.selectors.access import redesign_for
from redesigns.selectors.bench import bench_load
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.effects import given_of
from redesigns.selectors.flags import flags_of
from redesigns.services.following import effects_follow
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job

Progress = Callable[[int, int, str], None]
STEPS = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """What one computation found, and the revisions it started from."""

    revision: int
    journey_revision: int
    figures: dict[str, Any]


@transaction.atomic
def effects_start(*, actor: Actor, redesign: Redesign) -> Job:
    """Have the panel worked out again; whoever may see the redesign may ask."""
    actor.require(Permission.REDESIGN_VIEW)
    return effects_follow(redesign_for(actor, redesign.pk))


def effects_compute(redesign: Redesign, progress: Progress) -> Picture:
    """Work the panel out without writing anything."""
    progress(0, STEPS, "Reading the redesign")
    design = _read(redesign)
    bench = bench_load(design.redesign.baseline)
    given = given_of(design.journey, bench)
    progress(1, STEPS, "Looking for the largest possible use of everybody")
    panel = effects(given, design.state, flags_of(design, bench))
    progress(2, STEPS, "Comparing with today")
    figures = stored(panel, baseline_effects(given))
    return Picture(design.redesign.revision, design.journey.journey.revision, figures)


@transaction.atomic
def _read(redesign: Redesign) -> Design:
    """All records of one moment: the lock keeps the redesign still while they are read, the rest is compared later."""
    Redesign.objects.select_for_update().get(pk=redesign.pk)  # without a join, see services.changing
    return design_load(Redesign.objects.select_related("baseline", "journey__organization").get(pk=redesign.pk))


def effects_store(redesign: Redesign, picture: Picture) -> bool:
    """Store the panel; returns whether the redesign or its journey has moved since it was read.

    Locks journey, then redesign, until the transaction ends.
    """
    journey = Journey.objects.select_for_update(no_key=True).get(pk=redesign.journey_id)
    locked = Redesign.objects.select_for_update().get(pk=redesign.pk)
    EffectResult.objects.update_or_create(
        redesign=locked,
        defaults={
            "organization_id": locked.organization_id,
            "revision": picture.revision,
            "journey_revision": picture.journey_revision,
            "figures": picture.figures,
            "computed_at": timezone.now(),
        },
    )
    return (locked.revision, journey.revision) != (picture.revision, picture.journey_revision)


def effects_anew() -> None:
    """Forget every panel of the organization and have them worked out again: something they rest on, that no revision
    counts, has changed. A panel that is not there cannot be taken for a current one."""
    EffectResult.objects.all().delete()
    for redesign in Redesign.objects.filter(archived_at__isnull=True).select_related("organization").order_by("pk"):
        effects_follow(redesign)


def effects_follow_journeys(journeys: Sequence[int]) -> None:
    """After a change of these journeys: have the panels of their redesigns worked out again."""
    rows = Redesign.objects.filter(journey__in=journeys, archived_at__isnull=True).select_related("organization")
    for redesign in rows.order_by("pk"):
        effects_follow(redesign)
