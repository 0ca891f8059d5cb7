"""What the demo company's people can do: the plan behind the ratings.

The figures a redesign finds have to be there without anybody solving for them. So the plan goes the other
way round: it hands the work of each market out to people of that market who would plausibly know how
to do it, and gives them the skill at the level it takes. What is left over is exactly what the plan
keeps back: three skills that far too few people have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from random import Random

from demo.people import FIRST_NEWCOMER, ranks
from demo.places import PRODUCTIVE_HOURS
from demo.shapes import Person
from journeys.effort import by_skill, effort
from journeys.outline import Outline

Levels = dict[str, dict[str, int]]
"""Employee id -> skill -> level."""

HOMES: Mapping[str, tuple[str, ...]] = {
    "customer_analytics": ("marketing", "success", "operations", "service"),
    "customer_systems": ("operations", "inside_sales", "sales", "service"),
    "digital_content": ("marketing", "success", "channel"),
    "market_research": ("marketing",),
    "customer_insight": ("marketing", "success"),
    "problem_storytelling": ("marketing",),
    "search_visibility": ("marketing",),
    "event_hosting": ("marketing",),
    "community_building": ("marketing",),
    "reference_management": ("marketing", "success"),
    "discovery_questioning": ("inside_sales", "sales"),
    "qualification": ("inside_sales", "sales"),
    "requirements_writing": ("sales",),
    "solution_design": ("sales", "channel"),
    "product_demonstration": ("sales", "channel"),
    "pilot_management": ("sales", "service"),
    "tender_response": ("sales",),
    "business_casing": ("sales",),
    "pricing": ("sales", "inside_sales", "operations"),
    "negotiation": ("sales",),
    "contract_drafting": ("sales", "operations"),
    "group_facilitation": ("sales",),
    "security_advice": ("service",),
    "order_management": ("inside_sales", "operations", "channel"),
    "delivery_coordination": ("service", "channel"),
    "site_survey": ("service",),
    "installation": ("service",),
    "system_integration": ("service",),
    "commissioning": ("service",),
    "partner_enablement": ("channel",),
    "project_management": ("channel", "service"),
    "data_migration": ("service",),
    "onboarding": ("success",),
    "training_delivery": ("success", "service"),
    "adoption_coaching": ("success",),
    "outcome_measurement": ("success",),
    "learning_design": ("success", "marketing"),
    "product_configuration": ("service", "success"),
    "troubleshooting": ("service",),
    "case_handling": ("service",),
    "field_repair": ("service",),
    "knowledge_writing": ("service",),
    "escalation": ("service",),
    "renewal_planning": ("sales", "success"),
    "account_growth": ("sales", "success"),
}
"""Skill -> the functions whose people usually have it, the most usual first."""

SCARCE = ("adoption_coaching", "group_facilitation", "partner_enablement")
"""The three skills the company is short of. Nobody has one by chance."""

HOLDERS = {
    "north_america": (
        ("success", {"adoption_coaching": 5, "group_facilitation": 4}),
        ("sales", {"group_facilitation": 5, "partner_enablement": 4}),
        ("channel", {"partner_enablement": 5}),
        ("success", {"adoption_coaching": 4}),
    ),
    "dach": (
        ("success", {"adoption_coaching": 4, "partner_enablement": 4}),
        ("channel", {"partner_enablement": 4, "group_facilitation": 4}),
        ("sales", {"group_facilitation": 4}),
    ),
    "nordics": (
        ("success", {"adoption_coaching": 5, "group_facilitation": 4}),
        ("channel", {"partner_enablement": 4, "adoption_coaching": 4}),
        ("sales", {"group_facilitation": 4}),
    ),
    "uki": (
        ("success", {"adoption_coaching": 4, "group_facilitation": 4}),
        ("channel", {"partner_enablement": 4, "group_facilitation": 4}),
    ),
    "iberia": (("sales", {"adoption_coaching": 4, "group_facilitation": 4, "partner_enablement": 4}),),
}
"""Market -> who has the scarce skills there: function and levels, one person each."""

NEARLY = {
    "north_america": ("success", "success", "sales", "sales", "channel", "channel"),
    "dach": ("success", "sales", "channel"),
    "nordics": ("success", "sales"),
    "uki": ("sales",),
}
"""Market -> functions of people one level short of the scarce skill of their function."""

FRAGILE = {"security_advice": (3, "dach"), "community_building": (2, "nordics"), "tender_response": (2, "iberia")}
"""Skill -> the highest level anybody has by chance, and the one market that needs it."""

NOBODY_HAS = "security_advice"

TIME_FOR_CUSTOMERS = (1.0, 0.9, 0.4, 0.0)
"""The part of one's time that is left for customers, by levels of people below."""
MOST_SKILLS = 4
LESS_USUAL = 200
"""How many mfte more somebody must have free to be preferred over a function named before theirs."""
PORTION = 800
"""A need is handed out in portions of at most this many mfte, so that it never hangs on one person."""


