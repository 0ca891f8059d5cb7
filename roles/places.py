"""The tree of markets, and which of them become the columns of a table.

Market 0 stands for "no market": needs anybody can serve, people who sit in none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

NONE = 0
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A market. parent: its id, or None for a root."""

    pk: int
    name: str
    parent: int | None


@dataclass(frozen=True)
class Tree:
    """All markets of an organization, in the order they are shown."""

    nodes: Mapping[int, Node]
    _inside: dict[int, frozenset[int]] = field(default_factory=dict, compare=False)

    def inside(self, market: int) -> frozenset[int]:
        """The market and everything below it. Unknown markets hold themselves only."""
        if market not in self._inside:
            children = [node.pk for node in self.nodes.values() if node.parent == market]
            below = [self.inside(child) for child in children]
            self._inside[market] = frozenset((market,)).union(*below)
        return self._inside[market]

    def depth(self, market: int) -> int:
        """0 for a root."""
        parent = self.nodes[market].parent if market in self.nodes else None
        return 0 if parent is None or parent not in self.nodes else 1 + self.depth(parent)

    def name(self, market: int) -> str:
        return self.nodes[market].name if market in self.nodes else "No market"


def tree_of(rows: Iterable[tuple[int, str, int | None]]) -> Tree:
    """rows: (id, name, parent id), in any order. Shown depth first, siblings by name."""
    nodes = {pk: Node(pk, name, parent) for pk, name, parent in rows}
    below: dict[int | None, list[Node]] = {}
    for node in sorted(nodes.values(), key=lambda node: node.name.casefold(), reverse=True):
        below.setdefault(node.parent if node.parent in nodes else None, []).append(node)
    ordered: dict[int, Node] = {}
    waiting = list(below.get(None, ()))
    while waiting:
        node = waiting.pop()
        ordered[node.pk] = node
        waiting += below.get(node.pk, ())
    return Tree(ordered)


@dataclass(frozen=True, slots=True)
class Column:
    """A place to show figures for. Who is there: everybody of the market and below. What is needed there: the needs
    of the market and below or, `own`, its own needs alone, as those below it have columns of their own."""

    market: int
    name: str
    own: bool = False

    def needs_of(self, tree: Tree) -> frozenset[int]:
        """The markets whose needs belong here."""
        return frozenset((self.market,)) if self.own else tree.inside(self.market)


def columns(
    tree: Tree, needed: Collection[int], staffed: Collection[int], within: int | None = None, most: int = MOST_COLUMNS
) -> list[Column]:
    """A column for every market with needs or people of its own; too many are gathered under those above them.

    needed, staffed: markets with needs and with people (0: no market). within: only this market and below. Needs
    that anybody can serve come first, as a column of their own.
    """
    inside = tree.inside(within) if within else frozenset(tree.nodes)
    used = {market for market in (*needed, *staffed) if market in inside}
    deepest = max((tree.depth(market) for market in used), default=0)
    while len(used) > most and deepest > tree.depth(within or NONE) + 1:
        deepest -= 1
        used = {_above(tree, market, deepest) for market in used}
    found = [_column(tree, market, used) for market in tree.nodes if market in used]
    kept = [column for column in found if not column.own or column.market in needed]
    whole = [Column(NONE, "Anywhere", own=True)] if NONE in needed and not within else []
    return whole + kept


def _column(tree: Tree, market: int, used: Collection[int]) -> Column:
    gathers = any(other != market and other in tree.inside(market) for other in used)
    return Column(market, tree.name(market), own=gathers)


def _above(tree: Tree, market: int, depth: int) -> int:
    """The market at this depth that the market lies under; the market itself if it is not deeper."""
    while tree.depth(market) > depth:
        parent = tree.nodes[market].parent
        assert parent is not None
        market = parent
    return market
