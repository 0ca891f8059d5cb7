"""Who can do what, as far as the reader may know it.

Whoever may see people sees every figure. Everybody else sees sums over at least `small_group` people, and nothing
that gives smaller groups away (roles.disclosure). Three things keep it that way:

- per skill there is one level, the same in every journey, stage and filter: figures at two levels would show, by
  subtraction, who sits between them;
- a skill is split by market or by legacy function, never by both at once: the two trees share their root alone;
- what is hidden does not depend on the filter, so that no two views can be laid over each other.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Q

from roles.disclosure import Place, showable
from roles.gap import balances
from roles.places import NONE, Tree
from roles.selectors.gap_cells import Amount, Cell, Spread, at_least, needed_anywhere, spread_over
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission

COMPANY = -1
"""Everybody, in a market or in none: the root of both trees."""


class Bench(Protocol):
    """Amounts are of everybody at the level or better; None is a figure the reader may not see."""

    @property
    def guarded(self) -> bool:
        """Whether figures may be hidden."""

    def level_of(self, skill: int) -> int | None:
        """The one level the reader may see of a skill; None where any level will do."""

    def here(self, skill: int, level: int) -> Amount | None:
        """Under the filter of the page."""

    def in_market(self, skill: int, level: int, market: int) -> Amount | None:
        """In the market and below (0: everybody), under the filter by function."""

    def in_function(self, skill: int, level: int, function: int) -> Amount | None:
        """In the legacy function (0: in none), under the filter by market."""


@dataclass(frozen=True)
class Reach:
    """Which people a page is about: those of a market and below (None: all), those of a function (None: all)."""

    market: int | None = None
    function: int | None = None


def bench_for(actor: Actor, skills: Collection[int], tree: Tree, reach: Reach, populated: "Populated") -> Bench:
    """The supply of these skills as the actor may see it. Two queries, or three for those who may not see people."""
    if actor.may(Permission.PEOPLE_VIEW):
        inside = Q(market_key__in=tree.inside(reach.market)) if reach.market else Q()
        of_function = Q(function_key=reach.function) if reach.function is not None else Q()
        return OpenBench(
            spread_over("market_key", skills, of_function), spread_over("function_key", skills, inside), tree, reach
        )
    markets = spread_over("market_key", skills)
    levels = _one_level_each(skills, markets)
    smallest = actor.organization.small_group
    return GuardedBench(markets, spread_over("function_key", skills), tree, reach, levels, smallest, populated)


@dataclass(frozen=True)
class Populated:
    """The markets and functions in which anybody works at all."""

    markets: frozenset[int]
    functions: frozenset[int]


@dataclass(frozen=True)
class OpenBench:
    markets: Spread
    functions: Spread
    tree: Tree
    reach: Reach

    @property
    def guarded(self) -> bool:
        return False

    def level_of(self, skill: int) -> int | None:
        return None

    def here(self, skill: int, level: int) -> Amount | None:
        return self.in_market(skill, level, self.reach.market or NONE)

    def in_market(self, skill: int, level: int, market: int) -> Amount | None:
        return at_least(self.markets, skill, level, self.tree.inside(market) if market else None)

    def in_function(self, skill: int, level: int, function: int) -> Amount | None:
        return at_least(self.functions, skill, level, (function,))


@dataclass(frozen=True)
class GuardedBench:
    markets: Spread
    functions: Spread
    tree: Tree
    reach: Reach
    levels: Mapping[int, int]
    smallest: int
    populated: Populated
    _shown: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict, compare=False)

    @property
    def guarded(self) -> bool:
        return True

    def level_of(self, skill: int) -> int | None:
        return self.levels.get(skill)

    def here(self, skill: int, level: int) -> Amount | None:
        if self.reach.function is not None:
            return self.in_function(skill, level, self.reach.function)
        return self.in_market(skill, level, self.reach.market or NONE)

    def in_market(self, skill: int, level: int, market: int) -> Amount | None:
        key = market or COMPANY
        if self.reach.function is not None or not self._may_show("market", skill, level, key):
            return None
        return at_least(self.markets, skill, level, self.tree.inside(market) if market else None)

    def in_function(self, skill: int, level: int, function: int) -> Amount | None:
        if self.reach.market is not None or not self._may_show("function", skill, level, function):
            return None
        return at_least(self.functions, skill, level, (function,))

    def _may_show(self, by: str, skill: int, level: int, key: int) -> bool:
        if level != self.levels.get(skill):
            return False
        if (by, skill) not in self._shown:
            groups = self._by_market(skill, level) if by == "market" else self._by_function(skill, level)
            self._shown[by, skill] = showable(groups, self.smallest)
        return key in self._shown[by, skill]

    def _by_market(self, skill: int, level: int) -> dict[int, Place[int]]:
        groups: dict[int, Place[int]] = {COMPANY: Place(None, 0, False)}
        for market in (NONE, *self.tree.nodes):
            parent = self.tree.nodes[market].parent if market in self.tree.nodes else None
            count = at_least(self.markets, skill, level, (market,)).people
            working = bool(count) or market in self.populated.markets
            groups[market] = Place(COMPANY if parent is None else parent, count, working)
        return groups

    def _by_function(self, skill: int, level: int) -> dict[int, Place[int]]:
        groups: dict[int, Place[int]] = {COMPANY: Place(None, 0, False)}
        known = {key for amounts in self.functions.values() for key in amounts}
        for function in known | self.populated.functions:
            count = at_least(self.functions, skill, level, (function,)).people
            groups[function] = Place(COMPANY, count, bool(count) or function in self.populated.functions)
        return groups


def _one_level_each(skills: Collection[int], supply: Spread) -> dict[int, int]:
    """The headline level of each skill over all journeys together."""
    demand: dict[Cell, int] = {cell: mfte for cell, mfte in needed_anywhere().items() if cell[0] in skills}
    held = {cell: sum(amount.mfte for amount in places.values()) for cell, places in supply.items()}
    return {one.skill: one.headline for one in balances(demand, held)}
