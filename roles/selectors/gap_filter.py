"""What a reader of the gap chose to see."""

from dataclasses import dataclass

from journeys.models import Journey
from roles.selectors.gap_bench import Reach
from roles.selectors.gap_cells import NeedCell
from roles.selectors.gap_places import Places
from roles.slices import WITHOUT, Slice

BY = ("market", "stage", "function")
SORTS = ("gap", "-gap", "skill", "-skill", "need", "-need", "bench", "-bench")


@dataclass(frozen=True)
class GapFilter:
    """stage, market, function: ids, 0 for "none of them", None for all. A market stands for everything below it.

    by: what the table "Where" splits over. sort: of SORTS. own: the needs of the market itself alone.
    """

    journey: Journey
    stage: int | None = None
    market: int | None = None
    function: int | None = None
    by: str = "market"
    sort: str = "gap"
    own: bool = False

    @property
    def slice(self) -> Slice:
        return Slice(self.stage, self.market)

    @property
    def reach(self) -> Reach:
        return Reach(self.market, self.function)

    @property
    def narrowed(self) -> bool:
        return (self.stage, self.market, self.function) != (None, None, None)

    def holds(self, need: NeedCell, places: Places) -> bool:
        """Whether a need belongs to the chosen stage and market."""
        if self.stage is not None and need.stage != self.stage:
            return False
        if self.market is None:
            return True
        if self.own or self.market == WITHOUT:
            return need.market == self.market
        return need.market in places.markets.inside(self.market)

    def place_words(self, places: Places) -> str:
        """ "for Buy in DACH"; empty for the whole journey."""
        words = []
        if self.stage is not None:
            words.append(f"for {places.stage_name(self.stage)}" if self.stage else "for work without a stage")
        if self.market is not None:
            words.append(f"in {places.market_name(self.market)}" if self.market else "anywhere")
        return " ".join(words)

    def known(self, places: Places) -> bool:
        """Whether stage, market and function exist."""
        return (
            self.stage in (None, WITHOUT, *places.stages)
            and self.market in (None, WITHOUT, *places.markets.nodes)
            and self.function in (None, 0, *places.functions)
        )
