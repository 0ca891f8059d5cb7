"""What of the board is shown: the filters of the address, and the rows that pass them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from journeys.flags import Flag
from journeys.selectors.board import MANY, NOBODY, ActivityRow, Board, BoardCounts, JobCard, StageColumn

NOBODY_DOES_IT, DONE_TWICE, NO_SKILL, NO_ACTIVITY, NO_JOB = "nobody", "many", "no_skill", "no_activity", "no_job"
BY_FLAG: Mapping[str, Flag] = {
    NO_SKILL: Flag.ACTIVITY_WITHOUT_SKILL,
    NO_JOB: Flag.ACTIVITY_WITHOUT_JOB,
    NO_ACTIVITY: Flag.JOB_WITHOUT_ACTIVITY,
    "names_function": Flag.NAMES_A_FUNCTION,
    "shares_off": Flag.SHARES_OFF,
    "loop_off": Flag.LOOP_TO_NOWHERE,
}
CHIP_WORDS: Mapping[str, str] = {
    NOBODY_DOES_IT: "Nobody does it",
    DONE_TWICE: "Done twice or more",
    NO_SKILL: "No skill",
    NO_ACTIVITY: "Job without activity",
    NO_JOB: "Without a job",
    "names_function": "Names a function",
    "shares_off": "Shares are not 100 %",
    "loop_off": "Loop to nowhere",
}
MANY_ROWS = 120
TRAY_FIRST, TRAY_MORE, TRAY_MOST = 50, 200, 850  # a form carries at most 1,000 fields


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for. flag: a key of CHIP_WORDS. rows: "short", "full", or "" to go by the size.

    waiting, tray: words and number of rows of the tray alone.
    """

    stage: int | None = None
    flag: str = ""
    words: str = ""
    function: int | None = None
    skill: int | None = None
    rows: str = ""
    waiting: str = ""
    tray: int = TRAY_FIRST

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From a query string; what makes no sense is left out."""
        return cls(
            stage=number(query.get("stage")),
            flag=flag if (flag := query.get("flag", "")) in CHIP_WORDS else "",
            words=" ".join(query.get("q", "").split())[:100],
            function=number(query.get("function")),
            skill=number(query.get("skill")),
            rows=rows if (rows := query.get("rows", "")) in ("short", "full") else "",
            waiting=" ".join(query.get("waiting", "").split())[:100],
            tray=min(TRAY_MOST, max(TRAY_FIRST, number(query.get("tray")) or 0)),
        )

    @property
    def narrows(self) -> bool:
        """Whether some activities or jobs are left out."""
        return bool(self.flag or self.words or self.function or self.skill)

    def query(self, **changes: object) -> str:
        """The query string with some values changed; "" when nothing is asked for."""
        values = {
            "stage": self.stage,
            "flag": self.flag,
            "q": self.words,
            "function": self.function,
            "skill": self.skill,
            "rows": self.rows,
            "waiting": self.waiting,
            "tray": self.tray if self.tray > TRAY_FIRST else None,
        } | changes
        return (
            "?" + urlencode({name: value for name, value in values.items() if value}) if any(values.values()) else "?"
        )


@dataclass(frozen=True, slots=True)
class ShownRow:
    """An activity in a card; `index` is its place among all of them."""

    row: ActivityRow
    index: int


@dataclass(frozen=True, slots=True)
class ShownJob:
    card: JobCard
    index: int
    rows: tuple[ShownRow, ...]

    @property
    def hidden(self) -> int:
        """Activities a filter leaves out."""
        return len(self.card.activities) - len(self.rows)


@dataclass(frozen=True, slots=True)
class ShownStage:
    column: StageColumn
    jobs: tuple[ShownJob, ...]

    @property
    def hidden(self) -> int:
        return len(self.column.jobs) - len(self.jobs)


@dataclass(frozen=True, slots=True)
class Tray:
    """Activities without a job: the rows that are drawn, out of `found`."""

    rows: tuple[ShownRow, ...]
    found: int
    filters: Filters

    @property
    def more(self) -> int:
        """How many the next step shows."""
        return min(TRAY_MORE, self.rest, TRAY_MOST - len(self.rows))

    @property
    def rest(self) -> int:
        return self.found - len(self.rows)

    @property
    def more_query(self) -> str:
        return self.filters.query(tray=len(self.rows) + self.more)

    @property
    def kept(self) -> list[tuple[str, object]]:
        """What else the address asks for, to be sent with the words of the tray."""
        asked = self.filters
        values = {"flag": asked.flag, "q": asked.words, "function": asked.function, "skill": asked.skill}
        return [(name, value) for name, value in (values | {"rows": asked.rows}).items() if value]


@dataclass(frozen=True, slots=True)
class Shown:
    """The board as it is drawn. surveyed: somebody has said who does what."""

    board: Board
    filters: Filters
    stages: tuple[ShownStage, ...]
    unplaced: tuple[ShownRow, ...]
    surveyed: bool

    @property
    def short(self) -> bool:
        """Rows without their chips and pills, so that a large journey can be taken in."""
        return self.filters.rows == "short" or (not self.filters.rows and self.found > MANY_ROWS)

    @property
    def found(self) -> int:
        """Activities that pass the filters, each counted once."""
        rows = {row.row.pk for stage in self.stages for job in stage.jobs for row in job.rows}
        return len(rows | {row.row.pk for row in self.unplaced})

    @property
    def tray(self) -> Tray:
        """The tray as far as it is drawn, narrowed by its own words."""
        words = self.filters.waiting.casefold()
        found = [row for row in self.unplaced if words in row.row.name.casefold()]
        return Tray(tuple(found[: self.filters.tray]), len(found), self.filters)

    def stage(self, pk: int) -> ShownStage | None:
        return next((stage for stage in self.stages if stage.column.pk == pk), None)

    def job(self, pk: int) -> ShownJob | None:
        return next((job for stage in self.stages for job in stage.jobs if job.card.pk == pk), None)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter chip with its count."""

    label: str
    count: int | None
    query: str
    current: bool
    id: str


