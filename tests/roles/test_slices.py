"""Which parts of a journey have a gap of their own: all that need something, however many there are."""

from roles.slices import WITHOUT, Slice, slices

REGION, NORTH, SOUTH = 1, 2, 3
ABOVE = {NORTH: frozenset({NORTH, REGION}), SOUTH: frozenset({SOUTH, REGION})}


def test_it_cuts_by_stage_by_market_and_by_both_and_by_nothing_that_needs_nothing() -> None:
    found = [one.name for one in slices([(7, NORTH), (8, SOUTH), (None, None), (7, NORTH)], ABOVE)]
    assert found == [
        *("all", "stage:0", "stage:7", "stage:8", "market:0", "market:1", "market:2", "market:3"),
        *("stage:0,market:0", "stage:7,market:1", "stage:7,market:2", "stage:8,market:1", "stage:8,market:3"),
    ]


def test_it_leaves_out_no_pair_of_a_large_company() -> None:
    found = slices([(stage, market) for stage in range(1, 7) for market in range(10, 110)], {})
    assert Slice(6, 109) in found
    assert len(found) == 1 + 6 + 100 + 600


def test_it_reads_back_its_own_names() -> None:
    for one in (Slice(), Slice(WITHOUT), Slice(None, REGION), Slice(7, REGION)):
        assert Slice.of(one.name) == one
