"""Redundancy between legacy functions (brief, section 3)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.redundancy import (
    Redundancy,
    consolidatable,
    cost,
    excess,
    fragmentation,
    overlap,
    redundancy,
)

# Report on buyer intent: "Three functions each keep their own report. Together 2.6 FTE where 1.2 would do."
SPENT = {
    "report": {"marketing": 1100, "sales ops": 1000, "sales": 500},
    "train": {"service": 2000, "success": 2000},
    "repair": {"service": 3000},
    "casing": {},
}
NEEDED = {"report": 1200, "train": 3000, "repair": 3500}
RATES = {
    "marketing": 9_000_000,
    "sales ops": 8_000_000,
    "sales": 12_000_000,
    "service": 7_000_000,
    "success": 9_500_000,
}
JOBS = {"report": {"learn": 1, "buy": 2}, "train": {"adopt": 1}, "repair": {"support": 3}}


def found() -> Redundancy[str, str, str]:
    return redundancy(SPENT, needed=NEEDED, rates=RATES, jobs=JOBS, stages=("learn", "buy", "order"))


def test_it_adds_up_the_smaller_of_two_efforts() -> None:
    assert overlap({"a": 1000, "b": 300}, {"a": 400, "b": 900, "c": 700}) == 700


def test_it_keeps_the_largest_function_and_counts_the_rest() -> None:
    assert consolidatable(SPENT["report"]) == 1500
    assert consolidatable({"service": 3000}) == 0
    assert consolidatable({}) == 0


def test_it_counts_only_what_is_spent_beyond_the_need() -> None:
    assert excess(SPENT["report"], 1200) == 1400
    assert excess({"service": 3000}, 3500) == 0


def test_it_counts_the_effective_number_of_functions() -> None:
    assert fragmentation({"a": 2000, "b": 2000}) == 2
    assert fragmentation({"a": 500}) == 1
    assert fragmentation({"a": 3000, "b": 1000}) == Fraction(16, 10)
    assert fragmentation({}) == 0


def test_it_prices_the_removed_fte_at_the_rate_of_the_function_they_sit_in() -> None:
    report = found().activities[0]
    # marketing (1.1) stays; 1.0 of sales ops at 80,000.00 and 0.5 of sales at 120,000.00 go
    assert report.largest == "marketing"
    assert report.consolidatable_minor == 8_000_000 + 6_000_000


def test_it_prices_the_excess_at_the_average_rate_of_those_who_do_it() -> None:
    # (1.1 x 90,000 + 1.0 x 80,000 + 0.5 x 120,000) / 2.6 = 91,923.08 per FTE, times 1.4
    assert found().activities[0].excess_minor == 12_869_231


def test_it_keeps_the_dearer_function_on_a_tie_so_the_saving_is_not_overstated() -> None:
    train = found().activities[1]
    assert train.largest == "success"
    assert train.consolidatable_minor == 2 * 7_000_000


def test_it_leaves_functions_without_a_rate_out_of_the_money_and_says_so() -> None:
    row = redundancy({"a": {"x": 900, "y": 300}}, rates={"x": 100}).activities[0]
    assert (row.consolidatable_mfte, row.consolidatable_minor, row.unpriced_mfte) == (300, 0, 300)


def test_it_lists_what_several_do_and_what_nobody_does() -> None:
    assert found().done_by_many == ("report", "train")
    assert found().done_by_nobody == ("casing",)
    assert found().excess_unknown == ("casing",)


def test_it_shows_every_pair_of_functions_that_share_work() -> None:
    pairs = {(o.first, o.second): o.mfte for o in found().overlaps}
    assert pairs == {
        ("service", "success"): 2000,
        ("marketing", "sales ops"): 1000,
        ("marketing", "sales"): 500,
        ("sales ops", "sales"): 500,
    }
    assert found().overlaps[0].activities == ("train",)


def test_it_prices_an_overlap_at_the_lower_of_the_two_rates() -> None:
    priced = {(o.first, o.second): o.at_least_minor for o in found().overlaps}
    assert priced["service", "success"] == 2 * 7_000_000
    assert priced["marketing", "sales"] == 4_500_000


def test_it_splits_an_activity_evenly_over_the_jobs_it_serves() -> None:
    rows = {row.stage: row for row in found().stages}
    assert rows["learn"].consolidatable_mfte == 500  # one of three jobs
    assert rows["buy"].consolidatable_mfte == 1000
    assert rows["order"].total_mfte == 0
    assert list(rows)[:3] == ["learn", "buy", "order"]


def test_it_keeps_activities_without_a_job_in_the_total() -> None:
    result: Redundancy[str, str, str] = redundancy({"a": {"x": 900, "y": 300}}, jobs={})
    assert [(row.stage, row.total_mfte) for row in result.stages] == [(None, 1200)]


def test_it_does_not_count_a_function_that_reports_zero() -> None:
    row = redundancy({"a": {"x": 900, "y": 0}}).activities[0]
    assert row.functions == ("x",)
    assert row.fragmentation == 1


def test_it_counts_a_function_of_unknown_time_as_one_unit_without_money() -> None:
    result: Redundancy[str, str, str] = redundancy(
        {"a": {"x": 2500, "y": None}}, needed={"a": 1000}, rates={"x": 100, "y": 100}
    )
    row = result.activities[0]
    assert row.functions == ("x", "y")
    assert (row.total_mfte, row.consolidatable_mfte) == (3500, 1000)
    assert (row.consolidatable_minor, row.unpriced_mfte, row.excess_mfte) == (0, 1000, None)
    assert (row.unweighted, result.unweighted, result.excess_unknown) == (True, True, ("a",))
    assert (result.overlaps[0].mfte, result.overlaps[0].at_least_minor) == (1000, 0)
    assert result.overlaps[0].unweighted


def test_it_is_weighted_where_every_time_is_known() -> None:
    assert not found().unweighted


def test_it_refuses_negative_effort() -> None:
    with pytest.raises(ValueError, match="negative"):
        redundancy({"a": {"x": -1}})


def test_it_rounds_money_half_up_to_the_minor_unit() -> None:
    assert cost(500, 101) == 51
    assert cost(333, 1000) == 333


FUNCTIONS = ["f", "g", "h", "i"]
spent_on = st.dictionaries(st.sampled_from(FUNCTIONS), st.integers(0, 5000), max_size=4)
surveys = st.dictionaries(st.integers(0, 8), spent_on, max_size=6)
per_activity = st.dictionaries(st.integers(0, 8), st.integers(0, 9000))
per_function = st.dictionaries(st.sampled_from(FUNCTIONS), st.integers(0, 20_000_000))
served = st.dictionaries(st.integers(0, 8), st.dictionaries(st.sampled_from("LBOAS"), st.integers(0, 4)))


@given(per_activity, per_activity)
def test_it_overlaps_the_same_in_both_directions(a: dict[int, int], b: dict[int, int]) -> None:
    assert overlap(a, b) == overlap(b, a) <= min(sum(a.values()), sum(b.values()))


@given(spent_on)
def test_it_finds_nothing_to_consolidate_only_in_one_function(spent: dict[str, int]) -> None:
    working = [mfte for mfte in spent.values() if mfte]
    assert consolidatable(spent) >= 0
    assert (consolidatable(spent) == 0) == (len(working) <= 1)


@given(spent_on)
def test_it_counts_at_most_as_many_functions_as_there_are(spent: dict[str, int]) -> None:
    working = [mfte for mfte in spent.values() if mfte]
    if working:
        assert 1 <= fragmentation(spent) <= len(working)
        assert (fragmentation(spent) == 1) == (len(working) == 1)
        assert (fragmentation(spent) == len(working)) == (len(set(working)) == 1)


@given(spent_on, st.integers(0, 20_000))
def test_it_never_finds_more_excess_than_effort(spent: dict[str, int], needed: int) -> None:
    assert 0 <= excess(spent, needed) <= sum(spent.values())


@given(surveys, per_activity, per_function, served)
def test_it_adds_stages_up_to_the_totals(
    spent: dict[int, dict[str, int]],
    needed: dict[int, int],
    rates: dict[str, int],
    jobs: dict[int, dict[str, int]],
) -> None:
    result = redundancy(spent, needed=needed, rates=rates, jobs=jobs, stages=("L", "B"))
    for figure in (
        "total_mfte",
        "consolidatable_mfte",
        "consolidatable_minor",
        "excess_mfte",
        "excess_minor",
    ):
        assert sum(getattr(row, figure) for row in result.stages) == getattr(result, figure)
        by_activity = (getattr(row, figure) or 0 for row in result.activities)
        assert sum(by_activity) == getattr(result, figure)


@given(surveys)
def test_it_agrees_with_overlap_for_every_pair(spent: dict[int, dict[str, int]]) -> None:
    by_function = {f: {a: fs.get(f, 0) for a, fs in spent.items()} for f in FUNCTIONS}
    pairs = redundancy(spent).overlaps
    for pair in pairs:
        assert pair.mfte == overlap(by_function[pair.first], by_function[pair.second])
    listed = {frozenset((pair.first, pair.second)) for pair in pairs}
    for i, f in enumerate(FUNCTIONS):
        for g in FUNCTIONS[i + 1 :]:
            assert (overlap(by_function[f], by_function[g]) > 0) == (frozenset((f, g)) in listed)
