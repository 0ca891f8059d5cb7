"""How far the inventory and the gap are, for the workshop home. Sums only, and only those the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Sum

from journeys.models import Journey
from roles.gap_words import SHOWN_FROM, headline, told
from roles.models import GapResult, ImportState, InventoryImport, InventoryState, Person, SupplyCell
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_overview import Overview, gap_overview, smallest_shown
from roles.slices import Slice
from uniengine.accounts.access import Actor
from uniengine.jobs.models import OPEN_STATES

WAITING = (ImportState.UPLOADED, ImportState.READ, ImportState.CHECKED)
RECENT = 50


@dataclass(frozen=True, slots=True)
class InventoryProgress:
    """people: who count today. ratings: effective ratings in the stored cube, None while it was never counted.

    shown: whether the reader may see these sums at all. working: a job of an import is under way. waiting: none is, and
    the newest import waits for a decision. newest: id of the newest import.
    """

    people: int
    ratings: int | None
    shown: bool
    waiting: bool
    working: bool
    newest: int | None


class Standout(NamedTuple):
    """A skill that is far short, or far beyond need. mfte: by how much; level: at which it is looked at."""

    name: str
    mfte: int
    skill: int
    level: int


@dataclass(frozen=True, slots=True)
class GapProgress:
    """The stored gap of a journey as the reader may see it; figures in mfte, None where hidden.

    short: how many skills are short. worst, most: the skill with the largest shortage, and with the most beyond need.
    journey: its id. sentence: the true gap in words, empty where it is hidden or nothing is needed. unweighted:
    activities counted as 1 FTE.
    growing: people who could be part of closing it with one level more. met: stage id -> share of its need that is met.
    """

    computed: bool = False
    stale: bool = False
    working: bool = False
    unmet: int | None = None
    demand: int = 0
    short: int = 0
    journey: int = 0
    sentence: str = ""
    unweighted: int = 0
    worst: Standout | None = None
    most: Standout | None = None
    growing: int | None = None
    met: Mapping[int, float] = field(default_factory=dict)


def inventory_progress(actor: Actor) -> InventoryProgress:
    """Four queries. Needs the scope of the organization."""
    imports = list(InventoryImport.objects.order_by("-pk").values_list("pk", "state", "job__state")[:RECENT])
    working = any(job in OPEN_STATES for _, _, job in imports)
    counted = InventoryState.objects.filter(rolled_up_at__isnull=False).exists()
    ratings = (SupplyCell.objects.aggregate(n=Sum("people"))["n"] or 0) if counted else None
    people = Person.objects.filter(left_on=None).count()
    return InventoryProgress(
        people=people,
        ratings=ratings,
        shown=people >= smallest_shown(actor),
        waiting=not working and bool(imports) and imports[0][1] in WAITING,
        working=working,
        newest=imports[0][0] if imports else None,
    )


def gap_progress(actor: Actor, journey: Journey | None) -> GapProgress:
    """The figures of the gap page, in as many queries. Needs the scope of the organization."""
    if journey is None or not GapResult.objects.filter(journey=journey, slice=Slice().name).exists():
        return GapProgress()
    found = gap_overview(actor=actor, chosen=GapFilter(journey))
    known = [
        Standout(row.name, row.difference, row.skill, row.level) for row in found.rows if row.difference is not None
    ]
    short = sorted((one._replace(mfte=-one.mfte) for one in known if one.mfte <= -SHOWN_FROM), key=_largest)
    over = sorted((one for one in known if one.mfte >= SHOWN_FROM), key=_largest)
    figures = found.results.whole.figures
    demand = figures.get("demand", 0)
    told_of = demand and found.unmet is not None
    return GapProgress(
        computed=True,
        stale=found.results.status.stale,
        working=found.results.status.working,
        unmet=found.unmet,
        demand=demand,
        journey=journey.pk,
        sentence=told(headline(found.unmet, figures.get("unused", 0), demand)) if told_of else "",
        unweighted=figures.get("unweighted", 0),
        short=len(short),
        worst=short[0] if short else None,
        most=over[0] if over else None,
        growing=found.growth.people,
        met=_met_by_stage(found),
    )


def _largest(one: Standout) -> tuple[int, str]:
    return -one.mfte, one.name.casefold()


def _met_by_stage(found: Overview) -> dict[int, float]:
    """Share of the need of each stage that is met; empty when one of them is hidden from the reader."""
    demand: defaultdict[int, int] = defaultdict(int)
    for need in found.needs:
        demand[need.stage] += need.mfte
    met = {}
    for stage in found.places.stages:
        unmet = found.results.unmet.get(Slice(stage).name, 0)
        if unmet is None:
            return {}
        met[stage] = 1 - unmet / demand[stage] if demand[stage] else 1.0
    return met
