"""The whole import as one pure function: a file, a mapping and what is stored -> what would change.

`build` never stops at the first error: the plan holds every error with its true line and column, the questions about
skills, and the rows that are ready. Rows in another order give the same plan (lines apart). Nothing is written here.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from roles.imports.best import ACTIONS, KEYS_PER_PAIR, Best, ExistingRating, compare
from roles.imports.fields import RATERS
from roles.imports.managers import assign_managers
from roles.imports.mapping import ADD, Mapping, bind
from roles.imports.people import CREATE, UNCHANGED, UPDATE, ExistingPerson, Fault, Note, People, PersonPlan
from roles.imports.profile import body, header_of
from roles.imports.reading import PER_RATER, PER_RAW, LeftOut, Progress, Reading, RowError, read
from roles.imports.shapes import LayoutError
from roles.imports.skills import ExistingSkill, QueueEntry, Resolution, SkillPlan, match
from uniengine.kit.tables import Table

PRECEDENCE = ("assessment", "manager", "self")  # whose level counts where several rated; the caller may pass another


@dataclass(frozen=True)
class Existing:
    """What is stored. `ratings` is iterated once, in any order; leave it empty to have the database compare instead."""

    people: Iterable[ExistingPerson] = ()
    skills: Iterable[ExistingSkill] = ()
    ratings: Iterable[ExistingRating] = ()


class ReadyRating(NamedTuple):
    """One rating that can be applied. `person`, `skill`: positions in the plan's people and skills."""

    line: int
    person: int
    skill: int
    rater: str
    level: int
    assessed_on: date | None
    raw: str
    action: str


@dataclass
class Counts:
    """What the preview says. `rated`, `level_sum`: pairs of person and skill in the ready ratings and the sum of the
    levels that count (by precedence). `merged`: same rating twice; `superseded`: an earlier date in the file;
    `waiting`: ratings of skills in the queue; `left_out`: of skills resolved to be left out; `faulty`: of rows
    without a usable person or in conflict. `rows_cannot`: rows that errors leave out; `values_cannot`: single values
    that errors leave out of the other rows."""

    rows: int = 0
    people: dict[str, int] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    ratings: dict[str, int] = field(default_factory=dict)
    raters: dict[str, int] = field(default_factory=dict)
    rated: int = 0
    level_sum: int = 0
    not_rated: int = 0
    merged: int = 0
    superseded: int = 0
    waiting: int = 0
    left_out: int = 0
    faulty: int = 0
    errors: int = 0
    rows_cannot: int = 0
    values_cannot: int = 0
    rows_left_out: int = 0

    @property
    def changes(self) -> int:
        """Rows that would be written. Zero for a file that was imported before."""
        return sum(
            table.get(action, 0) for table in (self.people, self.skills, self.ratings) for action in (CREATE, UPDATE)
        )


