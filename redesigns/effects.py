"""The effect panel: what a redesign does, in figures that each say what they are made of.

Pure. FTE are whole thousandths (mfte), money whole minor units per year. Source: brief, sections 3 to 5. Figures carry
the ids behind them, with one exception: unused FTE is a sum only, because who is left over is not unique. Those on the
bench or leaving are listed for pages to count; whether names may be shown is for the page to ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from journeys.redundancy import ActivityRedundancy, Redundancy, redundancy
from redesigns.allocation import Allocation, allocation
from redesigns.climbing import Coverage, coverage
from redesigns.costing import PeopleCost, people_cost, vacant_cost
from redesigns.given import Given, Market
from redesigns.records import ACCOUNTABLE, BENCH, LEAVING, PLACED, Fields, Key, State, is_placed, seat_key
from roles.flow import TrueGap, true_gap
from roles.supply import part

MOST_FLAGS = 4
"""Title, role, manager, team: what can be different on somebody's change card."""

ANYWHERE = -2
"""Stands for the market of a seat that may be anywhere. Markets have ids above 0, NOWHERE is -1."""


@dataclass(frozen=True, slots=True)
class DoubleWork:
    """Consolidatable FTE of some activities (journeys.redundancy). unpriced_mfte: the part that has no money.

    unweighted: for some of it the time is not known and counts as one unit.
    """

    activities: tuple[int, ...]
    mfte: int
    minor: int
    unpriced_mfte: int
    unweighted: bool


@dataclass(frozen=True, slots=True)
class Heads:
    """Who is where, by number. vacant: headcount -> seats nobody is in; headcounts that are full are left out."""

    placed: tuple[int, ...]
    bench: tuple[int, ...]
    leaving: tuple[int, ...]
    seats: int
    vacant: Mapping[Key, int]

    @property
    def vacant_seats(self) -> int:
        return sum(self.vacant.values())


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """The panel of one redesign, or of the baseline it stands on (coverage and allocation None: there are no roles).

    gap.unused is the unused FTE. flags: position n holds the placed people with n change flags, 0 to 4.
    unweighted: activities whose d_a is not known and counts as one unit in coverage and gap.
    """

    heads: Heads
    allocation: Allocation | None
    coverage: Coverage | None
    gap: TrueGap
    removed: DoubleWork
    remaining: DoubleWork
    placed_cost: PeopleCost
    bench_cost: PeopleCost
    leaving_cost: PeopleCost
    vacant_minor: int | None
    flags: tuple[tuple[int, ...], ...]
    unweighted: tuple[int, ...]


def effects(given: Given, state: State, flags: Mapping[int, int]) -> Effects:
    """The panel of a redesign. flags: change flags of everybody placed; others may be in it and do not count.

    Raises KeyError when somebody placed is not in the baseline or has no flags, ValueError on more than 4 of them.
    """
    who = heads(state)
    allocated = allocation(given, state)
    removed, remaining = double_work(given, state)
    placed = people_cost(given, who.placed)
    return Effects(
        heads=who,
        allocation=allocated,
        coverage=coverage(given, state, allocated),
        gap=_gap_of_placed(given, allocated),
        removed=removed,
        remaining=remaining,
        placed_cost=placed,
        bench_cost=people_cost(given, who.bench),
        leaving_cost=people_cost(given, who.leaving),
        vacant_minor=vacant_cost(who.vacant_seats, placed),
        flags=strip(who.placed, flags),
        unweighted=_unweighted(given),
    )


def baseline_effects(given: Given) -> Effects:
    """The panel of today: everybody is where they are, nothing has changed for anybody, and there are no roles."""
    everybody = tuple(sorted(given.people))
    removed, remaining = double_work(given, {})
    nobody = people_cost(given, ())
    return Effects(
        heads=Heads(everybody, (), (), len(everybody), {}),
        allocation=None,
        coverage=None,
        gap=true_gap(given.needs, given.supply),
        removed=removed,
        remaining=remaining,
        placed_cost=people_cost(given, everybody),
        bench_cost=nobody,
        leaving_cost=nobody,
        vacant_minor=0,
        flags=strip(everybody, dict.fromkeys(everybody, 0)),
        unweighted=_unweighted(given),
    )


