"""A whole journey as plain data: what a template holds, a file import reads, a demo company generates.

Pure. Keys are short and stable; they tie the parts together and never reach a page. Vocabulary: brief,
section 2. Structure: brief, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from journeys.effort import Demand

DIGITAL, IN_PERSON, PARTNER = "digital", "in_person", "partner"
CHANNELS: Mapping[str, str] = {DIGITAL: "Digital", IN_PERSON: "In person", PARTNER: "Partner"}

ECONOMIC, INFLUENCER, USER = "economic", "influencer", "user"
BUYER_ROLES: Mapping[str, str] = {
    ECONOMIC: "Economic buyer",
    INFLUENCER: "Influencer or gatekeeper",
    USER: "User or technical buyer",
}

SLOTS = ("learn", "buy", "order", "adopt", "support")
"""The five colour slots of the design; a renamed stage keeps its slot."""


@dataclass(frozen=True, slots=True)
class Skill:
    """An entry of the taxonomy. aliases: other names the same skill goes by in HR systems."""

    key: str
    name: str
    category: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey; ``slot`` is its colour, one of SLOTS."""

    key: str
    name: str
    slot: str


@dataclass(frozen=True, slots=True)
class Job:
    """A buying job. loops: keys of the jobs a customer goes back to from here."""

    key: str
    stage: str
    name: str
    channels: tuple[str, ...] = ()
    buyer_roles: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """A skill an activity takes. level 1-5; share: thousandths of its effort; mandatory: not without it."""

    skill: str
    level: int
    share: int
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class MarketDemand:
    """Times a year in one market, and hours each time takes. None: not known."""

    market: str
    volume: int | None
    hours: Decimal | None

    @property
    def demand(self) -> Demand:
        """The same figures without the market, as ``journeys.effort`` takes them."""
        return Demand(self.volume, self.hours)


@dataclass(frozen=True, slots=True)
class FunctionEffort:
    """Thousandths of an FTE a legacy function spends on an activity today (T_fa)."""

    function: str
    mfte: int


@dataclass(frozen=True, slots=True)
class Activity:
    """A supplier activity: verb first, no function, no job title."""

    key: str
    name: str
    jobs: tuple[str, ...]
    skills: tuple[SkillNeed, ...]
    demand: tuple[MarketDemand, ...] = ()
    effort: tuple[FunctionEffort, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A journey from stages down to skills, in the order of the board."""

    name: str
    stages: tuple[Stage, ...]
    jobs: tuple[Job, ...]
    skills: tuple[Skill, ...]
    activities: tuple[Activity, ...]

    def jobs_per_stage(self, activity: Activity) -> dict[str, int]:
        """Stage -> number of jobs there that the activity serves, in the order of the stages."""
        stage_of = {job.key: job.stage for job in self.jobs}
        served = [stage_of[job] for job in activity.jobs]
        return {stage.key: served.count(stage.key) for stage in self.stages if stage.key in served}

    def stages_per_skill(self) -> dict[str, tuple[str, ...]]:
        """Skill -> the stages whose activities need it, in the order of the stages."""
        used: dict[str, set[str]] = {skill.key: set() for skill in self.skills}
        for activity in self.activities:
            for need in activity.skills:
                used[need.skill].update(self.jobs_per_stage(activity))
        order = [stage.key for stage in self.stages]
        return {skill: tuple(s for s in order if s in stages) for skill, stages in used.items()}


def needs(
    rows: Iterable[tuple[str, int, int] | tuple[str, int, int, bool]],
) -> tuple[SkillNeed, ...]:
    """Rows of (skill, level, percent of the effort[, mandatory]) as needs in thousandths."""
    return tuple(SkillNeed(row[0], row[1], row[2] * 10, *row[3:]) for row in rows)
