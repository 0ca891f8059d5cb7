"""The figures of an import: what its dry run found, what was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from roles.imports.shapes import LEFT_OUT
from roles.models import InventoryImport


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind: to be made, changed, left as they are, not usable, waiting for an answer. `older`: what is
    stored has a later date and stays."""

    create: int = 0
    update: int = 0
    unchanged: int = 0
    cannot: int = 0
    waiting: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a dry run (or of what was applied; then only create and update are filled). `rows_cannot` and
    `values_cannot`: rows that errors leave out, and single values that they leave out of the other rows."""

    people: Part = field(default_factory=Part)
    skills: Part = field(default_factory=Part)
    ratings: Part = field(default_factory=Part)
    markets_new: tuple[str, ...] = ()
    functions_new: tuple[str, ...] = ()
    places_from: Mapping[str, str] = field(default_factory=dict)
    markets_made: int = 0
    functions_made: int = 0
    aliases_made: int = 0
    rows_total: int = 0
    rows_left_out: Mapping[str, int] = field(default_factory=dict)
    ratings_left_out: int = 0
    not_rated: int = 0
    merged: int = 0
    superseded: int = 0
    managers_set: int = 0
    rated: int = 0
    level_sum: int = 0
    errors: int = 0
    rows_cannot: int = 0
    values_cannot: int = 0
    error_codes: Mapping[str, int] = field(default_factory=dict)
    notes: int = 0
    changes: int = 0

    def as_rows(self) -> list[tuple[str, Part]]:
        """(label, part) for a table."""
        return [("People", self.people), ("Skills", self.skills), ("Ratings", self.ratings)]

    @property
    def changed(self) -> int:
        """Everything written, places and other names of skills too."""
        return self.changes + self.markets_made + self.functions_made + self.aliases_made

    @property
    def cannot(self) -> str:
        """What errors leave out: "3 rows and 5 values". Empty if nothing."""
        found = ((self.rows_cannot, "row"), (self.values_cannot, "value"))
        return " and ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in found if count)

    @property
    def left_out(self) -> list[tuple[int, str]]:
        """How many rows are no data, and why, in words."""
        return [(count, LEFT_OUT.get(reason, reason)) for reason, count in self.rows_left_out.items()]


def counts_of(inventory_import: InventoryImport) -> Counts:
    """The figures of the last dry run."""
    found = inventory_import.summary
    return Counts(
        people=part_of(found.get("people")),
        skills=part_of(found.get("skills")),
        ratings=part_of(found.get("ratings")),
        markets_new=tuple(found.get("markets_new", ())),
        functions_new=tuple(found.get("functions_new", ())),
        places_from=found.get("places_from", {}),
        rows_total=found.get("rows", 0),
        rows_left_out=found.get("rows_left_out", {}),
        managers_set=found.get("managers", 0),
        error_codes=found.get("error_codes", {}),
        **{name: found.get(name, 0) for name in SAME_NAME},
    )


SAME_NAME = (
    "ratings_left_out",
    "not_rated",
    "merged",
    "superseded",
    "rated",
    "level_sum",
    "errors",
    "rows_cannot",
    "values_cannot",
    "notes",
    "changes",
)


def part_of(found: Mapping[str, int] | None) -> Part:
    return Part(**{name: (found or {}).get(name, 0) for name in Part.__slots__})


def result_of(inventory_import: InventoryImport) -> Counts | None:
    """What the import wrote; None before it was applied."""
    found = inventory_import.result
    if not found:
        return None
    people, skills, ratings = (part_of(found.get(name)) for name in ("people", "skill", "ratings"))
    return Counts(
        people=people,
        skills=skills,
        ratings=ratings,
        markets_made=found.get("market", {}).get("create", 0),
        functions_made=found.get("legacyfunction", {}).get("create", 0),
        aliases_made=found.get("skillalias", {}).get("create", 0),
        errors=found.get("errors_left_out", 0),
        rows_cannot=inventory_import.summary.get("rows_cannot", 0),
        values_cannot=inventory_import.summary.get("values_cannot", 0),
        changes=sum(part.create + part.update for part in (people, skills, ratings)),
    )