def heads(state: State) -> Heads:
    """Everybody by state, and the seats nobody is in."""
    places = [(int(key), f) for (kind, key), f in state.items() if kind == "placement"]
    taken: defaultdict[Key, int] = defaultdict(int)
    for _, fields in places:
        if is_placed(fields):
            taken[seat_key(fields["role"], fields["market"])] += 1
    seats = {key: f["seats"] for key, f in sorted(state.items(), key=lambda item: item[0]) if key[0] == "headcount"}
    free = {key: count - taken[key] for key, count in seats.items() if count > taken[key]}
    placed, bench, leaving = (_numbers(places, states) for states in (PLACED, {BENCH}, {LEAVING}))
    return Heads(placed, bench, leaving, sum(seats.values()), free)


def double_work(given: Given, state: State) -> tuple[DoubleWork, DoubleWork]:
    """(removed, remaining); together they are all the double work of today.

    Removed is that of activities the redesign gathers in one role: exactly one accountable, no other doing it.
    """
    found: Redundancy[int, int, int] = redundancy(
        {key: one.spent for key, one in given.activities.items()}, rates=given.rates
    )
    gathered = _gathered(state)
    rows = [row for row in found.activities if row.consolidatable_mfte]
    removed = [row for row in rows if row.activity in gathered]
    remaining = [row for row in rows if row.activity not in gathered]
    return _sum(removed), _sum(remaining)


def strip(placed: Iterable[int], flags: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """People with 0, 1, ... 4 change flags, ascending. Raises KeyError and ValueError like `effects`."""
    found: list[list[int]] = [[] for _ in range(MOST_FLAGS + 1)]
    for number in sorted(placed):
        if not 0 <= flags[number] <= MOST_FLAGS:
            raise ValueError(f"Person {number} has {flags[number]} change flags; there are {MOST_FLAGS}.")
        found[flags[number]].append(number)
    return tuple(tuple(people) for people in found)


def _gap_of_placed(given: Given, allocated: Allocation) -> TrueGap:
    """The true gap with nobody but the people placed, who may serve what their seat reaches."""
    at = {number: _place(market) for (_, market), people in allocated.seats.items() for number in people}
    supply = part(given.supply, sorted(at))
    market = np.array([at[number] for number in supply.person.tolist()], dtype=np.int64)
    serves = {
        _place(seat): frozenset(one for one in given.reach(seat) if one is not None) for _, seat in allocated.seats
    }
    return true_gap(given.needs, replace(supply, market=market, serves=serves))


def _place(seat: Market) -> int:
    return ANYWHERE if seat is None else seat


def _gathered(state: State) -> frozenset[int]:
    """Activities with exactly one role, and that role accountable."""
    parts: defaultdict[int, list[str]] = defaultdict(list)
    for (kind, _), fields in state.items():
        if kind == "duty":
            parts[fields["activity"]].append(fields["part"])
    return frozenset(activity for activity, found in parts.items() if found == [ACCOUNTABLE])


def _sum(rows: list[ActivityRedundancy[int, int]]) -> DoubleWork:
    return DoubleWork(
        tuple(row.activity for row in rows),
        sum(row.consolidatable_mfte for row in rows),
        sum(row.consolidatable_minor for row in rows),
        sum(row.unpriced_mfte for row in rows),
        any(row.unweighted for row in rows),
    )


def _numbers(places: list[tuple[int, Fields]], states: Collection[str]) -> tuple[int, ...]:
    return tuple(sorted(number for number, fields in places if fields["state"] in states))


def _unweighted(given: Given) -> tuple[int, ...]:
    return tuple(sorted(key for key, one in given.activities.items() if one.unweighted))
