"""Why somebody got no seat, and why a seat stayed vacant. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from redesigns.placing_board import NOWHERE, Barrier, Board, SeatKey, taken
from redesigns.placing_moves import NEVER, Prices, cheapest_to, fillings
from roles.supply import IntArray


class Why(StrEnum):
    """Why a person has no seat; each speaks of the seats that those before it leave over."""

    NO_SEAT = "no_seat"
    BANNED = "banned"
    TOO_FEW_FTE = "too_few_fte"
    LOW_FIT = "low_fit"
    NOT_READY = "not_ready"
    KEPT = "kept"
    OTHERS_ADD_MORE = "others_add_more"


class WhyVacant(StrEnum):
    """Why a seat is vacant; each speaks of the people that those before it leave over.

    Only people who may move count, and not those who sit in the same group already.
    """

    NOBODY_NEAR = "nobody_near"
    ALL_BANNED = "all_banned"
    TOO_FEW_FTE = "too_few_fte"
    LOW_FIT = "low_fit"
    NOBODY_READY = "nobody_ready"
    ADD_MORE_ELSEWHERE = "add_more_elsewhere"


BARRED = (Why.NO_SEAT, Why.BANNED, Why.TOO_FEW_FTE, Why.LOW_FIT, Why.NOT_READY, Why.KEPT)
"""In the order of Barrier."""
LEFT_VACANT = tuple(WhyVacant)
"""In the order of Barrier."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody without a seat.

    seats: how many the reason speaks of. best: where among them the total fit would fall least if they were put there,
    by `behind`; for every other reason the one they fit best, and behind is None. fit: theirs there, in millionths.
    """

    why: Why
    seats: int = 0
    best: SeatKey | None = None
    fit: int = 0
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class Vacant:
    """`seats` nobody sits in. people: how many the reason speaks of.

    behind: what the total fit would fall by if one more person sat there; None unless people add more elsewhere, and in
    plans of too many groups to work it out.
    """

    seats: int
    why: WhyVacant
    people: int = 0
    behind: int | None = None


def unplaced(board: Board, seat: IntArray, prices: Prices) -> dict[int, Unplaced]:
    """Everybody who sits nowhere, by number."""
    way = cheapest_to(prices, prices.bench)
    pairs = np.flatnonzero((seat == NOWHERE)[board.person])
    pairs = pairs[_at_furthest(board.person[pairs], board.barrier[pairs], len(seat))]
    who, group, fit = board.person[pairs], board.group[pairs], board.fit[pairs]
    clear = (board.barrier[pairs] == Barrier.NONE) & (way[group] < NEVER)
    behind = np.where(clear, way[group] - fit, NEVER)
    every, not_kept = (_sums(who, seats[group], len(seat)) for seats in (board.seats, board.open_seats))
    order = np.lexsort((-fit, behind, who))
    first = order[np.flatnonzero(np.diff(who[order], prepend=-1))]
    found = {number: Unplaced(Why.NO_SEAT) for number in board.numbers[seat == NOWHERE].tolist()}
    for row, pair, short in zip(who[first].tolist(), pairs[first].tolist(), behind[first].tolist(), strict=True):
        best, theirs = board.groups[board.group[pair]].key, int(board.fit[pair])
        if short < NEVER:
            reason = Unplaced(Why.OTHERS_ADD_MORE, int(not_kept[row]), best, theirs, short)
        else:
            reason = Unplaced(BARRED[board.barrier[pair]], int(every[row]), best, theirs)
        found[int(board.numbers[row])] = reason
    return found


def vacant(board: Board, seat: IntArray, prices: Prices) -> dict[SeatKey, Vacant]:
    """Every group with seats nobody sits in."""
    left = board.seats - taken(seat, len(board.groups))
    pairs = np.flatnonzero((left > 0)[board.group])
    pairs = pairs[board.free[board.person[pairs]] & (seat[board.person[pairs]] != board.group[pairs])]
    pairs = pairs[_at_furthest(board.group[pairs], board.barrier[pairs], len(left))]
    barrier = np.full(len(left), Barrier.MARKET, dtype=np.int8)
    barrier[board.group[pairs]] = board.barrier[pairs]
    people = np.bincount(board.group[pairs], minlength=len(left))
    behind = _behind(prices, np.flatnonzero(barrier == Barrier.NONE))
    return {
        board.groups[at].key: Vacant(int(left[at]), LEFT_VACANT[barrier[at]], int(people[at]), behind.get(at))
        for at in np.flatnonzero(left).tolist()
    }


def _behind(prices: Prices, groups: IntArray) -> dict[int, int]:
    found = fillings(prices, groups)
    return {} if found is None else dict(zip(groups.tolist(), found.tolist(), strict=True))


def _at_furthest(owner: IntArray, barrier: NDArray[np.int8], owners: int) -> NDArray[np.bool_]:
    """Which pairs have the highest barrier of all pairs of their owner."""
    furthest = np.full(owners, Barrier.MARKET, dtype=np.int8)
    np.maximum.at(furthest, owner, barrier)
    return np.equal(barrier, furthest[owner])


def _sums(owner: IntArray, figures: IntArray, owners: int) -> IntArray:
    found = np.zeros(owners, dtype=np.int64)
    np.add.at(found, owner, figures)
    return found
