"""Where everybody is in a redesign: seats by role and market, and heads, as far as the reader may know them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from redesigns.models import BaselinePerson, Redesign
from redesigns.records import BENCH, LEAVING, Fields, State, is_placed
from redesigns.selectors.access import sees_names
from redesigns.selectors.design import Design
from redesigns.small_groups import Heads, Seat, Shown, shown
from uniengine.accounts.access import Actor

ANYWHERE = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of seats: a role in a market (0: anywhere). filled: None where the reader may not know."""

    role: str
    market: int
    seats: int
    filled: int | None

    @property
    def vacant(self) -> int | None:
        return None if self.filled is None else self.seats - self.filled


@dataclass(frozen=True, slots=True)
class Row:
    """A role with its seats in every column of the table; None where it has none."""

    role: str
    name: str
    stage: int | None
    cells: tuple[Cell | None, ...]
    seats: int
    filled: int | None

    @property
    def vacant(self) -> int | None:
        return None if self.filled is None else self.seats - self.filled


@dataclass(frozen=True)
class Seating:
    """The table of seats, and heads beside it. Columns: (market or 0, name) in the order of the tree."""

    design: Design
    heads: Shown
    smallest: int

    @property
    def guarded(self) -> bool:
        """Whether the reader sees counts of larger groups only."""
        return self.smallest > 0

    @cached_property
    def columns(self) -> tuple[tuple[int, str], ...]:
        used = {fields["market"] or ANYWHERE for fields in self.design.of("headcount").values()}
        nodes = self.design.markets.nodes
        found = [(ANYWHERE, "Anywhere")] if ANYWHERE in used else []
        found += [(pk, node.name) for pk, node in nodes.items() if pk in used]
        return (*found, *((pk, "Removed market") for pk in sorted(used - {ANYWHERE} - nodes.keys())))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._row(uid, fields) for uid, fields in self.design.roles.items())

    @property
    def seats(self) -> int:
        return sum(row.seats for row in self.rows)

    @property
    def vacant(self) -> int | None:
        return None if self.heads.placed is None else self.seats - self.heads.placed

    def cell(self, role: str, market: int) -> Cell | None:
        """One group of seats; None where there is none."""
        fields = self.design.of("headcount").get(f"{role}:{market}")
        return Cell(role, market, fields["seats"], self.heads.seats[role, market]) if fields else None

    def _row(self, uid: str, fields: Fields) -> Row:
        cells = tuple(self.cell(uid, market) for market, _ in self.columns)
        seats = sum(cell.seats for cell in cells if cell)
        return Row(uid, fields["name"], fields["stage"], cells, seats, self.heads.roles.get(uid, 0))


def seating(actor: Actor, design: Design) -> Seating:
    """The seats as the actor may see them. One query for those who see names, three for others."""
    smallest = 0 if sees_names(actor, design.redesign) else actor.organization.small_group
    return Seating(design, shown(heads_of(design.redesign, design.state), smallest), smallest)


def heads_of(redesign: Redesign, state: State) -> Heads:
    """Everybody counted: by seat, and by the market they are in today. One query."""
    rows = BaselinePerson.objects.filter(baseline=redesign.baseline_id)
    home = {number: market or ANYWHERE for number, market in rows.values_list("number", "market_id")}
    placed: dict[Seat, int] = {
        (fields["role"], fields["market"] or ANYWHERE): 0 for (kind, _), fields in state.items() if kind == "headcount"
    }
    away: Mapping[str, Counter[int]] = {BENCH: Counter(), LEAVING: Counter()}
    for (kind, key), fields in state.items():
        if kind != "placement":
            continue
        if is_placed(fields):
            placed[fields["role"], fields["market"] or ANYWHERE] += 1
        else:
            away[fields["state"]][home[int(key)]] += 1
    return Heads(placed, away[BENCH], away[LEAVING], Counter(home.values()))
