"""What the demo company is made of: plain data, close to the models it is written into.

Pure. FTE are thousandths (mfte), money is in minor units (cents), keys tie the parts together.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from journeys.outline import Outline

MANAGER, SELF = "manager", "self"


@dataclass(frozen=True, slots=True)
class Market:
    """A node in the tree of places; ``kind`` is company, region or market."""

    key: str
    name: str
    kind: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Function:
    """A legacy function and the full yearly cost of one FTE in it, in minor units."""

    key: str
    name: str
    cost_per_fte: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the payroll. employee_id is text with leading zeros; manager is one too, None at the top."""

    employee_id: str
    first: str
    last: str
    email: str
    title: str
    department: str
    market: str
    function: str
    manager: str | None
    mfte: int
    start_date: date

    @property
    def name(self) -> str:
        """First and last name, for showing."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Rating:
    """One rater's level (0-5) of one person in one skill. rater: SELF or MANAGER."""

    employee_id: str
    skill: str
    rater: str
    level: int
    assessed_on: date


@dataclass(frozen=True, slots=True)
class Company:
    """All of it. The journey carries the demand per market and the effort per legacy function."""

    name: str
    currency: str
    productive_hours: int
    segment: str
    markets: tuple[Market, ...]
    functions: tuple[Function, ...]
    journey: Outline
    people: tuple[Person, ...]
    ratings: tuple[Rating, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over everything: equal companies have equal digests on every machine."""
        canonical = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def effective_levels(self) -> dict[str, dict[str, int]]:
        """Employee id -> skill -> the level that counts when a manager's rating goes before one's own."""
        levels: dict[str, dict[str, int]] = {person.employee_id: {} for person in self.people}
        for rater in (SELF, MANAGER):
            for rating in self.ratings:
                if rating.rater == rater:
                    levels[rating.employee_id][rating.skill] = rating.level
        return levels
