"""The list of imports: what each brought in, how it stands, who took it back, and what is next."""

from dataclasses import dataclass
from datetime import datetime

from roles.models import ImportState, InventoryImport
from roles.selectors import imports as select
from roles.selectors.import_counts import Counts, counts_of, result_of
from roles.services.imports.detaching import CHECK_OUTDATED
from roles.views.import_words import changes, plural

NEXT = {
    ImportState.READ: "Match the columns",
    ImportState.CHECKED: "Look at the check",
    ImportState.APPLIED: "See the result",
    ImportState.UNDONE: "Check it again",
    ImportState.FAILED: "See why",
}


@dataclass(frozen=True, slots=True)
class ListedImport:
    """One import as a row of the list. `at`, `by`: when and by whom it was undone, or when it was applied."""

    row: InventoryImport
    state: ImportState
    rows: str
    brought: str
    at: datetime | None
    by: str
    action: str


def listed(row: InventoryImport) -> ListedImport:
    """No query if job, its starter and source are loaded."""
    state = select.import_state(row)
    rows = int(row.found.get("rows") or 0)
    in_file = plural(rows, "row") if rows else ""
    at = {ImportState.APPLIED: row.applied_at, ImportState.UNDONE: row.undone_at}.get(state)
    outdated = row.error_code == CHECK_OUTDATED
    action = "Check it again" if outdated else NEXT.get(state, "See how far it is")
    return ListedImport(row, state, in_file, brought(row, state), at, undone_by(row), action)


def brought(row: InventoryImport, state: ImportState) -> str:
    """What was imported, or would be."""
    if state in (ImportState.APPLIED, ImportState.UNDONE):
        counts = result_of(row)
        return amount(counts) if counts and changes(counts) else "Nothing had to change"
    if state == ImportState.CHECKED:
        counts = counts_of(row)
        return f"{amount(counts)} to import" if changes(counts) else "Nothing to import"
    return ""


def amount(counts: Counts) -> str:
    ratings = counts.ratings.create + counts.ratings.update
    people = counts.people.create + counts.people.update
    parts = [plural(ratings, "rating")] if ratings else []
    parts += [plural(people, "person", "people")] if people else []
    return ", ".join(parts) or plural(counts.skills.create + counts.skills.update, "skill")


def undone_by(row: InventoryImport) -> str:
    """Who took it back, as long as no other work on the import came after."""
    job = row.job
    if row.state != ImportState.UNDONE or job is None or job.kind != "roles.import_undo" or job.created_by is None:
        return ""
    return str(job.created_by.display_name)
