"""A whole journey outside the database: what a template, a copy, a file import and an export have in common.

Pure. Keys tie the parts together inside one draft and never reach a page. Figures are as stored: shares and FTE in
thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from journeys.outline import BUYER_ROLES, CHANNELS, Outline


@dataclass(frozen=True, slots=True)
class DraftSkill:
    """A skill as the source names it; `code` is its id in `taxonomy`. uncoded: the source says that it has no code,
    rather than nothing about codes."""

    key: str
    name: str
    taxonomy: str = ""
    code: str = ""
    category: str = ""
    aliases: tuple[str, ...] = ()
    uncoded: bool = False


@dataclass(frozen=True, slots=True)
class DraftStage:
    key: str
    name: str
    slot: str


@dataclass(frozen=True, slots=True)
class DraftJob:
    """A buying job with the activities that help, in order. loops: (key of the job, note)."""

    key: str
    stage: str
    name: str
    activities: tuple[str, ...] = ()
    description: str = ""
    channels: tuple[str, ...] = ()
    buyer_roles: tuple[str, ...] = ()
    segment: str = ""
    loops: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DraftNeed:
    skill: str
    level: int
    share: int
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class DraftDemand:
    """Times per year and hours each time in a market, by name; None: company-wide."""

    market: str | None
    volume: Decimal
    hours: Decimal


@dataclass(frozen=True, slots=True)
class DraftEffort:
    """mfte None: the function does it, nobody knows for how long."""

    function: str
    mfte: int | None


@dataclass(frozen=True, slots=True)
class DraftActivity:
    key: str
    name: str
    code: str = ""
    note: str = ""
    needs: tuple[DraftNeed, ...] = ()
    demand: tuple[DraftDemand, ...] = ()
    effort: tuple[DraftEffort, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Stages, jobs, activities and skills in the order of the board."""

    stages: tuple[DraftStage, ...] = ()
    jobs: tuple[DraftJob, ...] = ()
    activities: tuple[DraftActivity, ...] = ()
    skills: tuple[DraftSkill, ...] = ()


def draft_of(outline: Outline) -> Draft:
    """The draft of a template."""
    return Draft(
        stages=tuple(DraftStage(stage.key, stage.name, stage.slot) for stage in outline.stages),
        jobs=tuple(
            DraftJob(
                job.key,
                job.stage,
                job.name,
                activities=tuple(activity.key for activity in outline.activities if job.key in activity.jobs),
                channels=tuple(key for key in CHANNELS if key in job.channels),
                buyer_roles=tuple(key for key in BUYER_ROLES if key in job.buyer_roles),
                loops=tuple((loop, "") for loop in job.loops),
            )
            for job in outline.jobs
        ),
        activities=tuple(
            DraftActivity(
                activity.key,
                activity.name,
                needs=tuple(DraftNeed(n.skill, n.level, n.share, n.mandatory) for n in activity.skills),
                demand=tuple(
                    DraftDemand(row.market, Decimal(row.volume), row.hours)
                    for row in activity.demand
                    if row.volume is not None and row.hours is not None
                ),
                effort=tuple(DraftEffort(row.function, row.mfte) for row in activity.effort),
            )
            for activity in outline.activities
        ),
        skills=tuple(
            DraftSkill(skill.key, skill.name, category=skill.category, aliases=skill.aliases)
            for skill in outline.skills
        ),
    )
