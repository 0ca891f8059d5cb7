"""Coverage: is there somebody for every activity, with the skills and the time it takes?

Pure. FTE are whole thousandths (mfte). Source: brief, section 3. The ladder needs roles and pods; before
there are any, ``outlook`` says how far it could be climbed with the people and the effort known today.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

A = TypeVar("A", bound=Hashable)
F = TypeVar("F", bound=Hashable)
G = TypeVar("G", bound=Hashable)
K = TypeVar("K", bound=Hashable)
P = TypeVar("P", bound=Hashable)

Levels = Mapping[K, int]
"""Skill -> level of one person; a skill that is absent is not rated, 0 is rated as none."""


@dataclass(frozen=True, slots=True)
class Need(Generic[K]):
    """A skill an activity takes, at what level (1-5), and whether it cannot do without."""

    skill: K
    level: int
    mandatory: bool = True

    def met_by(self, levels: Levels[K]) -> bool:
        """Whether somebody with these levels holds the skill at the level."""
        return levels.get(self.skill, 0) >= self.level


class Rung(IntEnum):
    """The ladder, named after the rung that fails first; higher is better."""

    NO_ROLE = 0
    SKILL_MISSING = 1
    TOO_LITTLE_TIME = 2
    COVERED = 3


@dataclass(frozen=True, slots=True)
class Seating(Generic[A, G, K]):
    """One activity in one pod. ``placed``: levels of everybody placed in the roles that own it."""

    activity: A
    pod: G
    owned: bool
    needs: tuple[Need[K], ...]
    placed: tuple[Levels[K], ...]
    allocated_mfte: int
    needed_mfte: int


@dataclass(frozen=True, slots=True)
class Covered(Generic[A, G, K]):
    """The verdict on one Seating: the first rung that fails, and by what."""

    activity: A
    pod: G
    rung: Rung
    missing: tuple[Need[K], ...]
    short_mfte: int


def ladder(seating: Seating[A, G, K]) -> Covered[A, G, K]:
    """Climb rung by rung; what is not reached is not reported."""
    missing = nobody_holds(seating.needs, seating.placed)
    short = max(0, seating.needed_mfte - seating.allocated_mfte)
    if not seating.owned:
        return Covered(seating.activity, seating.pod, Rung.NO_ROLE, (), seating.needed_mfte)
    if missing:
        return Covered(seating.activity, seating.pod, Rung.SKILL_MISSING, missing, short)
    rung = Rung.TOO_LITTLE_TIME if short else Rung.COVERED
    return Covered(seating.activity, seating.pod, rung, (), short)


def nobody_holds(needs: Iterable[Need[K]], people: Sequence[Levels[K]]) -> tuple[Need[K], ...]:
    """The mandatory needs that none of these people holds at the level."""
    return tuple(need for need in needs if need.mandatory and not any(need.met_by(levels) for levels in people))


@dataclass(frozen=True, slots=True)
class Staffing(Generic[A]):
    """One activity's part in one stage: d_a there, and the FTE allocated for it."""

    activity: A
    needed_mfte: int
    allocated_mfte: int

    @property
    def staffed(self) -> Fraction:
        """Allocated over needed, at most 1; an activity that needs nothing is staffed."""
        if not self.needed_mfte:
            return Fraction(1)
        return min(Fraction(1), Fraction(self.allocated_mfte, self.needed_mfte))


@dataclass(frozen=True, slots=True)
class StageCoverage(Generic[A]):
    """A mean and what it hides: ``ratio`` is None where nothing is needed."""

    needed_mfte: int
    covered_mfte: int
    ratio: Fraction | None
    zeros: tuple[A, ...]


def stage_coverage(parts: Iterable[Staffing[A]]) -> StageCoverage[A]:
    """sum d_a * min(1, staffed_a) / sum d_a, with every activity that has nobody at all."""
    parts = tuple(parts)
    needed = sum(part.needed_mfte for part in parts)
    covered = sum(min(part.needed_mfte, part.allocated_mfte) for part in parts)
    zeros = tuple(part.activity for part in parts if part.needed_mfte and not part.allocated_mfte)
    return StageCoverage(needed, covered, Fraction(covered, needed) if needed else None, zeros)


