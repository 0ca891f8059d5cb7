"""The list of redesigns, and where each of them stands, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import F

from journeys.models import Stage
from redesigns.comparison import Figure, Value
from redesigns.models import Collaborator, EffectResult, Redesign, RedesignChange, RedesignState
from redesigns.panels import column
from redesigns.selectors.access import redesigns_visible
from redesigns.selectors.figure_words import percent
from redesigns.small_groups import Heads, Shown, shown
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission

ORDER = {state: rank for rank, state in enumerate(("published", "approved", "proposed", "draft", "replaced"))}


@dataclass(frozen=True)
class Arc:
    """A stage in the coverage ring. ratio None: nothing is needed there."""

    pk: int
    name: str
    slot: str
    ratio: Fraction | None

    @property
    def fraction(self) -> float:
        """For drawing only."""
        return float(self.ratio or 0)


@dataclass(frozen=True)
class Card:
    """A redesign in the list. heads: None where a group is too small to be shown; arcs empty: not worked out yet."""

    redesign: Redesign
    heads: Shown
    seats: int
    vacant: int | None
    arcs: tuple[Arc, ...]
    covered: Value
    last: RedesignChange | None
    parent: str

    @property
    def covered_words(self) -> str:
        """The share of the need that is covered."""
        return "" if self.covered is None else f"{percent(Fraction(self.covered))}%"


def smallest_for(actor: Actor, redesign: Redesign, named: frozenset[int] | None = None) -> int:
    """Groups of fewer people are hidden from the actor in this redesign; 0 for those who see its names."""
    known = redesigns_named(actor) if named is None else named
    sees = actor.may(Permission.PLACEMENTS_VIEW) and (actor.user is None or redesign.pk in known)
    return 0 if sees else actor.organization.small_group


def redesigns_named(actor: Actor, may: str = "") -> frozenset[int]:
    """The redesigns the actor is named on, to edit or to read."""
    rows = Collaborator.objects.filter(user=actor.user)
    return frozenset((rows.filter(may=may) if may else rows).values_list("redesign_id", flat=True))


def heads_of(redesign: Redesign, smallest: int) -> Shown:
    """People by state from the redesign's tallies."""
    bench, leaving = {0: redesign.bench}, {0: redesign.leaving}
    return shown(Heads({("all", 0): redesign.placed}, bench, leaving, {0: redesign.people}), smallest)


def vacant_of(redesign: Redesign, heads: Shown) -> int | None:
    """Vacant seats; hidden where the number of people placed is, because seats = placed + vacant."""
    return None if heads.placed is None else redesign.vacant


def too_few(redesign: Redesign, smallest: int) -> bool:
    """Whether figures about the people placed would be about a group too small to be shown."""
    return 0 < redesign.placed < smallest


def redesign_cards(*, actor: Actor, archived: bool = False) -> list[Card]:
    """What the actor may know of, published ones first; six queries."""
    rows = list(redesigns_visible(actor, archived=archived))
    rows.sort(key=lambda one: (ORDER[one.state], one.name.casefold(), one.pk))
    panels, last, stages = _panels(rows), _last(rows), _stages(rows)
    named = redesigns_named(actor)
    return [_card(actor, one, named, panels.get(one.pk, {}), last.get(one.pk), stages) for one in rows]


def _card(
    actor: Actor,
    redesign: Redesign,
    named: frozenset[int],
    figures: Mapping[Figure, Value],
    last: RedesignChange | None,
    stages: Mapping[int, Sequence[Stage]],
) -> Card:
    smallest = smallest_for(actor, redesign, named)
    heads = heads_of(redesign, smallest)
    hidden = too_few(redesign, smallest)
    return Card(
        redesign=redesign,
        heads=heads,
        seats=redesign.seats,
        vacant=vacant_of(redesign, heads),
        arcs=() if hidden else arcs_of(stages.get(redesign.journey_id, ()), figures),
        covered=None if hidden else figure_of(figures, "coverage"),
        last=last,
        parent=_parent(redesign, named),
    )


def _parent(redesign: Redesign, named: frozenset[int]) -> str:
    """What it was branched from; "" where the reader may not know of that."""
    parent = redesign.parent
    return parent.name if parent is not None and (not parent.is_draft or parent.pk in named) else ""


def arcs_of(stages: Iterable[Stage], figures: Mapping[Figure, Value]) -> tuple[Arc, ...]:
    """The ring of a redesign; nothing before it is worked out."""
    ratios = {figure.of: value for figure, value in figures.items() if figure.name == "stage"}
    if not ratios:
        return ()
    return tuple(Arc(one.pk, one.name, one.slot, _ratio(ratios.get(one.pk))) for one in stages)


def figure_of(figures: Mapping[Figure, Value], name: str, of: int | None = None) -> Value:
    """One figure of a column; None when it is not there."""
    return next((value for figure, value in figures.items() if (figure.name, figure.of) == (name, of)), None)


def _ratio(value: Value) -> Fraction | None:
    return None if value is None else Fraction(value)


def _panels(rows: Iterable[Redesign]) -> dict[int, dict[Figure, Value]]:
    """Figures alone: what they are made of can be large."""
    found: Iterable[tuple[int, Any]] = EffectResult.objects.filter(redesign__in=[one.pk for one in rows]).values_list(
        "redesign_id", "figures__figures"
    )
    return {pk: column(figures) for pk, figures in found}


def _last(rows: Iterable[Redesign]) -> dict[int, RedesignChange]:
    found = RedesignChange.objects.filter(redesign__in=[one.pk for one in rows], position=F("redesign__revision"))
    return {one.redesign_id: one for one in found.defer("entries").select_related("actor")}


def _stages(rows: Iterable[Redesign]) -> dict[int, list[Stage]]:
    found: dict[int, list[Stage]] = {}
    for stage in Stage.objects.filter(journey__in={one.journey_id for one in rows}).order_by("journey_id", "position"):
        found.setdefault(stage.journey_id, []).append(stage)
    return found


def list_headline(cards: Sequence[Card]) -> str:
    """Where the redesigns stand, in a sentence."""
    if not cards:
        return "Nothing is being redesigned yet."
    count = "One redesign" if len(cards) == 1 else f"{len(cards)} redesigns"
    published = [card.redesign.name for card in cards if card.redesign.state == RedesignState.PUBLISHED]
    if not published:
        return f"{count}, none published yet."
    return f"{published[0]} is published." if len(published) == 1 else f"{count}, {len(published)} published."
