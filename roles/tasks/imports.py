"""Background work of imports: fetch, call the service, commit with the job."""

from typing import Any

from roles.models import InventoryImport
from roles.services.imports.apply import apply_prepare, import_apply
from roles.services.imports.check import check_store, import_check
from roles.services.imports.reading import Choices, file_look
from roles.services.imports.undo import import_undo
from roles.services.imports.upload import import_read
from uniengine.jobs.running import JobRun
from uniengine.jobs.tasks import job_task
from uniengine.kit.errors import DomainError


@job_task("roles.import_read")
def read(run: JobRun) -> None:
    """Look into a large upload."""
    found = _import(run)
    most = max(1, found.size // 60)  # bytes of a row, about; only the bar needs it
    choices = Choices(**run.job.params.get("choices", {}))
    look = file_look(found, choices, lambda rows: run.progress(rows, max(most, rows), "Reading rows"))
    result: dict[str, Any] = {"error": look.error_code}
    with run.effect(result):
        import_read(actor=run.actor, inventory_import=found, look=look, after=run.job.params.get("after", {}))


@job_task("roles.import_check")
def check(run: JobRun) -> None:
    """The dry run."""
    found = _import(run)
    checked = import_check(found, run.progress)
    result: dict[str, Any] = {}
    with checked.kept(), run.effect(result):
        result |= check_store(actor=run.actor, inventory_import=found, checked=checked)


@job_task("roles.import_apply")
def apply(run: JobRun) -> None:
    """Write the plan, once."""
    found = _import(run)
    prepared = apply_prepare(found, run.progress)
    steps = Steps(run, 5)
    result: dict[str, Any] = {}
    with run.effect(result):
        result |= import_apply(actor=run.actor, inventory_import=found, prepared=prepared, step=steps)


@job_task("roles.import_undo")
def undo(run: JobRun) -> None:
    """Take an import back."""
    found = _import(run)
    result: dict[str, Any] = {}
    with run.effect(result):
        result |= import_undo(actor=run.actor, inventory_import=found, step=Steps(run, 4))


class Steps:
    """Tells the job's progress in steps of unequal length, and stops it when somebody cancels."""

    def __init__(self, run: JobRun, total: int) -> None:
        self.run, self.done, self.total = run, 0, total

    def __call__(self, words: str) -> None:
        self.run.progress(self.done, self.total, words)
        self.done = min(self.done + 1, self.total - 1)


def _import(run: JobRun) -> InventoryImport:
    rows = InventoryImport.objects.select_related("organization", "source")
    found = rows.filter(pk=run.job.params["import"]).first()
    if found is None:
        raise DomainError("import_gone", "This import was deleted meanwhile.")
    return found
