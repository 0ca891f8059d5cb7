"""Two to four redesigns side by side: their figures against today, and what differs between them, record by record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404

from journeys.models import Stage
from redesigns.changes import difference, entries
from redesigns.comparison import Figure, Line, Value
from redesigns.models import Redesign
from redesigns.panels import column, side_by_side
from redesigns.records import State
from redesigns.selectors.access import redesigns_visible
from redesigns.selectors.effects import Panel, panel_of
from redesigns.selectors.figure_words import GROUPS, HIDDEN, Difference, label, written
from redesigns.selectors.figure_words import difference as difference_words
from redesigns.selectors.overview import hidden_figures, part_slug
from redesigns.selectors.places import words_of
from redesigns.selectors.redesigns import Arc, arcs_of, heads_of, smallest_for, too_few
from redesigns.selectors.states import state_of
from redesigns.selectors.wording import Section, sections
from redesigns.small_groups import Shown
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError
from uniengine.kit.figures import fte

MOST = 4
LARGEST = 2_147_483_647
ONLY_IF_ANY = frozenset({"cost_unknown"})


@dataclass(frozen=True)
class Cell:
    value: str
    difference: Difference | None
    raw: Value
    part: str


@dataclass(frozen=True)
class Row:
    """One figure over all redesigns. today: the baseline's."""

    figure: Figure
    label: str
    today: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    head: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """One redesign. strip: people by number of change flags, in percent of the largest group (0 where hidden).

    sections: what differs from the first one, nothing for the first.
    """

    redesign: Redesign
    panel: Panel
    smallest: int
    heads: Shown
    arcs: tuple[Arc, ...]
    strip: tuple[int, ...]
    sections: tuple[Section, ...]
    names: bool


@dataclass(frozen=True)
class Comparison:
    """other_people: the redesigns stand on different inventories, so today is that of the first one."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    other_people: bool

    @property
    def headline(self) -> str:
        """Which of them leaves the least need unmet, if that can be said."""
        rows = [row for block in self.blocks for row in block.rows if row.figure.name == "true_gap"]
        values = [cell.raw for row in rows for cell in row.cells]
        known = [int(value) for value in values if value is not None]
        if len(known) < len(self.columns) or not known:
            return f"{len(self.columns)} redesigns side by side."
        least = min(known)
        best = [column.redesign.name for column, value in zip(self.columns, known, strict=True) if value == least]
        if len(best) == len(self.columns):
            return f"All leave {fte(least)} FTE of need unmet."
        return f"{' and '.join(best)} {'leaves' if len(best) == 1 else 'leave'} the least need unmet: {fte(least)} FTE."


def numbers_in(values: Sequence[str]) -> list[int]:
    """The redesigns asked for. Raises Http404 for what is no number of one."""
    if any(not value.isdecimal() or not value.isascii() or int(value) > LARGEST for value in values):
        raise Http404
    return [int(value) for value in values]


def redesigns_chosen(actor: Actor, numbers: Sequence[int]) -> list[Redesign]:
    """The redesigns to be compared, in the order asked for. Raises Http404 for one the actor may not know of."""
    rows = redesigns_visible(actor).in_bulk(list(dict.fromkeys(numbers)))
    if len(rows) != len(set(numbers)):
        raise Http404
    return [rows[number] for number in dict.fromkeys(numbers)]


def redesigns_compared(*, actor: Actor, redesigns: Sequence[Redesign]) -> Comparison:
    """Side by side. Raises DomainError for fewer than two, more than four, or different journeys."""
    _ensure_comparable(redesigns)
    panels = [panel_of(one) for one in redesigns]
    here = [column(panel.figures.get("figures", ())) for panel in panels]
    today = next((column(panel.figures["today"]) for panel in panels if panel.figures), {})
    smallest = [smallest_for(actor, one) for one in redesigns]
    hidden = [
        hidden_figures(figures, one, least) for figures, one, least in zip(here, redesigns, smallest, strict=True)
    ]
    blocks = _blocks(here, today, hidden, redesigns[0], actor)
    told = _told(actor, redesigns)
    stages = list(Stage.objects.filter(journey=redesigns[0].journey_id).order_by("position"))
    strips = [row.cells for block in blocks for row in block.rows if row.figure.name == "flags"]
    columns = tuple(
        Column(
            redesign=one,
            panel=panels[at],
            smallest=smallest[at],
            heads=heads_of(one, smallest[at]),
            arcs=() if too_few(one, smallest[at]) else arcs_of(stages, here[at]),
            strip=_heights([cells[at].raw for cells in strips]),
            sections=told[at],
            names=not smallest[at],
        )
        for at, one in enumerate(redesigns)
    )
    return Comparison(columns, blocks, len({one.baseline_id for one in redesigns}) > 1)


def _heights(counts: Sequence[Value]) -> tuple[int, ...]:
    most = max((int(count or 0) for count in counts), default=0)
    return tuple(100 * int(count or 0) // most for count in counts) if most else ()


def _ensure_comparable(redesigns: Sequence[Redesign]) -> None:
    if len(redesigns) < 2:
        raise DomainError("compare_two", "Choose at least two redesigns to compare.", field="with")
    if len(redesigns) > MOST:
        raise DomainError("compare_four", f"Choose at most {MOST} redesigns to compare.", field="with")
    if len({one.journey_id for one in redesigns}) > 1:
        words = "These redesigns serve different journeys. Choose redesigns of one journey."
        raise DomainError("compare_journeys", words, field="with")


def _blocks(
    here: Sequence[Mapping[Figure, Value]],
    today: Mapping[Figure, Value],
    hidden: Sequence[frozenset[Figure]],
    first: Redesign,
    actor: Actor,
) -> tuple[Block, ...]:
    stages = dict(Stage.objects.filter(journey=first.journey_id).values_list("pk", "name"))
    currency = actor.organization.currency
    rows: dict[str, list[Row]] = {head: [] for head, _ in GROUPS}
    for line in side_by_side(here, today):
        figure = line.figure
        if figure.name in ONLY_IF_ANY and not any(line.values):
            continue
        cells = tuple(
            Cell(HIDDEN, None, None, "")
            if figure in out
            else Cell(
                written(figure.unit, value, currency),
                difference_words(figure, away, currency),
                value,
                part_slug(figure),
            )
            for value, away, out in zip(line.values, _away(line, figure in today), hidden, strict=True)
        )
        head = next(head for head, names in GROUPS if figure.name in names)
        base = written(figure.unit, today[figure], currency) if figure in today else ""
        rows[head].append(Row(figure, label(figure, stages), base, cells))
    return tuple(Block(head, tuple(found)) for head, found in rows.items() if found)


def _away(line: Line, with_today: bool) -> Sequence[Value]:
    """The differences; the first has none where it is what the others are compared with."""
    return line.differences if with_today else (None, *line.differences[1:])


def _told(actor: Actor, redesigns: Sequence[Redesign]) -> list[tuple[Section, ...]]:
    """What is different from the first redesign; people by name only for readers named on both."""
    first = redesigns[0]
    states: list[State] = [state_of(one) for one in redesigns]
    found: list[tuple[Section, ...]] = [()]
    for redesign, state in zip(redesigns[1:], states[1:], strict=True):
        least = max(smallest_for(actor, first), smallest_for(actor, redesign))
        judged = first if smallest_for(actor, first) == least else redesign
        words = words_of(actor, judged, [states[0], state], [first.baseline_id, redesign.baseline_id])
        found.append(sections(entries(states[0], difference(states[0], state)), words))
    return found