def shown(board: Board, filters: Filters) -> Shown:
    """The board through its filters."""
    surveyed = any(row.functions for row in all_rows(board))
    stages = tuple(
        ShownStage(column, tuple(_jobs(column, filters)))
        for column in board.stages
        if filters.stage in (None, column.pk)
    )
    tray = [] if filters.stage or filters.flag == NO_ACTIVITY else board.unplaced
    unplaced = tuple(ShownRow(row, index) for index, row in enumerate(tray) if row_passes(row, filters))
    return Shown(board, filters, stages, unplaced, surveyed)


def all_rows(board: Board) -> tuple[ActivityRow, ...]:
    """Every activity once."""
    rows = {row.pk: row for stage in board.stages for job in stage.jobs for row in job.activities}
    return (*rows.values(), *board.unplaced)


def _jobs(column: StageColumn, filters: Filters) -> list[ShownJob]:
    found = []
    for index, card in enumerate(column.jobs):
        rows = tuple(ShownRow(row, place) for place, row in enumerate(card.activities) if row_passes(row, filters))
        if by_name(card, filters):
            rows = tuple(ShownRow(row, place) for place, row in enumerate(card.activities))
        if rows or not filters.narrows or job_passes(card, filters):
            found.append(ShownJob(card, index, rows))
    return found


def by_name(card: JobCard, filters: Filters) -> bool:
    """Only words are asked for, and the job itself says them: all its activities stay."""
    alone = not (filters.flag or filters.function or filters.skill)
    return bool(alone and filters.words and filters.words.casefold() in card.name.casefold())


def job_passes(card: JobCard, filters: Filters) -> bool:
    """Whether a card is shown for its own sake."""
    if filters.function or filters.skill:
        return False
    flagged = not filters.flag or any(flag.flag == BY_FLAG.get(filters.flag) for flag in card.flags)
    return flagged and filters.words.casefold() in card.name.casefold()


def row_passes(row: ActivityRow, filters: Filters) -> bool:
    if filters.words and filters.words.casefold() not in row.name.casefold():
        return False
    if filters.function and all(chip.function != filters.function for chip in row.functions):
        return False
    if filters.skill and all(pill.skill != filters.skill for pill in row.skills):
        return False
    return not filters.flag or row_flagged(row, filters.flag)


def row_flagged(row: ActivityRow, flag: str) -> bool:
    if flag == NOBODY_DOES_IT:
        return row.done_by == NOBODY
    if flag == DONE_TWICE:
        return row.done_by == MANY
    return any(view.flag == BY_FLAG[flag] for view in row.flags)


def chips(counts: BoardCounts, filters: Filters, *, surveyed: bool) -> list[Chip]:
    """All, then every flag that occurs (and the one in force, even at zero)."""
    numbers = {key: counts.flags.get(flag, 0) for key, flag in BY_FLAG.items()}
    if surveyed:
        numbers = {NOBODY_DOES_IT: counts.nobody, DONE_TWICE: counts.many} | numbers
    found = [Chip("All", None, filters.query(flag=""), not filters.flag, "chip-all")]
    for key, label in CHIP_WORDS.items():
        if numbers.get(key) or filters.flag == key:
            chosen = filters.flag == key
            found.append(Chip(label, numbers.get(key, 0), filters.query(flag=key), chosen, f"chip-{key}"))
    return found


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def in_words(count: int) -> str:
    """3 -> "Three", 14 -> "14"."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def headline(board: Board, *, surveyed: bool) -> str:
    """Where the journey stands, in a sentence or two."""
    counts = board.counts
    if not counts.jobs and not counts.activities:
        return "Nothing is mapped yet. Start with what the customer must get done."
    if not counts.activities:
        jobs, them = ("job is", "it") if counts.jobs == 1 else ("jobs are", "them")
        return f"{in_words(counts.jobs)} buying {jobs} named. Nothing helps with {them} yet."
    if not surveyed:
        things, them = ("activity is", "it") if counts.activities == 1 else ("activities are", "them")
        return f"{in_words(counts.activities)} {things} mapped. Who does {them} today is still open."
    parts = []
    if counts.nobody:
        parts.append(f"{in_words(counts.nobody)} {'thing' if counts.nobody == 1 else 'things'} nobody does.")
    if counts.many:
        things = "" if parts else " activity" if counts.many == 1 else " activities"
        parts.append(f"{in_words(counts.many)}{things} {'is' if counts.many == 1 else 'are'} done twice or more.")
    return " ".join(parts) or "Everything is done, and nothing is done twice."


def number(text: str | None) -> int | None:
    """A row id out of an address; None where there is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
