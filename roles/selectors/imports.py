"""Reading imports: where each stands, what its dry run found, what was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet

from roles.imports.fields import LEVEL_RATERS, SKILL_COLUMN
from roles.imports.scales import Scale, table_of
from roles.imports.stored import preview_read
from roles.models import ImportProblem, ImportQueueEntry, ImportSource, ImportState, InventoryImport
from uniengine.jobs.models import JobState
from uniengine.jobs.selectors import JobView, job_view

AT_WORK = {
    "roles.import_read": ImportState.UPLOADED,
    "roles.import_check": ImportState.CHECKING,
    "roles.import_apply": ImportState.APPLYING,
    "roles.import_undo": ImportState.UNDOING,
}
STOPPED = {
    JobState.FAILED: "",
    JobState.QUARANTINED: "",
    JobState.CANCELLED: "It was cancelled. Nothing was changed.",
}


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import as pages and API show it. `job` is the work under way, or None; `failed_message` says why the last
    work (or reading the file) ended without success, `failed_job` is its number where support is to be told; `stale`:
    answers were given since the check."""

    inventory_import: InventoryImport
    state: ImportState
    job: JobView | None
    may_map: bool
    may_check: bool
    may_apply: bool
    may_undo: bool
    may_discard: bool
    open_queue: int
    errors: int
    stale: bool
    failed_code: str
    failed_message: str
    failed_job: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Errors of one kind in one column."""

    code: str
    column: str
    count: int
    first_line: int
    message: str


def imports_recent() -> QuerySet[InventoryImport]:
    """All imports, the newest first."""
    return InventoryImport.objects.select_related("source", "job__created_by", "created_by").order_by("-pk")


def sources_all() -> QuerySet[ImportSource]:
    return ImportSource.objects.order_by("name")


def import_state(inventory_import: InventoryImport) -> ImportState:
    """Where an import stands, the work under way included. No query if its job is loaded."""
    job, stored = inventory_import.job, ImportState(inventory_import.state)
    return AT_WORK.get(job.kind, stored) if job and job.is_open else stored


def import_view(inventory_import: InventoryImport) -> ImportView:
    """Where an import stands and what may be done. One query for the queue, one more while work is under way."""
    job = inventory_import.job
    busy = bool(job and job.is_open)
    stored = ImportState(inventory_import.state)
    open_queue = queue_of(inventory_import, open_only=True).count() if stored == ImportState.CHECKED else 0
    stale = bool(inventory_import.basis.get("settled_since"))
    code, message = failure_of(inventory_import)
    free = not busy
    return ImportView(
        inventory_import=inventory_import,
        state=import_state(inventory_import),
        job=job_view(job) if job and busy else None,
        may_map=free and stored in (ImportState.READ, ImportState.CHECKED, ImportState.UNDONE),
        may_check=free and stored in (ImportState.READ, ImportState.CHECKED, ImportState.UNDONE),
        may_apply=free and stored == ImportState.CHECKED and not open_queue and not stale,
        may_undo=free and stored == ImportState.APPLIED,
        may_discard=free and stored != ImportState.APPLIED,
        open_queue=open_queue,
        errors=int(inventory_import.summary.get("errors", 0)) if stored != ImportState.UNDONE else 0,
        stale=stale,
        failed_code=code,
        failed_message=message,
        failed_job=job.number if job and code and code.startswith("internal_") else "",
    )


def failure_of(inventory_import: InventoryImport) -> tuple[str, str]:
    """Code and sentence of what went wrong last: reading or mapping the file, or a job. Empty if nothing did."""
    if inventory_import.error_code:
        return inventory_import.error_code, inventory_import.error
    job = inventory_import.job
    if job is None or job.state not in STOPPED:
        return "", ""
    return job.error_code or str(job.state), job.error or STOPPED[JobState(job.state)]


def problems_of(inventory_import: InventoryImport, *, kind: str = "error", code: str = "") -> QuerySet[ImportProblem]:
    """What the dry run reports, in order of lines. `kind`: error, note, left_out, or empty for all."""
    rows = ImportProblem.objects.filter(inventory_import=inventory_import).order_by("line", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(code=code) if code else rows


def problem_causes(inventory_import: InventoryImport, *, kind: str = "error") -> list[Cause]:
    """Errors by cause and column, the most frequent first."""
    groups = (
        problems_of(inventory_import, kind=kind)
        .order_by()
        .values("code", "column")
        .annotate(count=Count("pk"), first_line=Min("line"), first=Min("pk"))
        .order_by("-count", "code", "column")
    )
    rows = list(groups[:500])
    first = [row["first"] for row in rows]
    messages = dict(ImportProblem.objects.filter(pk__in=first).values_list("pk", "message"))
    return [
        Cause(row["code"], row["column"], row["count"], row["first_line"], messages.get(row["first"], ""))
        for row in rows
    ]


PROBLEM_HEADINGS = ("line", "column", "kind", "left out", "code", "value", "message")


def problem_lines(inventory_import: InventoryImport) -> Iterator[list[object]]:
    """Every error, note and row without data as rows of a table, headings first."""
    yield list(PROBLEM_HEADINGS)
    rows = problems_of(inventory_import, kind="").values_list(
        "line", "column", "kind", "extent", "code", "value", "message"
    )
    for row in rows.iterator(5_000):
        yield list(row)


def queue_of(inventory_import: InventoryImport, *, open_only: bool = False) -> QuerySet[ImportQueueEntry]:
    """Skills of the file that were or are in question, those with the most ratings first."""
    rows = ImportQueueEntry.objects.filter(inventory_import=inventory_import).select_related("skill")
    if open_only:
        rows = rows.filter(choice=ImportQueueEntry.Choice.OPEN)
    return rows.order_by("-ratings", "name", "pk")


PREVIEW_KINDS = ("people_new", "people_changed", "ratings_changed", "skills_new", "markets_new", "functions_new")


def preview_of(inventory_import: InventoryImport) -> dict[str, Any]:
    """The first changes of each kind (see services.imports.preview); empty lists when the plan is no longer stored."""
    path = Path(settings.MEDIA_ROOT) / inventory_import.plan_name
    found = preview_read(path) if inventory_import.plan_name and path.is_file() else {}
    return {kind: found.get(kind, []) for kind in PREVIEW_KINDS}


def levels_preview(
    inventory_import: InventoryImport, scale: Mapping[str, Any], label: str = ""
) -> list[tuple[str, int | None, str]]:
    """Each distinct raw level of the file (or of one column), its level with `scale` (Scale.to_dict), what is wrong.

    Raises ValueError for a scale there is not.
    """
    fields = {
        column["label"]: column["field"]
        for column in (inventory_import.mapping or suggested(inventory_import))["columns"]
    }
    levels = {name for name, key in fields.items() if key in LEVEL_RATERS or key == SKILL_COLUMN}
    values: dict[str, None] = {}
    for column in inventory_import.found.get("columns", []):
        if column["label"] == label or (not label and column["label"] in levels):
            values |= dict.fromkeys(raw for raw, _ in column["values"])
    return table_of(Scale.from_dict(scale), values)


def suggested(inventory_import: InventoryImport) -> dict[str, Any]:
    found: dict[str, Any] = inventory_import.found.get("suggested", {"columns": []})
    return found
