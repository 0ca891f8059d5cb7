"""Redundancy between legacy functions: the same activity done in more than one place.

Pure. T_fa is the FTE of function f spent on activity a, d_a the FTE the activity needs; both in whole
thousandths of an FTE (mfte). Money is in whole minor units of one currency per year.
A function may do an activity without anybody knowing for how long (None): that counts as one unit, has
no money, and every figure built on it is marked unweighted.
Source: brief, section 3:
overlap(f,g) = sum_a min(T_fa, T_ga); consolidatable_a = sum_f T_fa - max_f T_fa;
excess_a = max(0, sum_f T_fa - d_a); fragmentation_a = 1 / sum_f share_fa^2.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Generic, TypeVar

from journeys.effort import MFTE, by_stage

A = TypeVar("A", bound=Hashable)
F = TypeVar("F", bound=Hashable)
S = TypeVar("S", bound=Hashable)

Spent = Mapping[F, int]
Reported = Mapping[F, int | None]
"""Function -> mfte it spends on an activity; None: it does the activity, the time is not known."""


@dataclass(frozen=True, slots=True)
class ActivityRedundancy(Generic[A, F]):
    """One activity. ``functions`` are those that spend time on it, the most time first.

    consolidatable_minor: the cost of the FTE outside the largest function, each at the rate of the
    function it sits in. On a tie the dearer function counts as the largest, so that the saving is
    never overstated. FTE of functions without a rate, and units, are in unpriced_mfte and not in the money.
    excess_mfte: None when what the activity needs, or what is spent on it, is not known.
    excess_minor: the excess at the average rate of those who do the activity; None likewise.
    fragmentation: effective number of functions; 0 when nobody does it.
    unweighted: a function's time is not known, so it counts as one unit.
    """

    activity: A
    functions: tuple[F, ...]
    total_mfte: int
    consolidatable_mfte: int
    consolidatable_minor: int
    unpriced_mfte: int
    excess_mfte: int | None
    excess_minor: int | None
    fragmentation: Fraction
    unweighted: bool = False

    @property
    def largest(self) -> F | None:
        """The function the work would be gathered in."""
        return self.functions[0] if self.functions else None


@dataclass(frozen=True, slots=True)
class Overlap(Generic[A, F]):
    """Two functions and the FTE both of them spend on the same activities, the largest part first.

    at_least_minor: those FTE at the lower of the two rates; 0 when either function has no rate or some of
    the time is not known (unweighted).
    """

    first: F
    second: F
    mfte: int
    at_least_minor: int
    activities: tuple[A, ...]
    unweighted: bool = False


@dataclass(frozen=True, slots=True)
class StageRedundancy(Generic[S]):
    """One stage; None is for activities that serve no job yet. Sums over stages are the totals."""

    stage: S | None
    total_mfte: int
    consolidatable_mfte: int
    consolidatable_minor: int
    excess_mfte: int
    excess_minor: int


@dataclass(frozen=True, slots=True)
class Redundancy(Generic[A, F, S]):
    """All of it. excess_unknown: activities whose need or effort is not known, left out of the excess."""

    activities: tuple[ActivityRedundancy[A, F], ...]
    overlaps: tuple[Overlap[A, F], ...]
    stages: tuple[StageRedundancy[S], ...]
    total_mfte: int
    consolidatable_mfte: int
    consolidatable_minor: int
    unpriced_mfte: int
    excess_mfte: int
    excess_minor: int
    done_by_many: tuple[A, ...]
    done_by_nobody: tuple[A, ...]
    excess_unknown: tuple[A, ...]
    unweighted: bool


def overlap(first: Mapping[A, int], second: Mapping[A, int]) -> int:
    """FTE (mfte) two functions both spend on the same activities: sum of the smaller of the two."""
    return sum(min(mfte, second.get(activity, 0)) for activity, mfte in first.items())


def consolidatable(spent: Spent[F]) -> int:
    """FTE (mfte) outside the function that spends the most on the activity."""
    return sum(spent.values()) - max(spent.values(), default=0)


def excess(spent: Spent[F], needed: int) -> int:
    """FTE (mfte) spent beyond what the activity needs; never below 0."""
    return max(0, sum(spent.values()) - needed)


def fragmentation(spent: Spent[F]) -> Fraction:
    """Effective number of functions, 1 / sum of squared shares: 1 for one, n for n equal parts."""
    squares = sum(mfte * mfte for mfte in spent.values())
    return Fraction(sum(spent.values()) ** 2, squares) if squares else Fraction(0)


def cost(mfte: int, rate: int) -> int:
    """Money (minor units) of some FTE at a yearly rate per FTE, rounded half up."""
    return (2 * mfte * rate + MFTE) // (2 * MFTE)


def redundancy(
    spent: Mapping[A, Reported[F]],
    *,
    needed: Mapping[A, int] | None = None,
    rates: Mapping[F, int] | None = None,
    jobs: Mapping[A, Mapping[S, int]] | None = None,
    stages: tuple[S, ...] = (),
) -> Redundancy[A, F, S]:
    """Every figure of the brief over all activities.

    spent: activity -> function -> mfte (None: time not known), an entry per activity, empty when nobody
    does it.
    needed: d_a in mfte; leave out what is not known. rates: minor units per FTE and year.
    jobs: activity -> stage -> number of jobs it serves there; its figures are split evenly over them.
    stages: the order of the stage rows (stages without activities get zeros).
    ValueError on a negative figure.
    """
    needed, rates, jobs = needed or {}, rates or {}, jobs or {}
    rows = tuple(_activity(a, functions, needed.get(a), rates) for a, functions in spent.items())
    return Redundancy(
        activities=rows,
        overlaps=overlaps(spent, rates),
        stages=_stages(rows, jobs, stages),
        total_mfte=sum(row.total_mfte for row in rows),
        consolidatable_mfte=sum(row.consolidatable_mfte for row in rows),
        consolidatable_minor=sum(row.consolidatable_minor for row in rows),
        unpriced_mfte=sum(row.unpriced_mfte for row in rows),
        excess_mfte=sum(row.excess_mfte or 0 for row in rows),
        excess_minor=sum(row.excess_minor or 0 for row in rows),
        done_by_many=tuple(row.activity for row in rows if len(row.functions) > 1),
        done_by_nobody=tuple(row.activity for row in rows if not row.functions),
        excess_unknown=tuple(row.activity for row in rows if row.excess_mfte is None),
        unweighted=any(row.unweighted for row in rows),
    )


def overlaps(spent: Mapping[A, Reported[F]], rates: Mapping[F, int] | None = None) -> tuple[Overlap[A, F], ...]:
    """Every pair of functions that share work, the largest overlap first."""
    shared: dict[tuple[F, F], list[tuple[A, int, bool]]] = {}
    order = {f: i for i, f in enumerate(dict.fromkeys(f for fs in spent.values() for f in fs))}
    for activity, reported in spent.items():
        functions = _at_work(reported)
        for first, second in combinations(sorted(functions, key=order.__getitem__), 2):
            unknown = reported[first] is None or reported[second] is None
            both = min(functions[first], functions[second])
            shared.setdefault((first, second), []).append((activity, both, unknown))
    found = [_overlap(pair, parts, rates or {}) for pair, parts in shared.items()]
    return tuple(sorted(found, key=lambda o: (-o.mfte, order[o.first], order[o.second])))


def _overlap(pair: tuple[F, F], parts: list[tuple[A, int, bool]], rates: Mapping[F, int]) -> Overlap[A, F]:
    mfte = sum(both for _, both, _ in parts)
    unweighted = any(unknown for _, _, unknown in parts)
    rate = 0 if unweighted else min(rates.get(f, 0) for f in pair)
    ordered = tuple(activity for activity, _, _ in sorted(parts, key=lambda part: -part[1]))
    return Overlap(*pair, mfte, cost(mfte, rate), ordered, unweighted)


def _at_work(reported: Reported[F]) -> dict[F, int]:
    """Functions that do it, with one unit where the time is not known."""
    spent = {f: MFTE if mfte is None else mfte for f, mfte in reported.items()}
    if any(mfte < 0 for mfte in spent.values()):
        raise ValueError("FTE spent on an activity cannot be negative.")
    return {function: mfte for function, mfte in spent.items() if mfte}


def _activity(
    activity: A, reported: Reported[F], needed: int | None, rates: Mapping[F, int]
) -> ActivityRedundancy[A, F]:
    spent = _at_work(reported)
    unknown = {f for f, mfte in reported.items() if mfte is None}
    ordered = sorted(spent, key=lambda f: (-spent[f], -rates.get(f, 0)))
    priced = [f for f in ordered[1:] if f in rates and f not in unknown]
    over = None if needed is None or unknown else excess(spent, needed)
    return ActivityRedundancy(
        activity=activity,
        functions=tuple(ordered),
        total_mfte=sum(spent.values()),
        consolidatable_mfte=consolidatable(spent),
        consolidatable_minor=sum(cost(spent[f], rates[f]) for f in priced),
        unpriced_mfte=consolidatable(spent) - sum(spent[f] for f in priced),
        excess_mfte=over,
        excess_minor=None if over is None else _at_average_rate(over, spent, rates),
        fragmentation=fragmentation(spent),
        unweighted=bool(unknown),
    )


def _at_average_rate(mfte: int, spent: dict[F, int], rates: Mapping[F, int]) -> int:
    priced = {f: part for f, part in spent.items() if f in rates}
    whole = sum(priced.values())
    if not whole:
        return 0
    average = Fraction(sum(part * rates[f] for f, part in priced.items()), whole)
    return int(mfte * average / MFTE + Fraction(1, 2))


def _stages(
    rows: tuple[ActivityRedundancy[A, F], ...],
    jobs: Mapping[A, Mapping[S, int]],
    stages: tuple[S, ...],
) -> tuple[StageRedundancy[S], ...]:
    sums: dict[S | None, list[int]] = {stage: [0] * 5 for stage in stages}
    for row in rows:
        figures = (
            row.total_mfte,
            row.consolidatable_mfte,
            row.consolidatable_minor,
            row.excess_mfte or 0,
            row.excess_minor or 0,
        )
        for column, figure in enumerate(figures):
            for stage, part in by_stage(figure, jobs.get(row.activity, {})).items():
                sums.setdefault(stage, [0] * 5)[column] += part
    return tuple(StageRedundancy(stage, *columns) for stage, columns in sums.items())
