"""What the address of a gap page says, cleaned."""

from collections.abc import Mapping, Sequence

from django.http import Http404

from journeys.models import Journey
from roles.gap import LEVELS
from roles.selectors.gap_filter import BY, SORTS, GapFilter

LARGEST_ID = 2**63 - 1


def gap_filter(query: Mapping[str, str], journeys: Sequence[Journey]) -> GapFilter:
    """The filter of an address. journeys: those one can choose from; the first is taken where none is named.

    Raises Http404 for a journey that is not among them and for an id that is no number.
    """
    number = number_in(query, "journey")
    chosen = [journey for journey in journeys if number in (None, journey.pk)]
    if not chosen:
        raise Http404
    by, sort = query.get("by", ""), query.get("sort", "")
    return GapFilter(
        journey=chosen[0],
        stage=number_in(query, "stage"),
        market=number_in(query, "market"),
        function=number_in(query, "function"),
        by=by if by in BY else BY[0],
        sort=sort if sort in SORTS else SORTS[0],
        own=query.get("own") == "1",
    )


def number_in(query: Mapping[str, str], name: str) -> int | None:
    """A whole number from the address; None where it is not given. Raises Http404 for anything else."""
    text = query.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or int(text[:20]) > LARGEST_ID:
        raise Http404
    return int(text)


def level_in(query: Mapping[str, str]) -> int:
    """The level of an address, 1 to 5. Raises Http404."""
    level = number_in(query, "level")
    if level not in LEVELS:
        raise Http404
    return level
