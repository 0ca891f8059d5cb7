"""What the people of a redesign cost, and what its vacant seats would.

Pure. FTE are whole thousandths (mfte), money whole minor units of one currency per year. A person costs the rate of
their legacy function times their FTE (journeys.redundancy.cost, rounded half up per function). Who has no function, or
one without a rate, is counted as unknown and in no sum of money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from journeys.redundancy import cost
from redesigns.given import Given


@dataclass(frozen=True, slots=True)
class FunctionCost:
    """People of one legacy function and what they cost together."""

    function: int
    people: tuple[int, ...]
    mfte: int
    minor: int


@dataclass(frozen=True, slots=True)
class PeopleCost:
    """Some people. The functions' money sums to minor; theirs and the unknown FTE sum to mfte."""

    people: tuple[int, ...]
    mfte: int
    minor: int
    functions: tuple[FunctionCost, ...]
    unknown: tuple[int, ...]
    unknown_mfte: int

    @property
    def known(self) -> int:
        """How many people have a known cost."""
        return len(self.people) - len(self.unknown)


def people_cost(given: Given, numbers: Iterable[int]) -> PeopleCost:
    """What these people cost; functions in order of id. Raises KeyError for somebody not in the baseline."""
    people = tuple(sorted(numbers))
    by_function: defaultdict[int, list[int]] = defaultdict(list)
    unknown = []
    for number in people:
        function = given.people[number].function
        if function is None or function not in given.rates:
            unknown.append(number)
        else:
            by_function[function].append(number)
    functions = tuple(_function(given, function, who) for function, who in sorted(by_function.items()))
    return PeopleCost(
        people=people,
        mfte=_mfte(given, people),
        minor=sum(one.minor for one in functions),
        functions=functions,
        unknown=tuple(unknown),
        unknown_mfte=_mfte(given, unknown),
    )


def vacant_cost(vacant: int, placed: PeopleCost) -> int | None:
    """Minor units for that many vacant seats, each at what a placed person costs on average, rounded half up.

    None when seats are vacant and nobody placed has a known cost.
    """
    if not vacant:
        return 0
    if not placed.known:
        return None
    return int(Fraction(placed.minor * vacant, placed.known) + Fraction(1, 2))


def _function(given: Given, function: int, people: list[int]) -> FunctionCost:
    mfte = _mfte(given, people)
    return FunctionCost(function, tuple(people), mfte, cost(mfte, given.rates[function]))


def _mfte(given: Given, people: Iterable[int]) -> int:
    return sum(given.people[number].mfte for number in people)
