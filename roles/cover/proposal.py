"""What comes out: roles, and how sure it is that no fewer will do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roles.cover.grid import Grid
from roles.cover.problem import Problem, Sharing


class How(StrEnum):
    """EXACT: reductions and the exact solver alone. GREEDY: some part was too large or time was up."""

    EXACT = "exact"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """Ids, ascending. Shared: each activity needs each of the skills. Whole: the skills its activities need."""

    activities: tuple[int, ...]
    skills: tuple[int, ...]
    stages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """lower_bound: no proposal for the same problem has fewer roles.

    merged_activities, merged_skills: those treated as one, two or more at a time.
    without_skills: activities left out because they need none. impossible: activities left out because they exceed
    the caps by themselves.
    """

    sharing: Sharing
    roles: tuple[Role, ...]
    lower_bound: int
    how: How
    merged_activities: tuple[tuple[int, ...], ...]
    merged_skills: tuple[tuple[int, ...], ...]
    without_skills: tuple[int, ...]
    impossible: tuple[int, ...]

    @property
    def proved(self) -> bool:
        """Whether no smaller number of roles is possible."""
        return len(self.roles) == self.lower_bound

    @property
    def words(self) -> str:
        """For the page: "9 roles, proved minimal" or "12 roles found, at least 10 are needed"."""
        count = _counted(len(self.roles), "role")
        if not self.proved:
            verb = "is" if self.lower_bound == 1 else "are"
            said = f"{count} found, at least {self.lower_bound} {verb} needed"
        else:
            said = f"{count}, proved minimal"
        if self.impossible:
            said += f"; {_counted(len(self.impossible), 'activity')} exceed{'s' * (len(self.impossible) == 1)} the caps"
        return said


def proposed(problem: Problem, grid: Grid, roles: list[Role], lower_bound: int, how: How) -> Proposal:
    """The proposal with what was merged and left out."""
    return Proposal(
        problem.sharing,
        tuple(sorted(roles)),
        lower_bound,
        how,
        tuple(row for row in grid.activities if len(row) > 1),
        tuple(column for column in grid.skills if len(column) > 1),
        tuple(sorted(a for a, skills in problem.skills.items() if not skills and problem.fits(a))),
        tuple(sorted(a for a in problem.skills if not problem.fits(a))),
    )


def role_of(problem: Problem, activities: list[int], skills: list[int]) -> Role:
    """The role with these ids and the stages of its activities."""
    stages = {stage for activity in activities for stage in problem.stages_of(activity)}
    return Role(tuple(sorted(activities)), tuple(sorted(skills)), tuple(sorted(stages)))


def _counted(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
