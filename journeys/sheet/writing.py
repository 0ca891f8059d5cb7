"""A draft -> rows of the file we export, which is the file we import.

Pure. One row per activity and skill, in the order of the board. An activity that helps several jobs has its skills,
demand and effort at the first one; at the others a row with its name links it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from journeys.draft import Draft, DraftActivity, DraftJob, DraftNeed, DraftSkill, DraftStage
from journeys.names import name_key
from journeys.outline import BUYER_ROLES, CHANNELS
from journeys.sheet.columns import LABELS

Cell = str | int | Decimal | None

PLACE = ("stage", "slot", "job", "job_description", "channels", "buyer_roles", "segment", "loops", "loop_notes")
WORK = ("activity", "activity_code", "note")
NEED = ("skill", "taxonomy", "skill_code", "category", "level", "share", "mandatory")


def sheet_rows(draft: Draft) -> Iterator[list[Cell]]:
    """The header row, then every row."""
    writer = _Writer(draft)
    yield writer.header()
    yield from writer.rows()


class _Writer:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.activities = {activity.key: activity for activity in draft.activities}
        self.skills = {skill.key: skill for skill in draft.skills}
        self.loop_names = _loop_names(draft)
        self.functions = list(dict.fromkeys(part.function for row in draft.activities for part in row.effort))
        self.markets = list(
            dict.fromkeys(part.market for row in draft.activities for part in row.demand if part.market is not None)
        )
        self.written: set[str] = set()

    def header(self) -> list[Cell]:
        wide = [f"{label}: {market}" for market in self.markets for label in (LABELS["volume"], LABELS["hours"])]
        fte = [f"FTE: {function}" for function in self.functions]
        return [*(LABELS[name] for name in (*PLACE, *WORK, *NEED, "volume", "hours")), *wide, *fte]

    def rows(self) -> Iterator[list[Cell]]:
        for stage in self.draft.stages:
            jobs = [job for job in self.draft.jobs if job.stage == stage.key]
            if not jobs:
                yield self.row([stage.name, stage.slot])
            for job in jobs:
                yield from self.job(stage, job)
        for activity in self.draft.activities:
            if activity.key not in self.written:
                yield from self.activity([], activity)

    def job(self, stage: DraftStage, job: DraftJob) -> Iterator[list[Cell]]:
        place = self.place(stage, job)
        if not job.activities:
            yield self.row(place)
        for key in job.activities:
            yield from self.activity(place, self.activities[key])
            place = [stage.name, stage.slot, job.name]

    def place(self, stage: DraftStage, job: DraftJob) -> list[Cell]:
        return [
            stage.name,
            stage.slot,
            job.name,
            job.description,
            "; ".join(CHANNELS.get(key, key) for key in job.channels),
            "; ".join(BUYER_ROLES.get(key, key) for key in job.buyer_roles),
            job.segment,
            "\n".join(self.loop_names[to] for to, _ in job.loops),
            "\n".join(note for _, note in job.loops) if any(note for _, note in job.loops) else "",
        ]

    def activity(self, place: list[Cell], activity: DraftActivity) -> Iterator[list[Cell]]:
        if activity.key in self.written:
            yield self.row(place, [activity.name, activity.code])
            return
        self.written.add(activity.key)
        work: list[Cell] = [activity.name, activity.code, activity.note]
        first, *others = activity.needs or (None,)
        yield self.row(place, work, self.need(first), self.figures(activity))
        for need in others:
            yield self.row(place[:3], [activity.name, activity.code], self.need(need))

    def need(self, need: DraftNeed | None) -> list[Cell]:
        if need is None:
            return []
        skill: DraftSkill = self.skills[need.skill]
        share = Decimal(need.share) / 10
        text = "yes" if need.mandatory else "no"
        return [skill.name, skill.taxonomy, skill.code, skill.category, need.level, share, text]

    def figures(self, activity: DraftActivity) -> list[Cell]:
        demand = {part.market: (part.volume, part.hours) for part in activity.demand}
        effort: Mapping[str, int | None] = {part.function: part.mfte for part in activity.effort}
        cells: list[Cell] = []
        for market in (None, *self.markets):
            cells += demand.get(market, (None, None))
        for function in self.functions:
            mfte = effort.get(function, 0)
            cells.append("x" if mfte is None else Decimal(mfte) / 1000 if mfte else None)
        return cells

    def row(self, place: list[Cell], *parts: list[Cell]) -> list[Cell]:
        """The parts side by side, each as wide as its columns."""
        widths = (len(PLACE), len(WORK), len(NEED), 2 + 2 * len(self.markets) + len(self.functions))
        given = (place, *parts)
        cells: list[Cell] = []
        for index, width in enumerate(widths):
            part = given[index] if index < len(given) else []
            cells += [*part, *[None] * (width - len(part))]
        return cells


def _loop_names(draft: Draft) -> dict[str, str]:
    """How a loop names its target: the job's name, with its stage where the name alone is not clear."""
    stages = {stage.key: stage.name for stage in draft.stages}
    names = Counter(name_key(job.name) for job in draft.jobs)
    return {
        job.key: job.name if names[name_key(job.name)] == 1 else f"{stages[job.stage]} > {job.name}"
        for job in draft.jobs
    }
