"""Files of a journey -> records with their lines, and every problem found on the way.

Pure. A row with a problem yields no record; its problem names the file, the line, the column and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from journeys.names import cleaned, cleaned_text
from journeys.sheet.cells import CellError, effort_of, hours_of, level_of, names_of, share_of, volume_of, yes_of
from journeys.sheet.columns import MAIN, SKILLS, STAGES, Columns, find_columns

T = TypeVar("T")
Rows = Iterable[tuple[int, Sequence[str]]]
MOST_ROWS = 50_000
MOST_PROBLEMS = 10_000  # they are kept and shown; a file with more is not a journey

LONGEST: Mapping[str, int] = {
    "stage": 80,
    "job": 200,
    "segment": 120,
    "group": 200,
    "activity": 300,
    "activity_code": 4_000,
    "skill": 200,
    "skill_code": 120,
    "taxonomy": 60,
    "category": 120,
    "note": 5_000,
    "job_description": 5_000,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct. line 0: the file as a whole."""

    part: str
    line: int
    column: str
    code: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file, cells cleaned. Names are empty where the row says nothing."""

    part: str
    line: int
    texts: Mapping[str, str]
    level: int | None = None
    share: Decimal | None = None
    mandatory: bool | None = None
    functions: tuple[str, ...] = ()
    effort: tuple[tuple[str, int | None], ...] = ()
    demand: tuple[tuple[str | None, Decimal, Decimal], ...] = ()

    def text(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass(slots=True)
class Reading:
    """What one file holds."""

    part: str
    columns: Columns
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def read_part(part: str, rows: Rows, chosen: Mapping[str, str] | None = None) -> Reading:
    """Every record and every problem of one file. `rows` is iterated twice."""
    columns = find_columns(part, rows, chosen)
    reading = Reading(part, columns)
    if problem := _unfit(part, columns):
        reading.problems.append(problem)
        return reading
    for line, cells in rows:
        if line <= columns.line or not any(cell.strip() for cell in cells):
            continue
        reading.rows += 1
        if reading.rows > MOST_ROWS:
            text = f"The file has more than {MOST_ROWS:,} rows. Split the journey into several files."
            reading.problems.append(Problem(part, line, "", "too_many_rows", "", text))
            break
        _read_row(reading, line, cells)
        if len(reading.problems) >= MOST_PROBLEMS:
            del reading.problems[MOST_PROBLEMS:]
            text = f"The file was read up to here: it has more than {MOST_PROBLEMS:,} problems. Correct these first."
            reading.problems.append(Problem(part, line, "", "too_many_problems", "", text))
            break
    return reading


def _unfit(part: str, columns: Columns) -> Problem | None:
    has = columns.at.__contains__
    ways = {
        MAIN: (has("activity") or has("job") or has("stage"), "activity", "names the activities"),
        SKILLS: (
            (has("activity") or has("activity_code")) and (has("skill") or has("skill_code")),
            "skill",
            "names the skills, and one that names the activity or its code",
        ),
        STAGES: (
            (has("activity") or has("activity_code")) and has("stage"),
            "stage",
            "names the stage, and one that names the activity or its code",
        ),
    }
    fits, column, words = ways[part]
    if fits:
        return None
    return Problem(part, 0, column, "column_missing", "", f"No column {words}. Choose it below, or add it to the file.")


class _RowReader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, reading: Reading, line: int, cells: Sequence[str]) -> None:
        self.reading, self.line, self.cells = reading, line, cells
        self.failed = False

    def raw(self, index: int | None) -> str:
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    def at(self, name: str) -> str:
        return self.raw(self.reading.columns.at.get(name))

    def fail(self, column: str, code: str, value: str, message: str) -> None:
        self.failed = True
        self.reading.problems.append(Problem(self.reading.part, self.line, column, code, cleaned(value)[:200], message))

    def parse(self, text: str, column: str, read: Callable[[str], T], default: T) -> T:
        try:
            return read(text)
        except CellError as error:
            self.fail(column, error.code, text, str(error))
            return default

    def text(self, name: str) -> str:
        found = cleaned_text(self.at(name)) if name in {"note", "job_description"} else cleaned(self.at(name))
        if len(found) > LONGEST.get(name, 5_000):
            header = self.reading.columns.header(name)
            text = f"This has {len(found):,} characters; at most {LONGEST[name]:,} fit. Shorten it in the file."
            self.fail(header, "too_long", found, text)
        return found


LINES = frozenset({"loops", "loop_notes"})
"""Cells with one entry a line; an empty first line counts."""


def _read_row(reading: Reading, line: int, cells: Sequence[str]) -> None:
    row, columns = _RowReader(reading, line, cells), reading.columns
    plain = [name for name in columns.at if name not in {"level", "share", "mandatory", "volume", "hours", "functions"}]
    texts = {name: row.at(name) if name in LINES else row.text(name) for name in plain}
    record = Record(
        part=reading.part,
        line=line,
        texts=texts,
        level=row.parse(row.at("level"), columns.header("level"), level_of, None),
        share=row.parse(row.at("share"), columns.header("share"), share_of, None),
        mandatory=row.parse(row.at("mandatory"), columns.header("mandatory"), yes_of, None),
        functions=tuple(dict.fromkeys(names_of(row.at("functions")))),
        effort=_effort(row),
        demand=_demand(row),
    )
    if not row.failed:
        reading.records.append(record)


def _effort(row: _RowReader) -> tuple[tuple[str, int | None], ...]:
    found = []
    for (what, name), index in row.reading.columns.wide.items():
        if what == "effort":
            header = row.reading.columns.headers[index]
            nothing: tuple[bool, int | None] = (False, None)
            does, mfte = row.parse(row.raw(index), header, effort_of, nothing)
            if does:
                found.append((name, mfte))
    return tuple(found)


def _demand(row: _RowReader) -> tuple[tuple[str | None, Decimal, Decimal], ...]:
    columns = row.reading.columns
    markets: list[str | None] = [None, *dict.fromkeys(name for what, name in columns.wide if what != "effort")]
    found = []
    for market in markets:
        volume, hours = _figure(row, "volume", market), _figure(row, "hours", market)
        if volume is not None and hours is not None:
            found.append((market, volume, hours))
        elif volume is not None or hours is not None:
            lacking = "Hours each time" if hours is None else "Times per year"
            where = f" for {market}" if market else ""
            row.fail(
                lacking, "demand_incomplete", "", f"{lacking} is missing{where}. Fill in both figures, or neither."
            )
    return tuple(found)


def _figure(row: _RowReader, what: str, market: str | None) -> Decimal | None:
    columns = row.reading.columns
    index = columns.at.get(what) if market is None else columns.wide.get((what, market))
    if index is None:
        return None
    return row.parse(row.raw(index), columns.headers[index], volume_of if what == "volume" else hours_of, None)
