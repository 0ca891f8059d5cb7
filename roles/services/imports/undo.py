"""Undo an import: people, skills, aliases, ratings, markets and functions become what they were before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from journeys.models import LegacyFunction, Skill, SkillAlias
from roles.models import ImportState, InventoryImport, Person, SkillLevel, UndoRow
from roles.services.gaps import gaps_follow
from roles.services.imports.bulk import staging
from roles.services.imports.detaching import skills_detach
from roles.services.imports.states import (
    check_free,
    check_state,
    check_version,
    import_job_start,
    import_locked,
)
from roles.services.imports.untouched import check_untouched
from roles.services.imports.writing import Step
from roles.services.rollup import inventory_lock, inventory_replaced
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Market
from uniengine.jobs.models import Job
from uniengine.kit.errors import DomainError

ADVICE = "Only an import that was applied can be undone."


@dataclass(frozen=True)
class Undone:
    """Rows deleted and put back, by model."""

    deleted: dict[str, int]
    restored: dict[str, int]


@transaction.atomic
def import_undo_start(*, actor: Actor, inventory_import: InventoryImport, version: int) -> Job:
    """Start the undo. Raises Conflict when rows of the import were changed since, saying what to do first."""
    found = import_locked(actor, inventory_import)
    check_version(found, version)
    check_free(found)
    check_state(found, (ImportState.APPLIED,), "not_applied", ADVICE)
    check_untouched(found)
    job = import_job_start(actor, found, "roles.import_undo", "Undoing the import")
    audit_record(actor=actor, action="import.undo_start", target=found)
    inventory_import.job = job
    return job


def import_undo(*, actor: Actor, inventory_import: InventoryImport, step: Step = lambda words: None) -> dict[str, Any]:
    """Take everything back. Needs a transaction, the same that ends the job. Returns the rows deleted and restored."""
    state = inventory_lock(actor.organization)
    found = import_locked(actor, inventory_import)
    check_state(found, (ImportState.APPLIED,), "not_applied", ADVICE)
    check_untouched(found)
    try:
        undone = _take_back(found, step)
    except IntegrityError as error:
        raise DomainError(
            "rows_changed",
            "Something added since the import depends on it, so it cannot be undone. Nothing was changed.",
        ) from error
    if any((*undone.deleted.values(), *undone.restored.values())):
        inventory_replaced(state)
        gaps_follow(actor.organization)
    result = {"deleted": undone.deleted, "restored": undone.restored}
    found.state, found.undone_at = ImportState.UNDONE, timezone.now()
    found.summary, found.basis = {}, {}
    found.version += 1
    found.save()
    audit_record(actor=actor, action="import.undo", target=found, before=found.result, after=result)
    return result


def _take_back(found: InventoryImport, step: Step) -> Undone:
    writer = staging()
    deleted: dict[str, int] = {}
    restored: dict[str, int] = {}
    step("Taking back ratings")
    deleted["ratings"] = writer.created_delete(SkillLevel, found.pk, found.organization_id)
    restored["ratings"] = writer.undo_restore(SkillLevel, found.pk)
    step("Taking back people")
    deleted["people"] = writer.created_delete(Person, found.pk, found.organization_id)
    restored["people"] = writer.undo_restore(Person, found.pk)
    step("Taking back skills and places")
    skills_detach(found, set(_made(found, Skill)))
    for model in (SkillAlias, Skill, LegacyFunction, Market):
        deleted[str(model._meta.model_name)] = _delete_made(found, model)
    UndoRow.objects.filter(inventory_import=found).delete()
    if connection.vendor == "postgresql":
        connection.check_constraints()  # now instead of at commit, where no sentence could answer them
    return Undone(deleted, restored)


def _delete_made(found: InventoryImport, model: type[models.Model]) -> int:
    """Delete what the import made of a model; children of a market before the market itself."""
    marks = staging()
    ids = sorted(_made(found, model), reverse=True)
    return sum(marks.run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk]) for pk in ids)  # noqa: S608


def _made(found: InventoryImport, model: type[models.Model]) -> Iterable[int]:
    made = UndoRow.objects.filter(inventory_import=found, model=model._meta.label_lower, before__isnull=True)
    return made.values_list("row", flat=True)
