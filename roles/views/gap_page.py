"""The gap as its template wants it: figures with their words, their widths and what they open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from journeys.models import Journey
from roles.gap_words import Part, headline, listed, needs_of, share_done
from roles.selectors.gap_cards import PieceView
from roles.selectors.gap_overview import Overview
from roles.selectors.gap_rows import Head, Row, Spot
from roles.slices import WITHOUT, Slice
from roles.views.gap_links import Links
from roles.views.gap_notes import effort_words, everybody_full, free_words, mostly_hidden, nowhere
from uniengine.kit.figures import fte, signed_fte

ROWS = 15
LONGEST_BAR = 96
MOST_PARTS = 4
SLIM = 8
SYMBOLS = {"n": "low", "p": "high"}
HIDDEN, EVEN = "hidden", "·"
NO_FIGURE = (HIDDEN, EVEN)


@dataclass(frozen=True)
class Line:
    """A skill with its bars in percent of the longest, its state in words and its figures of "Where"."""

    row: Row
    url: str
    need_width: int
    bench_width: int
    words: str
    spots: tuple["Mark", ...]


@dataclass(frozen=True)
class Mark:
    """A figure of "Where". state: low | high for the symbol; words: for the ear."""

    text: str
    words: str
    url: str
    step: str
    state: str
    unweighted: bool


@dataclass(frozen=True)
class Block:
    """A part of the proof's picture, as wide as its FTE. slim: too narrow for its number."""

    name: str
    mfte: int
    slim: bool


def overview_context(overview: Overview, journeys: Sequence[Journey], links: Links, page: str | None) -> dict[str, Any]:
    """Everything the page needs besides the shell."""
    rows = Paginator(overview.rows, ROWS).get_page(page)
    split = overview.split()
    figures = overview.results.asked.figures if overview.results.asked else {}
    chosen = overview.chosen
    shown = lines(overview, rows, split, links)
    return {
        "overview": overview,
        "journeys": journeys,
        "links": links,
        "headline": head_parts(overview, links),
        "done": share_done(figures.get("flow", 0), figures.get("demand", 0)),
        "figures": figures,
        "whole": overview.results.whole.figures,
        "unweighted": sum(row.unweighted for row in overview.rows),
        "effort_words": effort_words(overview),
        "everybody_full": everybody_full(overview),
        "mostly_hidden": mostly_hidden(overview),
        "nowhere": nowhere(overview, split),
        "free_words": free_words(overview),
        "rail": rail(overview, links),
        "page": rows,
        "lines": shown,
        "nothing_shown": bool(shown) and all(mark.text in NO_FIGURE for line in shown for mark in line.spots),
        "split": split,
        "tabs": [(by, name, links.page(by=by)) for by, name in TABS],
        "where_words": WHERE_WORDS[chosen.by],
        "proof": proof_context(overview),
        "proof_url": links.to("gap-proof"),
        "growth_url": links.to("gap-growth"),
        "fragile": [(one, links.to("gap-cell", skill=one.skill, level=one.level)) for one in overview.fragile[:5]],
        "fragile_more": max(0, len(overview.fragile) - 5),
        "exports": [(name, links.to("gap-export", format=kind)) for kind, name in EXPORTS],
        "place_words": chosen.place_words(overview.places),
        "function_name": "" if chosen.function is None else overview.places.function_name(chosen.function),
        "market_options": [
            (node.pk, node.name, range(overview.places.markets.depth(node.pk)))
            for node in overview.places.markets.nodes.values()
        ],
        "clear_url": links.page(stage=None, market=None, function=None),
    }


EXPORTS = (("csv", "CSV"), ("xlsx", "Excel"))
TABS = (("market", "By market"), ("stage", "By stage"), ("function", "By function"))
WHERE_WORDS = {
    "market": "Bench minus need, in FTE",
    "stage": "Need, in FTE",
    "function": "Bench, in FTE",
}


def head_parts(overview: Overview, links: Links) -> list[tuple[str, str]]:
    """The headline as (text, address)."""
    asked = overview.results.asked
    figures = asked.figures if asked else {}
    place = overview.chosen.place_words(overview.places)
    parts: list[Part] = headline(overview.unmet, figures.get("unused", 0), figures.get("demand", 0), place)
    opens = {"unmet": links.to("gap-proof"), "unused": "#free", "": ""}
    return [(text, opens[key]) for text, key in parts]


