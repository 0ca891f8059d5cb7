"""Which activities the FTE of placed people go to.

Pure. Nobody says hour by hour what a person in a role will do, so this is a rule, and pages say so: a person's FTE is
split over the duties of their role in proportion to what those activities need (d_a) in the markets the seat
reaches. People in the same role and market are split the same way, so their FTE are added up first; whole thousandths
by largest remainder (`journeys.effort.apportion`). Members of a shared services group first give each stage the
group's service share, then split that over their duties in the stage. FTE for which there is no work by this rule are
idle: no duties in reach, nothing needed there, or service shares that sum to less than 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from journeys.effort import apportion
from redesigns.given import Given, Market, NeedCell
from redesigns.records import WHOLE, State, is_placed

Seat = tuple[str, Market]
"""(role, market); market None: anywhere."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """seats: who sits where. given: mfte per cell of need. idle: mfte per seat that go to no activity.

    What is given and what is idle sum to the FTE of everybody placed.
    """

    seats: Mapping[Seat, tuple[int, ...]]
    given: Mapping[NeedCell, int]
    idle: Mapping[Seat, int]


def seated(state: State) -> dict[Seat, tuple[int, ...]]:
    """(role, market) -> numbers of the people placed there, ascending."""
    found: defaultdict[Seat, list[int]] = defaultdict(list)
    for (kind, key), fields in state.items():
        if kind == "placement" and is_placed(fields):
            found[fields["role"], fields["market"]].append(int(key))
    return {seat: tuple(sorted(found[seat])) for seat in sorted(found, key=lambda one: (one[0], one[1] or 0))}


def duties(state: State) -> dict[str, tuple[int, ...]]:
    """Role -> activities it is accountable for or does, ascending."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for (kind, _), fields in state.items():
        if kind == "duty":
            found[fields["role"]].add(fields["activity"])
    return {role: tuple(sorted(activities)) for role, activities in found.items()}


def service_shares(state: State) -> dict[str, dict[int, int]]:
    """Role of a shared services group -> stage -> thousandths; groups without shares are left out."""
    groups: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for (kind, _), fields in sorted(state.items(), key=lambda item: item[0]):
        if kind == "service" and fields["share"]:
            groups[fields["group"]][fields["stage"]] = fields["share"]
    return {key: groups[f["group"]] for (kind, key), f in state.items() if kind == "role" and f["group"] in groups}


def allocation(given: Given, state: State) -> Allocation:
    """Everybody's FTE over the cells of need. Raises KeyError when somebody placed is not in the baseline."""
    seats, work, shares = seated(state), duties(state), service_shares(state)
    spent: defaultdict[NeedCell, int] = defaultdict(int)
    idle: dict[Seat, int] = {}
    for (role, market), people in seats.items():
        mfte = sum(given.people[number].mfte for number in people)
        reach = given.reach(market)
        cells = [cell for key in work.get(role, ()) for cell in given.cells.get(key, ()) if cell.market in reach]
        left = _service(mfte, cells, shares[role], spent) if role in shares else _spread(mfte, cells, spent)
        if left:
            idle[role, market] = left
    return Allocation(seats, dict(spent), idle)


def _spread(mfte: int, cells: Iterable[NeedCell], spent: defaultdict[NeedCell, int]) -> int:
    """Adds mfte to the cells in proportion to their need; gives back what finds no need at all."""
    wanted = [cell for cell in cells if cell.mfte]
    if not wanted:
        return mfte
    for cell, part in zip(wanted, apportion(mfte, [cell.mfte for cell in wanted]), strict=True):
        spent[cell] += part
    return 0


def _service(mfte: int, cells: list[NeedCell], shares: Mapping[int, int], spent: defaultdict[NeedCell, int]) -> int:
    """The same stage by stage, by service shares; gives back what is promised to no stage or finds no need."""
    rest = max(0, WHOLE - sum(shares.values()))
    *parts, left = apportion(mfte, [*shares.values(), rest])
    for stage, part in zip(shares, parts, strict=True):
        left += _spread(part, [cell for cell in cells if cell.stage == stage], spent)
    return left
