"""Looking at the files of a journey import: what would be created, and everything that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from journeys.draft import Draft, DraftActivity, DraftNeed
from journeys.effort import normalised
from journeys.models import LegacyFunction
from journeys.names import cleaned, name_key
from journeys.services.building import markets_by_name
from journeys.services.skill_book import SkillBook
from journeys.sheet import MAIN, PARTS, Assembled, Options, Problem, Reading, assemble, read_part
from uniengine.kit.errors import DomainError
from uniengine.kit.tables import Row, Table, read_table, restored

MOST_ACTIVITIES = 5_000
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SheetFile:
    """One file of the import: its bytes or where they are stored, and its name for messages."""

    data: bytes | Path
    name: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The draft without the rows that have problems, the problems in file order, and the preview as stored."""

    draft: Draft
    problems: tuple[Problem, ...]
    preview: dict[str, Any]


def journey_sheet_check(files: Mapping[str, SheetFile], options: Options) -> Checked:
    """Read the files ("main", "skills", "stages"; main is needed) and compare them with the organization.

    Writes nothing. Raises DomainError (TableError) when a file cannot be read as a table at all, or holds no rows.
    """
    if MAIN not in files:
        raise DomainError("file_missing", "Choose the file with the activities.", field=MAIN)
    tables = {part: read_table(files[part].data, files[part].name) for part in PARTS if part in files}
    readings = [_read(part, table, options) for part, table in tables.items()]
    assembled = assemble(readings, options)
    if not any(reading.rows for reading in readings) and not assembled.problems:
        raise DomainError("file_empty", "The file has a header but no rows. Export it again.", field=MAIN)
    draft, problems = _against_organization(assembled, readings)
    _check_size(draft)
    return Checked(draft, problems, _preview(assembled, readings, tables, draft, problems))


def _read(part: str, table: Table, options: Options) -> Reading:
    return read_part(part, _Restored(table), options.columns.get(part))


class _Restored:
    """The rows of a table with the apostrophes of our own export taken away."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def __iter__(self) -> Any:
        return (Row(row.line, [restored(cell) for cell in row.cells]) for row in self.table.rows)


def _check_size(draft: Draft) -> None:
    if len(draft.activities) > MOST_ACTIVITIES:
        text = (
            f"The file has {len(draft.activities):,} activities; a journey holds up to {MOST_ACTIVITIES:,}. Split it."
        )
        raise DomainError("too_many_activities", text, field=MAIN)


def _against_organization(assembled: Assembled, readings: Sequence[Reading]) -> tuple[Draft, tuple[Problem, ...]]:
    """Leave out what the organization does not know and cannot create: unclear skills, unknown markets."""
    draft, found = assembled.draft, list(assembled.problems)
    unclear, more = _unclear_skills(assembled)
    markets, unknown = _unknown_markets(draft, readings)
    found += more + unknown
    activities = tuple(_without(activity, unclear, markets) for activity in draft.activities)
    skills = tuple(skill for skill in draft.skills if skill.key not in unclear)
    ordered = sorted(found, key=lambda problem: (PARTS.index(problem.part), problem.line))
    return replace(draft, activities=activities, skills=skills), tuple(ordered)


def _unclear_skills(assembled: Assembled) -> tuple[set[str], list[Problem]]:
    book = SkillBook()
    unclear, problems = set(), []
    for skill in assembled.draft.skills:
        candidates = book.candidates(skill)
        if len(candidates) > 1:
            unclear.add(skill.key)
            part, line = assembled.skill_lines[skill.key]
            codes = ", ".join(sorted(other.code or "no code" for other in candidates))
            text = f"{len(candidates)} skills go by “{skill.name}” ({codes}). Add a column Skill code to say which."
            problems.append(Problem(part, line, "Skill", "skill_unclear", skill.name, text))
    return unclear, problems


def _unknown_markets(draft: Draft, readings: Sequence[Reading]) -> tuple[set[str], list[Problem]]:
    known = markets_by_name()
    named = dict.fromkeys(part.market for row in draft.activities for part in row.demand if part.market)
    unknown = {name for name in named if name_key(name) not in known}
    line = next((reading.columns.line for reading in readings if reading.part == MAIN), 0)
    return unknown, [
        Problem(
            MAIN,
            line,
            f"Times per year: {name}",
            "market_unknown",
            name,
            f"There is no market “{name}”. Create it under Markets, or remove its columns.",
        )
        for name in named
        if name in unknown
    ]


def _without(activity: DraftActivity, skills: set[str], markets: set[str]) -> DraftActivity:
    kept = [need for need in activity.needs if need.skill not in skills]
    needs = activity.needs if len(kept) == len(activity.needs) else _whole(kept)
    demand = tuple(part for part in activity.demand if part.market not in markets)
    return replace(activity, needs=needs, demand=demand)


def _whole(needs: Sequence[DraftNeed]) -> tuple[DraftNeed, ...]:
    shares = normalised([need.share for need in needs])
    return tuple(replace(need, share=share) for need, share in zip(needs, shares, strict=True))


def _preview(
    assembled: Assembled,
    readings: Sequence[Reading],
    tables: Mapping[str, Table],
    draft: Draft,
    problems: Sequence[Problem],
) -> dict[str, Any]:
    book = SkillBook()
    new = [skill.name for skill in draft.skills if not book.candidates(skill)]
    names = {name_key(part.function): part.function for row in draft.activities for part in row.effort}
    here = {name_key(name) for name in LegacyFunction.objects.values_list("name", flat=True)}
    return {
        "counts": {**assembled.counts, "problems": len(problems)},
        "notes": list(assembled.notes),
        "stages": [stage.name for stage in draft.stages],
        "groups": [asdict(group) | {"stages": list(group.stages)} for group in assembled.groups],
        "skills": {"new": len(new), "known": len(draft.skills) - len(new), "new_names": new[:MOST_SHOWN]},
        "functions": {
            "new": [name for key, name in names.items() if key not in here],
            "known": [name for key, name in names.items() if key in here],
        },
        "files": {reading.part: _file(reading, tables[reading.part]) for reading in readings},
    }


def _file(reading: Reading, table: Table) -> dict[str, Any]:
    columns = reading.columns
    return {
        "rows": reading.rows,
        "read": len(reading.records),
        "header_line": columns.line,
        "headers": list(columns.headers),
        "columns": columns.chosen(),
        "unused": list(columns.unused),
        "sheet": cleaned(table.sheet),
        "warnings": list(table.warnings),
    }
