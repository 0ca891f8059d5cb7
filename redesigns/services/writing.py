"""Puts the records of a change into their tables and counts the tallies again. Runs under the redesign's lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from redesigns.models import Baseline, Headcount, Placement, Redesign
from redesigns.models.record import Record
from redesigns.records import BENCH, LEAVING, PLACED, SELF, Fields, Key, Puts, seat_key
from redesigns.tables import TABLES, Column, Table

BATCH = 500
Ids = dict[str, dict[str, int]]
"""Kind -> key -> id of the row."""


def records_write(redesign: Redesign, puts: Puts) -> None:
    """Write what is put, then take away what is gone: what is referred to outlives what refers to it."""
    Headcount.objects.filter(redesign=redesign, key__in=_keys(puts, "headcount")).update(filled=0)
    for kind, table in TABLES.items():
        kept = {key: fields for (of, key), fields in puts.items() if of == kind and fields is not None}
        if kept:
            _upsert(redesign, kind, table, kept)
    for kind, table in reversed(list(TABLES.items())):
        gone = [key for (of, key), fields in puts.items() if of == kind and fields is None]
        for start in range(0, len(gone), BATCH):
            rows = table.model.objects.filter(redesign=redesign, key__in=gone[start : start + BATCH])
            rows._raw_delete(rows.db)
    basis = puts.get(("basis", SELF))
    if basis:
        redesign.baseline = Baseline.objects.get(pk=basis["baseline"])


def tallies_count(redesign: Redesign) -> None:
    """Count people and seats again and store them; the database refuses figures that do not add up."""
    filled = Placement.objects.filter(headcount=OuterRef("pk")).order_by().values("headcount")
    taken = Coalesce(Subquery(filled.annotate(n=Count("pk")).values("n")), 0)
    Headcount.objects.filter(redesign=redesign).exclude(filled=taken).update(filled=taken)
    rows = Placement.objects.filter(redesign=redesign).order_by().values("state").annotate(n=Count("pk"))
    count = {row["state"]: row["n"] for row in rows}
    redesign.people = redesign.baseline.people
    redesign.placed = sum(count.get(state, 0) for state in PLACED)
    redesign.bench, redesign.leaving = count.get(BENCH, 0), count.get(LEAVING, 0)
    seats = Headcount.objects.filter(redesign=redesign).aggregate(n=Sum("seats"))["n"] or 0
    redesign.seats, redesign.vacant = seats, seats - redesign.placed
    fields = ["baseline", "people", "placed", "bench", "leaving", "seats", "vacant", "revision"]
    redesign.save(update_fields=fields)


def _upsert(redesign: Redesign, kind: str, table: Table, kept: Mapping[str, Fields]) -> None:
    ids = _ids(redesign, table, kept.values())
    rows = [
        table.model(
            organization_id=redesign.organization_id,
            redesign=redesign,
            key=key,
            **_values(kind, key, fields, table, ids),
        )
        for key, fields in kept.items()
    ]
    written = [*table.written, *_own(kind)]
    table.model.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["redesign", "key"],
        update_fields=_names(table.model, written),
    )


def _names(model: type[Record], attnames: Iterable[str]) -> list[str]:
    """Fields by the names bulk_create knows them."""
    by_attname = {field.attname: field.name for field in model._meta.concrete_fields}
    return [by_attname[name] for name in attnames]


def _own(kind: str) -> tuple[str, ...]:
    return ("number",) if kind == "placement" else ()


def _values(kind: str, key: str, fields: Fields, table: Table, ids: Ids) -> dict[str, Any]:
    values = {column.attname: _value(column, fields, ids) for column in table.columns}
    if kind == "placement":
        values["number"] = int(key)
    return values


def _value(column: Column, fields: Fields, ids: Ids) -> Any:
    value = fields[column.field]
    if column.attname == "headcount_id":
        return ids["headcount"][seat_of(fields)[1]] if fields["role"] else None
    if column.refers:
        return None if value is None else ids[column.refers][value]
    if column.field == "starts_on" and value is not None:
        return date.fromisoformat(value)
    return value


def seat_of(placement: Fields) -> Key:
    """The headcount somebody placed sits in."""
    return seat_key(placement["role"], placement["market"])


def _ids(redesign: Redesign, table: Table, kept: Iterable[Fields]) -> Ids:
    """Ids of the rows these records refer to."""
    wanted: dict[str, set[str]] = {}
    seats = any(column.attname == "headcount_id" for column in table.columns)
    for fields in kept:
        if seats and fields["role"]:
            wanted.setdefault("headcount", set()).add(seat_of(fields)[1])
        for column in table.columns:
            if column.refers and fields[column.field] is not None:
                wanted.setdefault(column.refers, set()).add(fields[column.field])
    return {kind: _rows(redesign, kind, sorted(keys)) for kind, keys in wanted.items()}


def _rows(redesign: Redesign, kind: str, keys: Sequence[str]) -> dict[str, int]:
    rows = TABLES[kind].model.objects.filter(redesign=redesign)
    if len(keys) <= BATCH:
        rows = rows.filter(key__in=keys)
    return dict(rows.order_by().values_list("key", "pk"))


def _keys(puts: Puts, kind: str) -> list[str]:
    return [key for (of, key) in puts if of == kind]
