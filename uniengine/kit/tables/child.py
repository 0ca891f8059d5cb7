"""The process that opens hostile workbooks. Started as a script by workbook.py; imports nothing of ours.

Reads one JSON task from stdin, writes the rows of one sheet to `output` (CSV: sheet row, cells...) and one
JSON answer to stdout: {"sheet", "sheets", "warnings"} or {"code", "message", "line"}. Its memory, processor
time and output are limited by the kernel, so whatever happens in here costs the caller one error message.
"""

import contextlib
import csv
import datetime
import errno
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree  # expat >= 2.4.1 refuses entity bombs; the limits stop anything else

CHUNK = 1 << 20
HEADER_ROWS = 40  # merged cells are filled sideways in the first rows only: further down they are decoration
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell with something in it (empty styled cells close themselves at once), split from its neighbours by '<'.
CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br\s*=\s*["\']([A-Z]{1,4})([0-9]{1,9})["\'][^<>]*(?<!/)>')
PADDED = re.compile(rb'<(?:\w+:)?c\b(?=[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})")(?=[^<>]*?\bs="([0-9]+)")[^<>]*(?<!/)>')


DAMAGED = ("damaged_workbook", "The workbook is damaged or no proper XLSX. Save it again, or save the sheet as CSV.")
TOO_MUCH = ("workbook_too_heavy", "The workbook was not read: it holds too much text. Delete what is not needed in it.")


def refusal(code: str, message: str, line: int | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "line": line}


class Refused(Exception):
    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.answer = refusal(code, message, line)


@dataclass
class Extent:
    """What one pass over the sheet's XML found."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    padded: dict[tuple[int, int], int] = field(default_factory=dict)  # (row, column) -> digits, for formats like 00000


def limit(task: dict[str, Any]) -> None:
    for name, value in (
        (resource.RLIMIT_AS, task["memory"]),
        (resource.RLIMIT_CPU, task["cpu"]),
        (resource.RLIMIT_FSIZE, task["output_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(
            ValueError, OSError
        ):  # a system that lacks one limit still has the others and the clock
            resource.setrlimit(name, (value, value))


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the zip entry that holds it."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): (link.get("Target") or "").lstrip("/") for link in links}
    parts = {}
    for sheet in book.iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(REL), "")
        parts[sheet.get("name") or ""] = target if target.startswith("xl/") else f"xl/{target}"
    return parts


def zero_padded_styles(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Style number -> digits, for cells shown with a format such as 00000: their zeros belong to the value."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    formats = {f.get("numFmtId"): f.get("formatCode") or "" for f in root.iter(f"{MAIN}numFmt")}
    styles = root.find(f"{MAIN}cellXfs")
    widths = {}
    for number, style in enumerate(styles if styles is not None else ()):
        code = formats.get(style.get("numFmtId"), "").strip('"')
        if re.fullmatch("0{2,30}", code):
            widths[str(number).encode()] = len(code)
    return widths


def measure(archive: zipfile.ZipFile, part: str, padded: dict[bytes, int], most: int) -> Extent:
    """Largest row and column that hold something, and how many cells do. Reads the XML as a stream."""
    extent, rest, seen = Extent(), b"", 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            seen += len(chunk)
            if seen > most:
                raise Refused(
                    "workbook_too_heavy",
                    "The workbook was not opened: a sheet unpacks to more than it declares. Save it "
                    "again as XLSX or CSV.",
                )
            text = rest + chunk
            cut = text.rfind(b"<")
            text, rest = (text[:cut], text[cut:]) if 0 <= cut < len(text) else (text, b"")
            count(extent, text, padded)
    count(extent, rest, padded)
    return extent


def count(extent: Extent, text: bytes, padded: dict[bytes, int]) -> None:
    found = CELL.findall(text)
    if not found:
        return
    columns, rows = zip(*found, strict=True)
    extent.cells += len(found)
    extent.rows = max(extent.rows, max(map(int, set(rows))))
    extent.columns = max(extent.columns, max(map(column_number, set(columns))))
    if padded:
        for letters, row, style in PADDED.findall(text):
            if style in padded:
                extent.padded[int(row), column_number(letters)] = padded[style]


def check_extent(extent: Extent, task: dict[str, Any]) -> None:
    if extent.columns > task["columns"]:
        raise Refused(
            "too_many_columns",
            f"The sheet has values as far as column {extent.columns:,}; at most {task['columns']:,} "
            "columns can be read. Delete what is not part of the table and save it again.",
        )
    if extent.rows * extent.columns > task["area"]:
        raise Refused(
            "sheet_too_large",
            f"The sheet's values spread over {extent.rows:,} rows and {extent.columns:,} columns. "
            "Delete stray cells far from the table, or save the sheet as CSV.",
        )


def shown(value: object) -> str:
    """A cell as text: whole numbers without '.0', dates in ISO form, text as it stands."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


