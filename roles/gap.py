"""Nominal gap: skill by skill, level by level, how much is needed and how much is there.

All FTE are integers in thousandths ("mfte"), so that parts always add up to their totals. Cells are
keyed (skill, level) and hold what sits at *exactly* that level; the functions below add up "this level
or better" themselves. Cells of one market, stage or pod are the same cells, filtered by the caller.

One person counts under every skill they hold, so nominal supply must never be summed over skills;
`roles.flow` has the figures that count nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

LEVELS = (1, 2, 3, 4, 5)

Cell = tuple[int, int]
"""(skill, level)"""


@dataclass(frozen=True, slots=True)
class SkillBalance:
    """Demand and supply of one skill in mfte; position i of each tuple is "level i + 1 or better".

    demand[k-1] = D(k), supply[k-1] = S(k) of the brief, section 4. Both never rise with the level.
    """

    skill: int
    demand: tuple[int, ...]
    supply: tuple[int, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """max(0, D(k) - S(k)) for levels 1 to 5."""
        return tuple(max(0, need - have) for need, have in zip(self.demand, self.supply, strict=True))

    @property
    def oversupplies(self) -> tuple[int, ...]:
        """max(0, S(k) - D(k)) for levels 1 to 5."""
        return tuple(max(0, have - need) for need, have in zip(self.demand, self.supply, strict=True))

    @property
    def required(self) -> bool:
        """Whether anything needs this skill at all."""
        return self.demand[0] > 0

    @property
    def headline(self) -> int:
        """The level that stands for the skill where a page has room for one figure.

        The level with the largest gap; among equal gaps the highest, because closing that one closes
        the others. Without a gap, the highest required level. Level 1 for a skill nobody needs.
        """
        gaps = self.gaps
        if max(gaps) > 0:
            return max(LEVELS, key=lambda level: (gaps[level - 1], level))
        return max((level for level in LEVELS if self.demand[level - 1] > 0), default=1)

    @property
    def gap(self) -> int:
        """The gap at the headline level, in mfte."""
        return self.gaps[self.headline - 1]

    @property
    def oversupply(self) -> int:
        """The oversupply at the headline level, in mfte."""
        return self.oversupplies[self.headline - 1]


def balances(demand: Mapping[Cell, int], supply: Mapping[Cell, int]) -> list[SkillBalance]:
    """One balance per skill that is needed or held, in order of skill.

    demand: (skill, required level 1-5) -> mfte. supply: (skill, level held 0-5) -> mfte of the people
    whose level it is; level 0 (rated as none) makes the skill known but supplies nothing.
    Raises ValueError on a level out of range or a negative figure.
    """
    needed = _at_least(demand, lowest=1)
    held = _at_least(supply, lowest=0)
    nothing = (0,) * len(LEVELS)
    return [
        SkillBalance(skill, needed.get(skill, nothing), held.get(skill, nothing))
        for skill in sorted(needed.keys() | held.keys())
    ]


class Fragility(StrEnum):
    """How few people stand behind a needed skill."""

    NOBODY = "nobody"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class FragileSkill:
    """A needed (skill, level) with no holder, or with a single one, at that level or better."""

    skill: int
    level: int
    kind: Fragility


def fragile_skills(needed: Iterable[Cell], holders: Mapping[Cell, int]) -> list[FragileSkill]:
    """The needed cells that hang on nobody or on one person, in order of skill and level.

    needed: (skill, level 1-5), repeats allowed. holders: (skill, level 0-5) -> number of people (heads,
    not FTE) whose level it is exactly. Raises ValueError like `balances`.
    """
    heads = _at_least(holders, lowest=0)
    found = []
    for skill, level in sorted(set(needed)):
        _check_level(level, lowest=1)
        count = heads[skill][level - 1] if skill in heads else 0
        if count < 2:
            found.append(FragileSkill(skill, level, Fragility.ONE if count else Fragility.NOBODY))
    return found


def _at_least(cells: Mapping[Cell, int], *, lowest: int) -> dict[int, tuple[int, ...]]:
    """Per skill, for levels 1 to 5, the sum over cells at that level or better."""
    exact: defaultdict[int, list[int]] = defaultdict(lambda: [0] * (len(LEVELS) + 1))
    for (skill, level), figure in cells.items():
        _check_level(level, lowest=lowest)
        if figure < 0:
            raise ValueError(f"Skill {skill} level {level}: {figure} is negative.")
        exact[skill][level] += figure
    return {skill: tuple(sum(row[level:]) for level in LEVELS) for skill, row in exact.items()}


def _check_level(level: int, *, lowest: int) -> None:
    if not lowest <= level <= LEVELS[-1]:
        raise ValueError(f"Level {level} is not between {lowest} and {LEVELS[-1]}.")
