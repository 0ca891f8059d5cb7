"""A name to start from for each proposed role: its stage and the skills its activities need most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from roles.cover.problem import Problem
from roles.cover.proposal import Proposal, Role

CROSS_STAGE = "Cross-stage"
FEWEST_SKILLS, MOST_SKILLS = 2, 4
MAJORITY = Fraction(1, 2)


def role_names(
    proposal: Proposal, problem: Problem, skills: Mapping[int, str], stages: Mapping[int, str]
) -> tuple[str, ...]:
    """One per role, in their order, all different: "Buy: Negotiation and Active Listening".

    skills, stages: names by id. The stage stands in front when more than half of the role's weight with a stage lies in
    it, else "Cross-stage", and nothing where no activity has a stage. The skills are those with the most weight in the
    role, of equal ones those that fewer other roles have; more of them where two roles would get the same name, then a
    number.
    """
    spread = Counter(skill for role in proposal.roles for skill in role.skills)
    fronts = [_front(role, problem, stages) for role in proposal.roles]
    orders = [_demanded(role, problem, spread, skills) for role in proposal.roles]
    names = [_name(front, order[:FEWEST_SKILLS]) for front, order in zip(fronts, orders, strict=True)]
    for count in range(FEWEST_SKILLS + 1, MOST_SKILLS + 1):
        for number in _repeated(names):
            names[number] = _name(fronts[number], orders[number][:count])
    return _numbered(names)


def _front(role: Role, problem: Problem, stages: Mapping[int, str]) -> str:
    weights: dict[int, Fraction] = {}
    for activity in role.activities:
        own = problem.stages_of(activity)
        for stage in own:
            weights[stage] = weights.get(stage, Fraction(0)) + Fraction(problem.weight_of(activity), len(own))
    if not weights:
        return ""
    stage = min(weights, key=lambda stage: (-weights[stage], stage))
    single = len(weights) == 1 or weights[stage] > MAJORITY * sum(weights.values())
    return f"{stages[stage]}: " if single else f"{CROSS_STAGE}: "


def _demanded(role: Role, problem: Problem, spread: Mapping[int, int], names: Mapping[int, str]) -> list[str]:
    """Names of the role's skills, the most demanded first."""

    def rank(skill: int) -> tuple[int, int, str, int]:
        weight = sum(problem.weight_of(a) for a in role.activities if skill in problem.skills[a])
        return -weight, spread[skill], names[skill], skill

    return [names[skill] for skill in sorted(role.skills, key=rank)]


def _name(front: str, skills: list[str]) -> str:
    if len(skills) < 2:
        return front + "".join(skills)
    return f"{front}{', '.join(skills[:-1])} and {skills[-1]}"


def _repeated(names: list[str]) -> list[int]:
    """Places of the names that come more than once."""
    seen: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        seen.setdefault(name.casefold(), []).append(number)
    return [number for numbers in seen.values() if len(numbers) > 1 for number in numbers]


def _numbered(names: list[str]) -> tuple[str, ...]:
    """The first of equal names stays, the others get the next number that makes them new."""
    taken = {name.casefold() for name in names}
    seen: set[str] = set()
    found = []
    for name in names:
        number, new = 1, name
        while new.casefold() in seen or (number > 1 and new.casefold() in taken):
            number += 1
            new = f"{name} ({number})"
        seen.add(new.casefold())
        found.append(new)
    return tuple(found)
