"""A redesign's records, read from their tables, now or as they were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from redesigns.changes import rolled_back
from redesigns.models import Redesign, RedesignChange
from redesigns.records import KINDS, SELF, Fields, Key, State
from redesigns.tables import TABLES, Table

CHUNK = 5_000


def state_of(redesign: Redesign, *, kinds: Collection[str] = tuple(KINDS)) -> dict[Key, Fields]:
    """All records, or those of some kinds; one query per kind, whatever the size."""
    state: dict[Key, Fields] = {}
    if "basis" in kinds:
        state["basis", SELF] = {"baseline": redesign.baseline_id}
    for kind, table in TABLES.items():
        if kind in kinds:
            state |= _records(redesign, kind, table)
    return state


def state_at(redesign: Redesign, position: int) -> State:
    """All records as they were after so many changes."""
    later = RedesignChange.objects.filter(redesign=redesign, position__gt=position).order_by("-position")
    entries = list(later.values_list("entries", flat=True))
    return rolled_back(state_of(redesign), entries)


def _records(redesign: Redesign, kind: str, table: Table) -> dict[Key, Fields]:
    names = [column.field for column in table.columns]
    rows = table.model.objects.filter(redesign=redesign).order_by()
    return {
        (kind, key): {name: _plain(value) for name, value in zip(names, values, strict=True)}
        for key, *values in rows.values_list("key", *table.lookups).iterator(CHUNK)
    }


def _plain(value: Any) -> Any:
    """As it stands in a record: dates as text."""
    return value.isoformat() if isinstance(value, date) else value
