"""Step two of an import: confirm which column is what, by hand or by name."""

from collections.abc import Mapping as Dict
from dataclasses import replace
from typing import Any

from django.db import transaction

from roles.imports.fields import IGNORE, header_key
from roles.imports.mapping import ColumnMap, Mapping, MappingError, bind
from roles.models import ImportState, InventoryImport
from roles.services.imports.places import PlaceOptions
from roles.services.imports.reading import header_from, plain
from roles.services.imports.sources import source_named
from roles.services.imports.states import (
    OF_CHECK,
    check_forget,
    check_free,
    check_state,
    check_version,
    import_locked,
)
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record

MAPPABLE = (ImportState.READ, ImportState.CHECKED, ImportState.UNDONE)


@transaction.atomic
def import_map(
    *,
    actor: Actor,
    inventory_import: InventoryImport,
    version: int,
    mapping: Dict[str, Any],
    source: str | None = None,
) -> InventoryImport:
    """Confirm what the columns are. A dry run made with another mapping is forgotten.

    `mapping`: as Mapping.to_dict gives it, or {"columns": {column name: field}, ...} where what is not said is taken
    from the suggestion; plus new_markets, new_functions ('add' or 'refuse'). `source`: name under which it is
    remembered. Raises MappingError naming what is missing, Conflict when the import changed.
    """
    found = import_locked(actor, inventory_import)
    check_version(found, version)
    check_free(found)
    check_state(found, MAPPABLE, "import_not_mappable", "Upload the file again to import it with another mapping.")
    confirmed = mapping_checked(found, mapping)
    if source is not None:
        found.source = source_named(actor=actor, name=source) if source.strip() else None
    if confirmed != found.mapping or source is not None:
        found.mapping, found.state = confirmed, ImportState.READ
        check_forget(found)
        found.error_code = found.error = ""
        found.version += 1
        changed = ["mapping", "state", *OF_CHECK, "source", "version", "error_code", "error"]
        found.save(update_fields=changed)
        columns = {column["label"]: column["field"] for column in confirmed["columns"]}
        audit_record(actor=actor, action="import.map", target=found, after={"columns": columns})
    return found


def mapping_checked(inventory_import: InventoryImport, given: Dict[str, Any]) -> dict[str, Any]:
    """The mapping as it is stored, bound against the file once. Raises MappingError."""
    mapping = mapping_of(inventory_import.found, given)
    bind(mapping, header_from(inventory_import.found))
    options = PlaceOptions.from_dict(given)
    stored: dict[str, Any] = plain({**mapping.to_dict(), **options.to_dict()})
    return stored


def mapping_of(found: Dict[str, Any], given: Dict[str, Any]) -> Mapping:
    """A full mapping from a full or a by-name one. Raises MappingError."""
    if not isinstance(given, dict) or not isinstance(given.get("columns"), dict | list):
        raise MappingError("mapping_invalid", 'The mapping needs "columns": {column name: field}.', field="mapping")
    if isinstance(given["columns"], list):
        return Mapping.from_dict(given)
    named = {header_key(str(label)): str(field) for label, field in given["columns"].items()}
    suggested = Mapping.from_dict(found["suggested"])
    known = {header_key(column.label) for column in suggested.columns}
    if missing := [label for label in given["columns"] if header_key(str(label)) not in known]:
        shown = ", ".join(f"'{label}'" for label in missing[:10])
        raise MappingError("column_missing", f"The file has no column {shown}. Correct the mapping.", field="mapping")
    columns = tuple(_named_column(column, named.get(header_key(column.label), IGNORE)) for column in suggested.columns)
    base = replace(suggested, columns=columns, shape=_shape(named.values(), suggested)).to_dict()
    more = {key: value for key, value in given.items() if key != "columns"}
    return Mapping.from_dict({**base, **more})


def _shape(fields: Any, suggested: Mapping) -> str:
    shape = Mapping.by_name({f"column {number}": field for number, field in enumerate(fields)}).shape
    return suggested.shape if suggested.group_by and shape == "long" else shape


def _named_column(suggested: ColumnMap, field: str) -> ColumnMap:
    """The suggestion where it agrees (with its options), else the field alone."""
    if suggested.field == field:
        return suggested
    skill = suggested.label if field == "skill_column" else ""
    return ColumnMap(suggested.label, field, skill=skill, samples=suggested.samples)
