"""How many people are where, as far as somebody without names may know it.

Pure. Groups under the smallest that may be shown are hidden, with what would give them away (roles.disclosure). Three
trees that have only their roots in common, so that no two of them can be laid over each other: everybody by placed,
bench and leaving; the placed by role and seat; those on the bench, and those leaving, by the market they are in today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roles.disclosure import Place, showable

Seat = tuple[str, int]
"""(role, market or 0)."""


@dataclass(frozen=True, slots=True)
class Heads:
    """placed: every headcount -> who sits there. bench, leaving, here: market of today (0: none) -> heads."""

    placed: Mapping[Seat, int]
    bench: Mapping[int, int]
    leaving: Mapping[int, int]
    here: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """The same, None where it is hidden. without: everybody who has no seat."""

    people: int
    placed: int | None
    bench: int | None
    leaving: int | None
    without: int | None
    roles: Mapping[str, int | None]
    seats: Mapping[Seat, int | None]
    bench_in: Mapping[int, int | None]
    leaving_in: Mapping[int, int | None]

    @property
    def hidden(self) -> bool:
        """Whether anything is."""
        figures = (self.placed, self.bench, self.leaving)
        rest = (self.roles, self.seats, self.bench_in, self.leaving_in)
        return None in figures or any(None in one.values() for one in rest)


def shown(heads: Heads, smallest: int) -> Shown:
    """smallest: the least people a shown group has; 0 for somebody who sees names."""
    parts = {"placed": sum(heads.placed.values())}
    parts |= {"bench": sum(heads.bench.values()), "leaving": sum(heads.leaving.values())}
    visible = _parts(parts, smallest)
    found = {name: count if name in visible else None for name, count in parts.items()}
    without = parts["bench"] + parts["leaving"]
    together = visible >= {"bench", "leaving"} or "placed" in visible
    return Shown(
        people=sum(parts.values()),
        placed=found["placed"],
        bench=found["bench"],
        leaving=found["leaving"],
        without=without if together else None,
        **_placed(heads, smallest, "placed" in visible),
        bench_in=_by_market(heads.bench, heads, smallest, "bench" in visible),
        leaving_in=_by_market(heads.leaving, heads, smallest, "leaving" in visible),
    )


def _parts(parts: Mapping[str, int], smallest: int) -> set[str]:
    """Which of the three may be shown. Nobody may be said: it is one statement about everybody."""
    visible = {name for name, count in parts.items() if count == 0 or count >= smallest}
    if len(visible) == len(parts):
        return visible
    while sum(count for name, count in parts.items() if name not in visible) < smallest or len(visible) == 2:
        some = [name for name in visible if parts[name]]
        if not some:
            return set()
        visible.discard(min(some, key=lambda name: (parts[name], name)))
    return visible


def _placed(heads: Heads, smallest: int, whole: bool) -> dict[str, Any]:
    """By role, and by role and market. Where nobody at all is placed, every nought may be said."""
    totals: dict[str, int] = {}
    for (role, _), count in heads.placed.items():
        totals[role] = totals.get(role, 0) + count
    places: dict[Any, Place[Any]] = {"": Place(None, 0, populated=False)}
    places |= {role: Place("", 0, populated=False) for role in totals}
    places |= {seat: Place(seat[0], count, populated=True) for seat, count in heads.placed.items()}
    if not smallest or not any(totals.values()):
        visible = frozenset(places)
    else:
        visible = showable(places, smallest) if whole else frozenset()
    return {
        "roles": {role: count if role in visible else None for role, count in totals.items()},
        "seats": {seat: count if seat in visible else None for seat, count in heads.placed.items()},
    }


def _by_market(counts: Mapping[int, int], heads: Heads, smallest: int, whole: bool) -> dict[int, int | None]:
    """A market's figure tells as much about those it leaves out, and bench and leaving together about those who have
    a seat: the smallest of these groups decides."""
    here = heads.here
    if not smallest or not any(counts.values()):
        return {market: counts.get(market, 0) for market in here}
    if not whole:
        return dict.fromkeys(here)
    places: dict[Any, Place[Any]] = {"": Place(None, 0, populated=False)}
    for market, people in here.items():
        seated = people - heads.bench.get(market, 0) - heads.leaving.get(market, 0)
        fewer = min(counts.get(market, 0), people - counts.get(market, 0), seated)
        places[market] = Place("", max(0, fewer), populated=people > 0)
    visible = showable(places, smallest)
    return {market: counts.get(market, 0) if market in visible else None for market in here}
