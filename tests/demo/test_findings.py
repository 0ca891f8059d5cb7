"""An analysis of the demo company finds what the reference case found."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from demo.bench import FRAGILE, NOBODY_HAS, SCARCE
from demo.company import company
from demo.work import WEAK_MARKET
from journeys.coverage import Bench, Outlook, outlook
from journeys.coverage import Need as Required
from roles.development import developable
from roles.gap import Fragility, balances, fragile_skills
from tests.demo.analysis import Analysis

SHARED = {"customer_analytics", "customer_systems", "digital_content"}


@pytest.fixture(scope="module")
def found() -> Analysis:
    return Analysis(company())


def test_it_needs_three_skills_in_every_stage_that_several_functions_supply(found: Analysis) -> None:
    stages = found.company.journey.stages_per_skill()
    for skill in SHARED:
        assert len(stages[skill]) >= 4
        assert len(found.functions_holding(skill, 3)) >= 3


def test_it_makes_those_three_the_only_candidates_for_shared_services(found: Analysis) -> None:
    candidates = {
        skill
        for skill, stages in found.company.journey.stages_per_skill().items()
        if len(stages) >= 3 and len(found.functions_holding(skill, 1)) >= 2
    }
    assert candidates == SHARED


def test_it_is_short_of_a_tenth_of_the_work_counting_nobody_twice(found: Analysis) -> None:
    gap = found.gap
    assert 0.08 <= gap.unmet / gap.demand <= 0.12
    assert gap.unused > 0


def test_it_proves_the_gap_with_the_scarce_skills_and_one_nobody_has(found: Analysis) -> None:
    proof = found.gap.proof
    skills = {found.skills[skill] for piece in proof for skill in piece.skills}
    assert skills == {*SCARCE, NOBODY_HAS}
    assert sum(piece.short for piece in proof) == found.gap.unmet
    assert {found.skills[skill] for piece in proof[:5] for skill in piece.skills} == set(SCARCE)
    assert all(len(piece.skills) == 3 for piece in proof[:5])


def test_it_has_people_who_could_grow_into_part_of_the_gap(found: Analysis) -> None:
    gain = developable(found.needs, found.supply).gain
    assert 0.3 <= gain / found.gap.unmet <= 0.7


def test_it_has_one_market_that_is_clearly_weaker(found: Analysis) -> None:
    share = {}
    for market in found.company.markets:
        if market.kind == "market":
            gap = found.gap_of(market.key)
            share[market.key] = gap.unmet / gap.demand
    weakest, next_one = sorted(share.values(), reverse=True)[:2]
    assert share[WEAK_MARKET] == weakest
    assert weakest >= 1.5 * next_one


def test_it_has_too_much_of_some_skills_and_too_little_of_the_scarce_ones(found: Analysis) -> None:
    demand: defaultdict[tuple[int, int], int] = defaultdict(int)
    supply: defaultdict[tuple[int, int], int] = defaultdict(int)
    for need in found.needs:
        demand[need.skill, need.level] += need.mfte
    for employee_id, held in found.levels.items():
        for skill, level in held.items():
            supply[found.skills.index(skill), level] += found.person[employee_id].mfte
    rows = balances(demand, supply)
    assert {found.skills[row.skill] for row in rows if row.gap} == {*SCARCE, NOBODY_HAS}
    assert sum(row.required and row.oversupply > 5000 for row in rows) >= 5


def test_it_has_skills_that_hang_on_nobody_or_on_one_person(found: Analysis) -> None:
    heads = Counter(
        (found.skills.index(skill), level) for held in found.levels.values() for skill, level in held.items()
    )
    fragile = fragile_skills([(need.skill, need.level) for need in found.needs], heads)
    kinds = {found.skills[one.skill]: one.kind for one in fragile}
    assert kinds == {skill: Fragility.NOBODY if skill == NOBODY_HAS else Fragility.ONE for skill in FRAGILE}


def test_it_leaves_three_activities_to_nobody_and_does_about_ten_more_than_once(found: Analysis) -> None:
    assert found.redundancy.done_by_nobody == ("offer_self_check", "build_case", "share_roadmap")
    assert 9 <= len(found.redundancy.done_by_many) <= 12


def test_it_spends_a_sixth_of_its_effort_outside_the_largest_function(found: Analysis) -> None:
    result = found.redundancy
    assert 0.12 <= result.consolidatable_mfte / result.total_mfte <= 0.2
    assert all(stage.consolidatable_mfte > 0 for stage in result.stages)
    assert result.unpriced_mfte == 0


def test_it_spends_no_more_time_than_a_function_has(found: Analysis) -> None:
    has: Counter[str] = Counter()
    for person in found.company.people:
        has[person.function] += person.mfte
    spends: Counter[str] = Counter()
    for activity in found.company.journey.activities:
        for part in activity.effort:
            spends[part.function] += part.mfte
    for function in has:
        assert 0.8 <= spends[function] / has[function] <= 0.97


def test_it_shows_every_kind_of_outlook_that_calls_for_work(found: Analysis) -> None:
    bench = Bench([(e, skill, level) for e, held in found.levels.items() for skill, level in held.items()])
    states = Counter(
        outlook(
            activity.key,
            [Required(need.skill, need.level, need.mandatory) for need in activity.skills],
            bench,
            {part.function: part.mfte for part in activity.effort},
            None,
        ).outlook
        for activity in found.company.journey.activities
    )
    assert states[Outlook.SKILL_MISSING] == 1
    assert states[Outlook.NOBODY_DOES_IT] == 3
    assert states[Outlook.NO_SKILLS_NAMED] == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_tells_the_same_story_with_another_seed(seed: int) -> None:
    other = Analysis(company(seed))
    assert 0.08 <= other.gap.unmet / other.gap.demand <= 0.12
    assert {other.skills[skill] for piece in other.gap.proof for skill in piece.skills} == {*SCARCE, NOBODY_HAS}
