"""Whether an import can still be undone: nobody has changed its rows since, and nothing else leans on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT

from journeys.models import ActivityDemand, ActivitySkill, FunctionEffort, LegacyFunction, Skill, SkillAlias
from roles.models import (
    DemandCell,
    ImportProblem,
    ImportQueueEntry,
    ImportState,
    InventoryImport,
    Person,
    SkillLevel,
    SupplyCell,
    UndoRow,
)
from uniengine.accounts.models import Invitation, Market, Membership
from uniengine.kit.errors import Conflict

DERIVED = (SupplyCell, DemandCell, ImportProblem, ImportQueueEntry)  # counted anew, or about imports themselves
NAMES: dict[type[models.Model], tuple[str, str]] = {
    Person: ("person", "people"),
    SkillLevel: ("rating", "ratings"),
    Skill: ("skill", "skills"),
    SkillAlias: ("other name of a skill", "other names of skills"),
    LegacyFunction: ("legacy function", "legacy functions"),
    Market: ("market", "markets"),
    ActivitySkill: ("need of an activity", "needs of activities"),
    ActivityDemand: ("figure of an activity's effort", "figures of activities' effort"),
    FunctionEffort: ("effort of a function in an activity", "efforts of functions in activities"),
    Membership: ("member", "members"),
    Invitation: ("invitation", "invitations"),
}


def rows_named(model: type[models.Model], one: str, many: str) -> None:
    """Say what rows of a higher layer are called that point to what an import can make."""
    NAMES[model] = (one, many)


@dataclass(frozen=True)
class Obstacle:
    """Something that stands in the way of an undo: how many rows, and what about them."""

    count: int
    words: str


def check_untouched(inventory_import: InventoryImport) -> None:
    """Raises Conflict undo_later_first or rows_changed, with what and how many, unless all is as the import left it."""
    if later := later_imports(inventory_import):
        names = ", ".join(f"'{one.file_name}'" for one in later[:5])
        raise Conflict(
            "undo_later_first",
            f"Later imports changed the same rows or build on them: {names}. Undo them first, the latest one first.",
            details={"imports": [one.pk for one in later]},
        )
    found = [*_reordered(inventory_import), *_changed(inventory_import), *_leaning(inventory_import)]
    if found:
        shown = "; ".join(obstacle.words for obstacle in found[:6])
        raise Conflict(
            "rows_changed",
            f"This import cannot be undone as it stands: {shown}. Take these changes back first.",
            details={"changed": [{"count": one.count, "what": one.words} for one in found]},
        )


def later_imports(inventory_import: InventoryImport) -> list[InventoryImport]:
    """Applied imports that overwrote rows of this one or build on what it made, the latest first."""
    touching = (
        UndoRow.objects.annotate(owner=KT("before__source_import_id"))
        .filter(owner=str(inventory_import.pk))
        .exclude(inventory_import=inventory_import)
        .values_list("inventory_import_id", flat=True)
        .distinct()
    )
    later = Q(pk__in=set(touching))
    if inventory_import.applied_at:
        building = {one for _, other, rows in _pointing(inventory_import) for one in _importers(other, rows)}
        later |= Q(pk__in=building, applied_at__gte=inventory_import.applied_at)
    rows = InventoryImport.objects.filter(later, state=ImportState.APPLIED).exclude(pk=inventory_import.pk)
    return list(rows.order_by("-applied_at", "-pk"))


def _importers(model: type[models.Model], rows: Any) -> set[int]:
    """Imports that wrote these rows."""
    if model is Person:
        rows = rows.filter(edited=False)
    if model in (Person, SkillLevel):
        found = rows.exclude(source_import=None).values_list("source_import", flat=True)
    else:
        made = UndoRow.objects.filter(model=model._meta.label_lower, before__isnull=True, row__in=rows.values("pk"))
        found = made.values_list("inventory_import", flat=True)
    return set(found.distinct())


def _reordered(inventory_import: InventoryImport) -> Iterator[Obstacle]:
    """Which ratings counted before depends on the order of raters of that time."""
    if inventory_import.result.get("precedence") != inventory_import.organization.rater_precedence:
        yield Obstacle(1, "the order of raters was changed since")


def _changed(inventory_import: InventoryImport) -> Iterator[Obstacle]:
    """People and ratings that no longer carry the import's mark, though it wrote them."""
    for model, key in ((Person, "people"), (SkillLevel, "ratings")):
        written = inventory_import.result.get(key, {}).get("create", 0)
        kept = UndoRow.objects.filter(inventory_import=inventory_import, model=model._meta.label_lower).count()
        marked = model._default_manager.filter(source_import=inventory_import).count()
        missing = written + kept - marked
        if model is Person:
            missing += _edited(inventory_import)
        if missing > 0:
            yield Obstacle(missing, f"{_counted(model, missing)} changed or deleted by hand since")
    for made in (Skill, SkillAlias, LegacyFunction, Market):
        ids = _made(inventory_import, made)
        there = made._default_manager.filter(pk__in=ids).count()
        if missing := ids.count() - there:
            yield Obstacle(missing, f"{_counted(made, missing)} deleted since")


def _edited(inventory_import: InventoryImport) -> int:
    """People of this import who were edited since it wrote them."""
    return Person.objects.filter(source_import=inventory_import, edited=True).count()


def _leaning(inventory_import: InventoryImport) -> Iterator[Obstacle]:
    """Rows elsewhere that point to what the import made."""
    for model, other, pointing in _pointing(inventory_import):
        if count := pointing.count():
            yield Obstacle(count, f"{_counted(other, count)} added since on {NAMES[model][1]} of this import")


def _pointing(inventory_import: InventoryImport) -> Iterator[tuple[type[models.Model], type[models.Model], Any]]:
    """(what the import made, what points to it, the rows that do), found through the foreign keys."""
    own: dict[type[models.Model], Any] = {model: _created(inventory_import, model) for model in (Person, SkillLevel)}
    own |= {
        model: model._default_manager.filter(pk__in=_made(inventory_import, model))
        for model in (Skill, SkillAlias, LegacyFunction, Market)
    }
    for model, rows in own.items():
        for relation in _relations(model):
            other = relation.related_model
            if other in DERIVED:
                continue
            pointing = other._default_manager.filter(**{f"{relation.field.name}__in": rows.values("pk")})
            if other in own:
                pointing = pointing.exclude(pk__in=own[other].values("pk"))
            if other in (Person, SkillLevel):
                pointing = pointing.exclude(pk__in=_overwritten(inventory_import, other))
            yield model, other, pointing


def _relations(model: type[models.Model]) -> list[Any]:
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and hasattr(field, "field")]


def _created(inventory_import: InventoryImport, model: Any) -> Any:
    rows = model._default_manager.filter(source_import=inventory_import)
    return rows.exclude(pk__in=_overwritten(inventory_import, model))


def _overwritten(inventory_import: InventoryImport, model: type[models.Model]) -> Any:
    rows = UndoRow.objects.filter(inventory_import=inventory_import, model=model._meta.label_lower)
    return rows.values("row")


def _made(inventory_import: InventoryImport, model: type[models.Model]) -> Any:
    rows = UndoRow.objects.filter(inventory_import=inventory_import, model=model._meta.label_lower)
    return rows.filter(Q(before__isnull=True)).values_list("row", flat=True)


def _counted(model: Any, count: int) -> str:
    return f"{count:,} {NAMES[model][0 if count == 1 else 1]}"
