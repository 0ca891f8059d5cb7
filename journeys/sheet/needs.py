"""The skills of one activity: levels where the file gives none, and shares that sum to 1000 thousandths.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from journeys.draft import DraftNeed
from journeys.effort import even_shares, normalised
from journeys.sheet.options import Options
from journeys.sheet.reading import Problem, Record

WHOLES = (Decimal(1), Decimal(100), Decimal(1000))
"""What shares may add up to: fractions, percent, thousandths."""

NEAR = Decimal("0.01")
"""Rounded shares (three times 33.3 %) may miss the whole by this part of it."""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A row that says the activity takes the skill (a key of the shelf)."""

    record: Record
    skill: str


def needs_of(name: str, rows: Sequence[NeedRow], options: Options) -> tuple[tuple[DraftNeed, ...], Problem | None]:
    """The needs of the activity `name`; on a problem with the shares they are even all the same."""
    shares, problem = _shares(name, rows)
    needs = tuple(
        DraftNeed(
            skill=row.skill,
            level=options.default_level if row.record.level is None else row.record.level,
            share=share,
            mandatory=options.mandatory if row.record.mandatory is None else row.record.mandatory,
        )
        for row, share in zip(rows, shares, strict=True)
    )
    return needs, problem


def _shares(name: str, rows: Sequence[NeedRow]) -> tuple[tuple[int, ...], Problem | None]:
    given = [row.record.share for row in rows if row.record.share is not None]
    if not given:
        return even_shares(len(rows)), None
    if len(given) < len(rows):
        missing = next(row.record for row in rows if row.record.share is None)
        text = f"“{name}” has shares for some of its skills only. Fill in all of them, or none for even shares."
        return even_shares(len(rows)), _problem(missing, text)
    total = sum(given)
    if any(abs(total - whole) <= whole * NEAR for whole in WHOLES):
        return normalised(given), None
    text = f"The skill shares of “{name}” add up to {total:f}. Make them 100 %."
    return even_shares(len(rows)), _problem(rows[0].record, text)


def _problem(record: Record, text: str) -> Problem:
    share = "" if record.share is None else f"{record.share:f}"
    return Problem(record.part, record.line, "Share %", "shares_off", share, text)
