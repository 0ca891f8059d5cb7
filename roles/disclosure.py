"""Which sums over people may be shown to somebody who may not see single people.

A group under `smallest` people is hidden. That alone protects nobody: company 23 and all markets but one
shown, the hidden one follows by subtraction. So of every tree of groups (company > region > market) more is
hidden until nothing small is left over.

Why that is enough. The groups shown of one tree are nested or apart. What can be worked out from their sums
are the sums over **remainders** (a shown group without the shown groups inside it) and unions of those, and
nothing else: the remainders are disjoint, and every shown sum is a sum of remainders. `showable` leaves only
remainders of at least `smallest` people, or such that nobody works in at all, so whatever can be worked out
stands for at least `smallest` people. tests/roles/test_disclosure.py holds it to that by linear algebra.

A remainder of nobody, among people who do work there, is hidden like one of four: "none of them can" is a
statement about each of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place(Generic[K]):
    """A node of the tree. count: people of the group who sit exactly here, not below. populated: whether anybody at
    all sits exactly here, of the group or not."""

    parent: K | None
    count: int
    populated: bool


def showable(places: Mapping[K, Place[K]], smallest: int) -> frozenset[K]:
    """The nodes whose sum over everything below may be shown.

    places: every node by its key; a parent that is not among them counts as none. Where one more has to be
    hidden, it is the smallest. Raises ValueError on a negative count.
    """
    if any(place.count < 0 for place in places.values()):
        raise ValueError("A group cannot have fewer people than none.")
    tree = _Tree(places)
    shown = {key for key in places if tree.total[key] >= smallest}
    while (hidden := _one_too_many(tree, shown, smallest)) is not None:
        shown.discard(hidden)
    return frozenset(shown | {key for key in places if not tree.populated[key]})


class _Tree(Generic[K]):
    def __init__(self, places: Mapping[K, Place[K]]) -> None:
        self.places = places
        self.total = dict.fromkeys(places, 0)
        self.populated = dict.fromkeys(places, False)
        for key, place in places.items():
            for above in self.upwards(key):
                self.total[above] += place.count
                self.populated[above] |= place.populated

    def upwards(self, key: K) -> Iterator[K]:
        """The node and everything above it."""
        at: K | None = key
        while at is not None and at in self.places:
            yield at
            at = self.places[at].parent

    def owner(self, key: K, shown: set[K]) -> K | None:
        """The nearest shown node that is or holds this one."""
        return next((above for above in self.upwards(key) if above in shown), None)


def _one_too_many(tree: _Tree[K], shown: set[K], smallest: int) -> K | None:
    """A shown node to hide because what surrounds it is too small; None when all is well."""
    left = {key: tree.total[key] for key in shown}
    inside: dict[K, list[K]] = {key: [] for key in shown}
    for key in shown:
        parent = tree.places[key].parent
        around = None if parent is None else tree.owner(parent, shown)
        if around is not None:
            left[around] -= tree.total[key]
            inside[around].append(key)
    somebody = {tree.owner(key, shown) for key, place in tree.places.items() if place.populated}
    bare = [key for key in shown if key in somebody and inside[key] and left[key] < smallest]
    candidates = [child for key in bare for child in inside[key]]
    return min(candidates, key=lambda key: (tree.total[key], str(key)), default=None)
