"""What the figures of a redesign are worked out from: the people of its baseline and the work of the journey.

Pure. FTE are whole thousandths (mfte), money whole minor units per FTE and year. What several redesigns of one
baseline share (needs per skill, supply as arrays) is worked out once and kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from journeys.coverage import Need as Requirement
from journeys.effort import by_skill, by_stage
from roles.supply import NOWHERE, Need, Supply, supply_of

Market = int | None
"""None: the company as a whole."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the baseline. levels: skill -> level; absent is not rated."""

    mfte: int
    market: Market
    function: int | None
    levels: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """A skill an activity takes. level 1-5; share: thousandths of its effort."""

    skill: int
    level: int
    share: int
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Activity:
    """needed: market -> d_a there. stages: stage -> number of jobs it serves there. unweighted: d_a is not known.

    spent: legacy function -> FTE it spends today; None: it does the activity, for how long is not known.
    """

    skills: tuple[Taken, ...]
    needed: Mapping[Market, int]
    stages: Mapping[int, int]
    spent: Mapping[int, int | None] = field(default_factory=dict)
    unweighted: bool = False

    @property
    def requirements(self) -> tuple[Requirement[int], ...]:
        """Its skills as the coverage ladder wants them."""
        return tuple(Requirement(one.skill, one.level, one.mandatory) for one in self.skills)


@dataclass(frozen=True, slots=True)
class NeedCell:
    """The part of an activity's d_a that falls to one market and stage (None: it serves no job yet)."""

    activity: int
    market: Market
    stage: int | None
    mfte: int


@dataclass(frozen=True)
class Given:
    """people: by number. activities: by id. under: market -> itself and every market above it.

    rates: legacy function -> cost per FTE and year; leave out what is not known.
    """

    people: Mapping[int, Person]
    activities: Mapping[int, Activity]
    under: Mapping[int, frozenset[int]]
    rates: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def cells(self) -> Mapping[int, tuple[NeedCell, ...]]:
        """Activity -> its d_a by market and stage; an activity's cells sum to its d_a."""
        return {key: _cells(key, one) for key, one in sorted(self.activities.items())}

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """n_as = d_a * share_as of every activity in every market."""
        return tuple(
            Need(taken.skill, taken.level, market, part)
            for one in self.activities.values()
            for market, mfte in one.needed.items()
            for taken, part in by_skill(mfte, {taken: taken.share for taken in one.skills}).items()
        )

    @cached_property
    def supply(self) -> Supply:
        """Everybody, in the market they are in today."""
        numbers = list(self.people)
        people = self.people.values()
        ratings = [(n, skill, level) for n, p in self.people.items() for skill, level in p.levels.items()]
        who, skills, levels = zip(*ratings, strict=True) if ratings else ((), (), ())
        places = [NOWHERE if p.market is None else p.market for p in people]
        return supply_of((numbers, [p.mfte for p in people], places), (who, skills, levels), self.under)

    def reach(self, seat: Market) -> frozenset[Market]:
        """Markets whose work a seat takes on: its own, those above and those below it, and what is company-wide.

        A seat that may be anywhere takes on every market's.
        """
        return self._reaches[seat] if seat in self._reaches else frozenset({None, seat})

    @cached_property
    def _reaches(self) -> Mapping[Market, frozenset[Market]]:
        found: dict[Market, set[Market]] = {market: {None, *above} for market, above in self.under.items()}
        for market, above in self.under.items():
            for one in above:
                found.setdefault(one, {None, one}).add(market)
        wanted = {market for one in self.activities.values() for market in one.needed}
        return {**{key: frozenset(markets) for key, markets in found.items()}, None: frozenset({None, *found, *wanted})}


def _cells(key: int, one: Activity) -> tuple[NeedCell, ...]:
    return tuple(
        NeedCell(key, market, stage, part)
        for market, mfte in one.needed.items()
        for stage, part in by_stage(mfte, one.stages).items()
    )
