"""The coverage ladder and stage coverage (brief, section 3), and what is known without roles."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.coverage import (
    OUTLOOK_WORDS,
    Bench,
    Need,
    Outlook,
    Rung,
    Seating,
    Staffing,
    ladder,
    nobody_holds,
    outlook,
    stage_coverage,
)

ANALYTICS = Need("analytics", 4)
INSIGHT = Need("insight", 3, mandatory=False)
COACHING = Need("coaching", 2)


def seat(**changes: object) -> Seating[str, str, str]:
    facts: dict[str, object] = {
        "activity": "report",
        "pod": "north",
        "owned": True,
        "needs": (ANALYTICS, INSIGHT),
        "placed": ({"analytics": 4},),
        "allocated_mfte": 1200,
        "needed_mfte": 1200,
    }
    return Seating(**{**facts, **changes})  # type: ignore[arg-type]


def test_it_starts_at_nobody_owning_it() -> None:
    found = ladder(seat(owned=False, placed=(), allocated_mfte=0))
    assert (found.rung, found.missing, found.short_mfte) == (Rung.NO_ROLE, (), 1200)


@pytest.mark.parametrize("levels", [{"analytics": 3}, {"analytics": 0}, {}])
def test_it_stops_where_nobody_placed_holds_a_mandatory_skill(levels: dict[str, int]) -> None:
    found = ladder(seat(placed=(levels,)))
    assert (found.rung, found.missing) == (Rung.SKILL_MISSING, (ANALYTICS,))


def test_it_accepts_mandatory_skills_spread_over_the_people_placed() -> None:
    needs = (ANALYTICS, COACHING)
    found = ladder(seat(needs=needs, placed=({"analytics": 5}, {"coaching": 2})))
    assert found.rung is Rung.COVERED


def test_it_stops_where_the_time_is_too_short() -> None:
    found = ladder(seat(allocated_mfte=900))
    assert (found.rung, found.short_mfte) == (Rung.TOO_LITTLE_TIME, 300)


def test_it_calls_it_covered_without_skills_that_are_nice_to_have() -> None:
    assert ladder(seat()).rung is Rung.COVERED
    assert nobody_holds((INSIGHT,), ()) == ()


def test_it_weighs_the_stage_by_need_and_lists_the_zeros_a_mean_would_hide() -> None:
    found = stage_coverage([Staffing("a", 2000, 5000), Staffing("b", 1000, 500), Staffing("c", 1000, 0)])
    # 2.0 x 1 + 1.0 x 0.5 + 1.0 x 0 over 4.0; the surplus on a does not hide c
    assert found.ratio == Fraction(5, 8)
    assert found.zeros == ("c",)


def test_it_has_no_coverage_where_nothing_is_needed() -> None:
    assert stage_coverage([Staffing("a", 0, 100)]).ratio is None
    assert stage_coverage([]).ratio is None
    assert stage_coverage([Staffing("a", 0, 0)]).zeros == ()


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 9000)), max_size=8))
def test_it_is_the_formula_of_the_brief(rows: list[tuple[int, int]]) -> None:
    parts = [Staffing(i, needed, allocated) for i, (needed, allocated) in enumerate(rows)]
    found = stage_coverage(parts)
    needed = sum(part.needed_mfte for part in parts)
    if needed:
        assert found.ratio == sum(p.needed_mfte * p.staffed for p in parts) / needed
        assert 0 <= found.ratio <= 1


PEOPLE = Bench([("ada", "analytics", 4), ("ben", "coaching", 3), ("ben", "analytics", 0)])


@pytest.mark.parametrize(
    ("needs", "spent", "needed", "expected"),
    [
        ((), {"sales": 500}, 500, Outlook.NO_SKILLS_NAMED),
        ((Need("casing", 2),), {"sales": 500}, 500, Outlook.SKILL_MISSING),
        ((Need("analytics", 5),), {"sales": 500}, 500, Outlook.SKILL_MISSING),
        ((ANALYTICS,), {}, 500, Outlook.NOBODY_DOES_IT),
        ((ANALYTICS,), {"sales": 0}, 500, Outlook.NOBODY_DOES_IT),
        ((ANALYTICS, COACHING), {"sales": 500}, 500, Outlook.SKILLS_SPREAD),
        ((ANALYTICS,), {"sales": 400}, 500, Outlook.TOO_LITTLE_TIME),
        ((ANALYTICS,), {"sales": 400}, None, Outlook.WITHIN_REACH),
        ((ANALYTICS,), {"sales": None}, 500, Outlook.WITHIN_REACH),
        ((INSIGHT,), {"sales": 500}, 500, Outlook.WITHIN_REACH),
    ],
)
def test_it_says_how_far_an_activity_could_go_before_there_are_roles(
    needs: tuple[Need[str], ...], spent: dict[str, int | None], needed: int | None, expected: Outlook
) -> None:
    assert outlook("a", needs, PEOPLE, spent, needed).outlook is expected


def test_it_gives_the_facts_behind_the_outlook() -> None:
    found = outlook("a", (ANALYTICS, INSIGHT), PEOPLE, {"sales": 200, "service": 500}, 1000)
    assert found.whole_holders == 1
    assert found.functions == ("service", "sales")
    assert (found.spent_mfte, found.short_mfte) == (700, 300)
    assert outlook("a", (INSIGHT,), PEOPLE, {}, None).whole_holders is None


def test_it_finds_holders_at_the_level_and_above() -> None:
    bench = Bench([("ada", "x", 2), ("ben", "x", 3), ("cem", "x", 5), ("ben", "x", 4)])
    assert bench.holders(Need("x", 4)) == {"ben", "cem"}
    assert bench.holders(Need("y", 1)) == frozenset()


def test_it_has_words_for_every_outlook() -> None:
    assert set(OUTLOOK_WORDS) == set(Outlook)
