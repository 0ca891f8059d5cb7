"""Effort of activities and its split over skills and stages (brief, sections 3 and 4)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.effort import (
    MFTE,
    ONE_UNIT,
    Demand,
    Effort,
    apportion,
    by_skill,
    by_skill_and_stage,
    by_stage,
    effort,
    effort_by_market,
    even_shares,
    normalised,
    total,
)

weights = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=12)
fte = st.integers(min_value=0, max_value=500_000)


def test_it_takes_volume_times_hours_over_productive_hours() -> None:
    # 400 times a year x 6 hours = 2,400 hours = 1.5 FTE of 1,600 hours
    assert effort(Demand(400, 6), 1600) == Effort(1500)
    assert effort(Demand(Decimal(400), Decimal("0.5")), 1650) == Effort(121)  # 121.21


def test_it_rounds_half_a_thousandth_up() -> None:
    assert effort(Demand(1, Fraction(8, 10)), 1600).mfte == 1  # 0.5 mfte
    assert effort(Demand(1, Fraction(79, 100)), 1600).mfte == 0


@pytest.mark.parametrize("known", [None, Demand(None, 6), Demand(400, None)])
def test_it_counts_unknown_effort_as_one_unit_and_says_unweighted(known: Demand | None) -> None:
    assert effort(known) == ONE_UNIT == Effort(1000, unweighted=True)


def test_it_keeps_zero_apart_from_unknown() -> None:
    assert effort(Demand(0, 6)) == Effort(0, unweighted=False)


def test_it_refuses_negative_figures_and_no_hours() -> None:
    with pytest.raises(ValueError, match="negative"):
        effort(Demand(-1, 6))
    with pytest.raises(ValueError, match="above 0"):
        effort(Demand(1, 6), 0)


def test_it_computes_each_market_with_its_own_hours() -> None:
    found = effort_by_market({"no": Demand(100, 16), "us": Demand(100, 16)}, {"us": 2000})
    assert found == {"no": Effort(1000), "us": Effort(800)}
    assert total(found) == Effort(1800)


def test_it_says_unweighted_for_the_whole_as_soon_as_one_market_is_unknown() -> None:
    found = effort_by_market({"no": Demand(100, 16), "us": Demand(None, None)}, {})
    assert total(found) == Effort(2000, unweighted=True)


def test_it_puts_an_activity_without_any_market_in_no_market() -> None:
    assert effort_by_market({}, {}) == {None: ONE_UNIT}


def test_it_gives_the_rest_to_the_largest_remainders() -> None:
    # last year's budgets of the brief, section 7, at 100 chips
    assert apportion(100, [42, 68, 24, 9, 7, 3]) == (27, 44, 16, 6, 5, 2)


def test_it_makes_even_shares_that_sum_to_one() -> None:
    assert even_shares(3) == (334, 333, 333)
    assert even_shares(1) == (1000,)
    assert even_shares(0) == ()


def test_it_normalises_shares_of_any_unit() -> None:
    assert normalised([70, 30]) == (700, 300)
    assert normalised([1, 1, 1]) == (334, 333, 333)
    assert normalised([0, 0]) == (500, 500)
    assert normalised([]) == ()


def test_it_has_nothing_to_split_over_an_empty_list() -> None:
    assert apportion(0, []) == ()
    with pytest.raises(ValueError, match="nothing to split"):
        apportion(1, [])
    with pytest.raises(ValueError, match="negative"):
        apportion(1, [-1, 2])


def test_it_splits_an_activity_over_its_skills() -> None:
    assert by_skill(1500, {"analytics": 700, "insight": 300}) == {"analytics": 1050, "insight": 450}
    assert by_skill(1500, {}) == {}


def test_it_splits_an_activity_evenly_over_the_jobs_it_serves() -> None:
    assert by_stage(900, {"learn": 2, "buy": 1}) == {"learn": 600, "buy": 300}
    assert by_stage(900, {}) == {None: 900}


def test_it_keeps_the_need_of_a_skill_the_same_with_and_without_stages() -> None:
    cells = by_skill_and_stage(1000, {"a": 500, "b": 500}, {"learn": 1, "buy": 2})
    assert cells == {("a", "learn"): 167, ("a", "buy"): 333, ("b", "learn"): 167, ("b", "buy"): 333}


@given(fte, weights)
def test_it_always_sums_exactly(whole: int, parts: list[int]) -> None:
    split = apportion(whole, parts)
    assert sum(split) == whole
    base = sum(parts)
    for got, weight in zip(split, parts, strict=True):
        quota = Fraction(whole * weight, base) if base else Fraction(whole, len(parts))
        assert abs(got - quota) < 1


@given(st.integers(min_value=1, max_value=3000))
def test_it_never_lets_even_shares_differ_by_more_than_one(n: int) -> None:
    shares = even_shares(n)
    assert sum(shares) == MFTE
    assert max(shares) - min(shares) <= 1


@given(fte, weights, weights)
def test_it_loses_nothing_between_skills_and_stages(whole: int, skills: list[int], stages: list[int]) -> None:
    shares = dict(enumerate(skills))
    cells = by_skill_and_stage(whole, shares, dict(enumerate(stages)))
    for skill, need in by_skill(whole, shares).items():
        assert sum(part for (key, _), part in cells.items() if key == skill) == need
    assert sum(cells.values()) == whole
