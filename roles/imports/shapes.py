"""Where the table is inside the rows: preamble, header (one row or several), body, totals, notes.

Pure text work: whether a cell is a header name this import knows is asked of `known`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from uniengine.kit.errors import DomainError

SEARCHED = 60  # records in which the header is looked for
HEADER_ROWS = 4
Known = Callable[[str], bool]
Record = tuple[int, list[str]]

_NUMERIC = re.compile(r"[\s\d.,:/%+\-]+|\d{4}-\d\d-\d\d.*|n/a", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:(?:grand|overall)\s+)?(?:sub-?)?(?:totals?|sum|averages?|avg\.?|mean|count|median|gesamt(?:summe)?|summe|durchschnitt|totaal|totale|suma|somme|moyenne|promedio)"
    r"(?:\s+(?:rows?|records?|number|count|people|employees|score))?\s*[:=]?\s*[\d.,]*",
    re.IGNORECASE,
)


class LayoutError(DomainError):
    """The table cannot be found in the file, or the mapping does not fit it. The message says what to do."""


@dataclass(frozen=True)
class Header:
    """The header of the table. `labels` are unique names, one per column; `parts` the cells of all header rows
    per column, top down. `skip`: records before the body; `lines`: file lines of the header rows."""

    lines: tuple[int, ...]
    labels: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    skip: int
    preamble: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """One line, single spaces, no byte order mark or no-break spaces."""
    return " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def find_header(records: Sequence[Record], known: Known, line: int = 0) -> Header:
    """The header among the first records: the row with the most known names, with the rows merged into it.

    `line` names the header row instead (the admin's choice). Raises LayoutError when there is none.
    """
    rows = [(number, [tidy(cell) for cell in cells]) for number, cells in records[:SEARCHED]]
    first = _row_at(rows, line) if line else _best_row(rows, known)
    last = first
    while not line and first > 0 and last - first < HEADER_ROWS - 1 and _groups(rows[first - 1], rows[first], known):
        first -= 1
    over: list[str] = []  # the lowest text of each column so far
    for _, cells in rows[first : last + 1]:
        over = [below or above for above, below in zip_longest(over, cells, fillvalue="")]
    while last + 1 < len(rows) and last - first < HEADER_ROWS - 1 and _continues(over, rows[last + 1][1], known):
        last += 1
        over = [below or above for above, below in zip_longest(over, rows[last][1], fillvalue="")]
    block = rows[first : last + 1]
    parts = _parts([cells for _, cells in block], known)
    texts = [text for _, cells in rows[:first] for text in dict.fromkeys(cells) if text]
    return Header(tuple(number for number, _ in block), _labels(parts), parts, last + 1, tuple(texts))


def _row_at(rows: Sequence[Record], line: int) -> int:
    for index, (number, cells) in enumerate(rows):
        if number == line and any(cells):
            return index
    raise LayoutError("no_header", f"Line {line} holds no column names. Choose the line with the column names.")


def _best_row(rows: Sequence[Record], known: Known) -> int:
    hits = [len({cell.casefold() for cell in cells if cell and known(cell)}) for _, cells in rows]
    best = max(hits, default=0)
    if best >= 2:
        return hits.index(best)
    width = max((_filled(cells) for _, cells in rows), default=0)
    for index, (_, cells) in enumerate(rows):
        texts = [cell for cell in cells if cell]
        if len(set(texts)) >= max(1, width // 2) and not any(_NUMERIC.fullmatch(text) for text in texts):
            return index
    raise LayoutError(
        "no_header",
        "No row with column names was found in the first rows. Add a row with names such as Employee "
        "ID, Skill and Level above the data.",
    )


def _filled(cells: Iterable[str]) -> int:
    return sum(1 for cell in cells if cell)


def _groups(above: Record, row: Record, known: Known) -> bool:
    """Whether `above` holds group names over `row`'s columns rather than a title or a note."""
    if above[0] != row[0] - 1:
        return False
    filled = [(index, cell) for index, cell in enumerate(above[1]) if cell]
    if not filled or any(_NUMERIC.fullmatch(cell) for _, cell in filled):
        return False
    over = [row[1][index] if index < len(row[1]) else "" for index, _ in filled]
    if any(not cell for cell in over):
        return False
    if not any(known(cell) for cell in over):
        return True
    return len({cell for _, cell in filled}) >= 2 and (
        len(filled) < _filled(row[1]) or len({cell for _, cell in filled}) < len(filled)
    )


def _continues(row: Sequence[str], below: Sequence[str], known: Known) -> bool:
    """Whether `below` goes on with the header: blank or repeated under known names, new texts elsewhere."""
    new = 0
    for index, cell in enumerate(below):
        above = row[index] if index < len(row) else ""
        if not cell or cell == above:
            continue
        if _NUMERIC.fullmatch(cell) or (above and known(above)):
            return False
        new += 1
    named = [index for index, cell in enumerate(row) if cell and known(cell)]
    return (
        new >= 2
        and bool(named)
        and all((below[index] if index < len(below) else "") in ("", row[index]) for index in named)
    )


def _parts(block: Sequence[Sequence[str]], known: Known) -> tuple[tuple[str, ...], ...]:
    width = max(len(cells) for cells in block)
    rows = [[*cells, *[""] * (width - len(cells))] for cells in block]
    for upper, lower in reversed(list(pairwise(rows))):  # from below, so that a group is as wide as its groups
        group = ""
        for index in range(width):
            if upper[index]:
                group = upper[index] if lower[index] and lower[index] != upper[index] else ""
            elif lower[index] and group:
                upper[index] = group
    columns = []
    for index in range(width):
        column = [cells[index] for cells in rows if cells[index]]
        columns.append(tuple(dict.fromkeys(column)))
    while columns and not columns[-1]:
        columns.pop()
    return tuple(columns)


def letters(index: int) -> str:
    """Column letters as a spreadsheet shows them: 0 -> A, 27 -> AB."""
    text, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _labels(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    labels = []
    for index, column in enumerate(parts):
        label = " / ".join(column) or f"Column {letters(index)}"
        seen[label.casefold()] += 1
        times = seen[label.casefold()]
        labels.append(label if times == 1 else f"{label} ({times})")
    return tuple(labels)


def duplicates(header: Header) -> list[str]:
    """Column names that occur more than once."""
    counts = Counter(" / ".join(column) for column in header.parts if column)
    return [label for label, count in counts.items() if count > 1]


def is_total(name: str) -> bool:
    """Whether a name says total, sum or average: a row or column of such a name is no data."""
    return bool(_TOTAL.fullmatch(tidy(name)))


def left_out_reason(cells: Sequence[str], header: Header, key: int = -1) -> str:
    """Why a body row is no data: 'blank', 'total', 'repeated_header', 'note'; '' for data. `key`: the column of the
    employee id, in which a word like Total is never an id."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not filled:
        return "blank"
    first = tidy(filled[0])
    if _TOTAL.fullmatch(first) and all(_NUMERIC.fullmatch(cell) for cell in filled[1:]):
        return "total"
    if 0 <= key < len(cells) and cells[key][:1].isalpha() and _TOTAL.fullmatch(tidy(cells[key])):
        return "total"
    if _repeats_header(cells, header):
        return "repeated_header"
    if len(filled) == 1 and len(header.labels) >= 3 and (" " in first or len(first) > 60):
        return "note"
    return ""


def _repeats_header(cells: Sequence[str], header: Header) -> bool:
    """Whether at least two cells are filled and every one of them says what the header says there."""
    same = 0
    for cell, parts in zip(cells, header.parts, strict=False):
        if cell:
            if tidy(cell) not in parts:
                return False
            same += 1
    return same >= 2


LEFT_OUT = {
    "total": "A row of totals; it is not a person.",
    "repeated_header": "The column names once more.",
    "note": "Only one cell is filled; read as a note.",
}
