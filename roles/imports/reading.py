"""One pass over the rows of a file: cells -> compact arrays, every error with its line.

Two million rows must pass in seconds, so each distinct text is worked out once: `read` looks up the person cells, skill
cells, levels, date and rater of a row, and only a row with something new or wrong goes the long way (`Reading.learn`).
Who the people and the skills are is settled afterwards (people.py, skills.py), when the whole file is known.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from roles.imports import cleaning
from roles.imports.cleaning import CellError, clean_text
from roles.imports.fields import FIELDS, RATERS
from roles.imports.grouped import Continued
from roles.imports.mapping import GROUPED, Bound, LevelColumn, Mapping, rater_word
from roles.imports.people import PeopleColumns, Variant
from roles.imports.scales import LevelError
from roles.imports.shapes import left_out_reason, tidy
from roles.imports.skills import FileSkill, file_key

Record = tuple[int, list[str]]
Progress = Callable[[int], None]
Picker = Callable[[Sequence[str]], tuple[str, ...]]
Lookup = dict[tuple[str, ...], int]
TOLD_EVERY = 20_000
RAW_CHARS = 60  # of a raw value are kept
SKILL_KEYS = ("skill", "skill_code", "taxonomy", "category")
# A rated cell in one number, (raw text number * 4 + rater) * 8 + level + 1; zero means not rated.
PER_RATER, PER_RAW = 8, 32


class RowError(NamedTuple):
    """One thing wrong at one place. `line` is the physical line, `column` the header name, `scope` what is left out:
    row, or cell (the rest of the row is fine)."""

    line: int
    column: str
    code: str
    value: str
    message: str
    scope: str


class LeftOut(NamedTuple):
    """A row that is no data; `reason` is a key of shapes.LEFT_OUT."""

    line: int
    reason: str


class SkillCells(NamedTuple):
    """One distinct way the file writes a skill. `skill`: position in Reading.skills."""

    skill: int
    name: str
    category: str


class LevelCells(NamedTuple):
    """A column of levels, its place, and the codes of the texts met in it. `skill`: position in Reading.skill_cells, -1
    in long files. `follows_rater`: 1 where the row's rater column says who rated, else 0."""

    column: LevelColumn
    at: int
    codes: dict[str, int]
    skill: int
    follows_rater: int


class Ratings:
    """The ratings of a file as columns of numbers, in the order of the file."""

    def __init__(self) -> None:
        self.rows = array("I")  # position in Reading.lines and Reading.row_variants
        self.skills = array("I")  # position in Reading.skill_cells
        self.days = array("i")  # date ordinal, 0 without a date
        self.codes = array("I")


