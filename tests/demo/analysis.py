"""The demo company in the numbers the pure modules take: keys become positions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from demo.shapes import Company, Person
from journeys.effort import by_skill, effort, total
from journeys.redundancy import Redundancy, redundancy
from roles.flow import TrueGap, true_gap
from roles.supply import Need, Supply, supply_of


@dataclass(frozen=True)
class Analysis:
    """A company and what the product computes about it."""

    company: Company

    @cached_property
    def skills(self) -> list[str]:
        return [skill.key for skill in self.company.journey.skills]

    @cached_property
    def markets(self) -> list[str]:
        return [market.key for market in self.company.markets]

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.employee_id: person for person in self.company.people}

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        return self.company.effective_levels()

    @cached_property
    def needs(self) -> list[Need]:
        """One per activity, market and skill."""
        found = []
        for activity in self.company.journey.activities:
            shares = {need.skill: need.share for need in activity.skills}
            for asked in activity.demand:
                parts = by_skill(effort(asked.demand, self.company.productive_hours).mfte, shares)
                market = self.markets.index(asked.market)
                found += [Need(self.skills.index(n.skill), n.level, market, parts[n.skill]) for n in activity.skills]
        return found

    @cached_property
    def supply(self) -> Supply:
        number = {employee_id: i for i, employee_id in enumerate(self.person)}
        skill = {key: i for i, key in enumerate(self.skills)}
        people = [(number[p.employee_id], p.mfte, self.markets.index(p.market)) for p in self.person.values()]
        rated = [(number[e], skill[s], level) for e, held in self.levels.items() for s, level in held.items()]
        a, b, c = zip(*people, strict=True)
        d, e, f = zip(*rated, strict=True)
        return supply_of((a, b, c), (d, e, f), {i: self._serves(key) for i, key in enumerate(self.markets)})

    @cached_property
    def gap(self) -> TrueGap:
        return true_gap(self.needs, self.supply)

    def gap_of(self, market: str) -> TrueGap:
        return true_gap([n for n in self.needs if n.market == self.markets.index(market)], self.supply)

    @cached_property
    def redundancy(self) -> Redundancy[str, str, str]:
        journey = self.company.journey
        hours = self.company.productive_hours
        return redundancy(
            {a.key: {part.function: part.mfte for part in a.effort} for a in journey.activities},
            needed={
                a.key: total({d.market: effort(d.demand, hours) for d in a.demand}).mfte for a in journey.activities
            },
            rates={function.key: function.cost_per_fte for function in self.company.functions},
            jobs={a.key: journey.jobs_per_stage(a) for a in journey.activities},
            stages=tuple(stage.key for stage in journey.stages),
        )

    def functions_holding(self, skill: str, level: int) -> Counter[str]:
        """Function -> people who hold the skill at the level or above."""
        return Counter(
            self.person[employee_id].function
            for employee_id, held in self.levels.items()
            if held.get(skill, 0) >= level
        )

    def _serves(self, market: str) -> frozenset[int]:
        parents = {m.key: m.parent for m in self.company.markets}
        found, here = set(), market
        while here is not None:
            found.add(self.markets.index(here))
            here = parents[here]  # type: ignore[assignment]
        return frozenset(found)
