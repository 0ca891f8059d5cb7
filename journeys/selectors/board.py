"""The journey board and one activity of it, ready to be drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from journeys.effort import NO_EFFORT, Demand, Effort, by_stage, effort
from journeys.flags import Flag, Place
from journeys.models import ActivityDemand, ActivitySkill, BuyingJob, Journey, Stage, SupplierActivity
from journeys.outline import BUYER_ROLES, CHANNELS
from journeys.selectors.flags import FlagView, JourneyFlags, by_place, flags_of, skills_unneeded
from journeys.selectors.loading import Loaded, journey_load

NOBODY, ONE, MANY = "nobody", "one", "many"


@dataclass(frozen=True, slots=True)
class Chip:
    """A function that does the activity today; mfte None: nobody knows for how long."""

    function: int
    name: str
    mfte: int | None


@dataclass(frozen=True, slots=True)
class Pill:
    """A skill the activity takes: level 1-5, share in thousandths."""

    skill: int
    name: str
    level: int
    share: int
    mandatory: bool
    archived: bool


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity as a row of a card. done_by: "nobody", "one" or "many". It stands in each job it helps."""

    pk: int
    name: str
    code: str
    note: str
    version: int
    jobs: tuple[int, ...]
    skills: tuple[Pill, ...]
    functions: tuple[Chip, ...]
    needed: Effort
    flags: tuple[FlagView, ...]

    @property
    def done_by(self) -> str:
        return (NOBODY, ONE, MANY)[min(2, len(self.functions))]

    @property
    def spent_mfte(self) -> int:
        """Known FTE (thousandths) over all functions."""
        return sum(chip.mfte or 0 for chip in self.functions)


@dataclass(frozen=True, slots=True)
class LoopView:
    """A loop from one job to another; `job` is the other end."""

    job: int
    name: str
    stage: int
    stage_name: str
    slot: str
    note: str


@dataclass(frozen=True, slots=True)
class JobCard:
    """A buying job with its activities in order. channels, buyer_roles: labels; *_keys: what services take."""

    pk: int
    name: str
    description: str
    channels: tuple[str, ...]
    channel_keys: tuple[str, ...]
    buyer_roles: tuple[str, ...]
    buyer_role_keys: tuple[str, ...]
    segment: str
    stage: int
    position: int
    version: int
    activities: tuple[ActivityRow, ...]
    loops: tuple[LoopView, ...]
    loops_in: tuple[LoopView, ...]
    flags: tuple[FlagView, ...]


