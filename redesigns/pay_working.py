"""How a misalignment is worked out, line by line, so that the number on a page can be followed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from redesigns.records import WHOLE
from redesigns.rewards import Measure
from redesigns.shares import percent_of


@dataclass(frozen=True, slots=True)
class Line:
    """One part of both sides. Shares of the whole, 0 to 1."""

    name: str
    today: Fraction
    needed: Fraction

    @property
    def apart(self) -> Fraction:
        return abs(self.today - self.needed)


@dataclass(frozen=True, slots=True)
class Working:
    """scaled: a side did not sum to 1, so its shares stand in proportion."""

    lines: tuple[Line, ...]
    scaled: bool = False

    @property
    def apart(self) -> Fraction:
        """The sum of the differences, 0 to 2; the misalignment is half of it."""
        return sum((line.apart for line in self.lines), Fraction(0))

    @property
    def half(self) -> Fraction:
        return self.apart / 2


def mix_working(fixed_share: int | None, needed_fixed_share: int | None) -> Working | None:
    """Of the pay mix, shares in thousandths; None when one of the two is not known."""
    if fixed_share is None or needed_fixed_share is None:
        return None
    fixed, needed = Fraction(fixed_share, WHOLE), Fraction(needed_fixed_share, WHOLE)
    return Working((Line("Fixed", fixed, needed), Line("Variable", 1 - fixed, 1 - needed)))


def measures_working(measures: Sequence[Measure]) -> Working | None:
    """Of the measures; None when a side has no weight at all."""
    today, needed = sum(one.weight for one in measures), sum(one.needed for one in measures)
    if not today or not needed:
        return None
    lines = tuple(Line(one.name, Fraction(one.weight, today), Fraction(one.needed, needed)) for one in measures)
    return Working(lines, scaled=(today, needed) != (WHOLE, WHOLE))


def mix_step(working: Working | None) -> str:
    """What brings the mix where it is needed; empty when it is there, or not known."""
    if working is None or not working.apart:
        return ""
    fixed = working.lines[0]
    verb = "Raise" if fixed.needed > fixed.today else "Lower"
    return f"{verb} the fixed part from {percent_of(fixed.today)} to {percent_of(fixed.needed)}."


def measures_step(working: Working | None) -> str:
    """The shift of weight that brings the measures nearest to what is needed; empty when there is none to make."""
    if working is None or not working.apart:
        return ""
    most = max(working.lines, key=lambda line: line.today - line.needed)
    least = max(working.lines, key=lambda line: line.needed - line.today)
    shift = min(most.apart, least.apart)
    return f"Move {percent_of(shift)} of the weight from “{most.name}” to “{least.name}”."
