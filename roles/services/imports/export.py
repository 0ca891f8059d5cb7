"""The inventory as a file in the import format: importing it again changes nothing."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from roles.imports.fields import EXPORT_COLUMNS
from roles.models import Person, SkillLevel
from roles.services.imports.existing import RATER_NAMES
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.downloads import CSV, XLSX
from uniengine.kit.errors import DomainError
from uniengine.kit.tables import csv_chunks, write_xlsx

CHUNK = 5_000
PIECE = 64 * 1024
_PERSON = (
    "employee_id",
    "name",
    "email",
    "title",
    "function__name",
    "department",
    "market__name",
    "location",
    "manager__employee_id",
    "manager__email",
    "mfte",
    "started_on",
)
_RATING = ("skill__name", "skill__code", "skill__taxonomy", "skill__category", "rater", "level", "assessed_on")
_FTE = _PERSON.index("mfte")
_RATER = _RATING.index("rater")
TYPES = {"csv": CSV, "xlsx": XLSX}


@dataclass(frozen=True)
class Export:
    """A file to send. `chunks` are read from the database as they are sent."""

    file_name: str
    content_type: str
    chunks: Iterator[bytes]


def inventory_export(*, actor: Actor, format: str = "csv") -> Export:
    """All people with all their ratings. Logged as a read of named people.

    Raises DomainError format_unknown; TableError while it is read, when a sheet cannot hold all rows.
    """
    actor.require(Permission.INVENTORY_IMPORT)
    if format not in TYPES:
        raise DomainError("format_unknown", f"There is no format '{format[:20]}'. Choose csv or xlsx.", field="format")
    with transaction.atomic():
        audit_record(actor=actor, action="read.inventory_export", object_type="roles.person", label=format)
    # The querysets are built here, while the scope is active; they are run while the file is sent.
    rows = inventory_rows()
    chunks = csv_chunks(rows) if format == "csv" else xlsx_chunks(rows)
    name = f"{actor.organization.slug}-skills-{timezone.localdate():%Y-%m-%d}.{format}"
    return Export(name, TYPES[format], chunks)


def inventory_rows() -> Iterator[list[object]]:
    """Headings, then one row per rating, then one per person without any; by person, skill and rater."""
    people = [f"person__{name}" for name in _PERSON]
    ratings = SkillLevel.objects.order_by("person_id", "skill_id", "rater").values_list(*people, *_RATING)
    unrated = Person.objects.filter(ratings__isnull=True).order_by("pk").values_list(*_PERSON)
    return _rows(ratings, unrated)


def _rows(ratings: Any, unrated: Any) -> Iterator[list[object]]:
    yield [heading for _, heading in EXPORT_COLUMNS]
    for row in ratings.iterator(CHUNK):
        cells = _shown(row)
        cells[len(_PERSON) + _RATER] = RATER_NAMES[row[len(_PERSON) + _RATER]]
        yield cells
    blank = [""] * len(_RATING)
    for row in unrated.iterator(CHUNK):
        yield [*_shown(row), *blank]


def _shown(row: tuple[Any, ...]) -> list[object]:
    cells: list[object] = ["" if value is None else value for value in row]
    cells[_FTE] = row[_FTE] / 1000
    return cells


def xlsx_chunks(rows: Iterator[list[object]]) -> Iterator[bytes]:
    """The rows as a workbook, written to a temporary file first."""
    with tempfile.TemporaryFile() as out:
        write_xlsx(rows, out, "Skills")
        out.seek(0)
        while piece := out.read(PIECE):
            yield piece
