"""The coverage of a redesign: the ladder per activity and market, and the ratio per stage with its zeros.

Pure. Until pods exist, the market stands for the pod. Source: brief, section 3; the ladder is `journeys.coverage`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from journeys.coverage import Covered, Levels, Rung, Seating, Staffing, StageCoverage, ladder, stage_coverage
from redesigns.allocation import Allocation, Seat, duties
from redesigns.given import Given, Market
from redesigns.records import State

Place = tuple[int, Market]
"""(activity, market)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """ladder: every activity in every market that needs it. stages: None is for activities that serve no job.

    whole: over all stages. A zero is an activity in a market, so time in one market covers none in another.
    """

    ladder: Mapping[Place, Covered[int, Market, int]]
    stages: Mapping[int | None, StageCoverage[Place]]
    whole: StageCoverage[Place]

    def at(self, rung: Rung) -> tuple[Place, ...]:
        """The activities and markets whose first failing rung this is."""
        return tuple(place for place, covered in self.ladder.items() if covered.rung is rung)


def coverage(given: Given, state: State, allocated: Allocation) -> Coverage:
    """The ladder and the stages of a redesign; allocated is what its people's FTE go to."""
    parts: defaultdict[int | None, list[Staffing[Place]]] = defaultdict(list)
    time: defaultdict[Place, int] = defaultdict(int)
    for cells in given.cells.values():
        for cell in cells:
            mfte = allocated.given.get(cell, 0)
            time[cell.activity, cell.market] += mfte
            parts[cell.stage].append(Staffing((cell.activity, cell.market), cell.mfte, mfte))
    order = sorted(parts, key=lambda stage: (stage is None, stage or 0))
    stages = {stage: stage_coverage(parts[stage]) for stage in order}
    whole = stage_coverage(staffing for staffings in parts.values() for staffing in staffings)
    return Coverage(_ladders(given, state, allocated, time), stages, whole)


def _ladders(
    given: Given, state: State, allocated: Allocation, time: Mapping[Place, int]
) -> dict[Place, Covered[int, Market, int]]:
    owners = _owners(state)
    best = {seat: _best(given, people) for seat, people in allocated.seats.items()}
    seats: defaultdict[str, list[Seat]] = defaultdict(list)
    for seat in best:
        seats[seat[0]].append(seat)
    found = {}
    for key, activity in given.activities.items():
        needs, roles = activity.requirements, owners.get(key, ())
        near = [(best[seat], given.reach(seat[1])) for role in roles for seat in seats[role]]
        for market, mfte in activity.needed.items():
            placed = tuple(levels for levels, reach in near if market in reach)
            seating = Seating(key, market, bool(roles), needs, placed, time[key, market], mfte)
            found[key, market] = ladder(seating)
    return found


def _owners(state: State) -> dict[int, list[str]]:
    """Activity -> the roles with a duty in it."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for role, activities in duties(state).items():
        for activity in activities:
            found[activity].append(role)
    return dict(found)


def _best(given: Given, people: tuple[int, ...]) -> Levels[int]:
    """The highest level of each skill among these people: the ladder asks of each skill whether anybody has it."""
    best: dict[int, int] = {}
    for number in people:
        for skill, level in given.people[number].levels.items():
            if level > best.get(skill, -1):
                best[skill] = level
    return best
