"""Step three of an import, without writing: read the whole file and compare it with what is stored."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils import timezone

from roles.imports.best import ACTIONS, KEYS_PER_PAIR
from roles.imports.compared import plan_compare
from roles.imports.fields import FIELDS, LEVEL_RATERS, PERSON, RATERS
from roles.imports.mapping import Mapping
from roles.imports.people import CREATE, UNCHANGED, UPDATE, PersonPlan
from roles.imports.plan import Existing, Plan, build
from roles.imports.reading import PER_RATER, PER_RAW
from roles.imports.shapes import LEFT_OUT
from roles.imports.skills import Resolution
from roles.imports.stored import ReadyPerson, ReadyRatings, ReadySkill, StoredPlan
from roles.models import ImportQueueEntry, InventoryImport
from roles.services.imports.existing import (
    RATER_NUMBERS,
    basis_now,
    people_stored,
    ratings_stored,
    skills_stored,
)
from roles.services.imports.places import ADD, PlaceOptions, Places, functions_known, markets_known, place_key
from roles.services.imports.reading import table_open

Told = Callable[[int, int, str], None]
"""progress(done, total, message)"""

ProblemRow = tuple[str, str, int, str, str, str, str]
"""(kind, extent, line, column, code, value, message)"""


@dataclass
class Planned:
    """A plan against the database as `basis` says it was, ready to be stored."""

    plan: Plan
    stored: StoredPlan
    basis: dict[str, Any]
    summary: dict[str, Any]
    place_problems: list[ProblemRow] = field(default_factory=list)

    def problems(self) -> Iterator[ProblemRow]:
        """Everything to tell, by line: errors, then notes and rows without data."""
        errors: list[ProblemRow] = [
            ("error", fault.scope, fault.line, fault.column, fault.code, fault.value, fault.message)
            for fault in self.plan.errors
        ]
        yield from sorted([*errors, *self.place_problems], key=lambda row: (row[2], row[3]))
        for note in self.plan.notes:
            yield "note", "", note.line, "", "note", "", note.message
        for row in self.plan.left_out:
            yield "left_out", "row", row.line, "", row.reason, "", LEFT_OUT[row.reason]


def import_plan(inventory_import: InventoryImport, told: Told | None = None) -> Planned:
    """Read, match and compare. Raises TableError, LayoutError or MappingError when the file does not fit."""
    mapping = Mapping.from_dict(inventory_import.mapping)
    basis = basis_now()  # before anything is read: a change meanwhile shows as another basis
    total = int(inventory_import.found.get("rows") or 0)
    plan = build(
        table_open(inventory_import),
        mapping,
        Existing(people_stored(), skills_stored()),
        resolutions=resolutions_of(inventory_import),
        precedence=inventory_import.organization.rater_precedence,
        today=timezone.localdate(),
        progress=(lambda rows: told(min(rows, total), total, "Checking rows")) if told else None,
    )
    if told:
        told(total, total, "Comparing with what is stored")
    ratings = ratings_stored()
    plan_compare(plan, ratings)
    places = _PlaceCheck(mapping, PlaceOptions.from_dict(inventory_import.mapping))
    people = [places.ready(person) for person in plan.people]
    stored = StoredPlan(
        people=people,
        skills=[ReadySkill(s.pk, s.key, s.name, s.taxonomy, s.code, s.category) for s in plan.skills],
        texts=[text[:60].replace("\0", "") for text in plan._reading.raws],
        scales=_scales(mapping),
        raters_stored=sorted(RATER_NUMBERS[rater] for rater in ratings.raters()),
        markets_new=places.new("market"),
        functions_new=places.new("function"),
        ratings=ready_ratings(plan),
    )
    basis["plan"] = plan.fingerprint()
    return Planned(plan, stored, basis, summary_of(plan, stored, places), places.problems)


def resolutions_of(inventory_import: InventoryImport) -> dict[str, Resolution]:
    """Answers to the queue: those remembered for the source, then those given for this import."""
    source = inventory_import.source
    answers: dict[str, Resolution] = dict(source.skill_choices) if source else {}
    for entry in ImportQueueEntry.objects.filter(inventory_import=inventory_import):
        if (answer := entry_answer(entry)) is not None:
            answers[entry.key] = answer
    return answers


def entry_answer(entry: ImportQueueEntry) -> Resolution | None:
    """A settled entry as the planner wants it; None while it is open."""
    if entry.choice == ImportQueueEntry.Choice.SAME:
        return entry.skill_id
    return {ImportQueueEntry.Choice.NEW: "new", ImportQueueEntry.Choice.LEAVE_OUT: "leave out"}.get(entry.choice)  # type: ignore[call-overload,no-any-return]


class _PlaceCheck:
    """Turns the planner's people into rows to write, and reports places that cannot be used."""

    def __init__(self, mapping: Mapping, options: PlaceOptions) -> None:
        self.places = {
            "market": Places(markets_known(), options.new_markets == ADD),
            "function": Places(functions_known(), options.new_functions == ADD),
        }
        function = mapping.of("function") or mapping.of("department")
        market = mapping.of("market")
        self.labels = {"market": market.label if market else "", "function": function.label if function else ""}
        self.guessed = mapping.of("function") is None  # from the department
        self.problems: list[ProblemRow] = []
        self.actions: Counter[str] = Counter()

    def new(self, kind: str) -> list[str]:
        """Names of places to make, in order."""
        return sorted(self.places[kind].new.values())

    def ready(self, person: PersonPlan) -> ReadyPerson:
        values: dict[str, Any] = {}
        for key in person.values if person.pk is None else person.before:
            value = person.values.get(key)
            if value is None:  # the manager has a place of its own
                continue
            if key in self.places:
                self._place(person, key, value, values)
            elif key == "fte":
                values["mfte"] = int(value * 1000)
            elif key == "start_date":
                values["started_on"] = value.isoformat()
            else:
                values[key] = value
        manager = list(person.manager) if isinstance(person.manager, tuple) else person.manager
        action = CREATE if person.pk is None else UPDATE if values or manager is not None else UNCHANGED
        self.actions[action] += 1
        return ReadyPerson(person.pk, values, manager)

    def _place(self, person: PersonPlan, kind: str, name: str, values: dict[str, Any]) -> None:
        """A place the person gets, unless it is the same in another spelling, or a guess against a decision by hand."""
        before = str(person.before.get(kind) or "")
        if place_key(name) == place_key(before):
            return
        if kind == "function" and self.guessed and before and "department" not in person.before:
            return
        if text := self.places[kind].problem(name):
            message = f"{text} The person is imported without it."
            row = ("error", "cell", person.line, self.labels[kind], f"{kind}_unknown", name, message)
            self.problems.append(row)
        else:
            values[kind] = name