@dataclass(frozen=True, slots=True)
class StageColumn:
    """A stage. spent_mfte: known FTE of today; needed: FTE its activities need. An activity that helps jobs in
    several stages counts in each in proportion."""

    pk: int
    name: str
    slot: str
    position: int
    version: int
    jobs: tuple[JobCard, ...]
    spent_mfte: int
    needed: Effort
    activities: int


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """What the headline and the filter chips say. *_done and no_*: numbers of activities."""

    stages: int
    jobs: int
    activities: int
    skills: int
    nobody: int
    many: int
    no_skill: int
    no_job: int
    flags: dict[Flag, int]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board. unplaced: activities that help no job yet."""

    journey: Journey
    stages: tuple[StageColumn, ...]
    unplaced: tuple[ActivityRow, ...]
    counts: BoardCounts
    flags: JourneyFlags

    def job(self, pk: int) -> JobCard | None:
        """One card, for drawing a part of the board."""
        return next((job for stage in self.stages for job in stage.jobs if job.pk == pk), None)

    def activities(self) -> list[ActivityRow]:
        """Every activity once, by name."""
        rows = (row for stage in self.stages for job in stage.jobs for row in job.activities)
        found = {row.pk: row for row in (*rows, *self.unplaced)}
        return sorted(found.values(), key=lambda row: (row.name, row.pk))

    def activity(self, pk: int) -> ActivityRow | None:
        """One row, for drawing a part of the board."""
        return next((row for row in self.activities() if row.pk == pk), None)


def journey_board(journey: Journey) -> Board:
    """Ten queries, whatever the size."""
    loaded = journey_load(journey)
    return board_of(loaded, flags_of(loaded, skills_unneeded(journey)))


def board_of(loaded: Loaded, found: JourneyFlags) -> Board:
    flags = by_place(found)
    helped = loaded.jobs_of()
    rows = {pk: _row(loaded, activity, helped.get(pk, []), flags) for pk, activity in loaded.activities.items()}
    cards = _cards(loaded, rows, flags)
    spent, needed = _by_stage(loaded, rows)
    stages = tuple(_column(stage, cards[stage.pk], spent, needed) for stage in loaded.stages)
    unplaced = tuple(row for pk, row in rows.items() if not helped.get(pk))
    return Board(loaded.journey, stages, unplaced, _counts(loaded, rows.values(), found), found)


def _row(
    loaded: Loaded, activity: SupplierActivity, jobs: Iterable[int], flags: dict[tuple[Place, int], list[FlagView]]
) -> ActivityRow:
    efforts = sorted(loaded.efforts.get(activity.pk, ()), key=lambda effort: -(effort.mfte or 0))
    return ActivityRow(
        pk=activity.pk,
        name=activity.name,
        code=activity.code,
        note=activity.note,
        version=activity.version,
        jobs=tuple(jobs),
        skills=tuple(_pill(need) for need in loaded.needs.get(activity.pk, ())),
        functions=tuple(
            Chip(effort.function_id, loaded.functions[effort.function_id].name, effort.mfte) for effort in efforts
        ),
        needed=loaded.needed(activity.pk),
        flags=tuple(flags.get((Place.ACTIVITY, activity.pk), ())),
    )


def _pill(need: ActivitySkill) -> Pill:
    archived = need.skill.archived_at is not None
    return Pill(need.skill_id, need.skill.name, need.level, need.share, need.mandatory, archived)


def _cards(
    loaded: Loaded, rows: dict[int, ActivityRow], flags: dict[tuple[Place, int], list[FlagView]]
) -> dict[int, list[JobCard]]:
    cards: dict[int, list[JobCard]] = defaultdict(list)
    loops, loops_in = _loops(loaded)
    for job in loaded.jobs:
        cards[job.stage_id].append(
            JobCard(
                pk=job.pk,
                name=job.name,
                description=job.description,
                channels=tuple(CHANNELS.get(key, key) for key in job.channels),
                channel_keys=tuple(job.channels),
                buyer_roles=tuple(BUYER_ROLES.get(key, key) for key in job.buyer_roles),
                buyer_role_keys=tuple(job.buyer_roles),
                segment=job.segment,
                stage=job.stage_id,
                position=job.position,
                version=job.version,
                activities=tuple(rows[pk] for pk in loaded.links.get(job.pk, ())),
                loops=tuple(loops[job.pk]),
                loops_in=tuple(loops_in[job.pk]),
                flags=tuple(flags.get((Place.JOB, job.pk), ())),
            )
        )
    return cards


def _loops(loaded: Loaded) -> tuple[dict[int, list[LoopView]], dict[int, list[LoopView]]]:
    jobs = {job.pk: job for job in loaded.jobs}
    stages = {stage.pk: stage for stage in loaded.stages}

    def view(job: BuyingJob, note: str) -> LoopView:
        stage = stages[job.stage_id]
        return LoopView(job.pk, job.name, stage.pk, stage.name, stage.slot, note)

    going: dict[int, list[LoopView]] = defaultdict(list)
    coming: dict[int, list[LoopView]] = defaultdict(list)
    for loop in loaded.loops:
        going[loop.from_job_id].append(view(jobs[loop.to_job_id], loop.note))
        coming[loop.to_job_id].append(view(jobs[loop.from_job_id], loop.note))
    return going, coming


def _by_stage(loaded: Loaded, rows: dict[int, ActivityRow]) -> tuple[dict[int, int], dict[int, Effort]]:
    spent: dict[int, int] = defaultdict(int)
    needed: dict[int, Effort] = defaultdict(lambda: NO_EFFORT)
    for pk, jobs in loaded.jobs_per_stage().items():
        for stage, part in by_stage(rows[pk].spent_mfte, jobs).items():
            spent[stage or 0] += part
        for stage, part in by_stage(rows[pk].needed.mfte, jobs).items():
            needed[stage or 0] += Effort(part, rows[pk].needed.unweighted)
    return spent, needed


def _column(stage: Stage, cards: list[JobCard], spent: dict[int, int], needed: dict[int, Effort]) -> StageColumn:
    return StageColumn(
        pk=stage.pk,
        name=stage.name,
        slot=stage.slot,
        position=stage.position,
        version=stage.version,
        jobs=tuple(cards),
        spent_mfte=spent[stage.pk],
        needed=needed[stage.pk],
        activities=len({row.pk for card in cards for row in card.activities}),
    )


def _counts(loaded: Loaded, rows: Iterable[ActivityRow], found: JourneyFlags) -> BoardCounts:
    rows = tuple(rows)
    return BoardCounts(
        stages=len(loaded.stages),
        jobs=len(loaded.jobs),
        activities=len(rows),
        skills=len({pill.skill for row in rows for pill in row.skills}),
        nobody=sum(row.done_by == NOBODY for row in rows),
        many=sum(row.done_by == MANY for row in rows),
        no_skill=sum(not row.skills for row in rows),
        no_job=sum(not row.jobs for row in rows),
        flags=found.counts,
    )


@dataclass(frozen=True, slots=True)
class DemandView:
    """Demand in one market (None = company-wide) and the FTE it comes to."""

    market: int | None
    market_name: str
    volume: str
    hours: str
    mfte: int


@dataclass(frozen=True, slots=True)
class JobRef:
    """A job by name, with its stage."""

    pk: int
    name: str
    stage: int
    stage_name: str
    slot: str


@dataclass(frozen=True, slots=True)
class ActivityDetail:
    """Everything about one activity. excess_mfte: spent beyond what it needs; None when the need is not known."""

    activity: SupplierActivity
    row: ActivityRow
    jobs: tuple[JobRef, ...]
    demand: tuple[DemandView, ...]
    consolidatable_mfte: int
    excess_mfte: int | None


def activity_detail(activity: SupplierActivity) -> ActivityDetail:
    """Nine queries, whatever the size of the journey."""
    loaded = journey_load(activity.journey)
    found = flags_of(loaded, {})
    current = loaded.activities[activity.pk]
    helped = loaded.jobs_of().get(activity.pk, [])
    row = _row(loaded, current, helped, by_place(found))
    known = [chip.mfte or 0 for chip in row.functions]
    return ActivityDetail(
        activity=current,
        row=row,
        jobs=_job_refs(loaded, helped),
        demand=tuple(_demand_view(loaded, part) for part in loaded.demand.get(activity.pk, ())),
        consolidatable_mfte=sum(known) - max(known, default=0),
        excess_mfte=None if row.needed.unweighted else max(0, sum(known) - row.needed.mfte),
    )


def _job_refs(loaded: Loaded, jobs: Iterable[int]) -> tuple[JobRef, ...]:
    stages = {stage.pk: stage for stage in loaded.stages}
    by_pk = {job.pk: (job, stages[job.stage_id]) for job in loaded.jobs}
    return tuple(
        JobRef(job.pk, job.name, stage.pk, stage.name, stage.slot) for job, stage in (by_pk[pk] for pk in jobs)
    )


def _demand_view(loaded: Loaded, part: ActivityDemand) -> DemandView:
    mfte = effort(Demand(part.volume, part.hours), loaded.journey.organization.productive_hours).mfte
    name = part.market.name if part.market else "Whole company"
    return DemandView(part.market_id, name, f"{part.volume:f}", f"{part.hours:f}", mfte)
