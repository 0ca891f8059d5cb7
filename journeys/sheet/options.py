"""What the person importing decides: what applies where the file says nothing.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from journeys.names import cleaned
from journeys.sheet.columns import PARTS

JobsBy = Literal["group", "stage"]


@dataclass(frozen=True, slots=True)
class Options:
    """default_level: for skills without a level (1-5). mandatory: for skills without a yes or no.
    default_stage: for activities without a stage; empty leaves them without a job. group_stages: group -> stage.
    jobs: activities without a job go into one job per group and stage, or into one per stage.
    taxonomy: of skill codes without one; None recognises O*NET ids. columns: part -> field -> header."""

    default_level: int = 3
    mandatory: bool = True
    default_stage: str = ""
    group_stages: Mapping[str, str] = field(default_factory=dict)
    jobs: JobsBy = "group"
    taxonomy: str | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For storing; options_of reads it back."""
        return {
            "default_level": self.default_level,
            "mandatory": self.mandatory,
            "default_stage": self.default_stage,
            "group_stages": dict(self.group_stages),
            "jobs": self.jobs,
            "taxonomy": self.taxonomy,
            "columns": {part: dict(chosen) for part, chosen in self.columns.items()},
        }


def options_of(values: Mapping[str, Any]) -> Options:
    """Options from stored or submitted values; missing ones as by default. ValueError names the first bad one."""
    level = values.get("default_level", 3)
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
        raise ValueError("default_level")
    if values.get("jobs", "group") not in ("group", "stage"):
        raise ValueError("jobs")
    return Options(
        default_level=level,
        mandatory=_typed(values, "mandatory", bool, True),
        default_stage=cleaned(_typed(values, "default_stage", str, ""))[:80],
        group_stages={key: stage[:80] for key, stage in _texts(values, "group_stages").items()},
        jobs=values.get("jobs", "group"),
        taxonomy=None if values.get("taxonomy") is None else cleaned(_typed(values, "taxonomy", str, ""))[:60],
        columns=_columns(_typed(values, "columns", dict, {})),
    )


def _columns(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    if not set(values) <= set(PARTS):
        raise ValueError("columns")
    return {part: _texts(values, part) for part in values}


def _typed(values: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:
    found = values.get(name, default)
    if not isinstance(found, kind):
        raise ValueError(name)
    return found


def _texts(values: Mapping[str, Any], name: str) -> dict[str, str]:
    found = _typed(values, name, dict, {})
    if not all(isinstance(key, str) and isinstance(value, str) for key, value in found.items()):
        raise ValueError(name)
    return {cleaned(key): cleaned(value) for key, value in found.items()}
