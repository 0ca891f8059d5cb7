"""Coverage as far as it can be known before there are roles: skills in the inventory, time spent today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from journeys.bench import ratings_of
from journeys.coverage import OUTLOOK_WORDS, Bench, Need, Outlook, Staffing, Today, outlook, stage_coverage
from journeys.effort import Effort, by_stage
from journeys.models import Journey, Stage
from journeys.selectors.loading import Loaded, journey_load
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission


@dataclass(frozen=True, slots=True)
class MissingSkill:
    """A mandatory skill nobody holds at the level."""

    skill: int
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One activity. holders: people who hold every mandatory skill at the level; None when no skill is mandatory or
    when the group is too small to be shown (few). at_least: holders is the smallest group that is shown, and there may
    be more. short_mfte: None when need or time is not known."""

    pk: int
    name: str
    stages: tuple[int, ...]
    outlook: Outlook
    words: str
    missing: tuple[MissingSkill, ...]
    holders: int | None
    few: bool
    at_least: bool
    spent_mfte: int
    needed: Effort
    short_mfte: int | None


@dataclass(frozen=True, slots=True)
class CoverageStage:
    """One stage. ratio: sum of d_a * min(1, time spent / d_a) over sum of d_a, 0-1; None where nothing is needed.

    zeros: activities there that nobody spends time on, which a mean would hide. unweighted: some d_a is not known
    and counts as one unit."""

    pk: int
    name: str
    slot: str
    needed_mfte: int
    covered_mfte: int
    ratio: float | None
    zeros: tuple[int, ...]
    unweighted: bool
    outlooks: dict[Outlook, int]


@dataclass(frozen=True, slots=True)
class JourneyCoverage:
    """inventory: whether anybody is rated in any skill the journey needs; without it skills cannot be judged."""

    activities: tuple[CoverageRow, ...]
    stages: tuple[CoverageStage, ...]
    outlooks: dict[Outlook, int]
    inventory: bool


def journey_coverage(actor: Actor, journey: Journey) -> JourneyCoverage:
    """Nine queries and the one that reads the ratings. Groups too small to be shown are hidden from most roles."""
    loaded = journey_load(journey)
    mandatory = {need.skill_id for needs in loaded.needs.values() for need in needs if need.mandatory}
    ratings = list(ratings_of(mandatory))
    bench: Bench[int, int] = Bench(ratings)
    per_stage = loaded.jobs_per_stage()
    hide_below = 0 if actor.may(Permission.PEOPLE_VIEW) else actor.organization.small_group
    rows = tuple(_row(loaded, pk, bench, tuple(per_stage.get(pk, {})), hide_below) for pk in loaded.activities)
    return JourneyCoverage(
        activities=rows,
        stages=tuple(_stage(stage, rows, per_stage) for stage in loaded.stages),
        outlooks=dict(Counter(row.outlook for row in rows)),
        inventory=bool(ratings),
    )


def _row(loaded: Loaded, pk: int, bench: Bench[int, int], stages: tuple[int, ...], hide_below: int) -> CoverageRow:
    names = {need.skill_id: need.skill.name for need in loaded.needs.get(pk, ())}
    needs = [Need(need.skill_id, need.level, need.mandatory) for need in loaded.needs.get(pk, ())]
    spent = {row.function_id: row.mfte for row in loaded.efforts.get(pk, ())}
    needed = loaded.needed(pk)
    today: Today[int, int, int] = outlook(pk, needs, bench, spent, None if needed.unweighted else needed.mfte)
    found = today.whole_holders
    few = found is not None and 0 < found < hide_below
    # Exact counts of activities that differ by one level or one skill would tell, by subtraction, of single people.
    at_least = bool(found and hide_below and not few)
    return CoverageRow(
        pk=pk,
        name=loaded.activities[pk].name,
        stages=stages,
        outlook=today.outlook,
        words=OUTLOOK_WORDS[today.outlook],
        missing=tuple(MissingSkill(need.skill, names[need.skill], need.level) for need in today.missing),
        holders=None if few else hide_below if at_least else found,
        few=few,
        at_least=at_least,
        spent_mfte=today.spent_mfte,
        needed=needed,
        short_mfte=today.short_mfte,
    )


def _stage(stage: Stage, rows: tuple[CoverageRow, ...], per_stage: dict[int, dict[int, int]]) -> CoverageStage:
    here = [row for row in rows if stage.pk in row.stages]
    found = stage_coverage(
        Staffing(
            row.pk,
            by_stage(row.needed.mfte, per_stage[row.pk])[stage.pk],
            by_stage(row.spent_mfte, per_stage[row.pk])[stage.pk],
        )
        for row in here
    )
    return CoverageStage(
        pk=stage.pk,
        name=stage.name,
        slot=stage.slot,
        needed_mfte=found.needed_mfte,
        covered_mfte=found.covered_mfte,
        ratio=None if found.ratio is None else float(found.ratio),
        zeros=found.zeros,
        unweighted=any(row.needed.unweighted for row in here),
        outlooks=dict(Counter(row.outlook for row in here)),
    )
