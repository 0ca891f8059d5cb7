"""Rows of the files that journeys are exported as. Money in units of the currency, FTE in FTE."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from journeys.models import Journey, JourneyImport
from journeys.selectors.drafts import journey_draft
from journeys.selectors.redundancy import JourneyRedundancy, journey_redundancy
from journeys.sheet import sheet_rows
from uniengine.kit.figures import MINOR_DIGITS

Cells = list[str | int | Decimal | None]


def journey_rows(journey: Journey) -> Iterator[Cells]:
    """The journey as a table, header first; importing it gives the same journey."""
    yield from sheet_rows(journey_draft(journey))


def redundancy_rows(journey: Journey) -> Iterator[Cells]:
    """One row per activity that somebody does: who spends what, and what could be gathered."""
    found = journey_redundancy(journey)
    stages = {stage.pk: stage.name for stage in found.stages}
    yield [
        "Activity",
        "Stages",
        *(f"FTE: {function.name}" for function in found.functions),
        "FTE today",
        "FTE needed",
        "FTE outside the largest function",
        f"Cost of that ({found.currency})",
        "FTE beyond the need",
        f"Cost of that ({found.currency})",
        "Effective number of functions",
    ]
    for row in found.activities:
        spent = {chip.function: "x" if chip.mfte is None else fte(chip.mfte) for chip in row.functions}
        yield [
            row.name,
            "; ".join(stages[stage] for stage in row.stages),
            *(spent.get(function.pk) for function in found.functions),
            fte(row.total_mfte),
            None if row.needed_mfte is None else fte(row.needed_mfte),
            fte(row.consolidatable_mfte),
            money(row.consolidatable_minor, found),
            None if row.excess_mfte is None else fte(row.excess_mfte),
            None if row.excess_minor is None else money(row.excess_minor, found),
            Decimal(round(row.fragmentation, 2)).quantize(Decimal("0.01")),
        ]


def problem_rows(journey_import: JourneyImport) -> Iterator[Cells]:
    """Every problem of an import with its place."""
    yield ["File", "Line", "Column", "Value", "What to do", "Code"]
    for problem in journey_import.problems:
        file = journey_import.files.get(problem["part"], {}).get("name", problem["part"])
        line = problem["line"] or None
        yield [file, line, problem["column"], problem["value"], problem["message"], problem["code"]]


def fte(mfte: int) -> Decimal:
    return Decimal(mfte) / 1000


def money(minor: int, found: JourneyRedundancy) -> Decimal:
    """Minor units as the currency writes them."""
    return Decimal(minor).scaleb(-MINOR_DIGITS.get(found.currency, 2))
