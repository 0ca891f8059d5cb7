"""What the journey shows when it is added up: double work, coverage; and the files it is exported as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from journeys.coverage import OUTLOOK_WORDS, Outlook
from journeys.selectors import journey_coverage, journey_redundancy
from journeys.selectors.coverage import CoverageRow, JourneyCoverage
from journeys.selectors.exports import journey_rows, redundancy_rows
from journeys.selectors.redundancy import JourneyRedundancy, PairOverlap, RedundantActivity
from journeys.views.fetching import journey_or_404
from journeys.views.shown import in_words, number
from uniengine.accounts.access import ActorRequest
from uniengine.kit.downloads import table_file
from uniengine.kit.figures import fte, money

R = TypeVar("R", RedundantActivity, CoverageRow)
DOUBLE_SORTS = {
    "name": lambda row: row.name.casefold(),
    "functions": lambda row: len(row.functions),
    "total": lambda row: row.total_mfte,
    "gather": lambda row: row.consolidatable_mfte,
    "money": lambda row: row.consolidatable_minor,
    "excess": lambda row: -1 if row.excess_mfte is None else row.excess_mfte,
    "spread": lambda row: row.fragmentation,
}
COVER_SORTS = {
    "name": lambda row: row.name.casefold(),
    "outlook": lambda row: list(Outlook).index(row.outlook),
    "holders": lambda row: -1 if row.holders is None else row.holders,
    "spent": lambda row: row.spent_mfte,
    "needed": lambda row: row.needed.mfte,
}
LOW = {Outlook.NO_SKILLS_NAMED, Outlook.SKILL_MISSING, Outlook.NOBODY_DOES_IT}


@dataclass(frozen=True, slots=True)
class RailStage:
    """A segment of the journey rail."""

    name: str
    slot: str
    value: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the overlap matrix; `step` 0-3 is how strong the ground is."""

    pair: PairOverlap | None
    step: int
    same: bool


