"""The first page of a redesign: where it stands, and every figure of its effect panel beside that of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journeys.coverage import Rung
from journeys.models import Stage
from redesigns.comparison import Figure, Line, Value
from redesigns.models import Redesign
from redesigns.panels import column, side_by_side
from redesigns.selectors.effects import Panel, panel_of
from redesigns.selectors.figure_words import HIDDEN, Difference, difference, label, written
from redesigns.selectors.redesigns import (
    Arc,
    arcs_of,
    figure_of,
    heads_of,
    smallest_for,
    too_few,
    vacant_of,
)
from redesigns.small_groups import Shown
from roles.disclosure import Place, showable
from uniengine.accounts.access import Actor
from uniengine.kit import figures as kit

ABOUT_PLACED = frozenset({"true_gap", "unused", "rung", "stage", "coverage", "flags"})
"""Figures that say something about the people placed."""
PARTS = {"cost_placed": "placed", "cost_bench": "bench", "cost_leaving": "leaving"}


@dataclass(frozen=True)
class FigureView:
    """One figure as a page shows it. part: the slug of the page with what it is made of, "" for none."""

    figure: Figure
    label: str
    value: str
    today: str
    difference: Difference | None
    part: str
    raw: Value = None

    @property
    def state(self) -> str:
        """Of a rung: how it is drawn."""
        return {Rung.NO_ROLE: "low", Rung.SKILL_MISSING: "low", Rung.TOO_LITTLE_TIME: "watch"}.get(
            Rung(self.figure.of or 0), "even"
        )


@dataclass(frozen=True)
class Overview:
    """figures: by name, in order. seats_vacant None: hidden."""

    redesign: Redesign
    panel: Panel
    smallest: int
    heads: Shown
    vacant: int | None
    arcs: tuple[Arc, ...]
    figures: Mapping[str, tuple[FigureView, ...]]
    headline: str
    hidden: bool

    @property
    def rungs(self) -> Sequence[FigureView]:
        return self.figures.get("rung", ())

    @property
    def ladder(self) -> Sequence[FigureView]:
        """The rungs, covered first."""
        return tuple(reversed(self.rungs))

    @property
    def flags(self) -> Sequence[FigureView]:
        return self.figures.get("flags", ())

    @property
    def strip(self) -> Sequence[tuple[FigureView, int]]:
        """People by number of flags, each with its height in percent of the largest; 0 for what is hidden."""
        most = max((int(view.raw or 0) for view in self.flags), default=0)
        return tuple((view, 100 * int(view.raw or 0) // most if most else 0) for view in self.flags)

    @property
    def covered(self) -> str:
        """The share of the need that is covered."""
        view = self.one("coverage")
        return view.value if view else ""

    def one(self, name: str) -> FigureView | None:
        """A figure that is there once."""
        return next(iter(self.figures.get(name, ())), None)


def redesign_overview(*, actor: Actor, redesign: Redesign) -> Overview:
    """Four queries beside the redesign."""
    panel = panel_of(redesign)
    smallest = smallest_for(actor, redesign)
    heads = heads_of(redesign, smallest)
    here, today = (column(panel.figures.get(name, ())) for name in ("figures", "today"))
    stages = list(Stage.objects.filter(journey=redesign.journey_id).order_by("position"))
    few = too_few(redesign, smallest)
    hidden = hidden_figures(here, redesign, smallest)
    views = _views(side_by_side([here], today), today, hidden, {one.pk: one.name for one in stages}, actor)
    return Overview(
        redesign=redesign,
        panel=panel,
        smallest=smallest,
        heads=heads,
        vacant=vacant_of(redesign, heads),
        arcs=() if few else arcs_of(stages, here),
        figures=views,
        headline=headline(redesign, heads, None if few else figure_of(here, "true_gap")),
        hidden=bool(hidden) or heads.hidden,
    )


def headline(redesign: Redesign, heads: Shown, unmet: Value) -> str:
    """Where a redesign stands, in one sentence."""
    if not redesign.seats:
        return f"{_people(redesign.people)} on the bench, and no seats yet."
    if heads.placed is None:
        words = f"{redesign.seats:,} seats for {_people(redesign.people)}"
    else:
        words = f"{heads.placed:,} of {_people(redesign.people)} {'has' if heads.placed == 1 else 'have'} a seat"
    if unmet is None:
        return f"{words}."
    if not unmet:
        return f"{words}; no need stays unmet."
    return f"{words}; {kit.fte(int(unmet))} FTE of need stay unmet."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def hidden_figures(here: Mapping[Figure, Value], redesign: Redesign, smallest: int) -> frozenset[Figure]:
    """What the reader may not see, because it stands for too few people or gives such a figure away."""
    if not smallest:
        return frozenset()
    heads = heads_of(redesign, smallest)
    hidden = {figure for figure in here if figure.name in ABOUT_PLACED} if too_few(redesign, smallest) else set()
    for figure in here:
        part = PARTS.get(figure.name, figure.name)
        if part in ("placed", "bench", "leaving") and getattr(heads, part) is None:
            hidden.add(figure)
        if figure.name in ("vacant", "cost_vacant", "unused", "flags") and heads.placed is None:
            hidden.add(figure)
        if figure.name == "cost_unknown":
            hidden.add(figure)
    return frozenset(hidden | _hidden_flags(here, smallest))


def _hidden_flags(here: Mapping[Figure, Value], smallest: int) -> set[Figure]:
    """The strip is a tree of one level: everybody placed, and those with so many flags."""
    counts = {figure: int(value or 0) for figure, value in here.items() if figure.name == "flags"}
    places: dict[Any, Place[Any]] = {"": Place(None, 0, populated=False)}
    places |= {figure: Place("", count, populated=True) for figure, count in counts.items()}
    return set(counts) - showable(places, smallest) if any(counts.values()) else set()


def _views(
    lines: Sequence[Line],
    today: Mapping[Figure, Value],
    hidden: frozenset[Figure],
    stages: Mapping[int, str],
    actor: Actor,
) -> dict[str, tuple[FigureView, ...]]:
    found: dict[str, list[FigureView]] = {}
    currency = actor.organization.currency
    for line in lines:
        figure = line.figure
        out = figure in hidden
        found.setdefault(figure.name, []).append(
            FigureView(
                figure=figure,
                label=label(figure, stages),
                value=HIDDEN if out else written(figure.unit, line.values[0], currency),
                today="" if figure not in today else written(figure.unit, today[figure], currency),
                difference=difference(figure, line.differences[0], currency) if figure in today and not out else None,
                part=part_slug(figure),
                raw=None if out else line.values[0],
            )
        )
    return {name: tuple(views) for name, views in found.items()}


def part_slug(figure: Figure) -> str:
    """The page with what a figure is made of."""
    if figure.name in ("rung", "stage", "flags"):
        return f"{figure.name}-{figure.of or 0}"
    if figure.name.startswith("redundancy"):
        return figure.name.removesuffix("_cost").replace("_", "-")
    if figure.name.startswith("cost"):
        return "cost"
    return {"true_gap": "gap", "unused": "gap", "coverage": "coverage", "vacant": "seats"}.get(figure.name, "")
