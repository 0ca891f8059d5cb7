"""What stands in each column of a file: one pass over all rows."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from roles.imports import scales, shapes
from roles.imports.fields import RATER_WORDS, fields_named, header_key, is_known
from roles.imports.scales import LevelError, Scale
from roles.imports.shapes import Header, left_out_reason, tidy
from uniengine.kit.tables import Row, Table

DISTINCT = 5_000  # distinct values counted per column
MANY_LEVELS = 120  # more different values than this are no levels


@dataclass
class Column:
    """What one column holds: the value counts (blank left out, at most DISTINCT values) and three samples."""

    index: int
    label: str
    parts: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    full: bool = False

    @property
    def values(self) -> list[str]:
        return list(self.counts)

    @property
    def samples(self) -> tuple[str, ...]:
        return tuple(tidy(value)[:80] for value in islice(self.counts, 3))

    def share(self, test: "re.Pattern[str] | Collection[str]") -> float:
        """Share of distinct values that match the pattern or lie in the collection (casefolded)."""
        if not self.counts:
            return 0.0
        hits = sum(
            1
            for value in self.counts
            if (test.search(value) if isinstance(test, re.Pattern) else tidy(value).casefold() in test)
        )
        return hits / len(self.counts)

    @property
    def named(self) -> tuple[tuple[str, ...], float]:
        """The fields its name can mean, likeliest first, and the confidence in the name."""
        joined, last = " ".join(self.parts), self.parts[-1] if self.parts else ""
        found = fields_named(joined)
        if found[0] or (
            len(self.parts) > 1 and header_key(last) in RATER_WORDS and not fields_named(self.parts[-2])[0]
        ):
            return found  # below a skill, 'Manager' says who rated
        return fields_named(last)

    def decoded(self, scale: Scale) -> float:
        """Share of the filled cells the scale can decode."""
        good = 0
        for raw, count in self.counts.items():
            with suppress(LevelError):
                scale.decode(raw)
                good += count
        return good / max(1, self.counts.total())

    @property
    def looks_rated(self) -> float:
        """Share of the filled cells that some scale can decode; 0 for columns with many different values."""
        if len(self.counts) > MANY_LEVELS:
            return 0.0
        return self.decoded(scales.detect(self.counts, self.label))


def header_of(table: Table, line: int = 0) -> Header:
    """The header of a table. Raises LayoutError."""
    return shapes.find_header(table.head(shapes.SEARCHED), is_known, line)


def body(table: Table, header: Header) -> Iterator[Row]:
    """The records below the header."""
    return islice(iter(table.rows), header.skip, None)


def profile(table: Table, header: Header) -> list[Column]:
    """One pass over the whole file: the distinct values of every column, rows that are no data left out."""
    columns = [Column(index, label, header.parts[index]) for index, label in enumerate(header.labels)]
    rows = _data(table, header)
    while chunk := list(islice(rows, 2_000)):
        for column, values in zip(columns, zip_longest(*chunk, fillvalue=""), strict=False):
            if not column.full:
                column.counts.update(values)
                column.full = len(column.counts) > DISTINCT
    for column in columns:
        for blank in [value for value in column.counts if not value or value.isspace()]:
            del column.counts[blank]
    return columns


def _data(table: Table, header: Header) -> Iterator[list[str]]:
    """The cells of rows that are data. What the first cell says is worked out once."""
    reasons: dict[str, str] = {}
    for _, cells in body(table, header):
        first = cells[0] if cells else ""
        reason = reasons.get(first)
        if reason is None:
            reason = left_out_reason(cells, header, 0)
            if first.strip():
                reasons[first] = reason
        if not reason:
            yield cells
