"""True gap: how much need stays unmet when nobody is counted twice, with a proof.

All FTE are integers in thousandths ("mfte"), so every proof adds up to the last thousandth.

Maximum flow = minimum cut, which here reads: for the most that can be met,

    unmet = demand - flow = max over sets K of needs of D(K) - C(K),

D(K) being the demand of K and C(K) the FTE of everybody who could serve any of K (brief, section 4;
Ford and Fulkerson 1956, for this bipartite form Gale 1957). A K that reaches the maximum *is* the proof:
its people can spend all their time on K and still leave D(K) - C(K) undone.

Of all such K the page shows the one with the fewest needs. It is unique, because D - C is supermodular
(the sets that reach the maximum are closed under intersection), and it consists of the needs from which
the sink can be reached in the residual network of any maximum flow. It falls apart into pieces that share
no qualified person. Every piece P is short by itself, D(P) > C(P): otherwise leaving it out would give a
smaller K that reaches as much. The shortages of the pieces add up to the unmet demand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow

from roles.network import FIRST_GROUP, SINK, SOURCE, Arcs, Network, network
from roles.supply import IntArray, Need, Supply


class SolverFailed(RuntimeError):
    """The solver gave no optimum; the figures would be wrong, so there are none."""


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """A set of needs that takes more than everybody who could serve any of them has to give.

    needs: merged, in order of skill, level, market. people: ids, ascending, of everyone with FTE who
    could serve any of the needs. capacity: their mfte in all.
    """

    needs: tuple[Need, ...]
    people: IntArray
    demand: int
    capacity: int

    @property
    def short(self) -> int:
        """Always above 0."""
        return self.demand - self.capacity

    @property
    def skills(self) -> tuple[int, ...]:
        return tuple(sorted({need.skill for need in self.needs}))


@dataclass(frozen=True, slots=True, eq=False)
class TrueGap:
    """demand = flow + unmet; supply_total = flow + unused; the proofs' shortages add up to unmet.

    qualified: mfte of everybody who could serve any of the needs, so that supply_total - qualified is time of
    people these needs have no use for, and qualified - flow is time that is left over among the others.
    proof: largest shortage first.
    """

    demand: int
    supply_total: int
    qualified: int
    flow: int
    proof: tuple[Proof, ...]

    @property
    def unmet(self) -> int:
        return self.demand - self.flow

    @property
    def unused(self) -> int:
        return self.supply_total - self.flow


def true_gap(needs: Iterable[Need], supply: Supply) -> TrueGap:
    """The true gap between needs and supply; for a stage or a market pass its needs alone.

    Depends on the input's content only, never on its order. Raises ValueError on needs that make no
    sense and SolverFailed if no optimum is found.
    """
    net = network(needs, supply)
    arcs = net.arcs()
    solved = solved_flow(arcs)
    return TrueGap(
        demand=sum(need.mfte for need in net.needs),
        supply_total=supply.total,
        qualified=int(net.fte.sum()),
        flow=int(solved.optimal_flow()),
        proof=_proofs(net, arcs, solved, supply) if net.needs else (),
    )


@dataclass(frozen=True, slots=True)
class UnusedRange:
    """The least and the most mfte of some people that stays unused, over all optimal flows."""

    least: int
    most: int


def unused_range(needs: Iterable[Need], supply: Supply, groups: Mapping[int, int]) -> dict[int, UnusedRange]:
    """Per group of people (legacy function, market, ...) the range of their FTE that no need takes.

    groups: person id -> key of their group; people left out, and ids the supply does not know, belong to
    none. Ascending by key. The ranges do not add up: what one group does, another need not.

    With r(A) for the maximum flow when only the people A exist: among all maximum flows, the most that
    people g can be used is r(g) and the least is r(everybody) - r(everybody without g).
    Most: start from a maximum flow of g alone and augment; augmenting paths start at the source and never
    take flow off a source arc, so g keeps r(g), and g can carry no more than r(g) by definition.
    Least: start from a maximum flow without g and augment; the others keep r(without g), which is all
    they can carry, so g carries what remains, and in no maximum flow less.
    """
    net = network(needs, supply, labels=groups)
    arcs = net.arcs()
    label = np.array([groups.get(person) for person in supply.person.tolist()], dtype=object)
    everybody = _flow(arcs)
    ranges = {}
    for key in sorted({key for key in label.tolist() if key is not None}):
        ours = label == key
        within = np.zeros(len(net.fte), dtype=bool)
        within[net.group[ours & (net.group >= 0)]] = True
        total = int(supply.mfte[ours].sum())
        least_used = everybody - _flow(_only(net, arcs, ~within))
        ranges[key] = UnusedRange(total - _flow(_only(net, arcs, within)), total - least_used)
    return ranges


def solved_flow(arcs: Arcs) -> SimpleMaxFlow:
    """A maximum flow from source to sink. Raises SolverFailed."""
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(arcs.tail, arcs.head, arcs.capacity)
    status = solver.solve(SOURCE, SINK)
    if status != SimpleMaxFlow.OPTIMAL:
        raise SolverFailed(f"The maximum flow solver stopped with {status.name}.")
    return solver


def _flow(arcs: Arcs) -> int:
    return int(solved_flow(arcs).optimal_flow())


def _only(net: Network, arcs: Arcs, groups: NDArray[np.bool_]) -> Arcs:
    """The same arcs with no FTE outside the groups."""
    capacity = arcs.capacity.copy()
    capacity[: len(net.fte)][~groups] = 0
    return Arcs(arcs.tail, arcs.head, capacity)


def _proofs(net: Network, arcs: Arcs, solved: SimpleMaxFlow, supply: Supply) -> tuple[Proof, ...]:
    """The smallest minimum cut, piece by piece.

    All arcs but those at the source and the sink are wider than any flow, so whoever could serve a need
    on the sink's side of the cut is on that side too: the groups there are exactly C(K)'s people.
    """
    near_sink = np.zeros(net.nodes, dtype=bool)
    near_sink[solved.get_sink_side_min_cut()] = True
    near_sink[SINK] = False
    piece = _pieces(arcs, near_sink)
    wanted: dict[int, list[Need]] = {}
    for number in np.flatnonzero(near_sink[net.need_node :]).tolist():
        wanted.setdefault(int(piece[net.need_node + number]), []).append(net.needs[number])
    rows = np.flatnonzero(net.group >= 0)
    node = net.group[rows] + FIRST_GROUP
    people = _by_piece(rows[near_sink[node]], piece[node[near_sink[node]]])
    found = [_proof(needs, people.get(key, rows[:0]), supply) for key, needs in wanted.items()]
    return tuple(sorted(found, key=lambda proof: -proof.short))


def _proof(needs: list[Need], rows: IntArray, supply: Supply) -> Proof:
    demand = sum(need.mfte for need in needs)
    return Proof(tuple(needs), supply.person[rows], demand, int(supply.mfte[rows].sum()))


def _by_piece(rows: IntArray, piece: IntArray) -> dict[int, IntArray]:
    """The rows of each piece, in their order."""
    order = np.argsort(piece, kind="stable")
    keys, starts = np.unique(piece[order], return_index=True)
    return dict(zip(keys.tolist(), np.split(rows[order], starts[1:]), strict=False))


def _pieces(arcs: Arcs, inside: NDArray[np.bool_]) -> IntArray:
    """Per node the lowest node it hangs together with, over arcs with both ends inside.

    Lowest numbers spread along the arcs, and each node then takes over what its own lowest has found,
    which halves the distance every round.
    """
    both = inside[arcs.tail] & inside[arcs.head]
    tail, head = arcs.tail[both], arcs.head[both]
    lowest = np.arange(len(inside), dtype=np.int64)
    while (lowest[tail] != lowest[head]).any():
        low = np.minimum(lowest[tail], lowest[head])
        np.minimum.at(lowest, tail, low)
        np.minimum.at(lowest, head, low)
        lowest = lowest[lowest]
    return lowest
