"""Step one of an import: take the file and look into it. Reading can take a while: it is never inside a transaction."""

from typing import Any

from django.db import transaction

from roles.models import ImportSource, ImportState, InventoryImport
from roles.services.imports.check import import_check_start
from roles.services.imports.files import (
    Readable,
    file_store,
    shown_name,
    stored_name,
    stored_path,
    upload_delete_on_commit,
)
from roles.services.imports.mapping import import_map
from roles.services.imports.reading import Choices, Look, file_look
from roles.services.imports.sources import source_named
from roles.services.imports.states import (
    check_forget,
    check_free,
    check_state,
    check_version,
    import_job_start,
    import_locked,
)
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError

AT_ONCE_TEXT = 8 * 1024 * 1024  # larger files are read in the background
AT_ONCE_WORKBOOK = 512 * 1024
READABLE = (ImportState.UPLOADED, ImportState.READ, ImportState.CHECKED, ImportState.FAILED)


def import_upload(
    *,
    actor: Actor,
    file: Readable,
    name: str,
    source: str = "",
    mapping: dict[str, Any] | None = None,
    check: bool = False,
) -> InventoryImport:
    """Store an upload and read what is in it; with `mapping` also map it, with `check` also start the dry run.

    Small files are READ (or FAILED, with the reason) when this returns; large ones are UPLOADED with a job under
    way. The name is a label only. Raises TooLarge; a file that cannot be read, or a mapping that does not fit it,
    is no error here: the import says so.
    """
    actor.require(Permission.INVENTORY_IMPORT)
    system: ImportSource | None = source_named(actor=actor, name=source) if source.strip() else None
    path, size, digest = file_store(actor.organization, file)
    made = InventoryImport(
        organization=actor.organization,
        source=system,
        file_name=shown_name(name),
        stored_name=stored_name(path),
        size=size,
        sha256=digest,
        created_by=actor.user,
    )
    try:
        look = file_look(made, Choices()) if _is_small(made) else None
        with transaction.atomic():
            made.save()
            audit_record(actor=actor, action="import.upload", target=made, after={"size": size, "sha256": digest})
            _keep(actor, made, look, Choices(), {"mapping": mapping, "check": check})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return made


def import_read_again(
    *,
    actor: Actor,
    inventory_import: InventoryImport,
    version: int,
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    header_line: int = 0,
) -> InventoryImport:
    """Look into the file again with another sheet, encoding, delimiter or header line; empty means: find out."""
    choices = Choices(sheet, encoding, delimiter, header_line)
    actor.require(Permission.INVENTORY_IMPORT)
    look = file_look(inventory_import, choices) if _is_small(inventory_import) else None
    with transaction.atomic():
        found = import_locked(actor, inventory_import)
        check_version(found, version)
        check_free(found)
        check_state(found, READABLE, "import_is_applied", "Upload the file again to import it once more.")
        found.version += 1
        _keep(actor, found, look, choices, {})
    return found


@transaction.atomic
def import_read(
    *, actor: Actor, inventory_import: InventoryImport, look: Look, after: dict[str, Any]
) -> InventoryImport:
    """Keep what the background reading of a large upload found, and go on as was asked for at the upload.

    Raises Conflict when the import changed while it was read.
    """
    found = import_locked(actor, inventory_import)
    check_version(found, inventory_import.version)
    found.version += 1
    look.put(found)
    found.job = None
    found.save()
    _go_on(actor, found, after)
    return found


@transaction.atomic
def import_discard(*, actor: Actor, inventory_import: InventoryImport, version: int) -> None:
    """Delete an import that changed nothing (never applied, or undone), with its file."""
    found = import_locked(actor, inventory_import)
    check_version(found, version)
    check_free(found)
    check_state(found, (*READABLE, ImportState.UNDONE), "import_is_applied", "Undo it first, then it can be deleted.")
    audit_record(actor=actor, action="import.discard", target=found, before={"state": found.state})
    upload_delete_on_commit(found.stored_name)
    found.delete()


def _keep(actor: Actor, made: InventoryImport, look: Look | None, choices: Choices, after: dict[str, Any]) -> None:
    if look is not None:
        look.put(made)
        made.save()
        _go_on(actor, made, after)
        return
    made.state, made.found, made.mapping = ImportState.UPLOADED, {}, {}
    made.error_code = made.error = ""
    check_forget(made)
    made.save()
    more: dict[str, Any] = {"choices": vars(choices), "after": after}
    import_job_start(actor, made, "roles.import_read", "Reading the file", **more)


def _go_on(actor: Actor, made: InventoryImport, after: dict[str, Any]) -> None:
    """Map and check as asked for at the upload. What does not work is noted on the import, which stays READ."""
    if made.state != ImportState.READ:
        return
    try:
        with transaction.atomic():
            mapped = made
            if after.get("mapping") is not None:
                mapped = import_map(actor=actor, inventory_import=made, version=made.version, mapping=after["mapping"])
            if after.get("check"):
                import_check_start(actor=actor, inventory_import=mapped)
    except DomainError as error:
        made.error_code, made.error = error.code, error.message[:1000]
        made.save(update_fields=["error_code", "error"])
        return
    made.refresh_from_db()


def _is_small(made: InventoryImport) -> bool:
    path = stored_path(made.stored_name)
    if not path.exists():
        return True  # reading it will say so
    with open(path, "rb") as stream:
        workbook = stream.read(2) == b"PK"
    return made.size <= (AT_ONCE_WORKBOOK if workbook else AT_ONCE_TEXT)
