"""Waves and how many change in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from redesigns.models import Redesign
from redesigns.records import State, is_placed
from redesigns.selectors.redesigns import heads_of
from redesigns.selectors.states import state_of


@dataclass(frozen=True, slots=True)
class WaveRow:
    """people: None where the reader may not know, as they are fewer than the smallest group."""

    key: str
    name: str
    starts_on: date | None
    note: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Waves:
    """In order of date, those without one last. without: people with a seat and no wave."""

    rows: tuple[WaveRow, ...]
    without: int | None
    placed: int | None
    hidden: bool


def waves_of(redesign: Redesign, smallest: int = 0) -> Waves:
    """smallest: the least people a count may stand for; 0 for those who see names. Two queries."""
    state = state_of(redesign, kinds=("wave", "placement"))
    inside = Counter(fields["wave"] for fields in _seated(state))
    counts = {key: inside[key] for (kind, key) in state if kind == "wave"}
    counts[""] = inside[None]
    told = not smallest or heads_of(redesign, smallest).placed is not None
    known = _known(counts, smallest) if told else dict.fromkeys(counts)
    rows = [
        WaveRow(key, fields["name"], _day(fields["starts_on"]), fields["note"], known[key])
        for (kind, key), fields in state.items()
        if kind == "wave"
    ]
    placed = inside.total()
    return Waves(
        rows=tuple(sorted(rows, key=lambda row: (row.starts_on or date.max, row.name.casefold(), row.key))),
        without=known[""],
        placed=placed if told and (not placed or placed >= smallest) else None,
        hidden=None in known.values(),
    )


def _seated(state: State) -> list[dict[str, object]]:
    return [dict(fields) for (kind, _), fields in state.items() if kind == "placement" and is_placed(fields)]


def _known(counts: dict[str, int], smallest: int) -> dict[str, int | None]:
    """Small groups hidden, and so many more that what is hidden together is no small group either."""
    if not smallest or not any(counts.values()):
        return dict(counts)
    shown = {key for key, count in counts.items() if count >= smallest}
    hidden = sum(count for key, count in counts.items() if key not in shown)
    while len(shown) < len(counts) and hidden < smallest and shown:
        least = min(shown, key=lambda key: (counts[key], key))
        shown.discard(least)
        hidden += counts[least]
    return {key: count if key in shown else None for key, count in counts.items()}


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
