"""The flow network between people and needs, small enough to solve for 100,000 people in a second.

    source -> groups of people -> doors -> needs -> sink
             (their FTE)                  (their effort)

A door is a set of needs that a rating can serve (see `roles.doors`), so each rating is one arc however
many levels and markets it reaches. People with the same doors form one **group**, FTE added up.

Why this is exact. Only the arcs out of the source and into the sink have a limit, so a flow is a set of
paths person -> need that together respect the two limits. (1) Such a path exists in the network if and only
if one of the person's ratings reaches the need, which is the definition of qualified. (2) The people of a
group can serve the same needs, so whatever the group serves can be dealt out to its members in any way
that fills nobody beyond their FTE, and the flows of the members add up to one of the group. Neither step
changes a maximum flow or a minimum cut. (3) People who open no door can carry no flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roles.doors import Doors, doors
from roles.supply import IntArray, Need, Supply, merged

SOURCE = 0
SINK = 1
FIRST_GROUP = 2


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """tail, head: nodes; capacity: mfte. Four blocks in this order:

    source -> group, group -> door, door -> need, need -> sink.
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    capacity: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Groups, doors and needs, each numbered from 0; the `*_node` properties say where their nodes start.

    fte: mfte per group. group: per person of the supply the group they are in, -1 for none.
    entry_group, entry_door: which doors each group can open.
    """

    needs: tuple[Need, ...]
    fte: IntArray
    group: IntArray
    entry_group: IntArray
    entry_door: IntArray
    doors: Doors

    @property
    def door_node(self) -> int:
        return FIRST_GROUP + len(self.fte)

    @property
    def need_node(self) -> int:
        return self.door_node + len(self.doors.stretched)

    @property
    def nodes(self) -> int:
        return self.need_node + len(self.needs)

    @property
    def entries(self) -> slice:
        """Where the group -> door arcs lie among all arcs."""
        return slice(len(self.fte), len(self.fte) + len(self.entry_group))

    @property
    def ways(self) -> slice:
        """Where the door -> need arcs lie among all arcs."""
        return slice(self.entries.stop, self.entries.stop + len(self.doors.door_to))

    @property
    def stretched(self) -> NDArray[np.bool_]:
        """Per group -> door arc, whether it takes one level more than the group has."""
        return self.doors.stretched[self.entry_door]

    def arcs(self) -> Arcs:
        """All arcs. Those inside are wider than all demand, so no minimum cut can go through them."""
        groups = np.arange(FIRST_GROUP, self.door_node)
        needs = np.arange(self.need_node, self.nodes)
        demand = np.array([need.mfte for need in self.needs], dtype=np.int64)
        wide = np.full(self.ways.stop - self.entries.start, demand.sum() + 1)
        tails = (
            np.full_like(groups, SOURCE),
            self.entry_group + FIRST_GROUP,
            self.doors.door_from + self.door_node,
            needs,
        )
        heads = (
            groups,
            self.entry_door + self.door_node,
            self.doors.door_to + self.need_node,
            np.full_like(needs, SINK),
        )
        return Arcs(
            np.concatenate(tails).astype(np.int32),
            np.concatenate(heads).astype(np.int32),
            np.concatenate((self.fte, wide, demand)).astype(np.int64),
        )


def network(
    needs: Iterable[Need],
    supply: Supply,
    *,
    labels: Mapping[int, int] | None = None,
    stretch: bool = False,
) -> Network:
    """The network between the needs (merged here) and the supply.

    labels: person id -> key; people with different keys (or none) are kept in different groups.
    stretch: lets every rating serve needs one level above it as well, through doors marked stretched.
    """
    wanted = merged(needs)
    opened = doors(wanted, supply, stretch=stretch)
    group, first = _groups(opened, supply, labels or {})
    fte = np.zeros(len(first), dtype=np.int64)
    np.add.at(fte, group[group >= 0], supply.mfte[group >= 0])
    speaks = np.zeros(len(group), dtype=bool)
    speaks[first] = True
    spoken = speaks[opened.holder]
    return Network(wanted, fte, group, group[opened.holder[spoken]], opened.door[spoken], opened)


def _groups(opened: Doors, supply: Supply, labels: Mapping[int, int]) -> tuple[IntArray, IntArray]:
    """Per person their group (-1: opens no door), and per group the first of its people."""
    people, starts = np.unique(opened.holder, return_index=True)
    size = opened.door.itemsize
    bounds = [start * size for start in (*starts.tolist(), len(opened.door))]
    keys = opened.door.tobytes()
    ids = supply.person[people].tolist()
    numbers: dict[tuple[int | None, bytes], int] = {}
    number = [
        numbers.setdefault((labels.get(person), keys[start:stop]), len(numbers))
        for person, start, stop in zip(ids, bounds[:-1], bounds[1:], strict=True)
    ]
    group = np.full(len(supply.person), -1, dtype=np.int64)
    group[people] = number
    first = people[np.unique(number, return_index=True)[1]] if number else people
    return group, first
