"""What may happen to an import when, and that two people do not do it at once."""

from collections.abc import Collection
from typing import Any

from roles.models import ImportProblem, ImportQueueEntry, ImportState, InventoryImport
from roles.services.imports.files import plans_delete_on_commit
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start
from uniengine.kit.errors import Conflict, DomainError

OF_CHECK = ("summary", "basis", "plan_name")
"""The fields of an import that its dry run fills."""
WORDS = {
    ImportState.UPLOADED: "it has not been read yet",
    ImportState.READ: "it has not been checked yet",
    ImportState.CHECKED: "it has been checked, but not applied",
    ImportState.APPLIED: "it has been applied",
    ImportState.UNDONE: "it has been undone",
    ImportState.FAILED: "the file could not be read",
}


def import_locked(actor: Actor, inventory_import: InventoryImport) -> InventoryImport:
    """The import as it is now, locked until the transaction ends. Raises NotAllowed, Conflict import_gone."""
    actor.require(Permission.INVENTORY_IMPORT)
    rows = InventoryImport.objects.select_for_update(of=("self",)).select_related("organization", "source", "job")
    found = rows.filter(pk=inventory_import.pk).first()
    if found is None:
        raise Conflict("import_gone", "This import was deleted meanwhile. Go back to the list of imports.")
    return found


def check_version(inventory_import: InventoryImport, version: int) -> None:
    """Raises Conflict when somebody (or a finished check) changed the import since `version` was shown."""
    if inventory_import.version != version:
        raise Conflict(
            "import_changed",
            "This import has changed since you opened it. Reload it, look at the figures again, then go on.",
            details={"yours": version, "current": inventory_import.version},
        )


def check_free(inventory_import: InventoryImport) -> None:
    """Raises Conflict while background work on the import is under way."""
    if inventory_import.job and inventory_import.job.is_open:
        raise Conflict(
            "import_busy",
            "Work on this import is still under way. Wait until it is finished, or cancel it.",
            details={"job": str(inventory_import.job.pk)},
        )


def check_state(inventory_import: InventoryImport, allowed: Collection[ImportState], code: str, advice: str) -> None:
    """Raises DomainError `code`, which says how things stand and what to do, unless the state is one of `allowed`."""
    if inventory_import.state not in allowed:
        raise DomainError(
            code,
            f"This cannot be done now: {WORDS[ImportState(inventory_import.state)]}. {advice}",
            details={"state": inventory_import.state},
        )


def check_forget(inventory_import: InventoryImport) -> None:
    """The dry run no longer stands: its counts, its plan, what it reported and what it asked are gone; answers stay.

    Needs a transaction. Does not save the import.
    """
    plans_delete_on_commit(inventory_import.stored_name)
    inventory_import.summary, inventory_import.basis, inventory_import.plan_name = {}, {}, ""
    ImportProblem.objects.filter(inventory_import=inventory_import).delete()
    ImportQueueEntry.objects.filter(inventory_import=inventory_import, choice=ImportQueueEntry.Choice.OPEN).delete()


def import_job_start(actor: Actor, inventory_import: InventoryImport, kind: str, message: str, **more: Any) -> Job:
    """Queue background work on an import; the import points to it. Needs the lock."""
    params = {"import": inventory_import.pk, "version": inventory_import.version, **more}
    total = int(inventory_import.found.get("rows") or 0)
    job = job_start(
        actor=actor, kind=kind, key=f"import-{inventory_import.pk}", params=params, message=message, total=total
    )
    inventory_import.job = job
    inventory_import.save(update_fields=["job"])
    return job