@dataclass
class Plan:
    """What an import would do. `people` and `skills` are what the ready ratings point to by position.

    `errors` are sorted by line and column. `queue` asks about skills; its ratings are not ready. `left_out` are rows
    of totals, repeated headers and notes. `notes` leave nothing out.
    """

    people: list[PersonPlan]
    skills: list[SkillPlan]
    errors: list[RowError]
    queue: list[QueueEntry]
    left_out: list[LeftOut]
    notes: list[Note]
    counts: Counts
    scale: str
    _reading: Reading
    _keys: "array[int]"  # of the ready ratings, sorted by person, skill and rater
    _places: "array[int]"  # their positions in the reading
    _actions: bytearray

    def ready(self, *actions: str) -> Iterator[ReadyRating]:
        """The ready ratings, by person, skill and rater; only those with one of `actions` if any are given."""
        reading, ratings, skills = self._reading, self._reading.ratings, max(1, len(self.skills))
        raws, wanted = list(reading.raws), {ACTIONS.index(action) for action in actions or ACTIONS}
        for key, place, action in zip(self._keys, self._places, self._actions, strict=True):
            if action in wanted:
                pair, rater = divmod(key, KEYS_PER_PAIR)
                person, skill = divmod(pair, skills)
                code, day = ratings.codes[place], ratings.days[place]
                assessed = date.fromordinal(day) if day else None
                yield ReadyRating(
                    reading.lines[ratings.rows[place]],
                    person,
                    skill,
                    RATERS[rater],
                    code % PER_RATER - 1,
                    assessed,
                    raws[code // PER_RAW],
                    ACTIONS[action],
                )

    def fingerprint(self) -> str:
        """Tells whether two plans do the same: what was confirmed and what is about to be applied. Lines do not
        count."""
        ratings = self._reading.ratings
        digest = sha256()
        for part in (
            [person._replace(line=0) for person in self.people],
            self.skills,
            [entry._replace(line=0) for entry in self.queue],
        ):
            digest.update(repr(part).encode())
        levels = bytes(ratings.codes[place] % PER_RAW for place in self._places)
        days = array("i", map(ratings.days.__getitem__, self._places))
        for column in (self._keys.tobytes(), levels, days.tobytes(), bytes(self._actions)):
            digest.update(column)
        return digest.hexdigest()


def build(
    table: Table,
    mapping: Mapping,
    existing: Existing,
    *,
    resolutions: Dict[str, Resolution] | None = None,
    precedence: Sequence[str] = PRECEDENCE,
    today: date | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Plan the import of a table.

    `resolutions`: answers to the queue, file skill key -> skill id, 'new' or 'leave out'. `today`: later dates are
    errors. Raises LayoutError or MappingError when the file does not fit the mapping, TableError when it cannot be
    read on.
    """
    reading = _read(table, mapping, today, progress)
    used = [skill for skill in reading.skills if skill.rows]
    matched = match(used, existing.skills, resolutions or {}, add_new=mapping.new_skills == ADD)
    people = People(reading.variants, reading.bound, existing.people)
    assign_managers(people)
    best = Best(reading, matched)
    keys = array("Q", sorted(best.places))
    places = array("I", map(best.places.__getitem__, keys))
    of_people = list(_person_errors(reading))
    of_cells = [*reading.errors, *best.conflict_errors()]
    plan = Plan(
        people=people.plans,
        skills=matched.skills,
        errors=sorted([*of_people, *of_cells]),
        queue=matched.queue,
        left_out=reading.left_out,
        notes=people.notes,
        counts=_counts(reading, best, people.plans, matched.skills),
        scale=mapping.scale.kind,
        _reading=reading,
        _keys=keys,
        _places=places,
        _actions=compare(existing.ratings, keys, places, reading.ratings, people.plans, matched.skills),
    )
    _count_ratings(plan, precedence)
    _count_errors(plan.counts, of_people, of_cells)
    return plan


def _read(table: Table, mapping: Mapping, today: date | None, progress: Progress | None) -> Reading:
    header = header_of(table, mapping.header_line)
    reading = read(body(table, header), mapping, bind(mapping, header), today, progress)
    if not reading.lines and not reading.errors:
        text = "There are no rows below the column names. Export the file again and check that it holds data."
        raise LayoutError("no_rows", text)
    _count_rows(reading)
    return reading


def _count_rows(reading: Reading) -> None:
    """How many rows each way of writing a person and each skill has."""
    for position, rows in Counter(reading.row_variants).items():
        reading.variants[position].rows = rows
    for position, rows in Counter(reading.ratings.skills).items():
        cells = reading.skill_cells[position]
        skill = reading.skills[cells.skill]
        skill.rows += rows
        if cells.name:
            skill.names[cells.name] += rows
        if cells.category:
            skill.categories[cells.category] += rows


def _person_errors(reading: Reading) -> Iterator[RowError]:
    """What is wrong with people's cells: what leaves out rows at each of them, another bad value of a person once."""
    cells: dict[tuple[int, int, Fault], list[int]] = {}
    faulty = {position: variant for position, variant in enumerate(reading.variants) if variant.faults}
    if not faulty:
        return
    for line, position in zip(reading.lines, reading.row_variants, strict=True):
        if not (variant := faulty.get(position)):
            continue
        for fault in variant.faults:
            if fault.fatal:
                yield RowError(line, fault.column, fault.code, fault.value, fault.message, "row")
            else:  # of the person, or of these very cells where nobody can be told
                whose = (variant.person, -1) if variant.person >= 0 else (-1, position)
                cells.setdefault((*whose, fault), []).append(line)
    for (_, _, fault), lines in cells.items():
        message = fault.message + _more_rows(len(lines) - 1)
        yield RowError(min(lines), fault.column, fault.code, fault.value, message, "cell")


def _more_rows(count: int) -> str:
    return f" The same in {count:,} more row{'s' if count > 1 else ''}." if count else ""


def _counts(reading: Reading, best: Best, people: Sequence[PersonPlan], skills: Sequence[SkillPlan]) -> Counts:
    return Counts(
        rows=len(reading.lines),
        people=dict(Counter(person.action for person in people)),
        skills=dict(Counter(CREATE if skill.pk is None else UNCHANGED for skill in skills)),
        not_rated=reading.not_rated,
        merged=best.merged,
        superseded=best.superseded,
        waiting=best.waiting,
        left_out=best.left_out,
        faulty=best.faulty,
        rows_left_out=len(reading.left_out),
    )


def _count_errors(counts: Counts, of_people: Sequence[RowError], of_cells: Sequence[RowError]) -> None:
    """How many errors there are, how many rows they leave out, and how many values of all other rows. Somebody is
    imported with what is good about them even if all their other rows are faulty."""
    nobody = {error.line for error in of_people if error.scope == "row"}
    rows = nobody | {error.line for error in of_cells if error.scope == "row"}
    counts.errors, counts.rows_cannot = len(of_people) + len(of_cells), len(rows)
    counts.values_cannot = sum(error.scope == "cell" and error.line not in nobody for error in of_people)
    counts.values_cannot += sum(error.scope == "cell" and error.line not in rows for error in of_cells)


def _count_ratings(plan: Plan, precedence: Sequence[str]) -> None:
    """Ratings by action and rater, and the sum of the levels that count: per person and skill that of the first rater
    in `precedence`."""
    codes, ranks = plan._reading.ratings.codes, [precedence.index(rater) for rater in RATERS]
    raters, pairs, total, last, best_rank, best_level = [0] * len(RATERS), 0, 0, -1, 0, 0
    for key, place in zip(plan._keys, plan._places):  # noqa: B905  (columns of one table)
        pair, rater = key >> 2, key & 3
        raters[rater] += 1
        level, rank = codes[place] % PER_RATER - 1, ranks[rater]
        if pair != last:
            total += best_level
            pairs, last, best_rank, best_level = pairs + 1, pair, rank, level
        elif rank < best_rank:
            best_rank, best_level = rank, level
    counts = plan.counts
    counts.rated, counts.level_sum = pairs, total + best_level
    counts.raters = {rater: count for rater, count in zip(RATERS, raters, strict=True) if count}
    counts.ratings = {ACTIONS[action]: count for action, count in Counter(plan._actions).items()}
