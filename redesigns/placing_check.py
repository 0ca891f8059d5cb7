"""Whether a plan keeps every rule, worked out from the problem alone, without the solver's arrays. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from redesigns.placing import Placing
from redesigns.placing_board import Candidate, Problem, SeatKey, Seats
from roles.fit_table import UNKNOWN


def faults(problem: Problem, placing: Placing) -> list[str]:
    """What is wrong with a plan, in words with numbers; empty for a plan that can be carried out."""
    return [*_people(problem, placing), *_seats(problem, placing), *_rules(problem, placing), *_total(problem, placing)]


def _people(problem: Problem, placing: Placing) -> Iterator[str]:
    everybody = sorted(one.number for one in problem.people)
    if sorted([*placing.assigned, *placing.unplaced]) != everybody:
        yield "Not everybody is either placed or not placed."


def _seats(problem: Problem, placing: Placing) -> Iterator[str]:
    sitting = Counter(placing.assigned.values())
    seats = {group.key: group.seats for group in problem.seats}
    for key, count in sitting.items():
        if count > seats.get(key, 0):
            yield f"{count} people sit in {seats.get(key, 0)} seats of {key}."
    for key, have in seats.items():
        left = placing.vacant[key].seats if key in placing.vacant else 0
        if sitting[key] + left != have:
            yield f"{key} has {have} seats, not {sitting[key]} taken and {left} vacant."


def _rules(problem: Problem, placing: Placing) -> Iterator[str]:
    people = {one.number: one for one in problem.people}
    groups = {group.key: group for group in problem.seats}
    for number, kept in problem.fixed.items():
        if placing.assigned.get(number) != kept:
            yield f"Person {number} keeps {kept}, but is put elsewhere."
    for number, key in placing.assigned.items():
        known = number in people and key in groups
        if number not in problem.fixed and not (known and may_take(problem, people[number], groups[key])):
            yield f"Person {number} may not take {key}."


def may_take(problem: Problem, person: Candidate, group: Seats) -> bool:
    """Whether the rules let this person into a seat of the group, if one is left."""
    near = problem.reach.get(person.market, ()) if person.market is not None else ()
    fits = problem.fits
    row, column = fits.row(person.number), fits.column(group.role)
    return (
        (group.market is None or group.market in near)
        and (person.number, group.role) not in problem.bans
        and person.mfte >= group.least_mfte
        and fit_of(problem, person.number, group.key) >= problem.terms.floor
        and (not problem.terms.only_ready or bool(fits.ready[row, column]))
    )


def fit_of(problem: Problem, number: int, key: SeatKey) -> int:
    """In millionths; 0 where no fit is known."""
    found = int(problem.fits.millionths[problem.fits.row(number), problem.fits.column(key[0])])
    return 0 if found == UNKNOWN else found


def _total(problem: Problem, placing: Placing) -> Iterator[str]:
    total = sum(fit_of(problem, number, key) for number, key in placing.assigned.items())
    if total != placing.total:
        yield f"The fits add up to {total}, not to {placing.total}."
