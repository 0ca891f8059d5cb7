"""The skill gap of a journey, worked out in the background and stored with the revisions it saw.

Nothing is lost between a change and a refresh. A change raises a revision and asks for a refresh in its own
transaction; if one is running already, none is added. The running one locks both revisions before it
stores, and when they have moved since it read, it asks for the next refresh in the transaction that ends it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from journeys.models import Journey
from roles.findings import Figures, Piece, findings, ranges
from roles.models import DemandCell, GapResult, InventoryState
from roles.selectors.demand import DemandRow, demand_rows
from roles.selectors.inventory import Inventory, inventory, ratings_count
from roles.services.rollup import inventory_lock, supply_is_current, supply_rebuild
from roles.slices import Slice, slices
from roles.supply import Need
from uniengine.accounts.access import Actor, system_actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Organization
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start

REFRESH = "roles.gaps_refresh"
WRITE_AT_ONCE = 1_000
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Seen:
    """The revisions a computation started from."""

    inventory: int
    journey: int


@dataclass(frozen=True)
class Picture:
    """Everything one refresh stores."""

    seen: Seen
    demand: list[DemandRow]
    slices: dict[str, tuple[Figures, list[Piece]]]


@transaction.atomic
def gaps_refresh_start(*, actor: Actor, journey: Journey) -> Job:
    """Have the gap of a journey worked out; returns the open job if there is one."""
    actor.require(Permission.GAPS_REFRESH)
    audit_record(actor=actor, action="gaps.refresh", target=journey)
    return _start(actor, journey.pk)


def gaps_follow(organization: Organization) -> None:
    """After a change of people or settings: have the gap of every active journey worked out again."""
    _follow(Journey.objects.filter(organization=organization))


def gaps_follow_journeys(journeys: Sequence[int]) -> None:
    """After a change of these journeys: have their gap worked out again."""
    _follow(Journey.objects.filter(pk__in=journeys))


def _follow(journeys: QuerySet[Journey]) -> None:
    """Inside the transaction of the change. Does nothing before the first person is there."""
    if not InventoryState.objects.exists():
        return
    for journey in journeys.filter(archived_at__isnull=True).select_related("organization"):
        _start(system_actor(journey.organization), journey.pk)


def _start(actor: Actor, journey: int) -> Job:
    key = f"journey-{journey}"
    return job_start(actor=actor, kind=REFRESH, key=key, params={"journey": journey}, message="Reading people")


def gaps_compute(*, organization: Organization, journey: Journey, progress: Progress) -> Picture:
    """Work everything out without writing anything. Progress is counted in slices, with one for reading."""
    state = InventoryState.objects.filter(organization=organization).first()
    seen = Seen(state.revision if state else 0, _revision(journey))
    rows = demand_rows(journey, _hours_now(organization))
    bench = inventory({row.skill for row in rows})
    above = bench.supply.serves
    wanted = slices(((row.stage, row.market) for row in rows), above)
    found: dict[str, tuple[Figures, list[Piece]]] = {}
    for done, part in enumerate(wanted, start=1):
        progress(done, len(wanted) + 1, "Looking for the largest possible use of everybody")
        needs = [_need(row) for row in rows if part.holds(row.stage, row.market, above)]
        found[part.name] = findings(needs, bench.supply)
    found[Slice().name][0].update(_whole(rows, bench))
    return Picture(seen, rows, found)


def _revision(journey: Journey) -> int:
    return Journey.objects.values_list("revision", flat=True).get(pk=journey.pk)


def _hours_now(organization: Organization) -> int:
    """Read after the revisions: the caller may hold an older copy, and a change after them raises a revision."""
    return Organization.objects.values_list("productive_hours", flat=True).get(pk=organization.pk)


def _need(row: DemandRow) -> Need:
    return Need(row.skill, row.level, row.market, row.mfte)


def _whole(rows: list[DemandRow], bench: Inventory) -> Figures:
    """What only the whole journey has: who is free by legacy function and by market, and how many people there are."""
    needs = [_need(row) for row in rows]
    rated, ratings = ratings_count()
    return Figures(
        people=len(bench.supply.person),
        rated=rated,
        ratings=ratings,
        unweighted=len({row.activity for row in rows if row.unweighted}),
        functions=ranges(needs, bench.supply, bench.function),
        markets=ranges(needs, bench.supply, np.maximum(bench.market, 0)),
    )


def gaps_store(*, organization: Organization, journey: Journey, picture: Picture) -> bool:
    """Store the picture; returns whether people, ratings or the journey changed since it was taken.

    Locks inventory, then journey, and keeps both until the transaction ends: see the module.
    """
    state = inventory_lock(organization)
    locked = Journey.objects.select_for_update(no_key=True).get(pk=journey.pk)
    if not supply_is_current(state):
        state = supply_rebuild(organization)
    moved = locked.revision != picture.seen.journey
    # Rows of an older journey may name activities that are gone; under its lock they cannot go any more.
    rows = demand_rows(locked, _hours_now(organization)) if moved else picture.demand
    _store_demand(organization, journey, rows)
    _store_results(organization, journey, picture)
    return Seen(state.revision, locked.revision) != picture.seen


def _store_demand(organization: Organization, journey: Journey, rows: list[DemandRow]) -> None:
    DemandCell.objects.filter(journey=journey).delete()
    cells = [
        DemandCell(
            organization=organization,
            journey=journey,
            activity_id=row.activity,
            stage_id=row.stage,
            market_id=row.market,
            skill_id=row.skill,
            level=row.level,
            mandatory=row.mandatory,
            mfte=row.mfte,
            unweighted=row.unweighted,
        )
        for row in rows
    ]
    DemandCell.objects.bulk_create(cells, batch_size=WRITE_AT_ONCE)


def _store_results(organization: Organization, journey: Journey, picture: Picture) -> None:
    now = timezone.now()
    GapResult.objects.filter(journey=journey).exclude(slice__in=picture.slices).delete()
    results = [
        GapResult(
            organization=organization,
            journey=journey,
            slice=name,
            inventory_revision=picture.seen.inventory,
            journey_revision=picture.seen.journey,
            computed_at=now,
            figures=figures,
            proof=proof,
        )
        for name, (figures, proof) in picture.slices.items()
    ]
    fields = ["inventory_revision", "journey_revision", "computed_at", "figures", "proof"]
    keys = ["journey", "slice"]
    GapResult.objects.bulk_create(
        results, WRITE_AT_ONCE, update_conflicts=True, unique_fields=keys, update_fields=fields
    )


def gaps_summary(picture: Picture) -> dict[str, Any]:
    """What the job says it did. No figure: everybody may read jobs, the gap page decides who may see which."""
    return {"slices": len(picture.slices)}
