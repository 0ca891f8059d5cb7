"""Tables: CSV and XLSX bytes -> rows, rows -> CSV and XLSX. Knows no model and no page."""

import os
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from uniengine.kit.tables import limits
from uniengine.kit.tables.cells import neutral, restored
from uniengine.kit.tables.delimited import read_delimited
from uniengine.kit.tables.detect import is_workbook
from uniengine.kit.tables.export import csv_chunks, write_csv, write_xlsx
from uniengine.kit.tables.table import Row, Table, TableError
from uniengine.kit.tables.workbook import read_workbook

__all__ = ["Row", "Table", "TableError", "csv_chunks", "neutral", "read_table", "restored", "write_csv", "write_xlsx"]


def read_table(
    data: bytes | str | Path, filename: str, *, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> Table:
    """Read an upload (its bytes, or the path of a stored file) as a table.

    What it is follows from the content; `filename` is kept for messages only. Encoding, delimiter and sheet
    are found unless given. Raises TableError, whose message says what to do. Text files are parsed while
    `rows` is iterated; workbooks are parsed here, in a child process with limits.
    """
    size = len(data) if isinstance(data, bytes) else os.path.getsize(data)

    def opener() -> BinaryIO:
        return BytesIO(data) if isinstance(data, bytes) else open(data, "rb")

    with opener() as stream:
        workbook = is_workbook(stream.read(limits.SAMPLE_BYTES))
    most = limits.WORKBOOK_BYTES if workbook else limits.DELIMITED_BYTES
    if size > most:
        raise TableError(
            "file_too_large",
            f"The file has {size // limits.MB:,} MB; at most {most // limits.MB:,} MB can be read. "
            "Split it and upload the parts.",
        )
    if workbook:
        return read_workbook(opener, filename, sheet)
    return read_delimited(opener, filename, encoding, delimiter)
