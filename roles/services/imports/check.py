"""Step three of an import: the dry run. It stores the plan, every problem and the questions about skills."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from journeys.models import Skill
from roles.imports.skills import QueueEntry
from roles.imports.stored import plan_write
from roles.models import ImportProblem, ImportQueueEntry, ImportState, InventoryImport
from roles.services.imports.bulk import rows_insert
from roles.services.imports.files import plan_path, plans_delete_on_commit, stored_name, stored_path
from roles.services.imports.mapping import mapping_checked
from roles.services.imports.planning import Planned, Told, import_plan, problem_limits
from roles.services.imports.preview import preview_of_plan
from roles.services.imports.sources import mapping_remember
from roles.services.imports.states import check_free, check_state, import_job_start, import_locked
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.jobs.models import Job
from uniengine.kit.errors import Conflict, DomainError

CHECKABLE = (ImportState.READ, ImportState.CHECKED, ImportState.UNDONE)
Choice = ImportQueueEntry.Choice
PROBLEM_COLUMNS = ("kind", "extent", "line", '"column"', "code", "value", "message")


@dataclass(frozen=True)
class Checked:
    """A finished dry run, on disk but not yet in the database. `version`: of the import that was checked."""

    planned: Planned
    plan_name: str
    version: int

    @contextmanager
    def kept(self) -> Iterator[None]:
        """The plan stays on disk if the block ends well: it names people, so nothing may be left of one in vain."""
        try:
            yield
        except BaseException:
            stored_path(self.plan_name).unlink(missing_ok=True)
            raise


@transaction.atomic
def import_check_start(*, actor: Actor, inventory_import: InventoryImport) -> Job:
    """Start the dry run. Without a confirmed mapping the suggested one is taken, if nothing in it is open."""
    found = import_locked(actor, inventory_import)
    check_free(found)
    check_state(found, CHECKABLE, "import_not_checkable", "Upload the file again to check it once more.")
    if not found.mapping:
        found.mapping = suggested_mapping(found)
    found.error_code = found.error = ""
    found.save(update_fields=["mapping", "error_code", "error"])
    job = import_job_start(actor, found, "roles.import_check", "Checking rows")
    audit_record(actor=actor, action="import.check", target=found)
    inventory_import.job = job
    return job


def suggested_mapping(inventory_import: InventoryImport) -> dict[str, Any]:
    """The suggestion as a confirmed mapping. Raises DomainError mapping_questions when somebody has to look."""
    suggested = inventory_import.found["suggested"]
    questions = [] if inventory_import.found.get("remembered") else suggested.get("questions", [])
    if questions:
        raise DomainError(
            "mapping_questions",
            f"The columns need a look before the check: {questions[0]} Confirm the mapping first.",
            details={"questions": questions},
        )
    return mapping_checked(inventory_import, suggested)


def import_check(inventory_import: InventoryImport, told: Told | None = None) -> Checked:
    """The dry run itself: reads everything, writes only the plan's file."""
    planned = import_plan(inventory_import, told)
    preview_of_plan(planned)
    path = plan_path(inventory_import.stored_name)
    plan_write(planned.stored, path)
    return Checked(planned, stored_name(path), inventory_import.version)


def check_store(*, actor: Actor, inventory_import: InventoryImport, checked: Checked) -> dict[str, Any]:
    """Keep a dry run: counts, problems, queue. Needs a transaction. Returns the counts.

    Raises Conflict when the mapping or an answer changed while the check ran.
    """
    found = import_locked(actor, inventory_import)
    if found.version != checked.version or found.state not in CHECKABLE:
        raise Conflict("import_changed", "The mapping was changed while the check ran. Start the check again.")
    planned = checked.planned
    plans_delete_on_commit(found.stored_name, keep=checked.plan_name)
    problems_replace(found, planned)
    queue_replace(found, planned)
    found.state, found.checked_at = ImportState.CHECKED, timezone.now()
    found.summary, found.basis, found.plan_name = planned.summary, planned.basis, checked.plan_name
    found.result, found.errors_left_out = {}, False
    found.error_code = found.error = ""
    found.version += 1
    found.save()
    mapping_remember(found.source, found.mapping)
    return planned.summary


def problems_replace(inventory_import: InventoryImport, planned: Planned) -> None:
    """All problems of the latest dry run, and none of an earlier one."""
    own = ImportProblem.objects.filter(inventory_import=inventory_import)
    own.delete()
    head = (inventory_import.organization_id, inventory_import.pk)
    rows = ((*head, *problem_limits(row)) for row in planned.problems())
    rows_insert("roles_importproblem", ("organization_id", "inventory_import_id", *PROBLEM_COLUMNS), rows)


def queue_replace(inventory_import: InventoryImport, planned: Planned) -> None:
    """Open entries for what the dry run asks, settled ones for what was answered (now or for an earlier file)."""
    own = ImportQueueEntry.objects.filter(inventory_import=inventory_import)
    settled = {entry.key: entry for entry in own.exclude(choice=Choice.OPEN).exclude(choice=Choice.SAME, skill=None)}
    remembered = _remembered(inventory_import)
    entries = [_open_entry(inventory_import, asked) for asked in planned.plan.queue]
    asked = {entry.key for entry in entries}
    for skill in planned.plan._reading.skills:
        if skill.key in asked or not skill.rows or not (skill.key in settled or skill.key in remembered):
            continue
        named = (skill.key, skill.name, skill.code, skill.taxonomy, skill.category, skill.rows, skill.line)
        entry = _open_entry(inventory_import, QueueEntry(*named, reason="", suggestions=()))
        _answer(entry, settled.get(skill.key), remembered.get(skill.key))
        entries.append(entry)
    own.delete()
    ImportQueueEntry.objects.bulk_create(entries, batch_size=2_000)


def _remembered(inventory_import: InventoryImport) -> dict[str, int | str]:
    """Answers of the source, without those whose skill is gone."""
    choices: dict[str, int | str] = inventory_import.source.skill_choices if inventory_import.source else {}
    wanted = {choice for choice in choices.values() if isinstance(choice, int)}
    there = set(Skill.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return {key: choice for key, choice in choices.items() if isinstance(choice, str) or choice in there}


def _answer(entry: ImportQueueEntry, settled: ImportQueueEntry | None, remembered: int | str | None) -> None:
    if settled is not None:
        entry.choice, entry.skill_id = settled.choice, settled.skill_id
        entry.suggestions, entry.reason = settled.suggestions, settled.reason
    elif isinstance(remembered, int):
        entry.choice, entry.skill_id = Choice.SAME, remembered
    else:
        entry.choice = Choice.NEW if remembered == "new" else Choice.LEAVE_OUT


def _open_entry(inventory_import: InventoryImport, asked: QueueEntry) -> ImportQueueEntry:
    return ImportQueueEntry(
        organization=inventory_import.organization,
        inventory_import=inventory_import,
        key=asked.key.replace("\0", "")[:420],
        name=asked.name.replace("\0", "")[:200],
        taxonomy=asked.taxonomy[:80],
        code=asked.code[:120],
        category=asked.category[:200],
        reason=asked.reason,
        line=asked.line,
        ratings=asked.rows,
        suggestions=[
            {"skill": one.pk, "name": one.name, "taxonomy": one.taxonomy, "score": one.score}
            for one in asked.suggestions
        ],
    )
