"""The coverage checks in the words and signs of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from journeys.models import Stage
from redesigns.checks import Cell, Check, Finding, Verdict, worst
from redesigns.records import ACCOUNTABLE, DOING, SPECIALIST
from redesigns.selectors.coverage import CHECK_WORDS, Coverage, is_unowned, stages_of

SIGNS = {Verdict.OK: "even", Verdict.NOT_DECIDED: "watch", Verdict.BROKEN: "low"}
SEATED = frozenset({Check.SPECIALIST_SEATED, Check.SPECIALIST, Check.LOCAL_PRESENCE})
"""Checks that are mended by giving a role a seat."""
PARTS = ((ACCOUNTABLE, "Accountable"), (DOING, "Doing"), (SPECIALIST, "Specialist"))


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One check with its answer. to_do: it does not hold. roles: (key, name) of those that need a seat."""

    name: str
    sign: str
    words: str
    to_do: bool
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell. words: the verdict; parts: (part, names of roles) of those there are."""

    stage: Stage
    sign: str
    words: str
    parts: tuple[tuple[str, str], ...]
    findings: tuple[FindingShown, ...]

    @property
    def to_do(self) -> tuple[FindingShown, ...]:
        return tuple(one for one in self.findings if one.to_do)


@dataclass(frozen=True, slots=True)
class RowShown:
    """One segment. findings: those about it as a whole."""

    key: str
    name: str
    cells: tuple[CellShown, ...]
    findings: tuple[FindingShown, ...]


def coverage_shown(found: Coverage, only: str) -> dict[str, Any]:
    """The context of the grid. only: the id of a stage, as text."""
    stages = [stage for stage in stages_of(found) if not only or str(stage.pk) == only] or list(stages_of(found))
    shown = {stage.pk for stage in stages}
    rows = [_row(found, row.segment, shown) for row in found.rows]
    return {
        "found": found,
        "headline": headline(found),
        "lede": _lede(found),
        "stages": stages,
        "rows": rows,
        "rail": _rail(found, only),
        "checks": [CHECK_WORDS[one.check] for one in found.rows[0].findings] if found.rows else [],
    }


def segment_shown(found: Coverage, segment: str) -> dict[str, Any]:
    """The context of one segment."""
    row, fields = found.row(segment), found.segment(segment)
    assert row is not None
    unowned = sum(is_unowned(cell) for cell in row.cells)
    design = found.design
    return {
        "row": _row(found, segment, set(design.stages)),
        "segment": fields,
        "headline": _segment_headline(fields["name"], unowned, len(row.cells), row.verdict),
        "markets": [design.market_name(market) for market in fields["markets"]],
        "hunter": design.roles[fields["hunter"]]["name"] if fields["hunter"] else "",
        "farmer": design.roles[fields["farmer"]]["name"] if fields["farmer"] else "",
        "route": [design.roles[role]["name"] for role in fields["problem_route"]],
    }


def cell_shown(found: Coverage, segment: str, stage: int) -> dict[str, Any]:
    """The context of one cell."""
    row = _row(found, segment, {stage})
    return {"cell": row.cells[0], "row": row, "segment": found.segment(segment), "roles": found.design.roles}


def headline(found: Coverage) -> str:
    """Where things stand, in a sentence."""
    if not found.rows:
        return "No segment is checked yet."
    if found.unowned:
        verb = "has" if found.unowned == 1 else "have"
        return f"{found.unowned} of {len(found.cells)} cells {verb} no one accountable."
    broken, left = found.count(Verdict.BROKEN), found.count(Verdict.NOT_DECIDED)
    if broken:
        return f"Every cell has somebody accountable; {_checks(broken)} not hold yet."
    if left:
        return f"Nothing is broken; {left} {'question is' if left == 1 else 'questions are'} still open."
    return "Every segment is looked after in every stage."


def _checks(count: int) -> str:
    return "1 check does" if count == 1 else f"{count} checks do"


def _lede(found: Coverage) -> str:
    counts = [found.count(verdict) for verdict in (Verdict.OK, Verdict.BROKEN, Verdict.NOT_DECIDED)]
    return "Of {:,} checks {:,} hold, {:,} do not, and {:,} are not decided.".format(sum(counts), *counts)


def _segment_headline(name: str, unowned: int, cells: int, verdict: Verdict) -> str:
    if unowned:
        verb = "has" if unowned == 1 else "have"
        return f"{name}: {unowned} of {cells} stages {verb} no one accountable."
    if verdict is Verdict.BROKEN:
        return f"{name}: some checks do not hold yet."
    if verdict is Verdict.NOT_DECIDED:
        return f"{name}: nothing is broken, some things are not decided."
    return f"{name} is looked after in every stage."


def _rail(found: Coverage, only: str) -> list[dict[str, Any]]:
    return [_segment_of_rail(found, stage, current=str(stage.pk) == only) for stage in stages_of(found)]


def _segment_of_rail(found: Coverage, stage: Stage, *, current: bool) -> dict[str, Any]:
    left = sum(cell.stage == stage.pk and cell.verdict is not Verdict.OK for cell in found.cells)
    value = f"{left} to mend" if left else "all held"
    return {
        "name": stage.name,
        "slot": stage.slot,
        "value": value if found.rows else "",
        "url": "?" if current else f"?stage={stage.pk}",
        "current": current,
    }


def _row(found: Coverage, segment: str, stages: Iterable[int]) -> RowShown:
    row, wanted = found.row(segment), set(stages)
    assert row is not None
    cells = tuple(_cell(found, cell) for cell in row.cells if cell.stage in wanted)
    return RowShown(segment, found.segment(segment)["name"], cells, _findings(found, row.findings))


def _cell(found: Coverage, cell: Cell) -> CellShown:
    parts: dict[str, list[str]] = {}
    for role, part in found.covers_in(cell.segment, cell.stage).items():
        parts.setdefault(part, []).append(found.design.roles[role]["name"])
    named = tuple((words, ", ".join(sorted(parts[part]))) for part, words in PARTS if part in parts)
    sign = SIGNS[cell.verdict]
    return CellShown(found.design.stages[cell.stage], sign, _verdict(cell), named, _findings(found, cell.findings))


def _findings(found: Coverage, findings: Sequence[Finding]) -> tuple[FindingShown, ...]:
    return tuple(_finding(found, one) for one in findings)


def _finding(found: Coverage, one: Finding) -> FindingShown:
    to_do = one.verdict is not Verdict.OK
    seated = one.verdict is Verdict.BROKEN and one.check in SEATED
    roles = tuple((role, found.design.roles[role]["name"]) for role in one.roles) if seated else ()
    return FindingShown(CHECK_WORDS[one.check], SIGNS[one.verdict], one.words, to_do, roles)


def _verdict(cell: Cell) -> str:
    """What is the matter in a cell, in a few words."""
    by_check = {one.check: one for one in cell.findings}
    accountable = by_check[Check.ACCOUNTABLE]
    if worst(cell.findings) is Verdict.OK:
        return "Covered"
    if not accountable.roles:
        return "Not decided" if accountable.verdict is Verdict.NOT_DECIDED else "No one accountable"
    if len(accountable.roles) > 1:
        return f"{len(accountable.roles)} accountable"
    return "No one does it" if by_check[Check.DOING].verdict is not Verdict.OK else "Specialist has no seat"