def bench(journey: Outline, staff: tuple[Person, ...], rng: Random) -> Levels:
    """Skills and levels that get the company's work done, but for the scarce skills."""
    plan = _Plan(staff, rng)
    for market in HOLDERS:
        plan.seat_scarce(market)
    demand = needs(journey)
    for market, skill, level in sorted(demand, key=_hardest_first):
        if skill not in SCARCE and skill != NOBODY_HAS:
            plan.hand_out(market, skill, level, demand[market, skill, level])
    return plan.levels


def needs(journey: Outline) -> dict[tuple[str, str, int], int]:
    """(market, skill, required level) -> mfte, over all activities."""
    found: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for activity in journey.activities:
        shares = {need.skill: need.share for need in activity.skills}
        for asked in activity.demand:
            parts = by_skill(effort(asked.demand, PRODUCTIVE_HOURS).mfte, shares)
            for need in activity.skills:
                found[asked.market, need.skill, need.level] += parts[need.skill]
    return dict(found)


def _hardest_first(key: tuple[str, str, int]) -> tuple[str, int, str, int]:
    market, skill, level = key
    return market, len(HOMES[skill]), skill, -level


class _Plan:
    """Who still has time, and who has been given which skill."""

    def __init__(self, staff: tuple[Person, ...], rng: Random) -> None:
        rank = ranks(staff)
        self.levels: Levels = {person.employee_id: {} for person in staff}
        self._free = {person.employee_id: _time(person, rank[person.employee_id]) for person in staff}
        self._led = {person.employee_id: rank[person.employee_id] for person in staff}
        self._staff = sorted(staff, key=lambda person: person.employee_id)
        rng.shuffle(self._staff)

    def seat_scarce(self, market: str) -> None:
        """Give the scarce skills to those who have them, and to those who nearly do."""
        for function, levels in HOLDERS[market]:
            holder = self._unused(market, function)
            self.levels[holder] = dict(levels)
            self._free[holder] = 0
        for function in NEARLY.get(market, ()):
            near = self._unused(market, function)
            skill = next(skill for skill in SCARCE if function in HOMES[skill])
            self.levels[near][skill] = 3

    def hand_out(self, market: str, skill: str, level: int, mfte: int) -> None:
        """Portion by portion to whoever has the most time, at home in the skill if possible."""
        while mfte:
            taker = self._taker(market, skill)
            part = min(mfte, PORTION, self._free[taker])
            if skill in FRAGILE:
                part = min(mfte, self._free[taker])
            self._free[taker] -= part
            mfte -= part
            self.levels[taker][skill] = max(level, self.levels[taker].get(skill, 0))

    def _taker(self, market: str, skill: str) -> str:
        able = [
            (not self._has_room(person.employee_id, skill), *_strangeness(person, skill, free), order)
            for order, person in enumerate(self._staff)
            if person.market == market and (free := self._free[person.employee_id]) > 0
        ]
        if able:
            return self._staff[min(able)[-1]].employee_id
        raise ValueError(f"Nobody in {market} has time left for {skill}; add people or lower the demand.")

    def _has_room(self, employee_id: str, skill: str) -> bool:
        known = self.levels[employee_id]
        return skill in known or len(known) < MOST_SKILLS

    def _unused(self, market: str, function: str) -> str:
        return next(
            person.employee_id
            for person in self._staff
            if (person.market, person.function) == (market, function)
            and not self.levels[person.employee_id]
            and not self._led[person.employee_id]
            and self._free[person.employee_id]
        )


def _strangeness(person: Person, skill: str, free: int) -> tuple[bool, int]:
    """Lowest for somebody with much time in the function the skill is most at home in."""
    homes = HOMES[skill]
    at_home = person.function in homes
    return not at_home, (homes.index(person.function) * LESS_USUAL if at_home else 0) - free


def _time(person: Person, rank: int) -> int:
    """mfte for customers; none for newcomers, whom nobody has rated yet."""
    if person.start_date >= FIRST_NEWCOMER:
        return 0
    return int(person.mfte * TIME_FOR_CUSTOMERS[rank])


def known_by(function: str) -> Iterable[str]:
    """The skills people of a function usually pick up, in the order of the table."""
    return (skill for skill, homes in HOMES.items() if function in homes)
