"""What is shown about small groups gives none of them away."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.disclosure import Place, showable

SMALLEST = 5


@st.composite
def trees(draw: st.DrawFn) -> dict[int, Place[int]]:
    """Up to eight places; every parent comes before its children."""
    size = draw(st.integers(1, 8))
    places = {}
    for key in range(size):
        parent = None if key == 0 else draw(st.integers(0, key - 1))
        populated = draw(st.booleans())
        places[key] = Place(parent, draw(st.integers(0, 9)) if populated else 0, populated)
    return places


def below(places: dict[int, Place[int]], key: int) -> set[int]:
    found = {key}
    for child, place in places.items():  # parents come first
        if place.parent in found:
            found.add(child)
    return found


def company(**markets: int) -> dict[str, Place[str]]:
    """A company of markets with so many people who can, and others who cannot."""
    return {"all": Place(None, 0, False)} | {key: Place("all", count, True) for key, count in markets.items()}


def derivable(rows: np.ndarray, wanted: np.ndarray) -> bool:
    if not len(rows):
        return False
    return bool(np.linalg.matrix_rank(np.vstack([rows, wanted])) == np.linalg.matrix_rank(rows))


@settings(max_examples=300, deadline=None)
@given(trees())
def test_it_gives_no_small_group_away_by_any_arithmetic(places: dict[int, Place[int]]) -> None:
    """Every union of places whose sum follows from the shown sums has five people or more."""
    slots = [key for key, place in places.items() if place.populated]
    shown = showable(places, SMALLEST)
    rows = np.array([[float(slot in below(places, key)) for slot in slots] for key in sorted(shown)])
    unions = chain.from_iterable(combinations(slots, n) for n in range(1, len(slots) + 1))
    for union in unions:
        if sum(places[slot].count for slot in union) < SMALLEST:
            assert not derivable(rows, np.array([float(slot in union) for slot in slots])), union


@settings(max_examples=200, deadline=None)
@given(trees())
def test_it_hides_every_small_group_itself(places: dict[int, Place[int]]) -> None:
    for key in showable(places, SMALLEST):
        people = sum(places[slot].count for slot in below(places, key))
        assert people >= SMALLEST or not any(places[slot].populated for slot in below(places, key))


@settings(max_examples=200, deadline=None)
@given(trees())
def test_it_hides_nothing_where_every_place_is_large(places: dict[int, Place[int]]) -> None:
    large = {key: Place(place.parent, place.count + SMALLEST, True) for key, place in places.items()}
    assert showable(large, SMALLEST) == set(large)


def test_it_hides_a_second_market_when_one_alone_would_follow_from_the_total() -> None:
    markets = company(a=9, b=7, c=2)
    assert showable(markets, SMALLEST) == {"all", "a"}


def test_it_shows_an_empty_office_as_empty() -> None:
    markets = company(a=9) | {"closed": Place("all", 0, False)}
    assert showable(markets, SMALLEST) == {"all", "a", "closed"}


def test_it_hides_that_nobody_can_where_people_work() -> None:
    markets = company(a=9, b=8, c=0)
    assert showable(markets, SMALLEST) == {"all", "a"}


def test_it_hides_everything_of_a_group_that_is_small_as_a_whole() -> None:
    markets = company(a=2, b=2)
    assert showable(markets, SMALLEST) == frozenset()


def test_it_refuses_a_negative_count() -> None:
    with pytest.raises(ValueError, match="fewer people than none"):
        showable({"all": Place(None, -1, True)}, SMALLEST)
