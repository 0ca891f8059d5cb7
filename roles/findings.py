"""What the maximum flow found, as plain values that can be stored and read by a page, an export or the API.

All FTE are integers in thousandths ("mfte"); skills, markets and functions are ids, 0 for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from roles.development import Development, developable
from roles.flow import Proof, true_gap, unused_range
from roles.supply import IntArray, Need, Supply, merged, qualified

NeedRow = tuple[int, int, int, int]
"""(skill, level, market or 0, mfte)"""


class Grows(TypedDict):
    """A need that people could take on with one level more. people: how many are one level short of it."""

    need: NeedRow
    people: int


class Range(TypedDict):
    """What stays unused of a group of people in every optimal use of everybody."""

    key: int
    people: int
    mfte: int
    least: int
    most: int


class Figures(TypedDict, total=False):
    """demand = flow + unmet; supply = flow + unused. able: mfte and people who could serve any need at all;
    short_people: people in the proof.

    developable: what one level more per skill would add to the flow; grows: one way to get there, growing: how many
    people could be part of it. functions, markets, people, rated, ratings: of the whole journey only.
    """

    demand: int
    supply: int
    flow: int
    unmet: int
    unused: int
    able: int
    able_people: int
    short_people: int
    developable: int
    growing: int
    grows: list[Grows]
    people: int
    rated: int
    ratings: int
    unweighted: int
    functions: list[Range]
    markets: list[Range]


class Piece(TypedDict):
    """A part of the proof: needs that take more than everybody who could serve any of them has to give."""

    needs: list[NeedRow]
    demand: int
    capacity: int
    short: int
    people: int


def findings(needs: Sequence[Need], supply: Supply) -> tuple[Figures, list[Piece]]:
    """Figures and proof of some needs against everybody."""
    wanted = merged(needs)
    gap = true_gap(wanted, supply)
    grown = developable(wanted, supply)
    figures = Figures(
        demand=gap.demand,
        supply=gap.supply_total,
        flow=gap.flow,
        unmet=gap.unmet,
        unused=gap.unused,
        able=gap.qualified,
        able_people=_able(wanted, supply),
        short_people=sum(len(proof.people) for proof in gap.proof),
        developable=grown.gain,
        growing=_distinct([one.people for one in grown.suggestions]),
        grows=_grows(grown),
    )
    return figures, [_piece(proof) for proof in gap.proof]


def ranges(needs: Sequence[Need], supply: Supply, groups: IntArray) -> list[Range]:
    """Unused range of every group. groups: per person of the supply the key of their group."""
    found = unused_range(needs, supply, dict(zip(supply.person.tolist(), groups.tolist(), strict=True)))
    return [
        Range(
            key=key,
            people=int((groups == key).sum()),
            mfte=int(supply.mfte[groups == key].sum()),
            least=unused.least,
            most=unused.most,
        )
        for key, unused in found.items()
    ]


def _piece(proof: Proof) -> Piece:
    return Piece(
        needs=[_row(need) for need in proof.needs],
        demand=proof.demand,
        capacity=proof.capacity,
        short=proof.short,
        people=len(proof.people),
    )


def _grows(grown: Development) -> list[Grows]:
    """Suggestions added up per need."""
    mfte: dict[Need, int] = {}
    people: dict[Need, list[IntArray]] = {}
    for one in grown.suggestions:
        mfte[one.need] = mfte.get(one.need, 0) + one.mfte
        people.setdefault(one.need, []).append(one.people)
    return [Grows(need=(*_row(need)[:3], mfte[need]), people=_distinct(people[need])) for need in mfte]


def _row(need: Need) -> NeedRow:
    return need.skill, need.level, need.market or 0, need.mfte


def _able(needs: Sequence[Need], supply: Supply) -> int:
    return _distinct([qualified(need, supply) for need in needs])


def _distinct(people: Sequence[IntArray]) -> int:
    return len(np.unique(np.concatenate(people))) if people else 0
