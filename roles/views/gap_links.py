"""Addresses of the gap pages: every figure opens what it is made of, under the filter it was made with."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_rows import Head, Row


@dataclass(frozen=True)
class Links:
    """Builds addresses for one filter. `several`: the address has to name the journey."""

    slug: str
    chosen: GapFilter
    several: bool

    def to(self, route: str, **more: object) -> str:
        """A route of this app under the filter; `more` sets or, with None, clears parameters."""
        query = self.query() | more
        text = urlencode({name: value for name, value in query.items() if value is not None})
        address = reverse(f"roles:{route}", args=[self.slug])
        return f"{address}?{text}" if text else address

    def query(self) -> dict[str, object]:
        chosen = self.chosen
        return {
            "journey": chosen.journey.pk if self.several else None,
            "stage": chosen.stage,
            "market": chosen.market,
            "function": chosen.function,
        }

    def page(self, **more: object) -> str:
        """The first page of the gap with some choices changed; the way "Where" is split stays."""
        kept = {"by": self.chosen.by if self.chosen.by != "market" else None}
        return self.to("gap-overview", **(kept | more))

    def row(self, row: Row) -> str:
        return self.to("gap-cell", skill=row.skill, level=row.level)

    def spot(self, row: Row, head: Head) -> str:
        own = {"own": 1} if head.own and self.chosen.by == "market" else {}
        return self.to("gap-cell", skill=row.skill, level=row.level, **{self.chosen.by: head.key}, **own)