@require_GET
def redundancy(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """Double work: by stage, function by function, activity by activity."""
    journey = journey_or_404(journey_pk)
    found = journey_redundancy(journey)
    stage, pair = number(request.GET.get("stage")), _pair(request, found)
    rows = [row for row in found.activities if stage in (None, *row.stages)]
    if pair:
        rows = [row for row in rows if row.pk in pair.shared]
    if "all" not in request.GET:
        rows = [row for row in rows if len(row.functions) > 1]
    sort, ordered = _sorted(request, rows, DOUBLE_SORTS, "-gather")
    context = {
        "journey": journey,
        "found": found,
        "head": double_headline(found),
        "sort": sort,
        "stage": stage,
        "pair": pair,
        "page": Paginator(ordered, 50).get_page(request.GET.get("page")),
        "all": "all" in request.GET,
        "rail": [
            RailStage(
                row.name,
                row.slot,
                f"{fte(row.consolidatable_mfte)} FTE",
                _address(request, stage=None if row.pk == stage else row.pk),
                row.pk == stage,
            )
            for row in found.stages
            if row.pk
        ],
        "matrix": _matrix(found),
        "names": {function.pk: function.name for function in found.functions},
        "stages": {row.pk: row for row in found.stages},
        "both": sum(min(row.consolidatable_mfte, row.excess_mfte or 0) for row in found.activities),
        "most": max((row.consolidatable_mfte for row in found.stages), default=0),
    }
    return render(request, "journeys/redundancy.html", context)


def double_headline(found: JourneyRedundancy) -> str:
    if not found.functions:
        return "Who does what today is not known yet."
    if not found.many:
        return "No activity is done by more than one function."
    things = "activity is" if found.many == 1 else "activities are"
    start = f"{in_words(found.many)} {things} done by more than one function."
    if not found.consolidatable_mfte:
        return start
    cost = (
        f" That is {money(found.consolidatable_minor, found.currency, short=True)} a year."
        if found.consolidatable_minor
        else ""
    )
    return f"{start} {fte(found.consolidatable_mfte)} FTE sit outside the function that does most of it.{cost}"


def _pair(request: ActorRequest, found: JourneyRedundancy) -> PairOverlap | None:
    first, second = number(request.GET.get("first")), number(request.GET.get("second"))
    return found.pair(first, second) if first and second else None


def _matrix(found: JourneyRedundancy) -> list[tuple[Any, list[Cell]]]:
    most = max((pair.mfte for pair in found.pairs.values()), default=0)
    rows = []
    for first in found.functions:
        cells = []
        for second in found.functions:
            pair = found.pair(first.pk, second.pk) if first.pk != second.pk else None
            step = 0 if not pair else 1 if not most else 1 + (2 * pair.mfte) // most
            cells.append(Cell(pair, min(3, step), first.pk == second.pk))
        rows.append((first, cells))
    return rows


@require_GET
def coverage(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """How far today's people and time would carry each activity, before there are roles."""
    journey = journey_or_404(journey_pk)
    found = journey_coverage(request.actor, journey)
    stage = number(request.GET.get("stage"))
    look = request.GET.get("outlook", "")
    rows = [row for row in found.activities if stage in (None, *row.stages) and look in ("", row.outlook)]
    sort, ordered = _sorted(request, rows, COVER_SORTS, "outlook" if found.inventory else "name")
    page = Paginator(ordered, 50).get_page(request.GET.get("page"))
    context = {
        "journey": journey,
        "found": found,
        "sort": sort,
        "stage": stage,
        "look": look,
        "head": coverage_headline(found),
        "page": page,
        "rows": [(row, *standing(row, inventory=found.inventory)) for row in page],
        "rail": [
            RailStage(
                row.name,
                row.slot,
                "–" if row.ratio is None else f"{row.ratio:.0%}",
                _address(request, stage=None if row.pk == stage else row.pk),
                row.pk == stage,
            )
            for row in found.stages
        ],
        "ring": [{"name": row.name, "slot": row.slot, "fraction": row.ratio or 0} for row in found.stages],
        "outlooks": [
            (str(key), OUTLOOK_WORDS[key], found.outlooks[key], state_of(key))
            for key in Outlook
            if key in found.outlooks
        ],
        "names": {row.pk: row.name for row in found.activities},
        "stages": {row.pk: row for row in found.stages},
    }
    return render(request, "journeys/coverage.html", context)


def state_of(outlook: Outlook) -> str:
    """The mark of an outlook: low, watch or even."""
    return "low" if outlook in LOW else "even" if outlook == Outlook.WITHIN_REACH else "watch"


def standing(row: CoverageRow, *, inventory: bool) -> tuple[str, str]:
    """Mark and words of one activity. Without ratings only the time spent says something."""
    if inventory or row.outlook == Outlook.NO_SKILLS_NAMED:
        return state_of(row.outlook), row.words
    if not row.spent_mfte and row.short_mfte != 0:
        return "low", "No time is spent on it as far as is known"
    if row.short_mfte is None:
        return "even", "Done today; how much it needs is not known"
    return ("watch", "Done today, with less time than it needs") if row.short_mfte else ("even", "Time enough today")


def coverage_headline(found: JourneyCoverage) -> str:
    if not found.activities:
        return "There is nothing to cover yet."
    if not found.inventory:
        return "Nobody is rated in the skills this journey needs."
    missing = found.outlooks.get(Outlook.SKILL_MISSING, 0)
    reach = found.outlooks.get(Outlook.WITHIN_REACH, 0)
    if missing:
        things = "activity takes" if missing == 1 else "activities take"
        return f"{in_words(missing)} {things} a skill nobody has at the level."
    return reach_sentence(reach, len(found.activities))


def reach_sentence(reach: int, every: int) -> str:
    """How many of all activities are within reach; none and one take the singular."""
    if every == 1:
        return f"The one activity is{'' if reach else ' not'} within reach."
    many = in_words(reach) if reach else "None"
    return f"{many} of {every:,} activities {'are' if reach > 1 else 'is'} within reach."


def _sorted(request: ActorRequest, rows: Iterable[R], keys: Any, default: str) -> tuple[str, Sequence[R]]:
    sort = request.GET.get("sort", default)
    if sort.removeprefix("-") not in keys:
        sort = default
    return sort, sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _address(request: ActorRequest, **changes: object) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return "?" + query.urlencode()


@require_GET
def export(request: ActorRequest, slug: str, journey_pk: int, kind: str) -> HttpResponseBase:
    """The journey as a file that can be imported again; ?what=redundancy: the figures on double work."""
    journey = journey_or_404(journey_pk)
    if kind not in ("csv", "xlsx"):
        raise Http404
    double = request.GET.get("what") == "redundancy"
    rows = redundancy_rows(journey) if double else journey_rows(journey)
    name = f"{slugify(journey.name) or 'journey'}{'-double-work' if double else ''}"
    return table_file(rows, name, kind, sheet="Double work" if double else "Journey")
