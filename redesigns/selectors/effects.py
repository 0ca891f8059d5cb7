"""What the effect panel of a redesign is worked out from, and what was stored of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journeys.effort import Demand, effort_by_market
from journeys.selectors.loading import Loaded
from redesigns.given import Activity, Given, Person, Taken
from redesigns.models import EffectResult, Redesign
from redesigns.selectors.bench import Bench
from uniengine.jobs.models import Job

EFFECTS = "redesigns.effects_compute"


@dataclass(frozen=True)
class Panel:
    """The stored effect panel. figures empty: never worked out. stale: the redesign or its journey has moved since."""

    figures: Mapping[str, Any]
    computed_at: datetime | None
    stale: bool
    job: Job | None

    @property
    def working(self) -> bool:
        return self.job is not None and self.job.is_open

    @property
    def failed(self) -> bool:
        """Whether the last attempt ended without a result."""
        return self.stale and self.job is not None and self.job.state in ("failed", "quarantined", "cancelled")


def panel_of(redesign: Redesign) -> Panel:
    """Two queries. The redesign's journey has to be loaded."""
    found = EffectResult.objects.filter(redesign=redesign).first()
    job = Job.objects.filter(kind=EFFECTS, key=effects_key(redesign)).order_by("-created_at").first()
    if found is None:
        return Panel({}, None, True, job)
    seen = (found.revision, found.journey_revision)
    return Panel(found.figures, found.computed_at, seen != (redesign.revision, redesign.journey.revision), job)


def effects_key(redesign: Redesign) -> str:
    """Under which the work on a redesign's panel is queued."""
    return f"redesign:{redesign.pk}"


def given_of(journey: Loaded, bench: Bench) -> Given:
    """The journey as it is now, and the people of a baseline."""
    stages = journey.jobs_per_stage()
    return Given(
        people={number: Person(one.mfte, one.market, one.function, one.levels) for number, one in bench.people.items()},
        activities={pk: _activity(journey, pk, stages.get(pk, {})) for pk in sorted(journey.activities)},
        under=bench.serves,
        rates={pk: one.cost_per_fte for pk, one in journey.functions.items() if one.cost_per_fte},
    )


def _activity(journey: Loaded, pk: int, stages: Mapping[int, int]) -> Activity:
    hours = journey.journey.organization.productive_hours
    known = {row.market_id: Demand(row.volume, row.hours) for row in journey.demand.get(pk, ())}
    work = effort_by_market(known, dict.fromkeys(known, hours))
    return Activity(
        skills=tuple(Taken(n.skill_id, n.level, n.share, n.mandatory) for n in journey.needs.get(pk, ())),
        needed={market: one.mfte for market, one in work.items()},
        stages=stages,
        spent={row.function_id: row.mfte for row in journey.efforts.get(pk, ())},
        unweighted=any(one.unweighted for one in work.values()),
    )
