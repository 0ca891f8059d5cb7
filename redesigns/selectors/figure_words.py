"""The figures of an effect panel in words: what they are called, how they are written, and what a difference means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from journeys.coverage import Rung
from redesigns.comparison import Figure, Unit, Value, Wanted
from uniengine.kit import figures

RUNGS: Mapping[int, str] = {
    Rung.NO_ROLE: "No role does it",
    Rung.SKILL_MISSING: "A skill is missing",
    Rung.TOO_LITTLE_TIME: "Too little time",
    Rung.COVERED: "Covered",
}
LABELS: Mapping[str, str] = {
    "coverage": "Covered, all stages",
    "true_gap": "Need that stays unmet",
    "unused": "Time nobody needs",
    "redundancy_removed": "Double work removed",
    "redundancy_removed_cost": "Double work removed, a year",
    "redundancy_remaining": "Double work that stays",
    "redundancy_remaining_cost": "Double work that stays, a year",
    "cost_placed": "People placed, a year",
    "cost_vacant": "Vacant seats, a year",
    "cost_bench": "People on the bench, a year",
    "cost_leaving": "People leaving, a year",
    "cost_unknown": "People without a known cost",
    "placed": "Placed",
    "bench": "On the bench",
    "leaving": "Leaving",
    "vacant": "Vacant seats",
}
GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Coverage", frozenset({"coverage", "stage", "rung"})),
    ("Time", frozenset({"true_gap", "unused"})),
    ("Double work", frozenset(name for name in LABELS if name.startswith("redundancy"))),
    ("Cost", frozenset(name for name in LABELS if name.startswith("cost"))),
    ("People", frozenset({"placed", "bench", "leaving", "vacant"})),
    ("Changes for people", frozenset({"flags"})),
)
HIDDEN = "hidden"
UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """sign: "up", "down" or "same"; meaning: "better", "worse" or "" where neither can be said."""

    words: str
    sign: str
    meaning: str


def label(figure: Figure, stages: Mapping[int, str]) -> str:
    """What a figure is called."""
    if figure.name == "rung":
        return RUNGS[figure.of or 0]
    if figure.name == "stage":
        return "Without a stage" if figure.of is None else stages.get(figure.of, "Removed stage")
    if figure.name == "flags":
        return "Nothing changes" if not figure.of else f"{figure.of} of 4 change" if figure.of < 4 else "All 4 change"
    return LABELS[figure.name]


def written(unit: Unit, value: Value, currency: str) -> str:
    """A value as it is shown."""
    if value is None:
        return UNKNOWN
    if unit is Unit.RATIO:
        return f"{percent(Fraction(value))}%"
    if unit is Unit.MFTE:
        return f"{figures.fte(int(value))} FTE"
    if unit is Unit.MINOR:
        return figures.money(int(value), currency, short=True)
    return f"{int(value):,}"


def difference(figure: Figure, value: Value, currency: str) -> Difference | None:
    """A difference with its sign in words; None where there is none to speak of."""
    if value is None:
        return None
    text = _amount(figure.unit, max(value, -value), currency)
    if not any(digit in text for digit in "123456789"):
        return Difference("no difference", "same", "")
    up = value > 0
    wanted = {Wanted.MORE: up, Wanted.LESS: not up}.get(figure.wanted)
    meaning = "" if wanted is None else "better" if wanted else "worse"
    return Difference(f"{'+' if up else figures.MINUS}{text}", "up" if up else "down", meaning)


def _amount(unit: Unit, value: int | Fraction, currency: str) -> str:
    if unit is Unit.RATIO:
        points = percent(Fraction(value))
        return f"{points} point" if points == 1 else f"{points} points"
    return written(unit, value, currency)


def percent(ratio: Fraction) -> int:
    """Whole percent, rounded down, so that 100% means all of it."""
    return int(ratio * 100)