Range = tuple[tuple[int, int], tuple[int, int]]


class Merges:
    """Fills merged ranges while rows stream by: sideways and down in the header rows, only down below them."""

    def __init__(self, ranges: list[Range], budget: int) -> None:
        self.waiting = sorted(ranges, reverse=True)
        self.active: list[tuple[Range, str]] = []
        self.budget = budget

    def fill(self, index: int, cells: list[str]) -> None:
        while self.waiting and self.waiting[-1][0][0] <= index:
            merged = self.waiting.pop()
            (top, left), (_, right) = merged
            if left < len(cells) and top == index and (top < HEADER_ROWS or left == right):
                self.active.append((merged, cells[left]))
        if not self.active:
            return
        self.active = [item for item in self.active if item[0][1][0] >= index]
        for ((_, left), (_, right)), value in self.active:
            last = min(right, len(cells) - 1) if index < HEADER_ROWS else left
            self.budget -= last - left + 1
            if self.budget < 0:
                raise Refused(
                    "workbook_too_heavy", "The sheet has too many merged cells. Unmerge them, or save the sheet as CSV."
                )
            cells[left : last + 1] = [value] * (last - left + 1)


def sheet_rows(sheet: Any, extent: Extent, task: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """(sheet row from 1, cells from column A); rows without any value are left out."""
    if sheet.start is None:
        return
    merges = Merges(sheet.merged_cell_ranges or [], task["merge_fill"])
    lead = [""] * sheet.start[1]  # iter_rows starts at row 1 but at the first used column
    for index, values in enumerate(sheet.iter_rows()):
        cells = lead + [shown(value) for value in values]
        if extent.padded:
            pad(cells, index + 1, extent.padded)
        if merges.waiting or merges.active:
            merges.fill(index, cells)
        if not any(cells):
            continue
        if max(map(len, cells)) > task["cell_chars"]:
            raise Refused(
                "cell_too_long",
                f"Row {index + 1} has a cell of more than {task['cell_chars']:,} characters. Shorten "
                "it and save the file again.",
                index + 1,
            )
        yield index + 1, cells


def pad(cells: list[str], row: int, padded: dict[tuple[int, int], int]) -> None:
    for column, text in enumerate(cells, start=1):
        if text.isdigit() and (row, column) in padded:
            cells[column - 1] = text.zfill(padded[row, column])


def chosen_sheet(names: list[str], wanted: str, extents: dict[str, Extent]) -> str:
    if not names:
        raise Refused(
            "no_sheet", "The workbook has no visible sheet. Unhide the sheet with the table and save it again."
        )
    if wanted and wanted not in names:
        raise Refused(
            "sheet_missing", f"The workbook has no visible sheet '{wanted}'. Choose one of: {', '.join(names)}."
        )
    return wanted or max(names, key=lambda name: extents[name].cells)


def read(task: dict[str, Any]) -> dict[str, Any]:
    import python_calamine  # here, so that the limits hold for it

    with zipfile.ZipFile(task["source"]) as archive:
        parts, padded = sheet_parts(archive), zero_padded_styles(archive)
        present = set(archive.namelist())
        book = python_calamine.CalamineWorkbook.from_path(task["source"])
        worksheet, visible = python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetVisibleEnum.Visible
        names = [sheet.name for sheet in book.sheets_metadata if (sheet.typ, sheet.visible) == (worksheet, visible)]
        extents = {
            name: measure(archive, parts[name], padded, task["unpacked"])
            for name in names
            if parts.get(name) in present
        }
    names = [name for name in names if name in extents]
    name = chosen_sheet(names, task["sheet"], extents)
    check_extent(extents[name], task)
    with open(task["output"], "w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output)
        count = 0
        for row, cells in sheet_rows(book.get_sheet_by_name(name), extents[name], task):
            writer.writerow((row, *cells))
            count += 1
    if not count:
        raise Refused("empty", f"The sheet '{name}' is empty. Choose another sheet or export the data again.")
    return {"sheet": name, "sheets": names, "warnings": warnings(names, name, len(book.sheets_metadata))}


def warnings(names: list[str], name: str, total: int) -> list[str]:
    notes = []
    if others := [other for other in names if other != name]:
        notes.append(f"Only the sheet '{name}' was read. Not read: {', '.join(others[:20])}.")
    if hidden := total - len(names):
        notes.append(f"{hidden} hidden sheet{'s were' if hidden > 1 else ' was'} ignored.")
    return notes


def main() -> None:
    task = json.load(sys.stdin)
    limit(task)
    import python_calamine

    damaged = (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        KeyError,
        ValueError,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
    )
    try:
        answer = read(task)
    except Refused as refused:
        answer = refused.answer
    except damaged as fault:
        full = getattr(fault, "errno", 0) == errno.EFBIG
        answer = refusal(*(TOO_MUCH if full else DAMAGED))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