def rail(overview: Overview, links: Links) -> list[dict[str, object]]:
    """The stages with what is short in each on its own; the current one leads back to all."""
    chosen = overview.chosen
    stages = []
    for key, name, slot in rail_stages(overview):
        unmet = overview.results.unmet.get(Slice(key, chosen.market).name, 0)
        current = chosen.stage == key
        stages.append(
            {
                "name": name,
                "slot": slot,
                "value": "hidden" if unmet is None else f"{fte(unmet)} short",
                "url": links.page(stage=None if current else key),
                "current": current,
            }
        )
    return stages


def rail_stages(overview: Overview) -> list[tuple[int, str, str]]:
    """The stages as (key, name, slot), and one for work that has none, where there is such work."""
    stages = [(stage.pk, stage.name, stage.slot) for stage in overview.places.stages.values()]
    loose = Slice(WITHOUT, overview.chosen.market).name in overview.results.unmet
    return [*stages, (WITHOUT, overview.places.stage_name(WITHOUT), "none")] if loose else stages


def lines(overview: Overview, rows: Page[Row], split: list[Head], links: Links) -> list[Line]:
    longest = max((max(row.need, row.bench.mfte if row.bench else 0) for row in rows), default=0) or 1
    marks = overview.lines(list(rows), split)
    return [
        Line(
            row=row,
            url=links.row(row),
            need_width=LONGEST_BAR * row.need // longest,
            bench_width=LONGEST_BAR * (row.bench.mfte if row.bench else 0) // longest,
            words=difference_words(row),
            spots=tuple(mark(row, spot, overview.chosen.by, links) for spot in spots),
        )
        for row, spots in zip(rows, marks, strict=True)
    ]


def difference_words(row: Row) -> str:
    return "hidden" if row.difference is None else signed_fte(row.difference)


def mark(row: Row, spot: Spot, by: str, links: Links) -> Mark:
    """The figure of one skill in one column."""
    place = f"{row.name}, {spot.head.name}"
    if spot.value is None:
        return Mark(HIDDEN, f"{place}: hidden, a small group could be told from it", "", "0", "", False)
    if spot.empty:
        return Mark(EVEN, f"{place}: nothing needed" if by != "function" else f"{place}: nobody", "", "0", "", False)
    text = signed_fte(spot.value) if by == "market" else fte(spot.value)
    even = by == "market" and spot.step == "0"
    return Mark(
        text=EVEN if even else text,
        words=f"{place}: {'even' if even else text + ' FTE'}{', unweighted' if spot.unweighted else ''}",
        url=links.spot(row, spot.head),
        step=spot.step,
        state=SYMBOLS.get(spot.step[0], ""),
        unweighted=spot.unweighted,
    )


def proof_context(overview: Overview) -> dict[str, Any] | None:
    """The claim in words and its picture."""
    if overview.proof is None:
        return None
    whole = overview.proof.whole
    names = [name for _, name, _ in whole.skills]
    return {
        "view": overview.proof,
        "claim": needs_of(names, whole.markets if overview.chosen.market is None else ()),
        "them": "it" if len(names) == 1 else "any of them",
        "blocks": blocks(whole),
        "aria": proof_words(whole),
        "pieces": len(overview.proof.pieces),
    }


def blocks(piece: PieceView) -> list[Block]:
    """The largest skills, and the rest as one."""
    parts = [(name, mfte) for _, name, mfte in piece.skills]
    if len(parts) > MOST_PARTS:
        rest = parts[MOST_PARTS - 1 :]
        parts = [*parts[: MOST_PARTS - 1], (f"{len(rest)} more", sum(mfte for _, mfte in rest))]
    return [Block(name, mfte, mfte * SLIM < piece.demand) for name, mfte in parts]


def proof_words(piece: PieceView) -> str:
    """The picture for those who do not see it."""
    needs = ", ".join(f"{name} {fte(mfte)}" for _, name, mfte in piece.skills[:8])
    more = f" and {len(piece.skills) - 8} more" if len(piece.skills) > 8 else ""
    if piece.capacity is None or piece.short is None:
        return f"Need {fte(piece.demand)}: {needs}{more}. Who can do it is hidden."
    return (
        f"Need {fte(piece.demand)}: {needs}{more}. People who can: {fte(piece.capacity)}. Undone: {fte(piece.short)}."
    )


def piece_words(piece: PieceView) -> str:
    """ "Change coaching and Pricing in DACH"."""
    names = [name for _, name, _ in piece.skills]
    what = listed(names) if len(names) <= 3 else f"{names[0]}, {names[1]} and {len(names) - 2} more"
    where = f" in {listed(piece.markets)}" if 0 < len(piece.markets) <= 2 else ""
    return f"{what}{where or (f' in {len(piece.markets)} markets' if piece.markets else '')}"
