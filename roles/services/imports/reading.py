"""What is in an uploaded file: encoding, sheets, columns, samples, and the mapping it suggests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from roles.imports.columns import suggest_mapping
from roles.imports.fields import LEVEL_RATERS, SKILL_COLUMN
from roles.imports.mapping import Mapping
from roles.imports.profile import Column, header_of, profile
from roles.imports.reading import TOLD_EVERY, Progress
from roles.imports.scales import table_of
from roles.imports.shapes import Header, LayoutError, letters
from roles.models import ImportState, InventoryImport
from roles.services.imports.files import stored_path
from roles.services.imports.states import check_forget
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError
from uniengine.kit.tables import Row, Table, TableError, read_table

VALUES_SHOWN = 60  # a column with more distinct values than this is neither a level nor a rater
TEXT_SHOWN = 200


@dataclass(frozen=True)
class Choices:
    """How to open the file where the admin chose something else than was detected."""

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0


@dataclass
class Counted:
    """Rows that know how many there are, once they have been passed to the end; `progress` hears of them."""

    rows: Iterable[Row]
    progress: Progress | None = None
    count: int = 0

    def __iter__(self) -> Iterator[Row]:
        number = 0
        for number, row in enumerate(self.rows, start=1):
            yield row
            if self.progress and not number % TOLD_EVERY:
                self.progress(number)
        self.count = number


def table_open(inventory_import: InventoryImport, choices: Choices | None = None) -> Table:
    """The stored file as a table, opened as it was when it was read. Raises TableError."""
    found = inventory_import.found
    chosen = choices or Choices(found.get("sheet", ""), found.get("encoding", ""), found.get("delimiter", ""))
    path = stored_path(inventory_import.stored_name)
    if not path.exists():
        raise TableError("file_gone", "The uploaded file is no longer stored. Upload it again.")
    return read_table(
        path,
        inventory_import.file_name,
        encoding=chosen.encoding,
        delimiter=chosen.delimiter,
        sheet=chosen.sheet,
    )


@dataclass(frozen=True)
class Look:
    """What a look into the file brought: `found`, or the error it ended with."""

    found: dict[str, Any]
    error_code: str = ""
    error: str = ""

    def put(self, inventory_import: InventoryImport) -> None:
        """Set the import's fields; a new look forgets mapping, dry run and plan. Does not save the import."""
        inventory_import.state = ImportState.FAILED if self.error_code else ImportState.READ
        inventory_import.found, inventory_import.mapping = self.found, {}
        inventory_import.error_code, inventory_import.error = self.error_code, self.error
        check_forget(inventory_import)


def file_look(inventory_import: InventoryImport, choices: Choices, progress: Progress | None = None) -> Look:
    """Look into the stored file; a file that cannot be read gives a Look with the error. `progress`: rows seen."""
    try:
        return Look(found_in(inventory_import, choices, progress))
    except DomainError as error:
        return Look({}, error.code, error.message[:1000])


def found_in(inventory_import: InventoryImport, choices: Choices, progress: Progress | None = None) -> dict[str, Any]:
    """What the map page shows. Raises TableError or LayoutError when there is no table in the file."""
    opened = table_open(inventory_import, choices)
    counted = Counted(opened.rows, progress)
    table = replace(opened, rows=counted)
    remembered = remembered_mapping(inventory_import)
    header = header_of(table, choices.header_line or (remembered.header_line if remembered else 0))
    columns = profile(table, header)
    if not any(column.counts for column in columns):
        raise LayoutError(
            "no_rows",
            "There are no rows below the column names. Export the file again and check that it holds data.",
        )
    markets = Market.objects.values_list("name", flat=True)
    suggested = suggest_mapping(
        table, remembered, known_markets=list(markets), header_line=choices.header_line, columns=columns
    )
    found: dict[str, Any] = plain(
        {
            "encoding": opened.encoding,
            "delimiter": opened.delimiter,
            "sheet": opened.sheet,
            "sheets": list(opened.sheets),
            "warnings": list(opened.warnings),
            "rows": max(0, counted.count - header.skip),
            **header_dict(header),
            "columns": [column_dict(column) for column in columns],
            "levels": levels_of(suggested, columns),
            "suggested": {**suggested.to_dict(), **decisions_of(inventory_import)},
            "remembered": remembered is not None,
        }
    )
    return found


def remembered_mapping(inventory_import: InventoryImport) -> Mapping | None:
    """The source's last mapping that passed a check."""
    source = inventory_import.source
    return Mapping.from_dict(source.mapping) if source and source.mapping else None


def decisions_of(inventory_import: InventoryImport) -> dict[str, str]:
    """What was decided for the source last time about skills and places that nobody knows yet."""
    source = inventory_import.source
    last = source.mapping if source else {}
    return {name: last[name] for name in ("new_skills", "new_markets", "new_functions") if name in last}


def levels_of(mapping: Mapping, columns: Iterable[Column]) -> dict[str, Any]:
    """Column name -> [raw value, level or null, what is wrong] for the columns of levels, at most VALUES_SHOWN each."""
    counts = {column.label: column.counts for column in columns}
    levels = {}
    for column in mapping.columns:
        if column.field in LEVEL_RATERS or column.field == SKILL_COLUMN:
            scale = mapping.column_scales.get(column.label, mapping.scale)
            values = [raw for raw, _ in counts[column.label].most_common(VALUES_SHOWN)]
            levels[column.label] = [list(row) for row in table_of(scale, values)]
    return levels


def header_dict(header: Header) -> dict[str, Any]:
    return {
        "header_lines": list(header.lines),
        "labels": list(header.labels),
        "parts": [list(parts) for parts in header.parts],
        "skip": header.skip,
        "preamble": list(header.preamble)[:20],
    }


def header_from(found: dict[str, Any]) -> Header:
    """The header as it was read, without opening the file."""
    parts = tuple(tuple(column) for column in found["parts"])
    lines, labels = tuple(found["header_lines"]), tuple(found["labels"])
    return Header(lines, labels, parts, found["skip"], tuple(found["preamble"]))


def column_dict(column: Column) -> dict[str, Any]:
    few = column.counts.most_common() if len(column.counts) <= VALUES_SHOWN else []
    return {
        "index": column.index,
        "letters": letters(column.index),
        "label": column.label,
        "samples": list(column.samples),
        "distinct": len(column.counts),
        "full": column.full,
        "values": [[raw[:TEXT_SHOWN], count] for raw, count in few],
    }


def plain(value: Any) -> Any:
    """The same without zero characters, which PostgreSQL cannot store."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value
