"""The shape of roles: how much work on how few skills, how alike its activities, how different from the others.

Pure. A role is the tuple of its duties (roles.fit). A duty that carries only some skills of its activity counts with
those skills and with the part of the effort they take. Ratios are exact fractions, None where undefined.
Source: brief, section 4, role design.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from roles.fit import Duty
from roles.fit_table import FitTable, fitting
from roles.supply import IntArray

ENOUGH = 700_000
"""Millionths of fit from which somebody can fill a role."""

Bundle = Sequence[Duty]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a role has in common with another, ascending. jaccard: of the skills of the two roles."""

    role: str
    jaccard: Fraction
    skills: tuple[int, ...]
    activities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """The stage with the largest share of a role's effort."""

    stage: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Shape:
    """One role beside the others. overlaps: roles that share a skill or an activity, the most alike first.

    leverage: mfte for each distinct skill; None without skills. cohesion: None with fewer than two activities that
    name skills. distinctness: None without skills or without another role; nearest: the role it is least distinct
    from, None where it shares no skill with any. focus: None where no effort belongs to a stage.
    """

    mfte: Fraction
    skills: int
    leverage: Fraction | None
    cohesion: Fraction | None
    distinctness: Fraction | None
    nearest: str | None
    overlaps: tuple[Overlap, ...]
    focus: Focus | None


def shapes(roles: Mapping[str, Bundle]) -> dict[str, Shape]:
    """Every role's shape, in the order given; among roles equally near the first counts."""
    skills = {role: skills_of(bundle) for role, bundle in roles.items()}
    common = _overlaps(roles, skills)
    return {role: _shape(bundle, skills[role], common[role], len(roles)) for role, bundle in roles.items()}


def _shape(bundle: Bundle, skills: frozenset[int], overlaps: tuple[Overlap, ...], roles: int) -> Shape:
    near = next((one for one in overlaps if one.jaccard), None)
    defined = bool(skills) and roles > 1
    return Shape(
        mfte=effort_of(bundle),
        skills=len(skills),
        leverage=leverage(bundle),
        cohesion=cohesion(bundle),
        distinctness=1 - (near.jaccard if near else Fraction(0)) if defined else None,
        nearest=near.role if near else None,
        overlaps=overlaps,
        focus=focus(bundle),
    )


def skills_of(bundle: Bundle) -> frozenset[int]:
    """The distinct skills of a role."""
    return frozenset[int]().union(*(duty.skill_set for duty in bundle))


def effort_of(bundle: Bundle) -> Fraction:
    """sum of d_a in mfte."""
    return sum((duty.mfte for duty in bundle), Fraction(0))


def leverage(bundle: Bundle) -> Fraction | None:
    """sum of d_a / number of distinct skills, in mfte; None without skills."""
    skills = skills_of(bundle)
    return effort_of(bundle) / len(skills) if skills else None


def jaccard(one: frozenset[int], other: frozenset[int]) -> Fraction:
    """What two sets share, of all they hold; 0 for two empty ones."""
    return Fraction(len(one & other), len(one | other) or 1)


def cohesion(bundle: Bundle) -> Fraction | None:
    """Mean Jaccard over all pairs of its activities' skill sets.

    Activities that name no skill are left out: nothing is known about them. None with fewer than two others.
    """
    pairs = list(combinations([duty.skill_set for duty in bundle if duty.skill_set], 2))
    return sum((jaccard(*pair) for pair in pairs), Fraction(0)) / len(pairs) if pairs else None


def focus(bundle: Bundle) -> Focus | None:
    """The largest stage share of its effort, each activity split evenly over the jobs it serves.

    Effort of activities that serve no job belongs to no stage, but counts in the whole. Of equal stages the first as
    the activities name them.
    """
    stages: defaultdict[int, Fraction] = defaultdict(Fraction)
    for duty in bundle:
        jobs = sum(duty.activity.jobs.values())
        for stage, count in duty.activity.jobs.items():
            stages[stage] += duty.mfte * Fraction(count, jobs or 1)
    whole = effort_of(bundle)
    if not any(stages.values()):
        return None
    stage = max(stages, key=stages.__getitem__)
    return Focus(stage, stages[stage] / whole)


def _overlaps(roles: Mapping[str, Bundle], skills: Mapping[str, frozenset[int]]) -> dict[str, tuple[Overlap, ...]]:
    """Per role, the most alike first; roles equally alike in the order given."""
    activities = {role: frozenset(duty.activity.id for duty in bundle) for role, bundle in roles.items()}
    found: dict[str, list[Overlap]] = {role: [] for role in roles}
    order = {role: place for place, role in enumerate(roles)}
    for one, other in combinations(roles, 2):
        shared, work = skills[one] & skills[other], activities[one] & activities[other]
        if shared or work:
            parts = jaccard(skills[one], skills[other]), tuple(sorted(shared)), tuple(sorted(work))
            found[one].append(Overlap(other, *parts))
            found[other].append(Overlap(one, *parts))
    return {role: tuple(sorted(rows, key=lambda row: (-row.jaccard, order[row.role]))) for role, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Fillability:
    """Those who could fill a role today, and their mfte."""

    people: int
    mfte: int


def fillability(table: FitTable, mfte: IntArray, role: str) -> Fillability | None:
    """People with a fit of at least 0.7 and every mandatory skill; None for a role that asks for nothing.

    mfte: per person, in the order of the table. Raises ValueError for a role that is not in the table.
    """
    if (table.millionths[:, table.column(role)] < 0).any():
        return None
    able = fitting(table, role, ENOUGH)
    return Fillability(int(np.count_nonzero(able)), int(mfte[able].sum()))
