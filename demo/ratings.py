"""The demo company's skill inventory: what people say about themselves, and their managers about them.

The level that counts is the manager's where there is one, else one's own; it is the level of the plan.
Some people were rated by one side only, newcomers by nobody, and some ratings are zero: rated as none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from demo.bench import FRAGILE, HOMES, SCARCE, Levels, known_by
from demo.people import FIRST_NEWCOMER
from demo.shapes import MANAGER, SELF, Person, Rating
from journeys.outline import Skill

UNNEEDED = (
    Skill("print_production", "Print production", "Digital and creative", ("Print buying",)),
    Skill("cold_calling", "Cold calling", "Commercial", ("Telephone prospecting",)),
)
"""Skills people still have and no activity needs any more."""

OLD_HANDS = {"marketing": "print_production", "inside_sales": "cold_calling", "sales": "cold_calling"}
OLD_HANDS_LEFT = 0.3
"""The part of a function's people who still have its old skill."""

FEWEST, MOST = 8, 14
BY_CHANCE = (0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3)
"""Levels of what people picked up along the way."""
SCARCE_BY_CHANCE = (0, 0, 1, 1, 2)
OWN_VIEW = (-1, 0, 0, 0, 1, 1)
"""How far people see themselves from how their manager sees them."""

SELF_ROUND, MANAGER_ROUND, LAST_YEAR = date(2026, 8, 31), date(2026, 9, 14), date(2025, 9, 8)


def ratings(staff: tuple[Person, ...], plan: Levels, rng: Random) -> tuple[Rating, ...]:
    """Every rating, by person, then skill, one's own first."""
    found = []
    for person in staff:
        if person.start_date >= FIRST_NEWCOMER:
            continue
        levels = _rounded_out(person, plan[person.employee_id], rng)
        found += [r for skill in sorted(levels) for r in _both_sides(person, skill, levels[skill], rng)]
    return tuple(found)


def _rounded_out(person: Person, planned: dict[str, int], rng: Random) -> dict[str, int]:
    """The planned skills and, by chance, others from around the person's function: 8 to 14 in all."""
    levels = dict(planned)
    wanted = rng.randint(FEWEST, MOST)
    near = list(known_by(person.function))
    far = [skill for skill in HOMES if skill not in near]
    if person.function in OLD_HANDS and rng.random() < OLD_HANDS_LEFT:
        near.append(OLD_HANDS[person.function])
    rng.shuffle(near)
    rng.shuffle(far)
    for skill in near + far:
        if len(levels) >= wanted:
            break
        if skill not in levels:
            levels[skill] = _by_chance(skill, rng)
    return levels


def _by_chance(skill: str, rng: Random) -> int:
    if skill in SCARCE:
        return rng.choice(SCARCE_BY_CHANCE)
    highest = FRAGILE[skill][0] if skill in FRAGILE else 4
    return min(highest, rng.choice(BY_CHANCE))


def _both_sides(person: Person, skill: str, level: int, rng: Random) -> Iterator[Rating]:
    by_manager = person.manager is not None and rng.random() < 0.78
    by_self = not by_manager or rng.random() < 0.88
    if by_self:
        own = min(5, max(0, level + rng.choice(OWN_VIEW))) if by_manager else level
        yield Rating(person.employee_id, skill, SELF, own, _within_two_weeks(SELF_ROUND, rng))
    if by_manager:
        start = LAST_YEAR if rng.random() < 0.15 and person.start_date < LAST_YEAR else MANAGER_ROUND
        yield Rating(person.employee_id, skill, MANAGER, level, _within_two_weeks(start, rng))


def _within_two_weeks(start: date, rng: Random) -> date:
    return start + timedelta(days=rng.randrange(12))
