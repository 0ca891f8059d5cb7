"""Developable: how much unmet need people could take on if each learned at most one level more.

developable = maximum flow when a person at level k may also serve needs at level k + 1 of the same skill,
minus the maximum flow of today (brief, section 4). Somebody rated 0 may grow into level 1; somebody not
rated at all may not, because nothing is known about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from roles.flow import SolverFailed, solved_flow
from roles.network import SINK, SOURCE, Arcs, Network, network
from roles.supply import IntArray, Need, Supply, need_order


@dataclass(frozen=True, slots=True, eq=False)
class Suggestion:
    """`mfte` of a need that some of these people could take on, each with one level more in its skill.

    people: ids, ascending; they are alike as far as today's needs go, so any of them will do.
    """

    need: Need
    people: IntArray
    mfte: int


@dataclass(frozen=True, slots=True, eq=False)
class Development:
    """flow: met today; developed: met after development, both in mfte.

    suggestions: one way to get there with the least development, in order of need and first person. They
    add up to `effort`, which exceeds `gain` where somebody has to grow into another's work so that the
    other can grow into an unmet need.
    """

    flow: int
    developed: int
    suggestions: tuple[Suggestion, ...]

    @property
    def gain(self) -> int:
        """What the brief calls developable."""
        return self.developed - self.flow

    @property
    def effort(self) -> int:
        return sum(suggestion.mfte for suggestion in self.suggestions)


def developable(needs: Iterable[Need], supply: Supply) -> Development:
    """What one more level per skill would achieve, and one way to achieve it with the least development.

    Built on a maximum flow of today: only what it leaves over is pushed through the arcs it leaves open,
    at a price of 1 for every thousandth that takes a level more. So whoever is used today stays used and
    whatever is met today stays met, though not always by the same person.
    Why that is also the cheapest of all: today's flow costs 0, hence is a cheapest flow of its size, and a
    cheapest addition to a cheapest flow is a cheapest flow (successive shortest paths: Ahuja, Magnanti and
    Orlin, Network Flows, 1993, section 9.7). Raises like `true_gap`.
    """
    net = network(needs, supply, stretch=True)
    arcs = net.arcs()
    every = np.arange(len(arcs.tail), dtype=np.int32)
    today = np.asarray(solved_flow(_without_stretch(net, arcs)).flows(every), dtype=np.int64)
    met = int(today[: len(net.fte)].sum())
    unmet = sum(need.mfte for need in net.needs) - met
    if not unmet:
        return Development(met, met, ())
    gain, added = _cheapest_addition(arcs, today, _takes_level(net, arcs), unmet)
    return Development(met, met + gain, _suggestions(net, added, supply))


def developable_total(needs: Iterable[Need], supply: Supply) -> int:
    """The gain of `developable` alone, several times faster: two maximum flows, no suggestions."""
    net = network(needs, supply, stretch=True)
    arcs = net.arcs()
    today = _without_stretch(net, arcs)
    return int(solved_flow(arcs).optimal_flow()) - int(solved_flow(today).optimal_flow())


def _takes_level(net: Network, arcs: Arcs) -> NDArray[np.bool_]:
    """Per arc, whether using it takes a level more."""
    takes_level = np.zeros(len(arcs.tail), dtype=bool)
    takes_level[net.entries] = net.stretched
    return takes_level


def _without_stretch(net: Network, arcs: Arcs) -> Arcs:
    """The same arcs with those closed that take a level more."""
    return Arcs(arcs.tail, arcs.head, np.where(_takes_level(net, arcs), 0, arcs.capacity))


def _cheapest_addition(arcs: Arcs, today: IntArray, takes_level: NDArray[np.bool_], unmet: int) -> tuple[int, IntArray]:
    """How much more can flow, and the mfte it adds per arc (what it takes back elsewhere is left out)."""
    back = np.flatnonzero((today > 0) & (arcs.tail != SOURCE) & (arcs.head != SINK))
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate((arcs.tail, arcs.head[back])),
        np.concatenate((arcs.head, arcs.tail[back])),
        np.concatenate((arcs.capacity - today, today[back])),
        np.concatenate((takes_level, np.zeros(len(back), dtype=bool))).astype(np.int64),
    )
    solver.set_node_supply(SOURCE, unmet)
    solver.set_node_supply(SINK, -unmet)
    status = solver.solve_max_flow_with_min_cost()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise SolverFailed(f"The minimum cost flow solver stopped with {status.name}.")
    flows = solver.flows(np.arange(len(arcs.tail), dtype=np.int32))
    return int(solver.maximum_flow()), np.asarray(flows, dtype=np.int64)


def _suggestions(net: Network, added: IntArray, supply: Supply) -> tuple[Suggestion, ...]:
    """The flow through stretched doors, dealt out from groups to needs.

    Everybody at a door may pass to every need behind it, so any dealing out will do: both sides are laid
    out door by door along one line of mfte, and every stretch of it belongs to one group and one need.
    """
    door_from, door_to = net.doors.door_from, net.doors.door_to
    into, group = _side(added[net.entries] * net.stretched, net.entry_door, net.entry_group)
    out, need = _side(added[net.ways] * net.doors.stretched[door_from], door_from, door_to)
    ends = np.union1d(into, out)
    order = np.argsort(net.group, kind="stable")
    bounds = np.searchsorted(net.group[order], np.arange(len(net.fte) + 1))
    found = []
    for start, end in zip([0, *ends.tolist()], ends.tolist(), strict=False):
        who = int(group[np.searchsorted(into, end)])
        people = supply.person[order[bounds[who] : bounds[who + 1]]]
        found.append(Suggestion(net.needs[int(need[np.searchsorted(out, end)])], people, end - start))
    return tuple(sorted(found, key=lambda one: (need_order(one.need), int(one.people[0]))))


def _side(flow: IntArray, door: IntArray, other: IntArray) -> tuple[IntArray, IntArray]:
    """Where each piece of flow ends on the line, door by door, and the group or need it belongs to."""
    used = np.flatnonzero(flow)
    used = used[np.argsort(door[used], kind="stable")]
    return np.cumsum(flow[used]), other[used]
