"""CSV, TSV, semicolon and pipe files: bytes -> rows with their true line numbers, read as a stream."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from typing import Any, TextIO

from uniengine.kit.tables import detect, limits
from uniengine.kit.tables.detect import Opener
from uniengine.kit.tables.table import Row, Table, TableError

csv.field_size_limit(limits.CELL_CHARS)  # one limit for the process: the csv module has no other place for it
_END = ["\0"]  # a record no file can hold, as files with zero bytes are refused


@dataclass(frozen=True)
class DelimitedRows:
    """The records of a text file, parsed anew at each iteration; memory stays at one record."""

    opener: Opener
    encoding: str
    delimiter: str
    skip: int = 0  # records to leave out at the start (`sep=;`)

    def __iter__(self) -> Iterator[Row]:
        with TextIOWrapper(self.opener(), self.encoding, newline="") as text:
            reader = csv.reader(_lines(text), delimiter=self.delimiter)
            rows = _records(reader, 1)
            for _ in range(self.skip):
                next(rows, None)
            yield from rows


def _lines(text: TextIO) -> Iterator[str]:
    read = partial(text.readline, limits.LINE_CHARS)
    for number, line in enumerate(iter(read, ""), start=1):
        if len(line) >= limits.LINE_CHARS:
            raise TableError(
                "line_too_long",
                f"Line {number} is longer than {limits.LINE_CHARS:,} characters. Check that the file "
                "is a table with line breaks.",
                line=number,
            )
        yield line
    yield _END[0]
    raise _OpenQuoteError  # the csv reader asks for more only when a quote swallowed the end


class _OpenQuoteError(Exception):
    pass


def _records(reader: Any, start: int) -> Iterator[Row]:
    columns, most, count = limits.COLUMNS, limits.DELIMITED_ROWS, 0
    row = partial(tuple.__new__, Row)  # as Row(...), in half the time
    try:
        for cells in reader:
            if len(cells) > columns:
                raise too_many_columns(start)
            if cells == _END:
                return
            count += 1
            if count > most:
                raise TableError(
                    "too_many_rows", f"The file has more than {most:,} rows. Split it and upload the parts.", line=start
                )
            yield row((start, cells))
            start = reader.line_num + 1
    except _OpenQuoteError:
        raise _open_quote(start) from None
    except csv.Error as fault:
        raise _open_quote_or_long_cell(start, fault) from None
    except UnicodeError:
        raise TableError(
            "encoding_damaged",
            f"After line {start} a character cannot be read. Save the file as CSV UTF-8.",
            line=start,
        ) from None


def too_many_columns(line: int) -> TableError:
    return TableError(
        "too_many_columns",
        f"Row {line} has more than {limits.COLUMNS:,} columns. Remove the columns you do not need and "
        "upload the file again.",
        line=line,
    )


def _open_quote(line: int) -> TableError:
    return TableError(
        "open_quote",
        f'A quotation mark (") opened in the record at line {line} is never closed. Correct it and '
        "upload the file again.",
        line=line,
    )


def _open_quote_or_long_cell(line: int, fault: csv.Error) -> TableError:
    if "field limit" in str(fault):
        return TableError(
            "cell_too_long",
            f"The record at line {line} has a cell of more than {limits.CELL_CHARS:,} characters. "
            'Usually a quotation mark (") is not closed there.',
            line=line,
        )
    return TableError(
        "malformed",
        f"The record at line {line} cannot be read ({fault}). Correct it and upload the file again.",
        line=line,
    )


def read_delimited(opener: Opener, filename: str, encoding: str = "", delimiter: str = "") -> Table:
    """A Table over the text file behind `opener`. Raises TableError; parses only the start of the file."""
    chosen = encoding or detect.encoding_of(opener)
    sample = _sample(opener, chosen)
    if not sample.strip("\ufeff \t\r\n,;|"):
        raise TableError("empty", "The file has no text in it. Export it again and check that it has rows.")
    declared = detect.declared_delimiter(sample)
    chosen_delimiter = delimiter or declared or detect.delimiter_of(sample)
    rows = DelimitedRows(opener, chosen, chosen_delimiter, skip=1 if declared else 0)
    table = Table(rows, filename, encoding=chosen, delimiter=chosen_delimiter, warnings=_warnings(chosen))
    table.head()  # the faults most people meet show at once
    return table


def _sample(opener: Opener, encoding: str) -> str:
    """The first lines; a last line that may be cut is left out. Raises TableError for a wrong chosen encoding."""
    with opener() as stream:
        raw = stream.read(limits.SAMPLE_BYTES)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(raw)
    except (UnicodeError, LookupError):
        raise TableError("encoding_wrong", f"The file cannot be read as {encoding}. Choose another encoding.") from None
    whole = len(raw) < limits.SAMPLE_BYTES
    return text if whole else text[: text.rfind("\n") + 1] or text


def _warnings(encoding: str) -> tuple[str, ...]:
    if encoding != "cp1252":
        return ()
    return ("The file is not in UTF-8; it was read as Windows-1252. Check names with accents in the preview.",)
