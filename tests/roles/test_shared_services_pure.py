"""Which skills are candidates for a shared services group."""

from __future__ import annotations

import pytest

from demo.company import company
from journeys.effort import by_skill_and_stage, effort
from roles.shared_services import Candidate, Held, Needed, Supplier, Thresholds, candidates
from tests.demo.analysis import Analysis

ANALYTICS, PRICING = 1, 2
LEARN, BUY, ADOPT = 1, 2, 3
MARKETING, SALES, SERVICE = 1, 2, 3


def needed(skill: int, *stages: int, level: int = 3) -> list[Needed]:
    return [Needed(skill, stage, level, 1000) for stage in stages]


def held(skill: int, *functions: int, level: int = 3, people: int = 6, mfte: int = 5000) -> list[Held]:
    return [Held(skill, function, level, people, mfte) for function in functions]


def test_it_wants_enough_stages_and_enough_functions() -> None:
    needs = needed(ANALYTICS, LEARN, BUY, ADOPT) + needed(PRICING, LEARN, BUY)
    holders = held(ANALYTICS, MARKETING, SALES) + held(PRICING, MARKETING, SALES)
    assert [one.skill for one in candidates(needs, holders, Thresholds())] == [ANALYTICS]
    assert [one.skill for one in candidates(needs, holders, Thresholds(stages=2))] == [ANALYTICS, PRICING]
    assert candidates(needs, holders, Thresholds(functions=3)) == []


def test_it_counts_a_stage_once_however_often_it_needs_the_skill() -> None:
    needs = needed(ANALYTICS, LEARN, LEARN, BUY)
    assert candidates(needs, held(ANALYTICS, MARKETING, SALES), Thresholds()) == []


def test_it_counts_people_at_the_lowest_level_the_journey_asks_for() -> None:
    needs = needed(ANALYTICS, LEARN, level=4) + needed(ANALYTICS, BUY, ADOPT, level=2)
    holders = held(ANALYTICS, MARKETING, level=2) + held(ANALYTICS, SALES, level=1) + held(ANALYTICS, SERVICE, level=5)
    (found,) = candidates(needs, holders, Thresholds())
    assert found.level == 2
    assert [one.function for one in found.suppliers] == [MARKETING, SERVICE]


def test_it_adds_up_what_a_function_holds_over_the_levels() -> None:
    holders = [
        Held(ANALYTICS, MARKETING, 3, 2, 700),
        Held(ANALYTICS, MARKETING, 4, 1, 800),
        *held(ANALYTICS, SALES, mfte=1000),
    ]
    (found,) = candidates(needed(ANALYTICS, LEARN, BUY, ADOPT), holders, Thresholds())
    assert found.suppliers == (Supplier(MARKETING, 3, 1500), Supplier(SALES, 6, 1000))
    assert found == Candidate(ANALYTICS, 3, {LEARN: 1000, BUY: 1000, ADOPT: 1000}, found.suppliers)
    assert (found.needed, found.held) == (3000, 2500)


def test_it_leaves_out_functions_with_too_little_of_it() -> None:
    needs = needed(ANALYTICS, LEARN, BUY, ADOPT)
    holders = held(ANALYTICS, MARKETING) + held(ANALYTICS, SALES, mfte=999)
    assert candidates(needs, holders, Thresholds()) == []
    assert len(candidates(needs, holders, Thresholds(mfte=999))) == 1


def test_it_never_counts_groups_too_small_to_be_shown() -> None:
    needs = needed(ANALYTICS, LEARN, BUY, ADOPT)
    holders = held(ANALYTICS, MARKETING, SALES) + held(ANALYTICS, SERVICE, people=4, mfte=4000)
    (found,) = candidates(needs, holders, Thresholds(people=5))
    assert [one.function for one in found.suppliers] == [MARKETING, SALES]
    assert candidates(needs, holders, Thresholds(people=5, functions=3)) == []


def test_it_names_those_first_that_reach_furthest() -> None:
    needs = needed(PRICING, LEARN, BUY, ADOPT) + needed(ANALYTICS, LEARN, BUY, ADOPT, 4)
    holders = held(PRICING, MARKETING, SALES, SERVICE) + held(ANALYTICS, MARKETING, SALES)
    assert [one.skill for one in candidates(needs, holders, Thresholds())] == [ANALYTICS, PRICING]


@pytest.mark.parametrize("wrong", [{"stages": 0}, {"functions": 0}, {"mfte": -1}, {"stages": 21}, {"mfte": 1_000_001}])
def test_it_refuses_thresholds_without_sense(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Thresholds(**wrong)


def test_it_finds_three_candidates_in_the_demo_company() -> None:
    for people in (1, 5):
        firm, needs, holders = demo()
        found = candidates(needs, holders, Thresholds(people=people))
        assert {firm.skills[one.skill] for one in found} == {
            "customer_analytics",
            "customer_systems",
            "digital_content",
        }
        assert all(len(one.stages) == 5 for one in found)


def demo() -> tuple[Analysis, list[Needed], list[Held]]:
    firm = Analysis(company())
    journey = firm.company.journey
    stages = [stage.key for stage in journey.stages]
    needs = []
    for activity in journey.activities:
        mfte = sum(effort(row.demand, firm.company.productive_hours).mfte for row in activity.demand)
        levels = {need.skill: need.level for need in activity.skills}
        shares = {need.skill: need.share for need in activity.skills}
        split = by_skill_and_stage(mfte, shares, journey.jobs_per_stage(activity))
        for (skill, stage), part in split.items():
            needs.append(Needed(firm.skills.index(skill), stages.index(str(stage)), levels[skill], part))
    functions = [function.key for function in firm.company.functions]
    holders = [
        Held(firm.skills.index(skill), functions.index(firm.person[e].function), level, 1, firm.person[e].mfte)
        for e, levels_held in firm.levels.items()
        for skill, level in levels_held.items()
    ]
    return firm, needs, holders