class Reading:
    """Everything read from one file; `read` fills it.

    `lines` and `row_variants` have one entry per data row. `not_rated` counts blank levels of rows that name a skill,
    and blank cells of skill columns.
    """

    def __init__(self, mapping: Mapping, bound: Bound, today: date | None = None) -> None:
        self.mapping = mapping
        self.bound = bound
        self.people = PeopleColumns(bound)
        self.ratings = Ratings()
        self.variants: list[Variant] = []
        self.skills: list[FileSkill] = []
        self.skill_cells: list[SkillCells] = []
        self.raws: dict[str, int] = {}
        self.errors: list[RowError] = []
        self.left_out: list[LeftOut] = []
        self.lines = array("I")
        self.row_variants = array("I")
        self.not_rated = 0
        # What the parts of a row are looked up by; only texts that are fine are in here.
        self.variant_at: Lookup = {}
        self.skill_at: Lookup = {}
        self.days: dict[str, int] = {"": 0}
        self.raters: dict[str, int] = {}
        self.width = len(bound.header.labels)
        self.skill_keys = [key for key in SKILL_KEYS if key in bound.at]
        self.pick_person = _picker(self.people.indexes)
        self.pick_skill = _picker([bound.at[key] for key in self.skill_keys])
        self._file_skills: dict[str, int] = {}
        self._nobody = -1  # position of the variant of rows without any person cell
        self._latest = today.toordinal() + 1 if today else date.max.toordinal()
        self._continued = Continued(mapping, bound, self.people.indexes)
        self.long = bool({"skill", "skill_code"} & bound.at.keys())
        self.levels = list(self._level_cells())

    def _level_cells(self) -> Iterator[LevelCells]:
        shared: dict[tuple[int, str], dict[str, int]] = {}
        for column in self.bound.levels:
            follows = int(not column.rater and "rater" in self.bound.at)
            codes = shared.setdefault((id(column.scale), column.rater), {"": 0})
            skill = -1
            if not self.long:
                group = column.taxonomy or column.category
                skill = self._skill_cells(
                    column.skill, "", column.taxonomy, column.category, group, self.bound.header.lines[-1]
                )
            yield LevelCells(column, column.index, codes, skill, follows)

    # The long way: a row with something new or wrong in it

    def learn(self, line: int, cells: list[str]) -> None:
        """Read one row in full, remember what is new in it, report what is wrong with it."""
        if not self._fits(line, cells):
            return
        variant = self._variant(line, cells)
        if variant < 0:
            return
        row = len(self.lines)
        self.lines.append(line)
        self.row_variants.append(variant)
        rated = [(level, cells[level.at]) for level in self.levels]
        skill = self._row_skill(line, cells, rated) if self.long else 0
        if skill is None:
            return
        day, rater = self._day(line, cells), self._rater(line, cells)
        for level, raw in rated:
            code = self._code(line, level, raw)
            if code == 0:
                self.not_rated += 1
            elif code is not None and day is not None and rater is not None:
                self.ratings.rows.append(row)
                self.ratings.skills.append(skill if self.long else level.skill)
                self.ratings.days.append(day)
                self.ratings.codes.append(code + rater * level.follows_rater)

    def _error(self, line: int, column: str, fault: CellError | LevelError, value: str, scope: str = "cell") -> None:
        self.errors.append(RowError(line, column, fault.code, tidy(value)[:200], fault.message, scope))

    def _fits(self, line: int, cells: list[str]) -> bool:
        cells.extend([""] * (self.width - len(cells)))
        extra = [cell for cell in cells[self.width :] if cell.strip()]
        if extra:
            text = (
                f"The row has {len(cells)} cells, the header {self.width}. A text with a delimiter in it "
                "needs quotation marks around it."
            )
            self._error(line, self.bound.header.labels[-1], CellError("too_many_cells", text), extra[0], "row")
        return not extra

    def _variant(self, line: int, cells: list[str]) -> int:
        """Position of the row's person cells, -1 for a row that is no data (noted)."""
        person = self.pick_person(cells)
        if person not in self.variant_at:
            if reason := left_out_reason(cells, self.bound.header, self.bound.at.get("person_id", -1)):
                if reason != "blank":
                    self.left_out.append(LeftOut(line, reason))
                return -1
            person = self._continued.person(person, cells)
        self._continued.last_person = person
        if person in self.variant_at:
            return self.variant_at[person]
        nobody = not any(person)  # kept out of the lookup: each such row may be a note or a total
        if nobody and self._nobody >= 0:
            return self._nobody
        variant, position = Variant(person, line), len(self.variants)
        self.people.clean(variant)
        self.variants.append(variant)
        if nobody:
            self._nobody = position
        else:
            self.variant_at[person] = position
        return position

    def _row_skill(self, line: int, cells: Sequence[str], rated: Sequence[tuple[LevelCells, str]]) -> int | None:
        """Position of the row's skill cells; None without a skill, reported when a level stands beside it."""
        picked = self._continued.skill(self.pick_skill(cells))
        if picked in self.skill_at:
            return self.skill_at[picked]
        column = self.bound.label(self.skill_keys[0])
        try:
            values = {
                key: clean_text(text, FIELDS[key].length) for key, text in zip(self.skill_keys, picked, strict=True)
            }
        except CellError as fault:
            self._error(line, column, fault, max(picked, key=len), "row")
            return None
        name, code = values.get("skill", ""), values.get("skill_code", "")
        if not name and not code:
            if given := next((raw for _, raw in rated if raw.strip()), ""):
                self._error(
                    line,
                    column,
                    CellError(
                        "skill_missing",
                        "The row has a level but no skill. Fill in the skill, or leave the level empty.",
                    ),
                    given,
                    "row",
                )
            return None
        taxonomy = values.get("taxonomy", "") or self.mapping.taxonomy
        self.skill_at[picked] = position = self._skill_cells(
            name, code, taxonomy, values.get("category", ""), taxonomy, line
        )
        return position

    def _skill_cells(self, name: str, code: str, taxonomy: str, category: str, group: str, line: int) -> int:
        key = file_key(group, code, name)
        position = self._file_skills.setdefault(key, len(self.skills))
        if position == len(self.skills):
            self.skills.append(FileSkill(key, code, taxonomy, group, line=line))
        self.skill_cells.append(SkillCells(position, name, category))
        return len(self.skill_cells) - 1

    def _code(self, line: int, level: LevelCells, raw: str) -> int | None:
        """The code of a level cell, 0 for not rated, None when it cannot be decoded (reported)."""
        if raw in level.codes:
            return level.codes[raw]
        try:
            found = level.column.scale.decode(raw)
        except LevelError as fault:
            self._error(line, level.column.label, fault, raw)
            return None
        rater = level.column.rater or ("" if level.follows_rater else self.mapping.default_rater)
        number = self.raws.setdefault(tidy(raw)[:RAW_CHARS], len(self.raws))
        code = 0 if found is None else number * PER_RAW + (RATERS.index(rater) * PER_RATER if rater else 0) + found + 1
        level.codes[raw] = code
        return code

    def _day(self, line: int, cells: Sequence[str]) -> int | None:
        """Date ordinal of the row, 0 without a date, None when it is faulty (reported)."""
        raw = cells[self.bound.at["assessed_on"]] if "assessed_on" in self.bound.at else ""
        if raw not in self.days:
            try:
                found = cleaning.clean_date(raw, self.bound.options.get("assessed_on", ""))
                if found and found.toordinal() > self._latest:
                    raise CellError(
                        "date_future", f"{found.isoformat()} lies in the future. Correct the date or leave it empty."
                    )
            except CellError as fault:
                self._error(line, self.bound.label("assessed_on"), fault, raw, "row")
                return None
            self.days[raw] = found.toordinal() if found else 0
        return self.days[raw]

    def _rater(self, line: int, cells: Sequence[str]) -> int | None:
        """What the row's rater adds to a code, None when the rater is unknown (reported)."""
        if "rater" not in self.bound.at:
            return 0
        raw = cells[self.bound.at["rater"]]
        if raw not in self.raters:
            word = rater_word(self.mapping, raw) if raw.strip() else self.mapping.default_rater
            if not word:
                text = (
                    f"'{tidy(raw)[:60]}' is no known rater. Say in the mapping whether it means self, "
                    "manager or assessment."
                )
                self._error(line, self.bound.label("rater"), CellError("rater_unknown", text), raw, "row")
                return None
            self.raters[raw] = RATERS.index(word) * PER_RATER
        return self.raters[raw]


