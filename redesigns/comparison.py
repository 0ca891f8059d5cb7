"""Effect panels side by side: every figure of every redesign, and how far it is from the first one's.

Pure. The difference is what a page shows in bold, not the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from journeys.coverage import Rung
from redesigns.effects import Effects

Value = int | Fraction | None
"""None: not known, or there is no such figure (the baseline has no roles)."""


class Unit(StrEnum):
    """What a value counts: thousandths of an FTE, minor units of money, a share from 0 to 1, heads, or things."""

    MFTE = "mfte"
    MINOR = "minor"
    RATIO = "ratio"
    PEOPLE = "people"
    COUNT = "count"


class Wanted(StrEnum):
    """Which way is better; neither where more is only different."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the comparison. of: the stage (None: activities that serve no job), rung or number of flags."""

    name: str
    unit: Unit
    wanted: Wanted = Wanted.NEITHER
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """values and differences: one per redesign, in order; the first difference is 0, or None like its value."""

    figure: Figure
    values: tuple[Value, ...]
    differences: tuple[Value, ...]


def compared(panels: Sequence[Effects]) -> tuple[Line, ...]:
    """Every figure of these panels, with the differences against the first of them; nothing for no panels.

    A figure that one of them lacks is None there, and so is its difference.
    """
    columns = [dict(figures(panel)) for panel in panels]
    fullest = sorted(columns, key=len, reverse=True)
    every = dict.fromkeys(figure for column in fullest for figure in column)
    return tuple(_line(figure, [column.get(figure) for column in columns]) for figure in every)


def figures(panel: Effects) -> Iterator[tuple[Figure, Value]]:
    """The figures of one panel, in the order in which they are listed."""
    yield from _coverage(panel)
    yield Figure("true_gap", Unit.MFTE, Wanted.LESS), panel.gap.unmet
    yield Figure("unused", Unit.MFTE), panel.gap.unused
    for name, work, wanted in (("removed", panel.removed, Wanted.MORE), ("remaining", panel.remaining, Wanted.LESS)):
        yield Figure(f"redundancy_{name}", Unit.MFTE, wanted), work.mfte
        yield Figure(f"redundancy_{name}_cost", Unit.MINOR, wanted), work.minor
    yield Figure("cost_placed", Unit.MINOR, Wanted.LESS), panel.placed_cost.minor
    yield Figure("cost_vacant", Unit.MINOR), panel.vacant_minor
    yield Figure("cost_bench", Unit.MINOR), panel.bench_cost.minor
    yield Figure("cost_leaving", Unit.MINOR), panel.leaving_cost.minor
    unknown = (panel.placed_cost, panel.bench_cost, panel.leaving_cost)
    yield Figure("cost_unknown", Unit.PEOPLE), sum(len(one.unknown) for one in unknown)
    yield Figure("placed", Unit.PEOPLE), len(panel.heads.placed)
    yield Figure("bench", Unit.PEOPLE), len(panel.heads.bench)
    yield Figure("leaving", Unit.PEOPLE), len(panel.heads.leaving)
    yield Figure("vacant", Unit.COUNT), panel.heads.vacant_seats
    for count, people in enumerate(panel.flags):
        yield Figure("flags", Unit.PEOPLE, of=count), len(people)


def _coverage(panel: Effects) -> Iterator[tuple[Figure, Value]]:
    if panel.coverage is None:
        return
    for rung in Rung:
        wanted = {Rung.NO_ROLE: Wanted.LESS, Rung.COVERED: Wanted.MORE}.get(rung, Wanted.NEITHER)
        yield Figure("rung", Unit.COUNT, wanted, rung.value), len(panel.coverage.at(rung))
    yield Figure("coverage", Unit.RATIO, Wanted.MORE), panel.coverage.whole.ratio
    for stage, one in panel.coverage.stages.items():
        yield Figure("stage", Unit.RATIO, Wanted.MORE, stage), one.ratio


def _line(figure: Figure, values: list[Value]) -> Line:
    first = values[0]
    differences = (None if value is None or first is None else value - first for value in values)
    return Line(figure, tuple(values), tuple(differences))
