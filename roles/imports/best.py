"""Which rating counts among several for the same person, skill and rater, and how it differs from what is stored."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from roles.imports.fields import RATERS
from roles.imports.people import CREATE, UNCHANGED, UPDATE, PersonPlan
from roles.imports.reading import PER_RATER, PER_RAW, Ratings, Reading, RowError
from roles.imports.skills import WAITING, Matched, SkillPlan

OLDER = "older"  # what is stored has a later date
ACTIONS = (CREATE, UPDATE, UNCHANGED, OLDER)
_UPDATE, _UNCHANGED, _OLDER = 1, 2, 3
KEYS_PER_PAIR = 4  # a rating's key is (person * skills + skill) * 4 + rater

ExistingRating = tuple[int, int, str, int, date | None]
"""(person pk, skill pk, rater, level, assessed on)"""


class Best:
    """The latest date wins; the same level twice on one date is merged; two levels on one date are a conflict, and
    none of them is taken. `places`: key -> position of the rating in the reading. The order of rows does not matter."""

    def __init__(self, reading: Reading, matched: Matched) -> None:
        self.reading = reading
        self.raws = list(reading.raws)
        self.places: dict[int, int] = {}
        self.tied: dict[int, list[int]] = {}  # key -> places of one date, where there is more than one
        self.superseded = self.waiting = self.left_out = self.faulty = 0
        self._fill(matched)
        self.conflicts = {
            key: tied
            for key, tied in self.tied.items()
            if len({reading.ratings.codes[place] % PER_RATER for place in tied}) > 1
        }
        self.merged = sum(len(tied) - 1 for key, tied in self.tied.items() if key not in self.conflicts)
        for key, tied in self.conflicts.items():
            del self.places[key]
            self.faulty += len(tied)

    def _fill(self, matched: Matched) -> None:
        reading, places, ratings = self.reading, self.places, self.reading.ratings
        skills = max(1, len(matched.skills))
        targets = [matched.targets.get(reading.skills[cells.skill].key, WAITING) for cells in reading.skill_cells]
        bases = [variant.person * skills * KEYS_PER_PAIR if variant.person >= 0 else -1 for variant in reading.variants]
        row_bases = array("q", map(bases.__getitem__, reading.row_variants))
        for place, (row, skill, code) in enumerate(zip(ratings.rows, ratings.skills, ratings.codes)):  # noqa: B905  (columns of one table)
            base, target = row_bases[row], targets[skill]
            if base < 0 or target < 0:
                self._set_aside(base, target)
                continue
            key = base + target * KEYS_PER_PAIR + code % PER_RAW // PER_RATER
            if places.setdefault(key, place) != place:
                self._again(key, place)

    def _set_aside(self, base: int, target: int) -> None:
        if base < 0:
            self.faulty += 1
        elif target == WAITING:
            self.waiting += 1
        else:
            self.left_out += 1

    def _again(self, key: int, place: int) -> None:
        """A second rating for a key. Among equal ones the raw text decides which is kept, not the order of rows."""
        days, known = self.reading.ratings.days, self.places[key]
        if days[place] == days[known]:
            self.tied.setdefault(key, [known]).append(place)
            self.places[key] = min(known, place, key=self._raw)
        elif days[place] > days[known]:
            self.superseded += len(self.tied.pop(key, [known]))
            self.places[key] = place
        else:
            self.superseded += 1

    def _raw(self, place: int) -> str:
        return self.raws[self.reading.ratings.codes[place] // PER_RAW]

    def conflict_errors(self) -> Iterator[RowError]:
        """One error for each rating of a conflict."""
        reading, ratings = self.reading, self.reading.ratings
        for tied in self.conflicts.values():
            day = ratings.days[tied[0]]
            when = f"on {date.fromordinal(day).isoformat()}" if day else "without a date"
            levels = ", ".join(sorted({self._raw(place) for place in tied})[:6])
            message = f"The same person, skill and rater has different levels {when}: {levels}. Keep one of them."
            for place in tied:
                yield RowError(
                    reading.lines[ratings.rows[place]],
                    self._column(place),
                    "rating_conflict",
                    self._raw(place),
                    message,
                    "cell",
                )

    def _column(self, place: int) -> str:
        """Name of the column the rating stands in."""
        ratings, levels = self.reading.ratings, self.reading.levels
        if not self.reading.long:
            return next(level.column.label for level in levels if level.skill == ratings.skills[place])
        rater = RATERS[ratings.codes[place] % PER_RAW // PER_RATER]
        return min(levels, key=lambda level: (level.column.rater != rater, bool(level.column.rater))).column.label


def compare(
    existing: Iterable[ExistingRating],
    keys: "array[int]",
    places: "array[int]",
    ratings: Ratings,
    people: Sequence[PersonPlan],
    skills: Sequence[SkillPlan],
) -> bytearray:
    """The action of each key, as a position in ACTIONS: create unless an existing rating says otherwise.

    An undated rating replaces another level whatever its date; a dated one only an earlier or undated one.
    """
    actions = bytearray(len(keys))
    person_at = {person.pk: position for position, person in enumerate(people) if person.pk is not None}
    skill_at = {skill.pk: position for position, skill in enumerate(skills) if skill.pk is not None}
    raters = {rater: number for number, rater in enumerate(RATERS)}
    count = len(keys)
    for person_pk, skill_pk, rater, level, assessed in existing:
        person, skill = person_at.get(person_pk), skill_at.get(skill_pk)
        if person is None or skill is None:
            continue
        key = (person * len(skills) + skill) * KEYS_PER_PAIR + raters[rater]
        index = bisect_left(keys, key)
        if index < count and keys[index] == key:
            place = places[index]
            actions[index] = _action(
                ratings.codes[place] % PER_RATER - 1,
                ratings.days[place],
                level,
                assessed.toordinal() if assessed else 0,
            )
    return actions


def _action(level: int, day: int, stored_level: int, stored_day: int) -> int:
    if level == stored_level and day in (0, stored_day):
        return _UNCHANGED
    return _OLDER if 0 < day < stored_day else _UPDATE
