"""Which parts of the board an edit touched, from the rows it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from journeys.selectors.board import Board

OF_ACTIVITY = {"activityskill", "activitydemand", "functioneffort"}
MOST_CARDS = 40  # more are quicker drawn as whole columns


@dataclass
class Parts:
    """Ids of what has to be drawn again. whole: the board itself; tray: the activities without a job."""

    whole: bool = False
    tray: bool = False
    stages: set[int] = field(default_factory=set)
    jobs: set[int] = field(default_factory=set)
    activities: set[int] = field(default_factory=set)

    def touches(self, kind: str, pk: int | None) -> bool:
        """Whether a thing shown in the inspector has to be drawn again."""
        return self.whole or pk in (self.jobs if kind == "job" else self.activities)


def parts_of(rows: Iterable[Mapping[str, Any]], board: Board, *, filtered: bool = False) -> Parts:
    """rows: [{model, pk, before, after}] of board changes. filtered: cards may come and go, so columns are drawn."""
    parts, rows = Parts(), list(rows)
    for row in rows:
        _note(parts, row)
    for activity in parts.activities:
        if found := board.activity(activity):
            parts.jobs.update(found.jobs)
            parts.tray |= not found.jobs
    parts.tray |= bool(board.unplaced) and any(row["model"] == "buyingjob" for row in rows)  # it names the jobs
    stage_of = {job.pk: stage.pk for stage in board.stages for job in stage.jobs}
    if filtered or len(parts.jobs) > MOST_CARDS:
        parts.stages.update(stage_of[job] for job in parts.jobs if job in stage_of)
    if not parts.stages <= {stage.pk for stage in board.stages}:
        parts.whole = True
    return parts


def _note(parts: Parts, row: Mapping[str, Any]) -> None:
    model, sides = row["model"], [side for side in (row["before"], row["after"]) if side]
    if model == "stage":
        parts.whole = True
    elif model == "buyingjob":
        parts.jobs.add(row["pk"])
        if len(sides) == 1 or any(sides[0][name] != sides[1][name] for name in ("stage_id", "position")):
            parts.stages.update(side["stage_id"] for side in sides)
    elif model == "jobloop":
        parts.jobs.update(side[name] for side in sides for name in ("from_job_id", "to_job_id"))
    elif model == "activityjob":
        parts.tray = True
        parts.jobs.update(side["job_id"] for side in sides)
        parts.activities.update(side["activity_id"] for side in sides)
    elif model == "supplieractivity":
        parts.tray |= len(sides) == 1
        parts.activities.add(row["pk"])
    elif model in OF_ACTIVITY:
        parts.activities.update(side["activity_id"] for side in sides)
