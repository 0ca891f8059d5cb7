"""Records of up to three files -> one draft of a journey, with what was decided on the way and what does not fit.

Pure. The main file alone can be a whole journey (our own export); or it lists activities, a second file says which
skills they take, and a third one where in the journey they belong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeys.draft import Draft, DraftActivity, DraftDemand, DraftJob, DraftStage
from journeys.names import cleaned, name_key
from journeys.sheet.assembling import Activity, Assembler, Job
from journeys.sheet.columns import MAIN, PARTS, SKILLS, STAGES
from journeys.sheet.needs import needs_of
from journeys.sheet.options import Options
from journeys.sheet.places import STANDARD
from journeys.sheet.reading import Problem, Reading


@dataclass(frozen=True, slots=True)
class Group:
    """Activities of one group that name no job themselves, and the stages they end up in."""

    name: str
    activities: int
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The draft with figures for the preview. notes: sentences about what was decided where the files are silent.
    skill_lines: skill key -> (part, line) of the row that names it first."""

    draft: Draft
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    counts: Mapping[str, int]
    groups: tuple[Group, ...]
    skill_lines: Mapping[str, tuple[str, int]]


def assemble(readings: Sequence[Reading], options: Options) -> Assembled:
    """One draft out of everything that was read. Rows with problems are left out of it."""
    making = Assembler(options)
    by_part = {reading.part: reading for reading in readings}
    for part, add in ((MAIN, making.main), (SKILLS, making.skill_row), (STAGES, making.stage_row)):
        for record in by_part[part].records if part in by_part else ():
            add(record)
    loose = [activity for activity in making.activities.values() if not activity.jobs]
    _place(making, loose)
    draft = _draft(making, own_order=MAIN in by_part and "stage" in by_part[MAIN].columns.at)
    problems = [problem for reading in readings for problem in reading.problems] + making.problems
    return Assembled(
        draft=draft,
        problems=tuple(sorted(problems, key=lambda problem: (PARTS.index(problem.part), problem.line))),
        notes=_notes(making, draft),
        counts=_counts(making, draft),
        groups=_groups(making, loose),
        skill_lines={key: (record.part, record.line) for key, record in making.skills.where().items()},
    )


def _place(making: Assembler, loose: Sequence[Activity]) -> None:
    """Give every activity without a job one in each stage it belongs to."""
    options = making.options
    for activity in loose:
        chosen = options.group_stages.get(activity.group, "") or options.default_stage
        if not activity.stages and chosen:
            activity.stages[making.stage(chosen)] = None
            making.defaulted["placed"] += 1
        for stage in activity.stages:
            label = making.stages[stage].name
            name = activity.group if options.jobs == "group" and activity.group else f"{label}: describe the job"
            key = f"{stage}\n{name_key(name)}"
            job = making.jobs.setdefault(key, Job(key, stage, name, activity.line))
            job.activities[activity.key] = None
            activity.jobs[key] = None


def _draft(making: Assembler, *, own_order: bool) -> Draft:
    stages = list(making.stages.values())
    if not stages:
        stages = [DraftStage(slot, name, slot) for slot, name in STANDARD.items()]
    if not own_order:
        stages.sort(key=lambda stage: list(STANDARD).index(stage.slot))
    return Draft(
        stages=tuple(stages),
        jobs=_jobs(making, {stage.key: place for place, stage in enumerate(stages)}),
        activities=tuple(_activity(making, activity) for activity in making.activities.values()),
        skills=making.skills.all(),
    )


def _activity(making: Assembler, activity: Activity) -> DraftActivity:
    needs, problem = needs_of(activity.name, activity.needs, making.options)
    if problem is not None:
        making.problems.append(problem)
    making.defaulted["levels"] += sum(row.record.level is None for row in activity.needs)
    return DraftActivity(
        key=activity.key,
        name=activity.name,
        code=activity.code,
        note=activity.note,
        needs=needs,
        demand=tuple(DraftDemand(market, *figures) for market, figures in activity.demand.items()),
        effort=tuple(activity.effort.values()),
    )


def _jobs(making: Assembler, order: Mapping[str, int]) -> tuple[DraftJob, ...]:
    by_name: dict[str, list[Job]] = defaultdict(list)
    for job in making.jobs.values():
        by_name[name_key(job.name)].append(job)
        by_name[name_key(f"{making.stages[job.stage].name} > {job.name}")].append(job)
    drafts = [
        DraftJob(
            key=job.key,
            stage=job.stage,
            name=job.name,
            activities=tuple(job.activities),
            description=job.description,
            channels=job.channels,
            buyer_roles=job.buyer_roles,
            segment=job.segment,
            loops=_loops(making, job, by_name),
        )
        for job in making.jobs.values()
    ]
    return tuple(sorted(drafts, key=lambda job: order[job.stage]))


def _loops(making: Assembler, job: Job, by_name: Mapping[str, list[Job]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for place, name in enumerate(job.loops):
        targets = by_name.get(name_key(name), [])
        if len(targets) != 1 or targets[0] is job:
            text = f"“{name}” is not one other job of this journey. Write it as in the column Job, or as Stage > Job."
            making.problems.append(Problem(MAIN, job.line, "Loops back to", "loop_unknown", name[:200], text))
            continue
        found[targets[0].key] = cleaned(job.loop_notes[place])[:200] if place < len(job.loop_notes) else ""
    return tuple(found.items())


def _groups(making: Assembler, loose: Sequence[Activity]) -> tuple[Group, ...]:
    found: dict[str, list[Activity]] = defaultdict(list)
    for activity in loose:
        found[activity.group].append(activity)
    return tuple(
        Group(
            name,
            len(activities),
            tuple(dict.fromkeys(making.stages[stage].name for activity in activities for stage in activity.stages)),
        )
        for name, activities in sorted(found.items())
    )


def _counts(making: Assembler, draft: Draft) -> dict[str, int]:
    return {
        "stages": len(draft.stages),
        "jobs": len(draft.jobs),
        "activities": len(draft.activities),
        "skills": len(draft.skills),
        "activity_skills": sum(len(activity.needs) for activity in draft.activities),
        "functions": len({name_key(part.function) for activity in draft.activities for part in activity.effort}),
        "efforts": sum(len(activity.effort) for activity in draft.activities),
        "efforts_unknown": sum(part.mfte is None for activity in draft.activities for part in activity.effort),
        "demands": sum(len(activity.demand) for activity in draft.activities),
        "levels_by_default": making.defaulted["levels"],
        "placed_by_default": making.defaulted["placed"],
        "without_job": sum(not activity.jobs for activity in making.activities.values()),
        "without_skill": sum(not activity.needs for activity in draft.activities),
    }


def _notes(making: Assembler, draft: Draft) -> tuple[str, ...]:
    counts = _counts(making, draft) | {"hints_unknown": making.defaulted["hints_unknown"]}
    return tuple(
        words.format(number=counts[name], level=making.options.default_level)
        for name, words in _SAID.items()
        if counts[name]
    )


_SAID: Mapping[str, str] = {
    "levels_by_default": "{number:,} required levels are not in the file; each becomes {level}.",
    "placed_by_default": "{number:,} activities name no stage; they go where you chose.",
    "without_job": "{number:,} activities have no stage yet. You can place them now or later on the board.",
    "efforts_unknown": "{number:,} times the file says who does an activity but not for how long; it stays unknown.",
    "without_skill": "{number:,} activities have no skill in the files.",
    "hints_unknown": "{number:,} entries of the stages file fit no activity; they are left out.",
}
"""What is decided where the files are silent, said in the preview."""