def _picker(indexes: Sequence[int]) -> Picker:
    """Cells at `indexes` as a tuple, also for none or one of them."""
    if len(indexes) == 1:
        index = indexes[0]
        return lambda cells: (cells[index],)
    return itemgetter(*indexes) if indexes else lambda cells: ()


def read(
    rows: Iterable[Record], mapping: Mapping, bound: Bound, today: date | None = None, progress: Progress | None = None
) -> Reading:
    """Read the body rows of a file. `today` makes later dates an error. `progress` is told the rows read, now and
    then."""
    reading = Reading(mapping, bound, today)
    told = _told(rows, progress) if progress else rows
    if mapping.shape == GROUPED:  # each row leans on the one above, so there is nothing to look up
        for line, cells in told:
            reading.learn(line, cells)
    else:
        _read_fast(told, reading)
    return reading


def _told(rows: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield row
        if not number % TOLD_EVERY:
            progress(number)


def _read_fast(rows: Iterable[Record], reading: Reading) -> None:
    """The same as `learn` for every row, but rows of known texts only cost lookups."""
    if reading.long and len(reading.levels) == 1:
        _read_one_level(rows, reading)
    else:
        _read_many_levels(rows, reading)


def _read_one_level(rows: Iterable[Record], reading: Reading) -> None:
    """Long files with one column of levels: nearly all large files are that."""
    at, ratings, lines, width = reading.bound.at, reading.ratings, reading.lines, reading.width
    pick_person, pick_skill, variant_at, skill_at = _lookups(reading)
    days, raters, day_at, rater_at = reading.days, reading.raters, at.get("assessed_on", -1), at.get("rater", -1)
    _, level_at, codes, _, follows = reading.levels[0]
    add_line, add_variant, add_row = lines.append, reading.row_variants.append, ratings.rows.append
    add_skill, add_day, add_code = ratings.skills.append, ratings.days.append, ratings.codes.append
    day = rater = 0
    for line, cells in rows:
        try:
            if len(cells) != width and any(cells[width:]):
                raise KeyError
            variant = variant_at[pick_person(cells)]
            skill = skill_at[pick_skill(cells)]
            code = codes[cells[level_at]]
            if day_at >= 0:
                day = days[cells[day_at]]
            if rater_at >= 0:
                rater = raters[cells[rater_at]] * follows
        except (KeyError, IndexError):
            reading.learn(line, cells)
            continue
        if code:
            add_row(len(lines))
            add_skill(skill)
            add_day(day)
            add_code(code + rater)
        else:
            reading.not_rated += 1
        add_line(line)
        add_variant(variant)


def _read_many_levels(rows: Iterable[Record], reading: Reading) -> None:
    """Wide files, and long ones with a column for each rater."""
    at, ratings, lines, width = reading.bound.at, reading.ratings, reading.lines, reading.width
    pick_person, pick_skill, variant_at, skill_at = _lookups(reading)
    days, raters, day_at, rater_at = reading.days, reading.raters, at.get("assessed_on", -1), at.get("rater", -1)
    cells_of = [(level.at, level.codes) for level in reading.levels]
    levels = [(level.skill, level.follows_rater) for level in reading.levels]
    skill = day = rater = 0
    for line, cells in rows:
        try:
            if len(cells) != width and any(cells[width:]):
                raise KeyError
            variant = variant_at[pick_person(cells)]
            if reading.long:
                skill = skill_at[pick_skill(cells)]
            if day_at >= 0:
                day = days[cells[day_at]]
            if rater_at >= 0:
                rater = raters[cells[rater_at]]
            codes = [known[cells[index]] for index, known in cells_of]
        except (KeyError, IndexError):
            reading.learn(line, cells)
            continue
        row = len(lines)
        lines.append(line)
        reading.row_variants.append(variant)
        for code, (fixed_skill, follows) in zip(codes, levels):  # noqa: B905  (same length; strict costs time here)
            if code:
                ratings.rows.append(row)
                ratings.skills.append(skill if fixed_skill < 0 else fixed_skill)
                ratings.days.append(day)
                ratings.codes.append(code + rater * follows)
            else:
                reading.not_rated += 1


def _lookups(reading: Reading) -> tuple[Picker, Picker, Lookup, Lookup]:
    return reading.pick_person, reading.pick_skill, reading.variant_at, reading.skill_at
