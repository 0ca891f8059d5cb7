"""Which column of a file means what: header aliases, and what the user chose instead.

Pure. A file plays one of three parts: "main" (activities, or a whole journey), "skills" (which skills activities take)
and "stages" (where in the journey activities belong).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from journeys.names import cleaned, name_key

MAIN, SKILLS, STAGES = "main", "skills", "stages"
PARTS = (MAIN, SKILLS, STAGES)

ALIASES: Mapping[str, tuple[str, ...]] = {
    "stage": ("stage", "journey stage", "stage hint", "stage_hint", "phase"),
    "slot": ("colour", "color", "slot"),
    "job": ("job", "buying job", "customer job", "job to be done"),
    "job_description": ("job description",),
    "channels": ("channels", "channel"),
    "buyer_roles": ("buyer roles", "buyer role", "buying group"),
    "segment": ("segment",),
    "loops": ("loops back to", "loops"),
    "loop_notes": ("loop notes",),
    "group": ("group", "gwa", "activity group", "work activity", "theme"),
    "activity": ("activity", "supplier activity", "dwa", "activity name", "what a supplier must do", "task"),
    "activity_code": (
        "activity code",
        "activity id",
        "dwa_id",
        "dwa id",
        "dwa_ids",
        "dwa ids",
        "activity ids",
        "activity codes",
    ),
    "note": ("note", "notes", "comment"),
    "functions": ("functions", "legacy functions", "function", "done by", "legacy function"),
    "skill": ("skill", "skill name", "competency", "competence"),
    "taxonomy": ("skill taxonomy", "taxonomy", "source taxonomy", "source_taxonomy"),
    "skill_code": ("skill code", "skill id", "skill_id", "skill_code", "element id"),
    "category": ("skill category", "category"),
    "level": ("level", "required level", "skill level", "required_level"),
    "share": ("share", "share %", "share of effort", "share (%)", "weight"),
    "mandatory": ("mandatory", "required", "must have"),
    "volume": ("times per year", "volume", "volume per year"),
    "hours": ("hours each time", "hours", "hours per time"),
}
"""Field -> the headers it is known by, the one our own export writes first."""

LABELS: Mapping[str, str] = {field: names[0].capitalize() for field, names in ALIASES.items()} | {"share": "Share %"}

FIELDS: Mapping[str, tuple[str, ...]] = {
    MAIN: tuple(ALIASES),
    SKILLS: ("activity", "activity_code", "skill", "taxonomy", "skill_code", "category", "level", "share", "mandatory"),
    STAGES: ("activity", "activity_code", "stage"),
}
"""The fields each part of the import can use."""

_WIDE = re.compile(r"^(?P<what>fte|effort|times per year|volume|hours each time|hours)\s*:\s*(?P<name>.+)$", re.I)
_WIDE_FIELDS = {
    "fte": "effort",
    "effort": "effort",
    "times per year": "volume",
    "volume": "volume",
    "hours each time": "hours",
    "hours": "hours",
}
_SOUGHT = 30


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file. `at`: field -> index; `wide`: (effort|volume|hours, name of function or market) ->
    index; `unused`: headers nothing is read from; `line`: where the header row stands (0: none found)."""

    line: int
    headers: tuple[str, ...]
    at: Mapping[str, int]
    wide: Mapping[tuple[str, str], int]
    unused: tuple[str, ...]

    def header(self, field: str) -> str:
        """The header a field is read from, for messages."""
        return self.headers[self.at[field]] if field in self.at else ""

    def chosen(self) -> dict[str, str]:
        """Field -> header, as the user may override it."""
        return {field: self.headers[index] for field, index in self.at.items()}


def find_columns(
    part: str, rows: Iterable[tuple[int, Sequence[str]]], chosen: Mapping[str, str] | None = None
) -> Columns:
    """The header row among the first rows (the one with the most known headers) and what its columns mean.

    chosen: field -> header; wins over the aliases; an empty header means the field is not in the file.
    """
    best = Columns(0, (), {}, {}, ())
    for count, (line, cells) in enumerate(rows):
        if count >= _SOUGHT:
            break
        found = _columns(part, line, cells, chosen or {})
        if len(found.at) + len(found.wide) > len(best.at) + len(best.wide):
            best = found
    return best


def _columns(part: str, line: int, cells: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    headers = tuple(cleaned(cell) for cell in cells)
    keys = [name_key(header) for header in headers]
    at: dict[str, int] = {}
    for field in FIELDS[part]:
        index = _find(keys, [chosen[field]] if field in chosen else ALIASES[field], at.values())
        if index is not None:
            at[field] = index
    wide = _wide(headers) if part == MAIN else {}
    used = {*at.values(), *wide.values()}
    unused = tuple(header for index, header in enumerate(headers) if header and index not in used)
    return Columns(line, headers, at, wide, unused)


def _find(keys: Sequence[str], names: Sequence[str], taken: Iterable[int]) -> int | None:
    used = set(taken)
    for name in names:
        wanted = name_key(name)
        for index, key in enumerate(keys):
            if key and key == wanted and index not in used:
                return index
    return None


def _wide(headers: Sequence[str]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for index, header in enumerate(headers):
        if match := _WIDE.match(header):
            found.setdefault((_WIDE_FIELDS[match["what"].lower()], match["name"].strip()), index)
    return found
