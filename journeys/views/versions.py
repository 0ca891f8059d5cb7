"""Two versions of one thing, side by side: what is stored, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from journeys.models import BuyingJob
from journeys.outline import BUYER_ROLES, CHANNELS
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError
from uniengine.kit.figures import fte

LABELS = {
    "name": "Name",
    "note": "Note",
    "description": "Description",
    "segment": "Segment",
    "channels": "Where it happens",
    "buyer_roles": "Who does it",
    "stage": "Stage",
    "position": "Place",
    "job": "Job",
    "jobs": "Jobs it helps with",
    "skills": "Skills",
    "demand": "Demand",
    "effort": "Who does it today",
    "loops": "Loops back to",
    "deleted": "Deleted",
    "archived": "Archived",
    "archived_at": "Archived",
    "slot": "Colour",
    "code": "External code",
    "category": "Category",
    "taxonomy": "Taxonomy",
    "cost_per_fte": "Cost of one FTE per year",
}
HIDDEN = {"csrfmiddlewaretoken", "version", "combine"}
THEIRS = "theirs-line"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One field in both versions; None: this side does not mention it."""

    label: str
    yours: str | None
    theirs: str | None

    @property
    def differs(self) -> bool:
        return self.yours != self.theirs

    @property
    def theirs_said(self) -> str:
        return f"{self.label}: {self.theirs}"


def version_lines(error: DomainError) -> list[VersionLine]:
    """The fields of a stale edit. Empty when the thing itself is gone."""
    sides: list[Mapping[str, Any]] = []
    for side in ("yours", "theirs"):
        found = error.details.get(side)
        sides.append(found if isinstance(found, Mapping) else {})
    keys = [key for key in dict.fromkeys([*sides[0], *sides[1]]) if key != "name_key"]
    return [
        VersionLine(LABELS.get(key, key.replace("_", " ").capitalize()), *(_said(key, side) for side in sides))
        for key in keys
    ]


def sent_again(data: QueryDict) -> list[tuple[str, str]]:
    """What was typed, to send once more."""
    return [(name, value) for name in data if name not in HIDDEN | {THEIRS} for value in data.getlist(name)]


def _said(key: str, side: Mapping[str, Any]) -> str | None:
    if key not in side:
        return None
    value = side[key]
    if value is None or value in ("", [], {}):
        return "at the end" if key == "position" else "nothing"
    return str(_SAY.get(key, str)(value))


def _skills(rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{row['skill']}, level {row['level']}, {row['share'] / 10:g} %{'' if row['mandatory'] else ', can do without'}"
        for row in rows
    )


def _demand(rows: Sequence[Mapping[str, Any]]) -> str:
    names = dict(Market.objects.values_list("pk", "name"))
    return "\n".join(
        f"{names.get(row['market'], 'Whole company')}: {float(row['volume']):g} times, {float(row['hours']):g} h"
        for row in rows
    )


def _effort(rows: Mapping[str, int | None]) -> str:
    return "\n".join(
        f"{name}: {'time not known' if mfte is None else fte(int(mfte), 2) + ' FTE'}" for name, mfte in rows.items()
    )


def _loops(pks: Sequence[int]) -> str:
    return "\n".join(BuyingJob.objects.filter(pk__in=list(pks)).values_list("name", flat=True))


def _labels(known: Mapping[str, str]) -> Any:
    return lambda keys: ", ".join(known.get(key, key) for key in keys)


_SAY: Mapping[str, Any] = {
    "skills": _skills,
    "demand": _demand,
    "effort": _effort,
    "loops": _loops,
    "jobs": "\n".join,
    "channels": _labels(CHANNELS),
    "buyer_roles": _labels(BUYER_ROLES),
    "position": lambda place: f"place {place + 1}",
    "deleted": lambda gone: "yes" if gone else "no",
    "archived": lambda gone: "yes" if gone else "no",
}
