"""Reading the tree of markets."""

from dataclasses import dataclass

from uniengine.accounts.models import Market, Membership, Role


@dataclass(frozen=True, slots=True)
class MarketRow:
    """A node in the order of the tree. `depth` is 0 for the root; `leaders` are the pod leaders' names."""

    market: Market
    depth: int
    leaders: tuple[str, ...]


def market_tree() -> list[MarketRow]:
    """All nodes, parents before children, siblings by name. Two queries; needs the scope of the organization."""
    rows = list(Market.objects.all())
    below: dict[int | None, list[Market]] = {}
    for market in sorted(rows, key=lambda row: row.name.casefold()):
        below.setdefault(market.parent_id, []).append(market)
    leaders = _leaders([row.pk for row in rows])
    found: list[MarketRow] = []
    waiting = [(market, 0) for market in reversed(below.get(None, []))]
    while waiting:
        market, depth = waiting.pop()
        found.append(MarketRow(market, depth, tuple(leaders.get(market.pk, ()))))
        waiting += [(child, depth + 1) for child in reversed(below.get(market.pk, []))]
    return found


def market_choices(*, without: Market | None = None) -> list[tuple[int, str]]:
    """(id, indented name) of every node, leaving out the subtree of `without`."""
    return [
        (row.market.pk, "\N{NO-BREAK SPACE}" * 3 * row.depth + row.market.name)
        for row in market_tree()
        if without is None or not row.market.path.startswith(without.path)
    ]


def _leaders(markets: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    seats = Membership.objects.filter(role=Role.POD_LEADER, market_id__in=markets).select_related("user")
    for seat in seats.order_by("user__name", "pk"):
        assert seat.market_id is not None
        found.setdefault(seat.market_id, []).append(seat.user.display_name)
    return found
