"""Remembering what an edit did to the rows of a journey, so that it can be shown, undone and redone.

A Recorder looks at rows before and after an edit and keeps the difference. It knows nothing of what the edit meant:
services write with the ORM as usual and only say which rows to watch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.db import models

from journeys.models import (
    ActivityDemand,
    ActivityJob,
    ActivitySkill,
    BuyingJob,
    FunctionEffort,
    JobLoop,
    Journey,
    Stage,
    SupplierActivity,
)
from uniengine.accounts.audit import plain

Row = dict[str, Any]
Key = tuple[str, int]

TRACKED: Mapping[str, type[models.Model]] = {
    model._meta.model_name or "": model
    for model in (
        Journey,
        Stage,
        BuyingJob,
        JobLoop,
        SupplierActivity,
        ActivityJob,
        ActivitySkill,
        ActivityDemand,
        FunctionEffort,
    )
}
"""Parents before children: the order in which deleted rows can be restored."""

OWNED_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "stage": (("buyingjob", "stage"),),
    "buyingjob": (("activityjob", "job"), ("jobloop", "from_job"), ("jobloop", "to_job")),
    "supplieractivity": (
        ("activityjob", "activity"),
        ("activityskill", "activity"),
        ("activitydemand", "activity"),
        ("functioneffort", "activity"),
    ),
}
"""Which rows go with a row when it is deleted: model -> (child model, its foreign key)."""

SOFT = frozenset({"position", "version", "revision"})
"""Changed by edits of the neighbours too: no reason to refuse an undo."""


class RowChange(TypedDict):
    """One row before and after; None where it did not exist. Values are JSON-ready."""

    model: str
    pk: int
    before: Row | None
    after: Row | None


def content(row: Row | None) -> Row | None:
    """The row without what its neighbours may change."""
    return None if row is None else {name: value for name, value in row.items() if name not in SOFT}


def rows_now(model: str, pks: Iterable[int]) -> dict[int, Row]:
    """The rows as they stand, by primary key."""
    found = TRACKED[model]._default_manager.filter(pk__in=list(pks)).values()
    return {row["id"]: plain(row) for row in found}


@dataclass
class Recorder:
    """Watch rows before changing them; ask for the changes afterwards."""

    _querysets: list[models.QuerySet[Any]] = field(default_factory=list)
    _before: dict[Key, Row | None] = field(default_factory=dict)

    def watch(self, *querysets: models.QuerySet[Any]) -> None:
        """Remember these rows as they stand. Rows that join the filter later count as created."""
        for queryset in querysets:
            name = queryset.model._meta.model_name or ""
            self._querysets.append(queryset)
            for row in queryset.order_by().values():
                self._before.setdefault((name, row["id"]), plain(row))

    def created(self, *instances: models.Model) -> None:
        """Rows that no watched filter could have named before they existed."""
        for instance in instances:
            self._before.setdefault((instance._meta.model_name or "", instance.pk), None)

    def changes(self) -> list[RowChange]:
        """Every watched row that differs now, in the order it was first seen."""
        after = self._after()
        keys = dict.fromkeys([*self._before, *after])
        return [
            RowChange(model=model, pk=pk, before=self._before.get((model, pk)), after=after.get((model, pk)))
            for model, pk in keys
            if self._before.get((model, pk)) != after.get((model, pk))
        ]

    def _after(self) -> dict[Key, Row]:
        pks: dict[str, set[int]] = {}
        for model, pk in self._before:
            pks.setdefault(model, set()).add(pk)
        for queryset in self._querysets:
            found = queryset.all().order_by().values_list("pk", flat=True)
            pks.setdefault(queryset.model._meta.model_name or "", set()).update(found)
        return {(model, pk): row for model, known in pks.items() for pk, row in rows_now(model, known).items()}


def differs(changes: Iterable[RowChange]) -> bool:
    """Whether anything but version counters changed."""
    return any(_without_version(change["before"]) != _without_version(change["after"]) for change in changes)


def _without_version(row: Row | None) -> Row | None:
    return None if row is None else {name: value for name, value in row.items() if name != "version"}


def audit_values(changes: Iterable[RowChange], target: models.Model | None) -> tuple[Row, Row]:
    """Before and after for the audit row: the target's changed fields flat, other rows as lists by kind."""
    sides: tuple[Row, Row] = ({}, {})
    for change in changes:
        was, now = change["before"], change["after"]
        if target is not None and (change["model"], change["pk"]) == (target._meta.model_name, target.pk):
            _flat(sides, was, now)
        elif content(was) != content(now):
            for side, row in zip(sides, (content(was), content(now)), strict=True):
                if row is not None:
                    side.setdefault(change["model"], []).append(_short(row))
    return sides


def _flat(sides: tuple[Row, Row], was: Row | None, now: Row | None) -> None:
    for name in was or now or {}:
        if name != "version" and (was is None or now is None or was[name] != now[name]):
            for side, row in zip(sides, (was, now), strict=True):
                if row is not None:
                    side[name] = row[name]


def _short(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in {"id", "organization_id"}}
