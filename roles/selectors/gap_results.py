"""The stored results of a journey's gap, and how current they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from journeys.models import Journey
from roles.disclosure import Place, showable
from roles.findings import Figures, Piece
from roles.models import GapResult, InventoryState
from roles.places import Tree
from roles.selectors.gap_bench import Populated
from roles.slices import Slice
from roles.unmet import Shortage, unmet_shown
from uniengine.jobs.models import Job

REFRESH = "roles.gaps_refresh"
WHOLE = Slice().name
TOGETHER = -1
HARMLESS = ("demand", "people", "rated", "ratings", "unweighted")
"""Figures that say nothing of what anybody can do."""
TELLING = ("flow", "unmet", "unused", "developable", "growing", "grows")
"""Figures from which the unmet mfte follow, or whether there are any."""


@dataclass(frozen=True)
class Result:
    """One slice. See roles.findings for what the figures say."""

    figures: Figures
    proof: list[Piece]


@dataclass(frozen=True)
class Status:
    """How current the results are. computed_at None: never worked out. job: the last refresh, running or not."""

    computed_at: datetime | None
    stale: bool
    job: Job | None

    @property
    def working(self) -> bool:
        return self.job is not None and self.job.is_open

    @property
    def failed(self) -> bool:
        """Whether the last attempt ended without a result."""
        return self.job is not None and self.job.state in ("failed", "quarantined")


@dataclass(frozen=True)
class Results:
    """The slice asked for (None: nothing is needed there), the whole journey, and the unmet mfte of every slice.

    withheld: what is short in the slice asked for is hidden, and so is what follows from it. populated: where
    anybody worked when the gap was worked out.
    """

    asked: Result | None
    whole: Result
    unmet: Mapping[str, int | None]
    status: Status
    withheld: bool
    populated: Populated


def gap_results(journey: Journey, part: Slice, smallest: int, tree: Tree) -> Results:
    """Four queries. smallest: groups under it are hidden (0: none), see roles.unmet."""
    names = {WHOLE, part.name}
    found = {row.slice: row for row in GapResult.objects.filter(journey=journey, slice__in=names)}
    whole = _result(found.get(WHOLE)) or Result(Figures(), [])
    rows = GapResult.objects.filter(journey=journey).values_list("slice", "figures__unmet", "figures__short_people")
    shortages = {Slice.of(name): Shortage(unmet or 0, people or 0) for name, unmet, people in rows}
    parents = {node.pk: node.parent for node in tree.nodes.values()}
    few = _few(whole.figures, tree, smallest)
    unmet = unmet_shown(shortages, parents, few, smallest)
    asked = _result(found.get(part.name))
    return Results(
        asked=_guarded(asked, smallest, few, unmet.get(part.name), part.market) if asked and smallest else asked,
        whole=_guarded(whole, smallest, few, unmet.get(WHOLE)) if smallest else whole,
        unmet=unmet,
        status=_status(journey, found.get(WHOLE)),
        withheld=unmet.get(part.name, 0) is None,
        populated=_populated(whole.figures),
    )


def _populated(figures: Figures) -> Populated:
    return Populated(
        frozenset(row["key"] for row in figures.get("markets", [])),
        frozenset(row["key"] for row in figures.get("functions", [])),
    )


def _few(figures: Figures, tree: Tree, smallest: int) -> frozenset[int | None]:
    """The markets in which, with those below, somebody works but fewer than `smallest`; None for the company."""
    people = {row["key"]: row["people"] for row in figures.get("markets", [])}
    working = {market: sum(people.get(key, 0) for key in tree.inside(market)) for market in tree.nodes}
    found: set[int | None] = {market for market, count in working.items() if 0 < count < smallest}
    return frozenset(found | {None} if 0 < figures.get("people", 0) < smallest else found)


def _guarded(
    result: Result, smallest: int, few: Collection[int | None], unmet: int | None, market: int | None = None
) -> Result:
    """The same without what the reader may not know: groups that may not be shown count 0 people.

    unmet None: it is hidden, so nothing stays that it follows from.
    """
    figures: dict[str, Any] = dict(result.figures)
    if market in few:
        return Result(cast(Figures, {name: figures[name] for name in HARMLESS if name in figures}), [])
    if unmet is None:
        figures = {name: figure for name, figure in figures.items() if name not in TELLING}
    if "grows" in figures:
        figures["grows"] = [one for one in figures["grows"] if one["need"][2] not in few]
    for name in ("functions", "markets", "grows"):
        if name in figures:
            figures[name] = _shown_rows(figures[name], smallest)
    pieces = (_without(piece, few, hidden=unmet is None) for piece in result.proof)
    return Result(cast(Figures, figures), [piece for piece in pieces if piece["needs"]])


def _without(piece: Piece, few: Collection[int | None], *, hidden: bool) -> Piece:
    """A part of the proof without needs of places where few work: that they are short is said of those few."""
    needs = [need for need in piece["needs"] if need[2] not in few]
    lost = sum(need[3] for need in piece["needs"]) - sum(need[3] for need in needs)
    people = 0 if hidden or lost else piece["people"]
    return Piece(**piece | {"needs": needs, "demand": piece["demand"] - lost, "people": people})


def _shown_rows(rows: list[Any], smallest: int) -> list[Any]:
    """Rows that add up to a figure which is shown as well: those too small, and more where one alone would follow."""
    groups = {number: Place(TOGETHER, row["people"], True) for number, row in enumerate(rows)}
    shown = showable({TOGETHER: Place(None, 0, False), **groups}, smallest)
    return [row if number in shown else row | {"people": 0} for number, row in enumerate(rows)]


def _result(row: GapResult | None) -> Result | None:
    return None if row is None else Result(cast(Figures, row.figures), cast(list[Piece], row.proof))


def _status(journey: Journey, whole: GapResult | None) -> Status:
    state = InventoryState.objects.first()
    job = Job.objects.filter(kind=REFRESH, key=f"journey-{journey.pk}").order_by("-created_at").first()
    if whole is None:
        return Status(None, False, job)
    now = (state.revision if state else 0, journey.revision)
    return Status(whole.computed_at, (whole.inventory_revision, whole.journey_revision) != now, job)
