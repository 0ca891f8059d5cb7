"""What the inspector shows about one activity or one job."""

from __future__ import annotations

from typing import Any

from journeys.models import SupplierActivity
from journeys.selectors import activity_detail
from journeys.selectors.board import ActivityDetail, Board
from uniengine.kit.figures import fte


def inspector_context(board: Board, kind: str, pk: int | None) -> dict[str, Any]:
    """Context of journeys/_inspector.html. A thing that is gone leaves the inspector empty."""
    nothing: dict[str, Any] = {"kind": "", "thing": None, "part": ""}
    if kind == "job" and pk and (card := board.job(pk)):
        column = next(stage for stage in board.stages if stage.pk == card.stage)
        return {"kind": "job", "thing": card, "column": column, "part": ""}
    if kind == "activity" and pk and (row := board.activity(pk)):
        found = SupplierActivity.objects.select_related("journey__organization").filter(pk=row.pk).first()
        return activity_context(activity_detail(found)) if found else nothing
    return nothing


def activity_context(detail: ActivityDetail) -> dict[str, Any]:
    """One activity: its parts, bars in proportion, and the note on double work in words."""
    most = max((chip.mfte or 0 for chip in detail.row.functions), default=0)
    return {
        "kind": "activity",
        "thing": detail.row,
        "detail": detail,
        "bars": [(chip, 100 * (chip.mfte or 0) // most if most else 0) for chip in detail.row.functions],
        "double": double_work(detail),
        "part": "",
    }


def double_work(detail: ActivityDetail) -> str:
    """ "Three functions each do it. Together 2.6 FTE where 1.2 would do." Empty when it is not done twice."""
    row = detail.row
    if len(row.functions) < 2:
        return ""
    words = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}.get(len(row.functions), str(len(row.functions)))
    if any(chip.mfte is None for chip in row.functions):
        return (
            f"{words} functions each do it. How much time they spend is {'partly' if row.spent_mfte else 'not'} known."
        )
    if not row.needed.unweighted and detail.excess_mfte:
        return (
            f"{words} functions each do it. Together {fte(row.spent_mfte)} FTE where {fte(row.needed.mfte)} would do."
        )
    return f"{words} functions each do it. {fte(detail.consolidatable_mfte)} FTE sit outside the largest of them."