class Bench(Generic[P, K]):
    """Who holds what, read once and asked often: people with a skill at a level or above.

    ratings: (person, skill, level); of several ratings of one skill the last one counts.
    """

    def __init__(self, ratings: Iterable[tuple[P, K, int]]) -> None:
        self._levels: dict[K, dict[P, int]] = {}
        self._known: dict[tuple[K, int], frozenset[P]] = {}
        for person, skill, level in ratings:
            self._levels.setdefault(skill, {})[person] = level

    def holders(self, need: Need[K]) -> frozenset[P]:
        """Everybody who holds the skill at the level of the need."""
        key = (need.skill, need.level)
        if key not in self._known:
            levels = self._levels.get(need.skill, {})
            self._known[key] = frozenset(p for p, level in levels.items() if level >= need.level)
        return self._known[key]

    def missing(self, needs: Iterable[Need[K]]) -> tuple[Need[K], ...]:
        """The mandatory needs that nobody holds at the level."""
        return tuple(need for need in needs if need.mandatory and not self.holders(need))

    def hold_all(self, needs: Iterable[Need[K]]) -> frozenset[P]:
        """Everybody who holds every mandatory need; nobody when nothing is mandatory."""
        held = [self.holders(need) for need in needs if need.mandatory]
        return frozenset.intersection(*sorted(held, key=len)) if held else frozenset()


class Outlook(StrEnum):
    """What is known about an activity before roles exist, worst first."""

    NO_SKILLS_NAMED = "no_skills_named"
    SKILL_MISSING = "skill_missing"
    NOBODY_DOES_IT = "nobody_does_it"
    SKILLS_SPREAD = "skills_spread"
    TOO_LITTLE_TIME = "too_little_time"
    WITHIN_REACH = "within_reach"


OUTLOOK_WORDS: Mapping[Outlook, str] = {
    Outlook.NO_SKILLS_NAMED: "No skill is named yet",
    Outlook.SKILL_MISSING: "A skill it cannot do without is held by nobody at the level",
    Outlook.NOBODY_DOES_IT: "The skills are there, but nobody does it today",
    Outlook.SKILLS_SPREAD: "The skills are there, but no single person holds all of them",
    Outlook.TOO_LITTLE_TIME: "Done today, with less time than it needs",
    Outlook.WITHIN_REACH: "Skills and time are there; it lacks only a role",
}


@dataclass(frozen=True, slots=True)
class Today(Generic[A, K, F]):
    """One activity as it stands without roles.

    missing: mandatory needs held by nobody at the level. whole_holders: people who hold every
    mandatory skill at the level; None when no skill is mandatory. functions: those that report
    effort, the most first. spent_mfte: what is known of it. short_mfte: d_a minus what is spent, at
    least 0; None when either is not known.
    """

    activity: A
    outlook: Outlook
    missing: tuple[Need[K], ...]
    whole_holders: int | None
    functions: tuple[F, ...]
    spent_mfte: int
    short_mfte: int | None


def outlook(
    activity: A,
    needs: Sequence[Need[K]],
    bench: Bench[P, K],
    spent: Mapping[F, int | None],
    needed_mfte: int | None,
) -> Today[A, K, F]:
    """How far up the ladder the people (of the organization, or of one market) could carry it.

    spent: legacy function -> mfte it reports (None: it does the activity, the time is not known).
    needed_mfte: d_a, None when not known.
    """
    working = tuple(sorted((f for f in spent if spent[f] != 0), key=lambda f: -(spent[f] or 0)))
    total = sum(mfte or 0 for mfte in spent.values())
    missing = bench.missing(needs)
    binding = any(need.mandatory for need in needs)
    holders = len(bench.hold_all(needs)) if binding else None
    open_ended = needed_mfte is None or None in spent.values()
    short = None if open_ended else max(0, (needed_mfte or 0) - total)
    state = Outlook.WITHIN_REACH
    if not needs:
        state = Outlook.NO_SKILLS_NAMED
    elif missing:
        state = Outlook.SKILL_MISSING
    elif not working:
        state = Outlook.NOBODY_DOES_IT
    elif holders == 0:
        state = Outlook.SKILLS_SPREAD
    elif short:
        state = Outlook.TOO_LITTLE_TIME
    return Today(activity, state, missing, holders, working, total, short)
