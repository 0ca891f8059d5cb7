"""What an undo leaves behind in other imports: answers and checks that refer to skills which are about to go."""

from collections.abc import Collection

from django.db.models import Q

from roles.models import ImportQueueEntry, ImportSource, ImportState, InventoryImport
from roles.services.imports.sources import choices_remember
from roles.services.imports.states import OF_CHECK, check_forget
from uniengine.jobs.models import OPEN_STATES

CHECK_OUTDATED = "check_outdated"


def skills_detach(undone: InventoryImport, skills: Collection[int]) -> None:
    """Before the skills go, in the same transaction: nothing points to them any more, and nobody applies a check that
    was made while they were there. Needs the inventory's lock."""
    others = InventoryImport.objects.select_for_update(of=("self",)).exclude(pk=undone.pk)
    rows = list(others.exclude(state=ImportState.APPLIED).select_related("job"))
    entries = ImportQueueEntry.objects.filter(skill__in=skills)
    entries.filter(Q(inventory_import=undone) | Q(inventory_import__state=ImportState.APPLIED)).update(skill=None)
    entries.delete()
    for row in rows:
        _check_again(row, undone)
    _answers_forget(undone, skills)


def _check_again(row: InventoryImport, undone: InventoryImport) -> None:
    """A dry run that compared with what is taken back no longer stands; one at work now must not end."""
    busy = bool(row.job and row.job.state in OPEN_STATES)
    outdated = row.state == ImportState.CHECKED and _was_there(row, undone)
    if outdated:
        check_forget(row)
        row.state, row.error_code = ImportState.READ, CHECK_OUTDATED
        row.error = (
            f"'{undone.file_name[:200]}' was undone after this file was checked, so its figures no longer hold. "
            "Check it again, then import it."
        )
    if outdated or busy:
        row.version += 1
        row.save(update_fields=["state", "error_code", "error", "version", *OF_CHECK])


def _was_there(row: InventoryImport, undone: InventoryImport) -> bool:
    return row.checked_at is None or undone.applied_at is None or row.checked_at >= undone.applied_at


def _answers_forget(undone: InventoryImport, skills: Collection[int]) -> None:
    """A remembered answer is "new" again where the import had made the skill for it; any other is asked anew."""
    new = ImportQueueEntry.objects.filter(inventory_import=undone, choice=ImportQueueEntry.Choice.NEW)
    made = set(new.values_list("key", flat=True))
    for source in ImportSource.objects.all():
        gone = [key for key, choice in source.skill_choices.items() if choice in skills]
        own = made if source.pk == undone.source_id else set()
        choices_remember(source, {key: "new" if key in own else None for key in gone})
