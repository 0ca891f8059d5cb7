"""Background work of this app."""

from __future__ import annotations

from typing import Any

from journeys.models import JourneyImport
from journeys.services.imports import (
    APPLY,
    CHECK,
    journey_import_apply,
    journey_import_checked,
    journey_import_look,
)
from uniengine.jobs.running import JobRun
from uniengine.jobs.tasks import job_task
from uniengine.kit.errors import DomainError


def _import_of(run: JobRun) -> JourneyImport:
    found = JourneyImport.objects.filter(pk=run.job.params["import"]).first()
    if found is None:
        raise DomainError("gone", "This import was discarded meanwhile.")
    return found


@job_task(CHECK)
def import_check(run: JobRun) -> None:
    """Read the files and store what they hold; files that cannot be read are a result too."""
    found = _import_of(run)
    run.progress(0, 1, "Reading the files")
    result: dict[str, Any] = {"import": found.pk}
    try:
        checked = journey_import_look(found)
    except DomainError as error:
        with run.effect(result | {"error": error.code}):
            journey_import_checked(journey_import=found, checked=error)
        return
    run.progress(1, 1, "Storing the preview")
    with run.effect(result | {"problems": len(checked.problems)}):
        journey_import_checked(journey_import=found, checked=checked)


@job_task(APPLY)
def journey_import(run: JobRun) -> None:
    """Read the files again and create the journey, all in one transaction."""
    found = _import_of(run)
    run.progress(0, 2, "Reading the files")
    checked = journey_import_look(found)
    run.progress(1, 2, "Creating the journey")
    result: dict[str, Any] = {"import": found.pk}
    with run.effect(lambda: result):
        journey = journey_import_apply(actor=run.actor, journey_import=found, checked=checked)
        result["journey"] = journey.pk
