"""How much work an activity is, and how that work splits over skills and stages.

Pure. FTE are whole thousandths (mfte: 1000 is one full-time equivalent), so that every sum is exact.
Source: brief, section 3 (volume x hours / productive hours per FTE, per market; unknown effort counts
as 1 unit) and section 4 (n_as = d_a * share_as).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

MFTE = 1000
"""Thousandths in one FTE, in one whole share, and in the one unit an unknown effort counts as."""

DEFAULT_PRODUCTIVE_HOURS = 1600
"""Hours a full-time person has for the customer in a year where a market states nothing else."""

Amount = int | Fraction | Decimal
K = TypeVar("K", bound=Hashable)
S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Demand:
    """How often an activity is done per year in one market, and the hours one time takes.

    None is "not known", which is not the same as zero.
    """

    volume: Amount | None
    hours: Amount | None


@dataclass(frozen=True, slots=True)
class Effort:
    """Work in thousandths of an FTE. ``unweighted``: unknown, so it stands for one unit."""

    mfte: int
    unweighted: bool = False

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.mfte + other.mfte, self.unweighted or other.unweighted)


ONE_UNIT = Effort(MFTE, unweighted=True)
NO_EFFORT = Effort(0)


def effort(demand: Demand | None, productive_hours: Amount = DEFAULT_PRODUCTIVE_HOURS) -> Effort:
    """FTE one market needs: volume x hours / productive hours, rounded half up to a thousandth.

    Unknown volume or hours: one unit, marked unweighted. ValueError on negative figures or when
    productive hours are not above zero.
    """
    if productive_hours <= 0:
        raise ValueError(f"Productive hours per FTE must be above 0, not {productive_hours}.")
    if demand is None or demand.volume is None or demand.hours is None:
        return ONE_UNIT
    if demand.volume < 0 or demand.hours < 0:
        raise ValueError(f"Volume and hours cannot be negative: {demand.volume} x {demand.hours}.")
    exact = Fraction(demand.volume) * Fraction(demand.hours) / Fraction(productive_hours)
    return Effort(_half_up(exact * MFTE))


def effort_by_market(demand: Mapping[K, Demand], productive_hours: Mapping[K, Amount]) -> dict[K | None, Effort]:
    """d_a per market, in the order given. No market at all: one unit that belongs to no market (None).

    Markets missing from ``productive_hours`` use DEFAULT_PRODUCTIVE_HOURS.
    """
    if not demand:
        return {None: ONE_UNIT}
    return {
        market: effort(known, productive_hours.get(market, DEFAULT_PRODUCTIVE_HOURS))
        for market, known in demand.items()
    }


def total(efforts: Mapping[K, Effort]) -> Effort:
    """d_a over all markets; unweighted as soon as one part is."""
    return sum(efforts.values(), NO_EFFORT)


def apportion(whole: int, weights: Sequence[Amount]) -> tuple[int, ...]:
    """Whole numbers in proportion to the weights that sum to ``whole`` exactly.

    Largest remainder; the earlier wins a tie. All weights zero: split evenly. An empty list is only
    right for nothing: ValueError when there is something to split, or a negative weight.
    """
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ValueError("A share cannot be negative.")
    if not exact:
        if whole:
            raise ValueError("There is nothing to split this over.")
        return ()
    base = sum(exact)
    quotas = [whole * w / base if base else Fraction(whole, len(exact)) for w in exact]
    floors = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - quotas[i], i))
    for i in by_remainder[: whole - sum(floors)]:
        floors[i] += 1
    return tuple(floors)


def even_shares(n: int) -> tuple[int, ...]:
    """n equal shares in thousandths that sum to exactly 1000; the first ones take the rest."""
    return apportion(MFTE, [1] * n) if n else ()


def normalised(shares: Sequence[Amount]) -> tuple[int, ...]:
    """Shares in any unit as thousandths that sum to exactly 1000, in proportion."""
    return apportion(MFTE, shares) if shares else ()


def by_skill(mfte: int, shares: Mapping[K, Amount]) -> dict[K, int]:
    """n_as = d_a * share_as per skill; sums to d_a exactly, whatever the shares sum to."""
    if not shares:
        return {}
    return dict(zip(shares, apportion(mfte, list(shares.values())), strict=True))


def by_stage(mfte: int, jobs: Mapping[S, int]) -> dict[S | None, int]:
    """FTE per stage, split evenly over the jobs served. ``jobs``: stage -> number of jobs there.

    An activity that serves no job yet belongs to no stage (None).
    """
    if not any(jobs.values()):
        return {None: mfte}
    return dict(zip(jobs, apportion(mfte, list(jobs.values())), strict=True))


def by_skill_and_stage(mfte: int, shares: Mapping[K, Amount], jobs: Mapping[S, int]) -> dict[tuple[K, S | None], int]:
    """n_as per skill and stage. Skills first, so n_as is the same figure with and without stages."""
    return {
        (skill, stage): part
        for skill, need in by_skill(mfte, shares).items()
        for stage, part in by_stage(need, jobs).items()
    }


def _half_up(value: Fraction) -> int:
    return int((value + Fraction(1, 2)) // 1)
