"""What is asked: activities with their skills, how they may be shared between roles, and the caps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Sharing(StrEnum):
    """SHARED: several roles may share an activity, each with some of its skills (a cover by bicliques).
    WHOLE: an activity with all its skills belongs to exactly one role."""

    SHARED = "shared"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Problem:
    """skills, stages: ids per activity id; an activity without stages goes with any.

    weights: how much an activity counts for the names and for what belongs together (mfte, say), 1 where absent.
    It does not change how many roles there are. most_skills, most_stages: caps per role, None for none.
    Raises ValueError on a cap below 1 and on stages or weights of an activity that is not among the skills.
    """

    skills: Mapping[int, frozenset[int]]
    stages: Mapping[int, frozenset[int]] = field(default_factory=dict)
    weights: Mapping[int, int] = field(default_factory=dict)
    sharing: Sharing = Sharing.SHARED
    most_skills: int | None = None
    most_stages: int | None = None

    def __post_init__(self) -> None:
        for cap in (self.most_skills, self.most_stages):
            if cap is not None and cap < 1:
                raise ValueError(f"a role needs room for at least one skill and one stage, not {cap}")
        unknown = (self.stages.keys() | self.weights.keys()) - self.skills.keys()
        if unknown:
            raise ValueError(f"no skills are given for the activities {sorted(unknown)}")

    def stages_of(self, activity: int) -> frozenset[int]:
        return self.stages.get(activity, frozenset())

    def weight_of(self, activity: int) -> int:
        return self.weights.get(activity, 1)

    def fits(self, activity: int) -> bool:
        """Whether some role may hold the activity at all (its smallest part, where it can be shared)."""
        wide = self.most_skills is not None and len(self.skills[activity]) > self.most_skills
        long = self.most_stages is not None and len(self.stages_of(activity)) > self.most_stages
        return not long and not (wide and self.sharing == Sharing.WHOLE)


def matrix_read(text: str) -> dict[int, frozenset[int]]:
    """Row -> columns, from lines "row column 1" (the format of the public role-mining instances).

    A third number of 0 says that the pair is absent. Raises ValueError with the line number.
    """
    found: dict[int, set[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split()
        if not parts:
            continue
        try:
            row, column, there = (int(part) for part in (*parts, "1")[:3])
        except ValueError:
            raise ValueError(f'line {number}: "{line.strip()}" is not of the form "row column 1"') from None
        if len(parts) > 3 or there not in (0, 1):
            raise ValueError(f'line {number}: "{line.strip()}" is not of the form "row column 1"')
        skills = found.setdefault(row, set())
        if there:
            skills.add(column)
    return {row: frozenset(columns) for row, columns in sorted(found.items())}
