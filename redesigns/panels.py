"""An effect panel as it is stored: figures as numbers, and beside each what it is made of, as ids.

Pure. FTE are whole thousandths, money whole minor units, ratios a pair of whole numbers, so nothing is lost in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from journeys.coverage import Rung
from redesigns.comparison import Figure, Line, Unit, Value, Wanted, figures
from redesigns.costing import PeopleCost
from redesigns.effects import DoubleWork, Effects

Column = Mapping[Figure, Value]


def stored(panel: Effects, today: Effects) -> dict[str, Any]:
    """The panel of a redesign with that of its baseline."""
    return {
        "figures": _figures(panel),
        "today": _figures(today),
        "parts": _parts(panel),
        "unweighted": panel.unweighted,
    }


def column(rows: Sequence[Sequence[Any]]) -> dict[Figure, Value]:
    """Figures as they were stored, in their order."""
    return {_figure(row): _read(row[4]) for row in rows}


def side_by_side(columns: Sequence[Column], against: Column) -> tuple[Line, ...]:
    """Every figure of these columns, with how far each is from what it is compared with.

    A figure that is not there to compare with (today has no roles to cover anything) is compared with the first column.
    """
    every = dict.fromkeys(figure for one in (*columns, against) for figure in one)
    first = columns[0] if columns else {}
    return tuple(
        _line(figure, [one.get(figure) for one in columns], against[figure] if figure in against else first.get(figure))
        for figure in every
    )


def _line(figure: Figure, values: list[Value], base: Value) -> Line:
    differences = (None if value is None or base is None else value - base for value in values)
    return Line(figure, tuple(values), tuple(differences))


def _figures(panel: Effects) -> list[list[Any]]:
    return [[f.name, f.unit.value, f.wanted.value, f.of, _plain(value)] for f, value in figures(panel)]


def _figure(row: Sequence[Any]) -> Figure:
    return Figure(row[0], Unit(row[1]), Wanted(row[2]), row[3])


def _plain(value: Value) -> Any:
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value


def _read(value: Any) -> Value:
    return Fraction(*value) if isinstance(value, list) else value


def _parts(panel: Effects) -> dict[str, Any]:
    return {
        **_coverage(panel),
        "proof": [
            {
                "needs": [[need.skill, need.level, need.market, need.mfte] for need in piece.needs],
                "people": len(piece.people),
                "demand": piece.demand,
                "capacity": piece.capacity,
            }
            for piece in panel.gap.proof
        ],
        "demand": panel.gap.demand,
        "removed": _double(panel.removed),
        "remaining": _double(panel.remaining),
        "costs": {
            "placed": _cost(panel.placed_cost),
            "bench": _cost(panel.bench_cost),
            "leaving": _cost(panel.leaving_cost),
        },
        "vacant": [[key[1], seats] for key, seats in panel.heads.vacant.items()],
        "flags": [list(people) for people in panel.flags],
    }


def _coverage(panel: Effects) -> dict[str, Any]:
    if panel.coverage is None:
        return {"rungs": {}, "stages": []}
    return {
        "rungs": {str(rung.value): [list(place) for place in panel.coverage.at(rung)] for rung in Rung},
        "short": [[*place, one.short_mfte] for place, one in panel.coverage.ladder.items() if one.short_mfte],
        "missing": [
            [*place, [[need.skill, need.level] for need in one.missing]]
            for place, one in panel.coverage.ladder.items()
            if one.missing
        ],
        "stages": [
            [stage, one.needed_mfte, one.covered_mfte, [list(place) for place in one.zeros]]
            for stage, one in panel.coverage.stages.items()
        ],
    }


def _double(work: DoubleWork) -> dict[str, Any]:
    return {"activities": list(work.activities), "unpriced": work.unpriced_mfte, "unweighted": work.unweighted}


def _cost(cost: PeopleCost) -> dict[str, Any]:
    return {
        "mfte": cost.mfte,
        "people": len(cost.people),
        "unknown": len(cost.unknown),
        "functions": [[one.function, len(one.people), one.mfte, one.minor] for one in cost.functions],
    }
