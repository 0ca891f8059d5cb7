"""A small journey for tests, and a picture of everything on its board that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journeys.history import SOFT, TRACKED, rows_now
from journeys.models import BuyingJob, Journey, LegacyFunction, Skill, Stage, SupplierActivity
from journeys.selectors import journey_draft
from tests import factories
from uniengine.accounts.models import Market, Organization

OWNER_PATH = {
    "journey": "id",
    "stage": "journey",
    "buyingjob": "stage__journey",
    "jobloop": "from_job__stage__journey",
    "supplieractivity": "journey",
    "activityjob": "activity__journey",
    "activityskill": "activity__journey",
    "activitydemand": "activity__journey",
    "functioneffort": "activity__journey",
}


@dataclass(frozen=True)
class Small:
    """Two stages, three jobs, two activities, two skills, two functions, one market."""

    journey: Journey
    learn: Stage
    buy: Stage
    see: BuyingJob
    compare: BuyingJob
    decide: BuyingJob
    show: SupplierActivity
    prove: SupplierActivity
    analysis: Skill
    writing: Skill
    marketing: LegacyFunction
    sales: LegacyFunction
    canada: Market


def small_journey(organization: Organization) -> Small:
    """Run inside the organization's scope."""
    journey = factories.journey(organization)
    learn, buy = journey.stages.order_by("position")[:2]
    see, compare = factories.buying_job(learn, "See the problem"), factories.buying_job(buy, "Compare vendors")
    decide = factories.buying_job(buy, "Decide together")
    analysis, writing = factories.skill(organization, "Data analysis"), factories.skill(organization, "Writing")
    show = factories.activity(journey, "Show comparable customers", see, compare, needs={analysis: 3, writing: 2})
    prove = factories.activity(journey, "Prove the value", compare, needs={analysis: 4})
    return Small(
        journey,
        learn,
        buy,
        see,
        compare,
        decide,
        show,
        prove,
        analysis,
        writing,
        factories.function(organization, "Marketing", 9_000_000),
        factories.function(organization, "Sales", 12_000_000),
        factories.organization_market(organization, "Canada"),
    )


def everything(journey: Journey) -> dict[tuple[str, int], dict[str, Any]]:
    """Every row of the board by (model, id), without the counters and places that neighbours change."""
    found = {}
    for model, kind in TRACKED.items():
        pks = kind._default_manager.filter(**{OWNER_PATH[model]: journey.pk}).values_list("pk", flat=True)
        for pk, row in rows_now(model, pks).items():
            found[(model, pk)] = {name: value for name, value in row.items() if name not in SOFT}
    return found


def order(journey: Journey) -> tuple[object, ...]:
    """Stages, jobs and activities in the order people see."""
    draft = journey_draft(journey)
    return (
        [stage.key for stage in draft.stages],
        [(job.stage, job.key, job.activities) for job in draft.jobs],
    )


def picture(journey: Journey) -> tuple[object, object]:
    """What undo must bring back: rows with their ids, and the order."""
    return everything(journey), order(journey)