def ready_ratings(plan: Plan) -> ReadyRatings:
    """The ratings to create or to update, as columns."""
    ratings = plan._reading.ratings
    actions = np.frombuffer(bytes(plan._actions), dtype=np.uint8)
    chosen = np.flatnonzero((actions == ACTIONS.index(CREATE)) | (actions == ACTIONS.index(UPDATE)))
    keys = np.frombuffer(plan._keys, dtype=np.uint64)[chosen] if len(chosen) else np.zeros(0, np.uint64)
    places = np.frombuffer(plan._places, dtype=np.uint32)[chosen] if len(chosen) else np.zeros(0, np.uint32)
    codes = np.frombuffer(ratings.codes, dtype=np.uint32)[places] if len(chosen) else np.zeros(0, np.uint32)
    days = np.frombuffer(ratings.days, dtype=np.int32)[places] if len(chosen) else np.zeros(0, np.int32)
    pairs, raters = keys // KEYS_PER_PAIR, (keys % KEYS_PER_PAIR).astype(np.intp)
    skills = max(1, len(plan.skills))
    numbers = np.array([RATER_NUMBERS[name] for name in RATERS], dtype=np.uint8)
    return ReadyRatings.of(
        person=pairs // skills,
        skill=pairs % skills,
        rater=numbers[raters],
        level=codes % PER_RATER - 1,
        day=days,
        raw=codes // PER_RAW,
        action=actions[chosen] != ACTIONS.index(CREATE),
    )


def _scales(mapping: Mapping) -> dict[str, str]:
    """Rater number -> scale. Only long files have a column, and so perhaps a scale, per rater."""
    scales = {str(number): mapping.scale.kind[:40] for number in RATER_NUMBERS.values()}
    for column in mapping.columns:
        if rater := LEVEL_RATERS.get(column.field):
            scales[str(RATER_NUMBERS[rater])] = mapping.column_scales.get(column.label, mapping.scale).kind[:40]
    return scales


def summary_of(plan: Plan, stored: StoredPlan, places: _PlaceCheck) -> dict[str, Any]:
    """The counts of a dry run as they are stored and shown (selectors.imports.Counts)."""
    counts = plan.counts
    person_columns = {label for key, label in _labels(plan).items() if FIELDS[key].group == PERSON}
    of_ratings = sum(f.code != "rating_conflict" and f.column not in person_columns for f in plan.errors)
    codes = Counter(fault.code for fault in plan.errors) + Counter(row[4] for row in places.problems)
    return {
        "people": {**dict(places.actions), "cannot": sum(variant.fatal for variant in plan._reading.variants)},
        "skills": {**counts.skills, "waiting": len(plan.queue)},
        "ratings": {**counts.ratings, "cannot": counts.faulty + of_ratings, "waiting": counts.waiting},
        "managers": sum(person.manager is not None for person in stored.people),
        "markets_new": stored.markets_new,
        "functions_new": stored.functions_new,
        "places_from": places.labels,
        "rows": counts.rows,
        "rows_left_out": dict(Counter(row.reason for row in plan.left_out)),
        "ratings_left_out": counts.left_out,
        "not_rated": counts.not_rated,
        "merged": counts.merged,
        "superseded": counts.superseded,
        "raters": counts.raters,
        "rated": counts.rated,
        "level_sum": counts.level_sum,
        "errors": len(plan.errors) + len(places.problems),
        "rows_cannot": counts.rows_cannot,
        "values_cannot": counts.values_cannot + len(places.problems),
        "error_codes": dict(codes),
        "notes": len(plan.notes),
        "changes": stored.changes,
    }


def _labels(plan: Plan) -> dict[str, str]:
    bound = plan._reading.bound
    return {key: bound.label(key) for key in bound.at}


def problem_limits(row: ProblemRow) -> ProblemRow:
    """A problem cut to what the table holds."""
    kind, extent, line, column, code, value, message = row
    clean = [text.replace("\0", "") for text in (column, code, value, message)]
    column, code, value, message = clean
    return kind, extent, line, column[:200], code[:40], value[:200], message[:500]
