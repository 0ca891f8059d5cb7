"""The plan of a dry run as a file, so that applying it needs no second parse.

One .npz: columns of numbers for the ratings to write, JSON for people, skills and texts. Ratings that stay as they
are take no room.
"""

import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
CREATE, UPDATE = 0, 1
_TYPES = {
    "person": np.uint32,
    "skill": np.uint32,
    "rater": np.uint8,
    "level": np.uint8,
    "day": np.int32,
    "raw": np.uint32,
    "action": np.uint8,
}


class ReadyPerson(NamedTuple):
    """One person of the plan. `pk` None: to be made. `values`: what is written, by column name, with `market` and
    `function` as names; empty for a person who stays as they are. `manager`: position in the plan, ["pk", id], or
    None: not touched."""

    pk: int | None
    values: dict[str, Any]
    manager: int | list[Any] | None


class ReadySkill(NamedTuple):
    """One skill of the plan. `pk` None: to be made. `key`: the skill of the file."""

    pk: int | None
    key: str
    name: str
    taxonomy: str
    code: str
    category: str


@dataclass(frozen=True)
class ReadyRatings:
    """Ratings to write, as columns, sorted by person, skill and rater. `person`, `skill`: positions in the plan;
    `rater`: roles.models.Rater; `day`: ordinal or 0; `raw`: position in `texts`; `action`: CREATE or UPDATE."""

    person: Numbers
    skill: Numbers
    rater: Numbers
    level: Numbers
    day: Numbers
    raw: Numbers
    action: Numbers

    def __len__(self) -> int:
        return len(self.person)

    @classmethod
    def of(cls, **columns: Any) -> "ReadyRatings":
        return cls(**{name: np.asarray(columns[name], dtype=kind) for name, kind in _TYPES.items()})

    def only(self, action: int) -> "ReadyRatings":
        """The ratings to be created, or the ones to be updated."""
        chosen = self.action == action
        return ReadyRatings(**{name: getattr(self, name)[chosen] for name in _TYPES})


@dataclass(frozen=True)
class StoredPlan:
    """All that applying needs. `texts`: raw levels as in the file. `scales`: rater number (as text) -> scale.
    `raters_stored`: whose ratings there were at the check. `preview`: what the page shows."""

    people: list[ReadyPerson]
    skills: list[ReadySkill]
    texts: list[str]
    scales: dict[str, str]
    raters_stored: list[int]
    markets_new: list[str]
    functions_new: list[str]
    ratings: ReadyRatings
    preview: dict[str, Any] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """Rows that will be written."""
        people = sum(bool(person.values) or person.manager is not None for person in self.people)
        return people + sum(skill.pk is None for skill in self.skills) + len(self.ratings)


_JSON = ("people", "skills", "texts", "scales", "raters_stored", "markets_new", "functions_new", "preview")


def plan_write(plan: StoredPlan, path: Path) -> None:
    """Write a plan. The file appears complete or not at all."""
    parts: dict[str, Any] = {name: np.frombuffer(_packed(getattr(plan, name)), dtype=np.uint8) for name in _JSON}
    columns = {f"rating_{name}": getattr(plan.ratings, name) for name in _TYPES}
    unfinished = path.with_suffix(".part")
    try:
        with open(unfinished, "wb", opener=private) as out:
            np.savez(out, **parts, **columns)
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def plan_read(path: Path) -> StoredPlan:
    """Read a plan. Raises FileNotFoundError."""
    with np.load(path, allow_pickle=False) as file:
        parts = {name: _unpacked(file[name]) for name in _JSON}
        columns = {name: file[f"rating_{name}"] for name in _TYPES}
    people = [ReadyPerson(*row) for row in parts.pop("people")]
    skills = [ReadySkill(*row) for row in parts.pop("skills")]
    return StoredPlan(people=people, skills=skills, ratings=ReadyRatings(**columns), **parts)


def preview_read(path: Path) -> dict[str, Any]:
    """The preview alone, without reading the rest."""
    with np.load(path, allow_pickle=False) as file:
        found: dict[str, Any] = _unpacked(file["preview"])
    return found


def private(path: str, flags: int) -> int:
    """Opener for files that only this system's user may read."""
    return os.open(path, flags, 0o600)


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _unpacked(column: Numbers) -> Any:
    return json.load(io.BytesIO(column.tobytes()))
