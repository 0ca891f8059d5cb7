"""What may be said of the slices of a gap to somebody who may not see single people.

The need of a slice is no secret, so its unmet mfte tell the FTE of those who can do it, and so does their absence:
"all of it can be done" in a market of one person is a statement about that person. Hence

- where few people work (one to `smallest` - 1), nothing is said of a slice, whether it is short or not;
- that nothing is short is not said of a slice which holds the needs of such a place;
- a shortage is a sum over those in its proof. Sums over a region and over its markets give the difference away as
  any others do, so they pass the same rule (roles.disclosure).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from roles.disclosure import Place, showable
from roles.slices import WITHOUT, Slice

COMPANY = -1
"""The slice without a market: above all markets."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """Of one slice. unmet: mfte; people: those in the proof, 0 where nothing is short."""

    unmet: int
    people: int


def unmet_shown(
    found: Mapping[Slice, Shortage], parents: Mapping[int, int | None], few: Collection[int | None], smallest: int
) -> dict[str, int | None]:
    """Slice name -> unmet mfte, None where hidden. smallest: see above; 0 hides nothing.

    parents: every market -> the one above it. few: markets (None: the company) in which, with those below, few people
    work.
    """
    if not smallest:
        return {part.name: one.unmet for part, one in found.items()}
    kept: set[Slice] = set()
    for stage in {part.stage for part in found}:
        here = {part.market: one for part, one in found.items() if part.stage == stage}
        # Without pairs of stage and market, all that is known of a stage is what the whole journey needs where.
        needed = here.keys() if len(here) > 1 else {part.market for part in found}
        silent = _with_those_above((market for market in needed if market in few), parents)
        groups = showable(_places({market: one.people for market, one in here.items()}, parents), smallest)
        for market, one in here.items():
            if market not in few and (_told(market, one, groups, smallest) if one.unmet else market not in silent):
                kept.add(Slice(stage, market))
    return {part.name: one.unmet if part in kept else None for part, one in found.items()}


def _told(market: int | None, one: Shortage, groups: Collection[int], smallest: int) -> bool:
    """Whether a shortage may be told. Needs that anybody can serve stand beside the markets."""
    if one.people < smallest:
        return False
    return market == WITHOUT or (COMPANY if market is None else market) in groups


def _with_those_above(markets: Iterable[int | None], parents: Mapping[int, int | None]) -> set[int | None]:
    found: set[int | None] = set()
    for market in markets:
        at = market
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
        found.add(None)
    return found


def _places(short: Mapping[int | None, int], parents: Mapping[int, int | None]) -> dict[int, Place[int]]:
    """The markets as a tree under the company; at each, those in its proof who are in none below it."""
    below: dict[int, list[int]] = {}
    for market, parent in parents.items():
        below.setdefault(COMPANY if parent is None or parent not in parents else parent, []).append(market)
    places: dict[int, Place[int]] = {}

    def total(market: int, parent: int | None) -> int:
        inside = sum(total(child, market) for child in below.get(market, ()))
        here = max(0, short.get(None if market == COMPANY else market, 0) - inside)
        places[market] = Place(parent, here, here > 0)
        return inside + here

    total(COMPANY, None)
    return places
