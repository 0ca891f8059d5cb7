"""Step four of an import: apply the plan of the dry run, once, in one transaction."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from roles.imports.stored import StoredPlan, plan_read
from roles.models import ImportQueueEntry, ImportState, InventoryImport
from roles.selectors.import_counts import counts_of
from roles.services.gaps import gaps_follow
from roles.services.imports.existing import basis_now
from roles.services.imports.files import stored_path
from roles.services.imports.planning import Told, import_plan
from roles.services.imports.sources import choices_remember
from roles.services.imports.states import (
    check_free,
    check_state,
    check_version,
    import_job_start,
    import_locked,
)
from roles.services.imports.writing import PlanWriter, Step, inventory_changed
from roles.services.rollup import inventory_lock, inventory_replaced
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Organization
from uniengine.jobs.models import Job
from uniengine.kit.errors import DomainError

BASIS = ("inventory", "skills", "places")


@dataclass(frozen=True)
class Prepared:
    """A plan that fits the database as `basis` says it was."""

    plan: StoredPlan
    basis: dict[str, Any]


@transaction.atomic
def import_apply_start(
    *, actor: Actor, inventory_import: InventoryImport, version: int, leave_out_errors: bool = False
) -> Job:
    """Start applying what the check showed.

    `version` names the figures the actor saw. Raises Conflict when they are no longer these, DomainError not_checked,
    queue_open, or errors_need_consent unless `leave_out_errors` says that what is faulty may be left out.
    """
    found = import_locked(actor, inventory_import)
    check_version(found, version)
    check_free(found)
    check_state(found, (ImportState.CHECKED,), "not_checked", "Check it first, then apply what the check shows.")
    entries = ImportQueueEntry.objects.filter(inventory_import=found, choice=ImportQueueEntry.Choice.OPEN)
    if open_count := entries.count():
        raise DomainError(
            "queue_open",
            f"{open_count} skills of the file wait for a decision. Settle them, then apply.",
            details={"open": open_count},
        )
    if found.basis.get("settled_since"):
        raise DomainError("not_checked", "Skills were settled since the check. Check it again, then apply.")
    counts = counts_of(found)
    errors = counts.errors
    if errors and not leave_out_errors:
        raise DomainError(
            "errors_need_consent",
            f"{counts.cannot} cannot be imported. Correct the file, or agree that they are left out.",
            details={"errors": errors},
        )
    found.errors_left_out = bool(errors)
    found.save(update_fields=["errors_left_out"])
    job = import_job_start(actor, found, "roles.import_apply", "Applying the import")
    after = {"errors_left_out": errors}
    audit_record(actor=actor, action="import.apply_start", target=found, after=after)
    inventory_import.job = job
    return job


def apply_prepare(inventory_import: InventoryImport, told: Told | None = None) -> Prepared:
    """The stored plan if nothing has changed since the check, else a new one that does the same.

    Raises DomainError inventory_changed when a new plan would do something else than what was agreed to.
    """
    agreed = inventory_import.basis
    now = basis_now()
    path = stored_path(inventory_import.plan_name)
    if all(now[key] == agreed.get(key) for key in BASIS) and path.is_file():
        return Prepared(plan_read(path), agreed)
    planned = import_plan(inventory_import, told)
    if planned.basis["plan"] != agreed.get("plan"):
        raise inventory_changed()
    return Prepared(planned.stored, planned.basis)


def import_apply(
    *, actor: Actor, inventory_import: InventoryImport, prepared: Prepared, step: Step = lambda words: None
) -> dict[str, Any]:
    """Write the plan. Needs a transaction, the same that ends the job. Returns what was written.

    Raises DomainError inventory_changed when somebody changed the inventory after `apply_prepare`.
    """
    state = inventory_lock(actor.organization)
    found = import_locked(actor, inventory_import)
    check_state(found, (ImportState.CHECKED,), "not_checked", "Check it first, then apply what the check shows.")
    if any(basis_now()[key] != prepared.basis[key] for key in BASIS):
        raise inventory_changed()
    # Read under the lock: a change of precedence is either seen here, or its job marks all ratings afterwards.
    precedence = Organization.objects.values_list("rater_precedence", flat=True).get(pk=actor.organization.pk)
    writer = PlanWriter(actor, found, prepared.plan, precedence, step)
    writer.write()
    if prepared.plan.changes:
        step("Counting skills by market and function")
        inventory_replaced(state)
        gaps_follow(actor.organization)
    _remember_new_skills(found, writer)
    result = {**writer.counts, "errors_left_out": found.summary.get("errors", 0), "precedence": precedence}
    found.state, found.applied_at, found.undone_at = ImportState.APPLIED, timezone.now(), None
    found.result = result
    found.version += 1
    found.save()
    audit_record(actor=actor, action="import.apply", target=found, after=result)
    return result


def _remember_new_skills(found: InventoryImport, writer: PlanWriter) -> None:
    """Next time 'new' means the skill that was made now."""
    if found.source is None:
        return
    made = {skill.key: pk for skill, pk in zip(writer.plan.skills, writer.skills, strict=True) if skill.pk is None}
    kept = {key: made[key] for key, choice in found.source.skill_choices.items() if choice == "new" and key in made}
    choices_remember(found.source, kept)
