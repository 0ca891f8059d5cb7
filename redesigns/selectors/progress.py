"""How far redesigns are, for the workshop home: counts only, of what the reader may know of."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.models import Journey
from redesigns.models import Duty, Redesign, RedesignState, Role
from redesigns.selectors.access import redesigns_visible
from uniengine.accounts.access import Actor

FURTHEST = (
    RedesignState.PUBLISHED,
    RedesignState.APPROVED,
    RedesignState.PROPOSED,
    RedesignState.DRAFT,
    RedesignState.REPLACED,
)
RECENT = 50


@dataclass(frozen=True, slots=True)
class DesignProgress:
    """leading: the redesign that is furthest, the newest of several; None where there is none to see.

    roles, stages: its roles, and the stages (ids) they belong to. owned: how many of the journey's
    `activities` some role owns.
    """

    count: int = 0
    leading: Redesign | None = None
    roles: int = 0
    stages: frozenset[int] = field(default_factory=frozenset)
    owned: int = 0
    activities: int = 0


def design_progress(actor: Actor, journey: Journey | None) -> DesignProgress:
    """Redesigns of one journey; at most four queries."""
    if journey is None:
        return DesignProgress()
    found = list(redesigns_visible(actor).filter(journey=journey).order_by("-pk")[:RECENT])
    if not found:
        return DesignProgress()
    leading = min(found, key=lambda one: (FURTHEST.index(RedesignState(one.state)), -one.pk))
    roles = list(Role.objects.filter(redesign=leading).values_list("stage_id", flat=True))
    owned = Duty.objects.filter(redesign=leading, activity__journey=journey).values("activity").distinct().count()
    stages = frozenset(stage for stage in roles if stage is not None)
    return DesignProgress(len(found), leading, len(roles), stages, owned, journey.activities.count())
