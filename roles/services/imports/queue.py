"""Skills the importer cannot place: a person decides, and the answer is remembered for the source."""

from django.db import transaction

from journeys.models import Skill
from roles.models import ImportQueueEntry, ImportState, InventoryImport
from roles.services.imports.check import import_check_start
from roles.services.imports.planning import entry_answer
from roles.services.imports.sources import choices_remember
from roles.services.imports.states import check_free, check_state, import_locked
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.kit.errors import Conflict, DomainError

Choice = ImportQueueEntry.Choice


@transaction.atomic
def queue_entry_settle(
    *, actor: Actor, entry: ImportQueueEntry, choice: str, skill: Skill | None = None
) -> ImportQueueEntry:
    """Answer one question: same (as `skill`), new, leave_out, or open again.

    The dry run is out of date then; once nothing is open, a new one starts by itself.
    """
    found = _locked(actor, entry.inventory_import)
    row = ImportQueueEntry.objects.select_for_update().filter(pk=entry.pk).first()
    if row is None:
        raise Conflict("queue_entry_gone", "A new check has replaced this question. Reload the page.")
    if choice not in Choice.values:
        raise DomainError("choice_unknown", f"Choose one of: {', '.join(Choice.values)}.", field="choice")
    if (choice == Choice.SAME) != (skill is not None):
        raise DomainError("skill_needed", "Choose the skill it is the same as.", field="skill")
    before = {"choice": row.choice, "skill": row.skill_id}
    row.choice, row.skill = choice, skill
    row.save(update_fields=["choice", "skill"])
    _settled(actor, found, [row])
    after = {"choice": choice, "skill": skill.pk if skill else None}
    audit_record(actor=actor, action="import.settle", target=row, label=row.name, before=before, after=after)
    row.inventory_import = found
    return row


@transaction.atomic
def queue_settle_all_new(*, actor: Actor, inventory_import: InventoryImport) -> int:
    """Add every unknown skill as a new one; ambiguous ones stay open. Returns how many were settled."""
    found = _locked(actor, inventory_import)
    rows = list(
        ImportQueueEntry.objects.select_for_update().filter(
            inventory_import=found, choice=Choice.OPEN, reason="unknown"
        )
    )
    for row in rows:
        row.choice = Choice.NEW
    ImportQueueEntry.objects.bulk_update(rows, ["choice"], batch_size=500)
    _settled(actor, found, rows)
    audit_record(actor=actor, action="import.settle_all", target=found, after={"new": len(rows)})
    inventory_import.job = found.job
    return len(rows)


def _locked(actor: Actor, inventory_import: InventoryImport) -> InventoryImport:
    found = import_locked(actor, inventory_import)
    check_free(found)
    check_state(found, (ImportState.CHECKED,), "import_not_settleable", "Check it first.")
    return found


def _settled(actor: Actor, found: InventoryImport, rows: list[ImportQueueEntry]) -> None:
    """Remember the answers, mark the dry run as out of date, and start a new one once nothing is open."""
    if not rows:
        return
    choices_remember(found.source, {row.key: entry_answer(row) for row in rows})
    found.basis = {**found.basis, "settled_since": True}
    found.version += 1
    found.save(update_fields=["basis", "version"])
    if not ImportQueueEntry.objects.filter(inventory_import=found, choice=Choice.OPEN).exists():
        found.job = import_check_start(actor=actor, inventory_import=found)
