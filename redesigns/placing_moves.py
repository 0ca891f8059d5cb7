"""What it costs to move somebody: the loss in total fit when they are forced into another seat and all else follows.

Pure. A cheapest flow stays cheapest under a change of one unit along a cheapest path of its residual network (Ahuja,
Magnanti and Orlin, Network Flows, 1993, section 9.3), so nothing is solved again. Here that network is small: a node
for every seat group, one for the bench and one for vacant seats. Going from one group to another means that somebody
who sits in the first moves to the second; the price is what that takes off the total fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from redesigns.placing_board import NOWHERE, Barrier, Board, taken
from roles.supply import IntArray

NEVER = 1 << 60
"""A price nobody can pay; two of them still fit into an integer."""
MOST_STEPS = 4_000_000
"""Enough for 150 groups that all have vacant seats."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Edges of the small network. Nodes: the groups in their order, then the bench, then vacancy."""

    groups: int
    tail: IntArray
    head: IntArray
    price: IntArray

    @property
    def bench(self) -> int:
        return self.groups

    @property
    def vacancy(self) -> int:
        return self.groups + 1


def prices(board: Board, seat: IntArray) -> Prices:
    """seat: per person the group they sit in, or NOWHERE for the bench; people who are fixed never move.

    Edges without a price of their own: from a group to vacancy where a seat is vacant, and always from the bench; from
    vacancy to where somebody sits, so that a seat can become vacant there.
    """
    groups = len(board.groups)
    bench, vacancy = groups, groups + 1
    tail, head, price = _people_move(board, seat)
    sitting = taken(seat, groups)
    free_seat = np.append(np.flatnonzero(sitting < board.seats), bench)
    somebody = np.flatnonzero(np.append(sitting > 0, (seat == NOWHERE).any()))
    tail = np.concatenate((tail, free_seat, np.full(len(somebody), vacancy)))
    head = np.concatenate((head, np.full(len(free_seat), vacancy), somebody))
    return Prices(groups, tail, head, np.append(price, np.zeros(len(tail) - len(price), dtype=np.int64)))


def _people_move(board: Board, seat: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """What everybody who may move loses by going to each other group, or to the bench.

    The columns are long, hence worked on in place.
    """
    groups, now = len(board.groups), fit_now(board, seat)
    origin = np.where(seat == NOWHERE, groups, seat)
    who, to, fit = board.picked(board.movable)
    way, loss = (origin * groups)[who], now[who]
    way += to
    loss -= fit
    way, loss = _cheapest(way, loss, (groups + 1) * groups)
    sits = np.flatnonzero(board.free & (seat != NOWHERE))
    tail = np.concatenate((way // max(groups, 1), seat[sits]))
    head = np.concatenate((way % max(groups, 1), np.full(len(sits), groups)))
    return tail, head, np.concatenate((loss, now[sits]))


def _cheapest(way: IntArray, price: IntArray, ways: int) -> tuple[IntArray, IntArray]:
    """The lowest price of each way; all of them where a table of the ways would cost more than it saves."""
    if ways > 8 * len(way):
        return way, price
    table = np.full(ways, NEVER, dtype=np.int64)
    np.minimum.at(table, way, price)
    used = np.flatnonzero(table < NEVER)
    return used, table[used]


def fit_now(board: Board, seat: IntArray) -> IntArray:
    """Per person the fit to where they sit; 0 on the bench."""
    rows = np.flatnonzero(seat != NOWHERE)
    found = np.zeros(len(seat), dtype=np.int64)
    found[rows] = board.fits[rows, board.role[seat[rows]]]
    return found


def cheapest_to(prices: Prices, target: int) -> IntArray:
    """Per node the cheapest way to the target (Bellman-Ford; an optimal plan has no way round that gains).

    Raises ValueError when there is one: the plan the prices come from is not optimal.
    """
    best = np.full(prices.groups + 2, NEVER, dtype=np.int64)
    best[target] = 0
    for _ in range(len(best) + 1):
        better = best.copy()
        np.minimum.at(better, prices.tail, best[prices.head] + prices.price)
        better[better > NEVER // 2] = NEVER
        if np.array_equal(better, best):
            return best
        best = better
    raise ValueError("This plan is not optimal: somebody could move and the total fit would rise.")


def fillings(prices: Prices, groups: IntArray) -> IntArray | None:
    """Per given group what the total fit loses when one more person sits there; None for too many groups (MOST_STEPS).

    All at once: the cheapest ways from vacancy to each, on a table of the edges (head x tail). A way must not begin at
    the group itself: somebody leaving it for somebody else to come fills nothing.
    """
    nodes, each = prices.groups + 2, np.arange(len(groups))
    if len(groups) * nodes * nodes > MOST_STEPS:
        return None
    table = np.full((nodes, nodes), NEVER, dtype=np.int64)
    np.minimum.at(table, (prices.head, prices.tail), prices.price)
    best = np.tile(table[:, prices.vacancy], (len(groups), 1))
    best[each, groups] = NEVER
    table[:, prices.vacancy] = NEVER
    for _ in range(nodes):
        better = np.minimum(best, (best[:, None, :] + table).min(axis=2))
        better[better > NEVER // 2] = NEVER
        if np.array_equal(better, best):
            break
        best = better
    return best[each, groups]


def losses(board: Board, seat: IntArray, prices: Prices, row: int) -> IntArray:
    """Per group, then the bench: what the total fit loses when this person is forced there; 0 where they sit.

    NEVER where a rule keeps them away or where every seat is kept by somebody else. Never below 0, but for a person
    who keeps a seat where they add less than elsewhere.
    """
    home = prices.bench if seat[row] == NOWHERE else int(seat[row])
    way = cheapest_to(prices, home)[: prices.groups + 1]
    gain = np.append(np.full(prices.groups, -NEVER), 0)
    pairs = board.pairs_of(row)
    able = board.barrier[pairs] == Barrier.NONE
    gain[board.group[pairs][able]] = board.fit[pairs][able]
    found: IntArray = fit_now(board, seat)[row] - gain + way
    found[found > NEVER // 2] = NEVER
    found[home] = 0
    return found
