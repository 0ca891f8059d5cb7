"""The matrix the solver works on: activities that need the same are one row, skills that always go together one column.

Lossless. Rows with the same skills and stages are in the same roles in some smallest solution: whatever covers one
covers the others beside it, which takes neither a skill nor a stage more. Columns likewise, but each takes room under
the cap on skills, so they are merged only where that cap cannot bind. A role's skills are skills of each of its
activities; so when the activities are shared the cap binds only if some activity has more skills than it allows.
"""

from __future__ import annotations

from dataclasses import dataclass

from roles.cover.bitsets import mask_of, transposed
from roles.cover.problem import Problem, Sharing


@dataclass(frozen=True, slots=True)
class Grid:
    """row_columns[row], column_rows[column], row_stages[row]: sets as bits.

    activities[row], skills[column]: the ids merged into it. most_skills, most_stages: None where they cannot bind.
    """

    activities: tuple[tuple[int, ...], ...]
    skills: tuple[tuple[int, ...], ...]
    row_columns: list[int]
    column_rows: list[int]
    row_stages: list[int]
    most_skills: int | None
    most_stages: int | None

    @property
    def cells(self) -> int:
        return sum(columns.bit_count() for columns in self.row_columns)


def grid_of(problem: Problem) -> Grid:
    """The merged matrix of the activities that have skills and fit under the caps, in order of their ids."""
    kept = [a for a in sorted(problem.skills) if problem.skills[a] and problem.fits(a)]
    stage_bit = {stage: bit for bit, stage in enumerate(sorted({s for a in kept for s in problem.stages_of(a)}))}
    most_stages = problem.most_stages if len(stage_bit) > (problem.most_stages or len(stage_bit)) else None
    most_skills = _binding(problem, kept)
    stages = {a: mask_of(stage_bit[s] for s in problem.stages_of(a)) for a in kept}
    rows: dict[tuple[frozenset[int], int], list[int]] = {}
    for activity in kept:
        rows.setdefault((problem.skills[activity], stages[activity] if most_stages else 0), []).append(activity)
    columns = _columns([skills for skills, _ in rows], merge=most_skills is None)
    place = {skill: number for number, column in enumerate(columns) for skill in column}
    row_columns = [mask_of({place[skill] for skill in skills}) for skills, _ in rows]
    return Grid(
        tuple(tuple(activities) for activities in rows.values()),
        columns,
        row_columns,
        transposed(row_columns, len(columns)),
        [mask for _, mask in rows],
        most_skills,
        most_stages,
    )


def _binding(problem: Problem, kept: list[int]) -> int | None:
    """The cap on skills, None when no role could exceed it."""
    if problem.most_skills is None:
        return None
    if problem.sharing == Sharing.SHARED:
        widest = max((len(problem.skills[a]) for a in kept), default=0)
    else:
        widest = len({skill for a in kept for skill in problem.skills[a]})
    return problem.most_skills if widest > problem.most_skills else None


def _columns(rows: list[frozenset[int]], *, merge: bool) -> tuple[tuple[int, ...], ...]:
    """Skills that go into one column, in order of their first id."""
    held: dict[int, list[int]] = {}
    for number, skills in enumerate(rows):
        for skill in skills:
            held.setdefault(skill, []).append(number)
    if not merge:
        return tuple((skill,) for skill in sorted(held))
    alike: dict[tuple[int, ...], list[int]] = {}
    for skill in sorted(held):
        alike.setdefault(tuple(held[skill]), []).append(skill)
    return tuple(tuple(skills) for skills in alike.values())
