"""What a reader of the gap has to know about its figures before believing them."""

from collections.abc import Sequence

from roles.gap_words import unweighted_words
from roles.selectors.gap_cards import Free
from roles.selectors.gap_overview import Overview
from roles.selectors.gap_people import efforts
from roles.selectors.gap_rows import Head
from uniengine.kit.figures import fte

FULL = 1000
HIDDEN = "hidden"


def effort_words(overview: Overview) -> str:
    """How many activities are counted as 1 FTE because nobody entered more; asks only where there are any."""
    if not any(need.unweighted for need in overview.needs):
        return ""
    return unweighted_words(*efforts(overview.chosen, overview.places.markets))


def everybody_full(overview: Overview) -> bool:
    """Whether everybody counts as 1.0 FTE, as where the HR data says nothing else. Not said to guarded readers."""
    rows = overview.results.whole.figures.get("markets", [])
    return not overview.bench.guarded and bool(rows) and all(row["mfte"] == FULL * row["people"] for row in rows)


def mostly_hidden(overview: Overview) -> bool:
    """Whether a part of the company is shown of which the reader sees less than half."""
    unseen = sum(row.bench is None for row in overview.rows)
    return overview.bench.guarded and overview.chosen.narrowed and 2 * unseen > len(overview.rows)


def nowhere(overview: Overview, split: Sequence[Head]) -> bool:
    """Whether the figures cannot be split by market, because no person and no need has one."""
    places = {head.key for head in split} | set(overview.results.populated.markets)
    return overview.chosen.by == "market" and places <= {0}


def free_words(overview: Overview) -> str:
    """How much is free: of the whole, or of the one group the filter leaves, a range where it depends on the roles."""
    if len(overview.free) == 1 and overview.chosen.narrowed:
        return range_words(overview.free[0])
    unused = overview.results.whole.figures.get("unused")
    return HIDDEN if unused is None else fte(unused)


def range_words(one: Free) -> str:
    """ "4.1 to 5.0"; one figure where both ends look the same."""
    if one.least is None or one.most is None:
        return HIDDEN
    least, most = fte(one.least), fte(one.most)
    return least if least == most else f"{least} to {most}"
