"""Rows -> CSV or XLSX, as streams, with formula cells neutralised."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from uniengine.kit.tables import limits
from uniengine.kit.tables.cells import neutral
from uniengine.kit.tables.table import TableError

Cells = Sequence[object]
_FLUSH = 64 * 1024
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_EXCEL_CHARS = 32_767


def csv_chunks(rows: Iterable[Cells]) -> Iterator[bytes]:
    """The rows as UTF-8 CSV with byte order mark (so that Excel shows accents), in pieces for a streamed response."""
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([_text(value) for value in row])
        if buffer.tell() > _FLUSH:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def write_csv(rows: Iterable[Cells], out: BinaryIO) -> None:
    """Write the rows to `out`, as csv_chunks does."""
    for chunk in csv_chunks(rows):
        out.write(chunk)


def write_xlsx(rows: Iterable[Cells], out: BinaryIO, sheet: str = "Sheet1") -> None:
    """Write the rows as one sheet. Text is written as text, so leading zeros stay; numbers and dates keep their type.

    Raises TableError when there are more rows than a sheet holds.
    """
    book = Workbook(write_only=True)
    target = book.create_sheet(_sheet_title(sheet))
    for number, row in enumerate(rows, start=1):
        if number > limits.SHEET_ROWS:
            book.save(io.BytesIO())  # openpyxl removes its temporary files when it saves
            raise TableError("too_many_rows", f"A sheet holds {limits.SHEET_ROWS:,} rows. Export as CSV instead.")
        target.append([_typed(target, value) for value in row])
    book.save(out)


def _text(value: object) -> str:
    if value is None:
        return ""
    return neutral(value).replace("\0", "") if isinstance(value, str) else str(value)


def _typed(sheet: Any, value: object) -> object:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=None)
    text = _UNWRITABLE.sub("", neutral(value)).replace("\r\n", "\n").replace("\r", "\n")
    cell.value = text[:_EXCEL_CHARS]
    cell.data_type = "s"
    return cell


def _sheet_title(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "Sheet1"
