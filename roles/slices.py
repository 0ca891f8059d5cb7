"""The parts of a journey whose gap is worked out on their own: all, a stage, a market, a stage in a market.

A slice is a name in the database ("all", "stage:7", "market:3", "stage:7,market:3") and a choice of needs. Everybody
stands ready for each slice alone, so the gaps of slices do not add up to the gap of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WITHOUT = 0
"""The stage of activities that serve no job yet; the market of needs that anybody can serve."""


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """stage, market: ids, WITHOUT, or None for all. A market stands for everything below it too."""

    stage: int | None = None
    market: int | None = None

    @property
    def name(self) -> str:
        parts = (("stage", self.stage), ("market", self.market))
        return ",".join(f"{key}:{value}" for key, value in parts if value is not None) or "all"

    @classmethod
    def of(cls, name: str) -> Slice:
        """The slice of that name."""
        parts = dict(part.split(":") for part in name.split(",") if ":" in part)
        return cls(**{key: int(value) for key, value in parts.items()})

    def holds(self, stage: int | None, market: int | None, above: Mapping[int, frozenset[int]]) -> bool:
        """Whether a need of this stage and market belongs here. above: market -> itself and those above it."""
        if self.stage is not None and (stage or WITHOUT) != self.stage:
            return False
        if self.market is None:
            return True
        return self.market in above.get(market, frozenset()) if market else self.market == WITHOUT


def slices(places: Iterable[tuple[int | None, int | None]], above: Mapping[int, frozenset[int]]) -> list[Slice]:
    """Every slice that needs at these (stage, market) places fall into, the whole first. Any other needs nothing."""
    stages: set[int] = set()
    markets: set[int] = set()
    pairs: set[tuple[int, int]] = set()
    for stage, market in set(places):
        around = above.get(market, frozenset((market,))) if market else {WITHOUT}
        stages.add(stage or WITHOUT)
        markets |= around
        pairs |= {(stage or WITHOUT, each) for each in around}
    parts = (Slice(stage) for stage in sorted(stages)), (Slice(None, market) for market in sorted(markets))
    return [Slice(), *parts[0], *parts[1], *(Slice(stage, market) for stage, market in sorted(pairs))]
