"""How the check and its result read: the headline, the tiles, the causes and the words on the button."""

from dataclasses import dataclass

from django.urls import reverse

from roles.models import InventoryImport
from roles.selectors.import_counts import Counts
from roles.selectors.imports import Cause, ImportView

CAUSES = {
    "too_many_cells": "More cells than columns",
    "skill_missing": "No skill in the row",
    "level_unknown": "Level outside the scale",
    "level_out_of_range": "Level outside the scale",
    "rater_unknown": "Rater not known",
    "date_invalid": "Not a date",
    "date_future": "Date in the future",
    "date_early": "Date too long ago",
    "date_unclear": "Date can be read two ways",
    "person_missing": "No employee ID or e-mail",
    "email_invalid": "Not an e-mail address",
    "email_shared": "Two people with one e-mail",
    "email_taken": "E-mail belongs to somebody else",
    "email_ambiguous": "E-mail fits two people",
    "id_zeros": "Leading zeros lost",
    "id_is_number": "Employee ID turned into a number",
    "manager_unknown": "Manager not found",
    "manager_cycle": "Managers in a circle",
    "rating_conflict": "Two levels for one skill",
    "fte_invalid": "Working time not clear",
    "text_too_long": "Text too long",
}


@dataclass(frozen=True, slots=True)
class ShownCause:
    """A cause with its first lines."""

    cause: Cause
    title: str

    @property
    def code(self) -> str:
        return self.cause.code

    @property
    def column(self) -> str:
        return self.cause.column

    @property
    def count(self) -> int:
        return self.cause.count

    @property
    def first_line(self) -> int:
        return self.cause.first_line


@dataclass(frozen=True, slots=True)
class Tile:
    value: str
    label: str
    url: str = ""
    state: str = ""


def cause_title(code: str) -> str:
    return CAUSES.get(code, code.replace("_", " ").capitalize())


def shown(causes: list[Cause]) -> list[ShownCause]:
    return [ShownCause(cause, cause_title(cause.code)) for cause in causes]


def plural(number: int, word: str, many: str = "") -> str:
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def ready(counts: Counts, what: str) -> int:
    part = getattr(counts, what)
    return int(part.create + part.update + part.unchanged)


def headline(view: ImportView, counts: Counts) -> str:
    """Where the import stands, in a sentence."""
    if view.stale and view.open_queue:
        return f"{plural(view.open_queue, 'name')} left to settle."
    ratings = ready(counts, "ratings")
    subject, number = ("ratings", ratings) if ratings else ("people", ready(counts, "people"))
    if view.open_queue and not number:
        return f"{plural(view.open_queue, 'skill name')} to settle before anything can be imported."
    alone = counts.rows_cannot + counts.values_cannot == 1
    trouble = [f"{counts.cannot} {'needs' if alone else 'need'} a look"] if counts.cannot else []
    if view.open_queue:
        trouble.append(plural(view.open_queue, "name to settle", "names to settle"))
    if not trouble and not changes(counts):
        return f"Nothing to change: all {number:,} {subject} are as they were."
    whole = number + counts.ratings.waiting + counts.ratings.cannot if subject == "ratings" else number
    start = f"{number:,} of {whole:,} {subject} are ready." if trouble else f"All {number:,} {subject} are ready."
    return f"{start} {' and '.join(trouble)}." if trouble else start


def changes(counts: Counts) -> int:
    return sum(getattr(counts, part).create + getattr(counts, part).update for part in ("people", "skills", "ratings"))


def tiles(row: InventoryImport, counts: Counts, slug: str) -> list[Tile]:
    """New, changed, as before, cannot be imported."""
    changed, problems = (reverse(f"roles:import-{page}", args=[slug, row.pk]) for page in ("changes", "problems"))
    people = plural(counts.people.create, "new person", "new people") if counts.people.create else "no new people"
    cannot, _, of_what = (counts.cannot or "0 rows").partition(" ")
    return [
        Tile(f"{counts.ratings.create:,}", f"new ratings, {people}", changed),
        Tile(f"{counts.ratings.update:,}", "changed ratings", changed),
        Tile(f"{counts.ratings.unchanged:,}", "ratings stay as they are"),
        Tile(cannot, f"{of_what} cannot be imported", problems, "low" if counts.cannot else ""),
    ]


def apply_label(counts: Counts) -> str:
    """What the button does, counted."""
    if not changes(counts):
        return "Finish, nothing to change"
    ratings = counts.ratings.create + counts.ratings.update
    people = counts.people.create + counts.people.update
    parts = [plural(people, "person", "people")] if people else []
    parts += [plural(ratings, "rating")] if ratings else []
    parts = parts or [plural(counts.skills.create + counts.skills.update, "skill")]
    return f"Import {' and '.join(parts)}"


def outcome(view: ImportView, result: Counts | None) -> str:
    """The headline after applying or undoing."""
    if view.state == "undone":
        return "This import was undone."
    if view.failed_message:
        return "The undo was stopped." if view.failed_code == "cancelled" else "The undo failed."
    if result is None or not changes(result):
        return "Nothing had to change."
    ratings, people = result.ratings.create + result.ratings.update, result.people.create
    return f"{plural(ratings, 'rating')} imported" + (
        f", {plural(people, 'person', 'people')} added." if people else "."
    )
