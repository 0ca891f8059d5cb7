"""What a role asks for, derived from its activities, and how well a person fits it.

Pure. A skill's weight is the demand it takes over the role's activities, n_as = d_a * share_as: thousandths of an FTE
times thousandths, so whole millionths of an FTE. Fits are exact fractions of 1. Source: brief, section 4.
A skill that is absent from somebody's levels is not rated; 0 is rated as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ask:
    """A skill an activity takes: level 1-5, share of its effort in thousandths, and whether it cannot do without."""

    skill: int
    level: int
    share: int
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Activity:
    """`mfte` is d_a over all markets. jobs: stage -> how many of the jobs it serves are there."""

    id: int
    mfte: int
    asks: tuple[Ask, ...] = ()
    jobs: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """An activity in a role, with all of its skills (None) or with some of them."""

    activity: Activity
    skills: frozenset[int] | None = None

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What it takes from the role; skills the activity does not ask for are passed over."""
        if self.skills is None:
            return self.activity.asks
        return tuple(ask for ask in self.activity.asks if ask.skill in self.skills)

    @property
    def skill_set(self) -> frozenset[int]:
        return frozenset(ask.skill for ask in self.asks)

    @property
    def mfte(self) -> Fraction:
        """d_a, or the part of it that the skills it carries take up; without any shares, by their number."""
        if self.skills is None:
            return Fraction(self.activity.mfte)
        whole = sum(ask.share for ask in self.activity.asks)
        if whole:
            return Fraction(self.activity.mfte * sum(ask.share for ask in self.asks), whole)
        return Fraction(self.activity.mfte * len(self.asks), max(len(self.activity.asks), 1))


@dataclass(frozen=True, slots=True)
class Mark:
    """What the leaders decided for one skill of a role; None leaves it as derived."""

    skill: int
    level: int | None = None
    mandatory: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a role asks of one skill. Weights matter only against each other; they are never all 0."""

    level: int
    mandatory: bool
    weight: int


Profile = Mapping[int, Asked]
"""Skill -> what is asked, in order of skill."""
Levels = Mapping[int, int]
"""Skill -> level 0-5 of one person; absent: not rated."""


def profile(duties: Iterable[Duty], marks: Iterable[Mark] = ()) -> dict[int, Asked]:
    """The derived profile: the highest level any activity asks, mandatory if any cannot do without, weight n_as.

    Where no activity has effort, all skills weigh the same. A mark with a level adds a skill that no activity asks
    for: it takes no effort, so it weighs nothing, and it is mandatory only if the mark says so. A mark without a level
    adds nothing. Raises ValueError on a level outside 1-5 or negative effort.
    """
    asked: dict[int, Asked] = {}
    for duty in duties:
        for ask in duty.asks:
            asked[ask.skill] = _with(asked.get(ask.skill), ask, duty.activity.mfte)
    for mark in marks:
        if mark.skill in asked or mark.level is not None:
            asked[mark.skill] = _marked(asked.get(mark.skill, Asked(1, False, 0)), mark)
    for skill, one in asked.items():
        if not 1 <= one.level <= 5 or one.weight < 0:
            raise ValueError(f"Skill {skill} needs a level from 1 to 5 and no negative effort: {one}.")
    even = not any(one.weight for one in asked.values())
    return {skill: replace(asked[skill], weight=1) if even else asked[skill] for skill in sorted(asked)}


def _with(known: Asked | None, ask: Ask, mfte: int) -> Asked:
    weight = mfte * ask.share
    if known is None:
        return Asked(ask.level, ask.mandatory, weight)
    return Asked(max(known.level, ask.level), known.mandatory or ask.mandatory, known.weight + weight)


def _marked(known: Asked, mark: Mark) -> Asked:
    level = known.level if mark.level is None else mark.level
    mandatory = known.mandatory if mark.mandatory is None else mark.mandatory
    return Asked(level, mandatory, known.weight)


@dataclass(frozen=True, slots=True)
class Short:
    """A skill below what is asked. has: None when the person is not rated in it."""

    skill: int
    has: int | None
    needs: int
    mandatory: bool

    @property
    def one_level(self) -> bool:
        """Rated, and exactly one level short. Of somebody not rated nothing is known."""
        return self.has is not None and self.needs - self.has == 1


def fit(asked: Profile, levels: Levels) -> Fraction | None:
    """sum_s w_rs * min(L_ps, R_rs) / sum_s w_rs * R_rs, from 0 to 1; not rated counts as 0.

    None for a role that asks for nothing: there is no fit to speak of, though everybody is ready for it.
    """
    if not asked:
        return None
    got = sum(one.weight * min(levels.get(skill, 0), one.level) for skill, one in asked.items())
    return Fraction(got, full(asked))


def full(asked: Profile) -> int:
    """sum_s w_rs * R_rs: what somebody who has it all reaches; above 0 unless nothing is asked."""
    return sum(one.weight * one.level for one in asked.values())


def shortfalls(asked: Profile, levels: Levels) -> tuple[Short, ...]:
    """Every skill below its level, mandatory or not, in order of skill."""
    return tuple(
        Short(skill, levels.get(skill), one.level, one.mandatory)
        for skill, one in asked.items()
        if levels.get(skill, 0) < one.level
    )


@dataclass(frozen=True, slots=True)
class Assessment:
    """One person against one role. met of asked: requirements held at the level, each counted once."""

    fit: Fraction | None
    met: int
    asked: int
    short: tuple[Short, ...]

    @property
    def not_ready(self) -> tuple[Short, ...]:
        """The mandatory skills below their level."""
        return tuple(one for one in self.short if one.mandatory)

    @property
    def ready(self) -> bool:
        """Every mandatory skill is at its level; so also where none is mandatory."""
        return not self.not_ready

    @property
    def strict(self) -> Fraction | None:
        """The share of requirements met in full; None where nothing is asked."""
        return Fraction(self.met, self.asked) if self.asked else None

    @property
    def developable(self) -> bool:
        """Not ready, and every missing mandatory skill is rated and exactly one level short (see roles.development)."""
        return bool(self.not_ready) and all(one.one_level for one in self.not_ready)


def assessment(asked: Profile, levels: Levels) -> Assessment:
    short = shortfalls(asked, levels)
    return Assessment(fit(asked, levels), len(asked) - len(short), len(asked), short)
