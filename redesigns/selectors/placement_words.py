"""Placement in sentences: headlines, why somebody has no seat, why a seat is vacant."""

from __future__ import annotations

from redesigns.placing_reasons import Unplaced, Vacant, Why, WhyVacant
from redesigns.selectors.design import Design
from redesigns.selectors.placed_people import place_name
from redesigns.small_groups import Shown
from roles.fit import Short

HUNDREDTH = 10_000
"""Millionths in a percent."""


def headline(heads: Shown, seats: int) -> str:
    """Where things stand, in a sentence or two."""
    if not seats:
        return f"{heads.people:,} people, and no seats yet."
    if heads.placed is None:
        return f"{heads.people:,} people, {seats:,} seats."
    first = f"{heads.placed:,} of {heads.people:,} people {_have(heads.placed)} a seat."
    if heads.bench is None or heads.leaving is None:
        return f"{first} {heads.without:,} have none."
    rest = [f"{heads.bench:,} {'is' if heads.bench == 1 else 'are'} on the bench"] if heads.bench else []
    rest += [f"{heads.leaving:,} {'leaves' if heads.leaving == 1 else 'leave'}"] if heads.leaving else []
    if not rest:
        return f"All {heads.people:,} people have a seat." if heads.people > 1 else first
    return f"{first} {', '.join(rest)}."


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def why_words(design: Design, found: Unplaced | None) -> str:
    """Why somebody has no seat."""
    if found is None:
        return "Locked where they are, so the solver leaves them."
    at = place_name(design, *found.best) if found.best else ""
    best = f" Closest: {at}, fit {percent(found.fit)}." if at and found.fit >= HUNDREDTH else ""
    seats = "seat" if found.seats == 1 else "seats"
    if found.why == Why.OTHERS_ADD_MORE:
        cost = f" It would take {percent(found.behind or 0)} of a full fit off the total." if found.behind else ""
        return f"Others add more in the {found.seats:,} {seats} they could take.{best}{cost}"
    if found.why == Why.KEPT:
        return f"{_taken(found.seats)}{best}"
    return WHY[found.why].format(seats=f"{found.seats:,} {seats}") + (best if found.why != Why.BANNED else "")


def _taken(seats: int) -> str:
    if seats == 1:
        return "The one seat they could take is taken."
    return f"All {seats:,} seats they could take are taken."


WHY: dict[Why, str] = {
    Why.NO_SEAT: "No role has a seat in their market, nor one above it or anywhere.",
    Why.BANNED: "“Not here” is set for every role with a seat in reach.",
    Why.TOO_FEW_FTE: "Every seat in reach takes more FTE than they work.",
    Why.LOW_FIT: "They fit none of the {seats} in reach: no skill asked for is rated, or the fit is below the least.",
    Why.NOT_READY: "Not ready: a mandatory skill is missing for the {seats} in reach.",
}


def vacant_words(found: Vacant) -> str:
    """Why seats stay vacant."""
    people = f"{found.people:,} {'person' if found.people == 1 else 'people'}"
    if found.why == WhyVacant.ADD_MORE_ELSEWHERE:
        cost = f" Filling one takes {percent(found.behind)} of a full fit off the total." if found.behind else ""
        return f"The {people} who could take one add more elsewhere.{cost}"
    return VACANT[found.why].format(people=people)


VACANT: dict[WhyVacant, str] = {
    WhyVacant.NOBODY_NEAR: "Nobody who may be moved is in this market or below it.",
    WhyVacant.ALL_BANNED: "“Not here” is set for everybody in reach ({people}).",
    WhyVacant.TOO_FEW_FTE: "Everybody in reach works less FTE than the seat takes ({people}).",
    WhyVacant.LOW_FIT: "Nobody in reach has the least fit ({people} looked at).",
    WhyVacant.NOBODY_READY: "Nobody in reach is ready: a mandatory skill is missing ({people} looked at).",
}


def percent(millionths: int | None) -> str:
    """873_912 -> "87 %", rounded down."""
    return f"{(millionths or 0) // HUNDREDTH} %"


def short_words(design: Design, short: tuple[Short, ...], most: int | None = None) -> str:
    """ "Negotiation 2 of 4, Analytics not rated (needs 3) and 5 more"; the mandatory ones first if there are more."""
    named = short if most is None else sorted(short, key=lambda one: not one.mandatory)[:most]
    words = ", ".join(f"{design.skill_name(one.skill)} {_level(one)}" for one in named)
    return f"{words} and {len(short) - len(named)} more" if len(named) < len(short) else words


def _level(one: Short) -> str:
    return f"not rated (needs {one.needs})" if one.has is None else f"{one.has} of {one.needs}"
