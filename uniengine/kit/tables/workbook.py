"""XLSX files: the zip directory is checked here, the sheet is read in a child process with limits (child.py).

A 1.4 KB workbook can make the parser abort its process, and a 2.4 MB one unpacks to 3.4 GB; neither may
reach a web or worker process. The child is started as a plain script, not with multiprocessing, because
Celery's worker children are daemonic and may not fork children of their own.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from uniengine.kit.tables import limits
from uniengine.kit.tables.detect import Opener
from uniengine.kit.tables.table import Row, Table, TableError

_CHILD = Path(__file__).with_name("child.py")
_MB = limits.MB
_INHERITED = ("PATH", "LD_LIBRARY_PATH")  # the child sees no secret
_TRIM = "Delete what is not part of the table (or save the sheet as CSV) and upload it again."


def check_directory(stream: BinaryIO) -> None:
    """Judge the zip by its directory alone, before a single byte is unpacked. Raises TableError."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError, EOFError):
        raise TableError(
            "damaged_workbook", "The workbook is damaged or incomplete. Save it again and upload the new file."
        ) from None
    names = {entry.filename for entry in entries}
    _check_is_xlsx(names)
    if len(entries) > limits.ENTRIES:
        raise _too_heavy(f"it holds {len(entries):,} parts (at most {limits.ENTRIES})")
    for entry in entries:
        _check_entry(entry)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.UNPACKED_BYTES:
        raise _too_heavy(f"it unpacks to {unpacked // _MB:,} MB (at most {limits.UNPACKED_BYTES // _MB})")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in entry.filename:
        raise TableError(
            "unsafe_workbook",
            "The workbook has parts with unsafe names and was not opened. Save the sheet as CSV and upload that.",
        )
    if entry.flag_bits & 0x1:
        raise TableError("encrypted", "The workbook is encrypted. Save a copy without a password and upload that.")
    if entry.file_size > limits.RATIO_FLOOR and entry.file_size > limits.UNPACK_RATIO * max(entry.compress_size, 1):
        raise _too_heavy(f"one part is packed more than {limits.UNPACK_RATIO} to 1")


def _check_is_xlsx(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise TableError("xlsb", "This is a binary workbook (.xlsb). Save it as XLSX or CSV.")
    if "word/document.xml" in names:
        raise TableError(
            "not_a_table_document", "This is a Word document, not a table. Export the data as CSV or XLSX."
        )
    if "content.xml" in names:
        raise TableError("open_document", "This is an OpenDocument file. Save it as XLSX or CSV.")
    if "ppt/presentation.xml" in names:
        raise TableError("not_a_table_document", "This is a presentation, not a table. Export the data as CSV or XLSX.")
    raise TableError(
        "not_a_workbook", "This is a zip file without a workbook in it. Unpack it and upload the CSV or XLSX inside."
    )


def _too_heavy(reason: str) -> TableError:
    return TableError("workbook_too_heavy", f"The workbook was not opened: {reason}. {_TRIM}")


@dataclass(frozen=True)
class SheetRows:
    """The rows the child wrote: sheet row number, then the cells. The file lives as long as this object."""

    output: Any  # the tempfile wrapper; it deletes the file when it goes

    def __iter__(self) -> Iterator[Row]:
        with open(self.output.name, encoding="utf-8", newline="") as lines:
            for number, *cells in csv.reader(lines):
                yield Row(int(number), cells)


def read_workbook(opener: Opener, filename: str, sheet: str = "") -> Table:
    """A Table of one visible sheet: the named one, or else the one with the most values. Raises TableError."""
    with opener() as stream:
        check_directory(stream)
    output = tempfile.NamedTemporaryFile(prefix="uniengine-sheet-", suffix=".csv")  # noqa: SIM115  (kept by SheetRows)
    with _on_disk(opener) as source:
        found = _run_child(source.name, output.name, sheet)
    if "code" in found:
        raise TableError(found["code"], found["message"], line=found.get("line"))
    return Table(
        SheetRows(output),
        filename,
        sheet=found["sheet"],
        sheets=tuple(found["sheets"]),
        warnings=tuple(found["warnings"]),
    )


def _on_disk(opener: Opener) -> Any:
    """The upload as a named file: the stream itself where it has a path, a temporary copy where it does not."""
    stream = opener()
    if isinstance(getattr(stream, "name", None), str) and os.path.exists(stream.name):
        return stream
    copy = tempfile.NamedTemporaryFile(prefix="uniengine-upload-", suffix=".xlsx")  # noqa: SIM115  (closed by the caller)
    with stream:
        while chunk := stream.read(_MB):
            copy.write(chunk)
    copy.flush()
    return copy


def _run_child(source: str, output: str, sheet: str) -> dict[str, Any]:
    task = {
        "source": source,
        "output": output,
        "sheet": sheet,
        "area": limits.SHEET_AREA,
        "columns": limits.COLUMNS,
        "cell_chars": limits.CELL_CHARS,
        "merge_fill": limits.MERGE_FILL,
        "unpacked": limits.UNPACKED_BYTES,
        "memory": limits.CHILD_MEMORY,
        "cpu": limits.CHILD_CPU_SECONDS,
        "output_bytes": limits.CHILD_OUTPUT_BYTES,
    }
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=limits.CHILD_WALL_SECONDS,
            check=False,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise _too_heavy(f"reading it takes more than {limits.CHILD_WALL_SECONDS} seconds") from None
    return _answer(done)


def _answer(done: "subprocess.CompletedProcess[bytes]") -> dict[str, Any]:
    """The child's answer; a child that died or said nothing sensible met a limit or a parser fault."""
    if done.returncode != 0:
        raise _too_heavy("reading it needs more memory or time than allowed, or it is damaged")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
