"""What a table is to the rest of the product: rows of text with their true place in the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from uniengine.kit.errors import DomainError


class TableError(DomainError):
    """The file cannot be read as a table. `line` is the physical line (sheet row) it was noticed at, or None."""

    def __init__(self, code: str, message: str, *, line: int | None = None) -> None:
        super().__init__(code, message, details={} if line is None else {"line": line})
        self.line = line


class Row(NamedTuple):
    """One record. `line` counts from 1: the line of the file where the record starts, or the row of the sheet.
    `cells` may be shorter than the widest row; blank lines have none or only empty ones."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A file read as a table. `rows` may be iterated again and again, each time from the first row.

    Iterating a text file parses it on the way, so a fault further down (an open quote, too many columns)
    raises TableError then. Empty `sheet` and `sheets` mean a text file, empty `delimiter` a workbook.
    """

    rows: Iterable[Row]
    filename: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def head(self, count: int = 200) -> list[Row]:
        """The first `count` records, blank ones included."""
        return list(islice(self.rows, count))
