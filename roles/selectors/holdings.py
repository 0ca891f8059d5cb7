"""What people bring to the stored supply: their effective ratings, placed in a market and a legacy function."""

from typing import NamedTuple

from roles.models import Person, SkillLevel


class Holding(NamedTuple):
    """One effective rating of somebody who counts. market, function: ids, 0 for none; mfte: of the person."""

    skill: int
    level: int
    market: int
    function: int
    mfte: int


def counts(person: Person) -> bool:
    """Whether a person belongs to the supply: whoever has a leaving date does not. See docs/decisions/0008."""
    return person.left_on is None


def holdings_of(person: Person) -> list[Holding]:
    """What a person brings, by the values the instance has now; the ratings are read."""
    if not counts(person):
        return []
    place = (person.market_id or 0, person.function_id or 0, person.mfte)
    rated = SkillLevel.objects.filter(person_id=person.pk, effective=True).values_list("skill_id", "level")
    return [Holding(skill, level, *place) for skill, level in rated]


def holding(person: Person, skill: int, level: int | None) -> list[Holding]:
    """The same for one skill whose effective level is known (None: not rated)."""
    if level is None or not counts(person):
        return []
    return [Holding(skill, level, person.market_id or 0, person.function_id or 0, person.mfte)]
