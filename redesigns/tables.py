"""Which table holds which kind of record, and in which column a field stands.

A field that names another record by its key stands as that row's id; `Ref` says of which table. The seat of a
placement (role and market) stands as the id of its headcount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from redesigns.models import (
    Ban,
    Cover,
    Duty,
    Group,
    GroupService,
    GroupSkill,
    Headcount,
    Mark,
    Measure,
    Placement,
    Role,
    Segment,
    Wave,
)
from redesigns.models.record import Record
from redesigns.records import KINDS


@dataclass(frozen=True, slots=True)
class Column:
    """A field in a table. attname: what a write sets; lookup: what a read selects; refers: kind whose key it holds."""

    field: str
    attname: str
    lookup: str
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    model: type[Record]
    columns: tuple[Column, ...]

    @property
    def lookups(self) -> tuple[str, ...]:
        return tuple(column.lookup for column in self.columns)

    @property
    def written(self) -> list[str]:
        """Attributes a write sets; several fields may stand in one."""
        return list(dict.fromkeys(column.attname for column in self.columns))


MODELS: dict[str, type[Record]] = {
    "group": Group,
    "wave": Wave,
    "role": Role,
    "group_skill": GroupSkill,
    "service": GroupService,
    "duty": Duty,
    "mark": Mark,
    "headcount": Headcount,
    "measure": Measure,
    "segment": Segment,
    "cover": Cover,
    "placement": Placement,
    "ban": Ban,
}
OUTSIDE = frozenset({"stage", "skill", "activity", "market"})
"""Fields with the id of a row that belongs to somebody else."""
SEAT = {"role": "headcount__role__key", "market": "headcount__market_id"}


def _column(kind: str, name: str, refers: str, many: bool) -> Column:
    if kind == "placement" and name in SEAT:
        return Column(name, "headcount_id", SEAT[name])
    if refers and not many:
        return Column(name, f"{name}_id", f"{name}__key", refers)
    return Column(name, f"{name}_id", f"{name}_id") if name in OUTSIDE else Column(name, name, name)


def _table(kind: str) -> Table:
    fields = KINDS[kind].fields
    return Table(MODELS[kind], tuple(_column(kind, name, field.refers, field.many) for name, field in fields.items()))


TABLES: Mapping[str, Table] = {kind: _table(kind) for kind in MODELS}
