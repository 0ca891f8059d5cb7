"""What every bench shares: a goal with its floor, figure and ratio; a table; a record.

A bench is a module of this package with `measure() -> Iterable[Figure]` and, where it needs one, `NEEDS`: "postgresql"
or "redis". It measures floor and figure in the same run on the same machine, so that the ratio travels.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One goal: `figure` may be at most `limit` times `floor`, both in `unit`."""

    goal: str
    floor: float
    figure: float
    limit: float
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.figure / self.floor

    @property
    def met(self) -> bool:
        return self.ratio <= self.limit


class NotMeasured(Exception):
    """What the bench needs is not here; the text says what to provide."""


def seconds(work: Callable[[], object], *, times: int = 1, before: Callable[[], object] | None = None) -> float:
    """Median wall time of `work`, each run after `before`."""
    spent = []
    for _ in range(times):
        if before:
            before()
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


HEADINGS = ("goal", "floor", "figure", "ratio", "limit", "")


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text, one goal a line."""
    rows = [HEADINGS] + [row(figure) for figure in figures]
    widths = [max(len(line[place]) for line in rows) for place in range(len(HEADINGS))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in rows)


def row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.goal,
        f"{figure.floor:.4g} {figure.unit}",
        f"{figure.figure:.4g} {figure.unit}",
        f"{figure.ratio:.3g}",
        f"{figure.limit:.3g}",
        ("met" if figure.met else "MISSED") + (f"  ({figure.note})" if figure.note else ""),
    )
