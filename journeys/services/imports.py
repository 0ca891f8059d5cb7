"""A journey out of files: upload, check, change the options and check again, apply once.

Checking and applying run as jobs (journeys.import_check, journeys.journey_import).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from journeys.models import Journey, JourneyImport, JourneyImportState
from journeys.services.editing import gone, named, short_text
from journeys.services.import_check import Checked, SheetFile, journey_sheet_check
from journeys.services.import_files import Upload, file_path, file_store, files_drop
from journeys.services.journeys import fill, journey_name_free, journey_row
from journeys.sheet import MAIN, PARTS, Options, options_of
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.jobs.services import job_start
from uniengine.kit.errors import Conflict, DomainError

CHECK, APPLY = "journeys.import_check", "journeys.journey_import"
State = JourneyImportState


def journey_import_start(
    *,
    actor: Actor,
    name: str,
    files: Mapping[str, Upload],
    segment: str = "",
    options: Mapping[str, Any] | None = None,
) -> JourneyImport:
    """Store the uploads ("main"; "skills" and "stages" where there are any) and start checking them.

    options: see sheet.Options. Raises DomainError name_taken, file_missing, options_invalid, upload_too_large.
    """
    actor.require(Permission.JOURNEY_EDIT)
    chosen, decided = named(name, longest=120), _options(options or {})
    journey_name_free(chosen)
    if MAIN not in files or any(part not in PARTS for part in files):
        raise DomainError("file_missing", "Choose the file with the activities.", field=MAIN)
    stored: dict[str, dict[str, str | int]] = {}
    try:
        for part, upload in files.items():
            stored[part] = file_store(actor.organization, upload)
        return _start(actor, chosen, short_text(segment, "segment", 120), stored, decided)
    except BaseException:
        for file in stored.values():
            file_path(str(file["stored"])).unlink(missing_ok=True)
        raise


@transaction.atomic
def _start(
    actor: Actor, name: str, segment: str, files: dict[str, dict[str, str | int]], options: Options
) -> JourneyImport:
    found = JourneyImport.objects.create(
        organization=actor.organization,
        name=name,
        segment=segment,
        files=files,
        options=options.as_json(),
        created_by=actor.user,
    )
    names = {part: file["name"] for part, file in files.items()}
    audit_record(actor=actor, action="journey_import.upload", target=found, after={"files": names})
    _job(actor, found, CHECK, "Reading the files")
    return found


@transaction.atomic
def journey_import_check_again(
    *,
    actor: Actor,
    journey_import: JourneyImport,
    version: int,
    options: Mapping[str, Any] | None = None,
    name: str | None = None,
    segment: str | None = None,
) -> JourneyImport:
    """Check with other options. Raises Conflict stale_edit or import_busy, DomainError import_applied."""
    found = _locked(actor, journey_import, version)
    if options is not None:
        found.options = _options(options).as_json()
    if name is not None:
        found.name = named(name, longest=120)
        journey_name_free(found.name)
    if segment is not None:
        found.segment = short_text(segment, "segment", 120)
    found.state, found.version = State.CHECKING, found.version + 1
    found.save()
    after = {"name": found.name, "segment": found.segment, "options": found.options}
    audit_record(actor=actor, action="journey_import.check", target=found, after=after)
    _job(actor, found, CHECK, "Reading the files")
    return found


@transaction.atomic
def journey_import_confirm(
    *, actor: Actor, journey_import: JourneyImport, version: int, leave_out_problems: bool = False
) -> JourneyImport:
    """Start creating the journey. With problems only by consent: their rows are then left out.

    Raises DomainError problems_left, import_not_checked, name_taken; Conflict stale_edit or import_busy.
    """
    found = _locked(actor, journey_import, version)
    if found.state not in (State.CHECKED, State.APPLYING):  # applying without an open job: it failed or was cancelled
        raise DomainError("import_not_checked", "Check the files first.")
    if found.problems and not leave_out_problems:
        text = f"{len(found.problems):,} things in the files need work. Correct them, or leave their rows out."
        raise DomainError("problems_left", text, field="leave_out_problems")
    journey_name_free(found.name)
    found.state, found.version = State.APPLYING, found.version + 1
    found.save()
    after = {"name": found.name, "problems_left_out": len(found.problems)}
    audit_record(actor=actor, action="journey_import.apply_start", target=found, after=after)
    _job(actor, found, APPLY, "Creating the journey")
    return found


@transaction.atomic
def journey_import_discard(*, actor: Actor, journey_import: JourneyImport, version: int) -> None:
    """Delete an import that was not applied, with its files."""
    found = _locked(actor, journey_import, version)
    audit_record(actor=actor, action="journey_import.discard", target=found, before={"name": found.name})
    files_drop(found.files)
    found.delete()


def journey_import_look(journey_import: JourneyImport) -> Checked:
    """Read the stored files with the stored options. Writes nothing. Raises DomainError when they cannot be read."""
    files = {
        part: SheetFile(file_path(str(file["stored"])), str(file["name"]))
        for part, file in journey_import.files.items()
    }
    return journey_sheet_check(files, options_of(journey_import.options))


@transaction.atomic
def journey_import_checked(*, journey_import: JourneyImport, checked: Checked | DomainError) -> None:
    """Store the result of a check, or why there is none. Called by the job that did it."""
    found = JourneyImport.objects.select_for_update().get(pk=journey_import.pk)
    if found.state != State.CHECKING:
        return
    if isinstance(checked, DomainError):
        found.state, found.error, found.preview, found.problems = State.FAILED, checked.message, {}, []
    else:
        found.state, found.error, found.preview = State.CHECKED, "", checked.preview
        found.problems = [asdict(problem) for problem in checked.problems]
    found.version += 1
    found.save()


@transaction.atomic
def journey_import_apply(*, actor: Actor, journey_import: JourneyImport, checked: Checked) -> Journey:
    """Create the journey with everything in the checked draft. Called by the job, inside its effect."""
    actor.require(Permission.JOURNEY_EDIT)
    found = JourneyImport.objects.select_for_update().filter(pk=journey_import.pk).first()
    if found is None:
        raise gone(JourneyImport, journey_import.pk)
    if found.state != State.APPLYING:
        raise Conflict("import_applied", "This import has been applied or changed meanwhile. Reload the page.")
    journey = journey_row(actor, found.name, found.segment)
    fill(actor, journey, checked.draft)
    audit_record(actor=actor, action="journey.import", target=journey, after=dict(checked.preview["counts"]))
    files_drop(found.files)
    found.state, found.journey, found.applied_at = State.APPLIED, journey, timezone.now()
    found.version += 1
    found.save()
    return journey


def _locked(actor: Actor, journey_import: JourneyImport, version: int) -> JourneyImport:
    actor.require(Permission.JOURNEY_EDIT)
    found = (
        JourneyImport.objects.select_for_update(of=("self",)).select_related("job").filter(pk=journey_import.pk).first()
    )
    if found is None:
        raise gone(JourneyImport, journey_import.pk)
    if found.state == State.APPLIED:
        raise DomainError("import_applied", "This import is applied already. Upload the files again to use them anew.")
    if found.job is not None and found.job.is_open:
        raise Conflict("import_busy", "The files are being read. Wait until that is done, or cancel it.")
    if found.version != version:
        raise Conflict(
            "stale_edit",
            "Somebody changed this import meanwhile. Reload the page.",
            details={"version": found.version, "theirs": {"options": found.options, "state": found.state}},
        )
    return found


def _job(actor: Actor, found: JourneyImport, kind: str, message: str) -> None:
    job = job_start(actor=actor, kind=kind, key=str(found.pk), params={"import": found.pk}, message=message)
    found.job = job
    JourneyImport.objects.filter(pk=found.pk).update(job=job)


def _options(values: Mapping[str, Any]) -> Options:
    try:
        return options_of(values)
    except ValueError as error:
        field = str(error)
        raise DomainError(
            "options_invalid", f"The option {field} has a value that is not allowed.", field=field
        ) from None
