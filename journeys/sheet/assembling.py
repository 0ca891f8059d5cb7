"""Takes the records of up to three files one by one and puts the parts of a journey together.

Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from journeys.draft import DraftEffort, DraftStage
from journeys.names import name_key
from journeys.outline import BUYER_ROLES, CHANNELS
from journeys.sheet.cells import lines_of, names_of
from journeys.sheet.needs import NeedRow
from journeys.sheet.options import Options
from journeys.sheet.places import STANDARD, slot_of
from journeys.sheet.reading import Problem, Record
from journeys.sheet.taxonomy import SkillShelf

LONGEST_FUNCTION = 120


@dataclass(slots=True)
class Activity:
    """An activity while it is put together."""

    key: str
    name: str
    code: str
    line: int
    note: str = ""
    group: str = ""
    stages: dict[str, None] = field(default_factory=dict)
    jobs: dict[str, None] = field(default_factory=dict)
    needs: list[NeedRow] = field(default_factory=list)
    effort: dict[str, DraftEffort] = field(default_factory=dict)
    demand: dict[str | None, tuple[Decimal, Decimal]] = field(default_factory=dict)


@dataclass(slots=True)
class Job:
    """A job while it is put together."""

    key: str
    stage: str
    name: str
    line: int
    description: str = ""
    channels: tuple[str, ...] = ()
    buyer_roles: tuple[str, ...] = ()
    segment: str = ""
    loops: list[str] = field(default_factory=list)
    loop_notes: list[str] = field(default_factory=list)
    activities: dict[str, None] = field(default_factory=dict)


class Assembler:
    """Puts a draft together record by record; `problems` collects what does not fit."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.problems: list[Problem] = []
        self.stages: dict[str, DraftStage] = {}
        self.jobs: dict[str, Job] = {}
        self.activities: dict[str, Activity] = {}
        self.names: dict[str, Activity] = {}
        self.skills = SkillShelf(options.taxonomy)
        self.defaulted: dict[str, int] = defaultdict(int)

    def fail(self, record: Record, column: str, code: str, value: str, message: str) -> None:
        self.problems.append(Problem(record.part, record.line, column, code, value[:200], message))

    # --- main file ---------------------------------------------------------------------------------------------

    def main(self, record: Record) -> None:
        stage = self.stage(record.text("stage"), record.text("slot")) if record.text("stage") else ""
        job = self.job(record, stage) if record.text("job") else None
        if not (record.text("activity") or record.text("activity_code")):
            if record.text("skill") or record.text("skill_code"):
                self.fail(record, "Activity", "activity_missing", "", "The row names a skill but no activity.")
            return
        activity = self.activity(record)
        if activity is None:
            return
        if job is not None:
            activity.jobs[job.key] = None
            job.activities[activity.key] = None
        elif stage:
            activity.stages[stage] = None
        activity.note = activity.note or record.text("note")
        activity.group = activity.group or record.text("group")
        self.work(record, activity)
        self.need(record, activity)

    def stage(self, name: str, slot: str = "") -> str:
        key = name_key(name)
        if key not in self.stages:
            wanted = slot.casefold() if slot.casefold() in STANDARD else slot_of(name, [*self.stages.values()])
            self.stages[key] = DraftStage(key, name[:80], wanted)
        return key

    def job(self, record: Record, stage: str) -> Job | None:
        name = record.text("job")
        if not stage and self.options.default_stage:
            stage = self.stage(self.options.default_stage)
        if not stage:
            text = f"The job “{name}” has no stage. Fill in the stage, or choose one for rows without."
            self.fail(record, "Stage", "stage_missing", "", text)
            return None
        key = f"{stage}\n{name_key(name)}"
        job = self.jobs.setdefault(key, Job(key, stage, name, record.line))
        job.description = job.description or record.text("job_description")
        job.segment = job.segment or record.text("segment")
        job.channels = job.channels or self.choices(record, "channels", CHANNELS)
        job.buyer_roles = job.buyer_roles or self.choices(record, "buyer_roles", BUYER_ROLES)
        if not job.loops:
            job.loops = lines_of(record.text("loops"))
            job.loop_notes = [line.strip() for line in record.text("loop_notes").split("\n")]
        return job

    def choices(self, record: Record, column: str, known: Mapping[str, str]) -> tuple[str, ...]:
        by_name = {name_key(label): key for key, label in known.items()} | {key: key for key in known}
        found = []
        for name in names_of(record.text(column)):
            if name_key(name) in by_name:
                found.append(by_name[name_key(name)])
            else:
                text = f"“{name}” is not one of: {', '.join(known.values())}. Correct the file."
                self.fail(record, column.replace("_", " ").capitalize(), "choice_unknown", name, text)
        return tuple(key for key in known if key in found)

    def activity(self, record: Record) -> Activity | None:
        """The activity a row of the main file is about, made when it is new. Its code decides, else its name."""
        name, code = record.text("activity"), record.text("activity_code")
        if len(code) > 60:
            self.fail(record, "Activity code", "too_long", code, "The activity code has more than 60 characters.")
            return None
        found = self.activities.get(code) if code else self.names.get(name_key(name))
        if found is None:
            return self.new_activity(record, name, code)
        if name and name_key(name) != name_key(found.name):
            text = f"Code {code} stands for “{found.name}” in line {found.line}. One code needs one name."
            self.fail(record, "Activity", "code_with_two_names", name, text)
            return None
        return found

    def new_activity(self, record: Record, name: str, code: str) -> Activity | None:
        if not name:
            self.fail(record, "Activity", "activity_missing", code, f"Code {code} has no activity name. Fill it in.")
            return None
        other = self.names.get(name_key(name))
        if other is not None:
            text = f"“{name}” stands in line {other.line} with another code ({other.code or 'none'}). Make them one."
            self.fail(record, "Activity", "name_with_two_codes", name, text)
            return None
        made = Activity(code or name_key(name), name, code, record.line)
        self.activities[made.key] = self.names[name_key(name)] = made
        return made

    def work(self, record: Record, activity: Activity) -> None:
        """Who does it today and how much of it there is; a figure may be repeated, not contradicted."""
        for name in (*record.functions, *(name for name, _ in record.effort)):
            if len(name) > LONGEST_FUNCTION:
                text = f"The name of a function has more than {LONGEST_FUNCTION} characters. Shorten it in the file."
                self.fail(record, "Functions", "too_long", name, text)
                return
        for function in record.functions:
            activity.effort.setdefault(name_key(function), DraftEffort(_as_name(function), None))
        for function, mfte in record.effort:
            known = activity.effort.get(name_key(function))
            if known is None or known.mfte is None:
                activity.effort[name_key(function)] = DraftEffort(function if known is None else known.function, mfte)
            elif mfte is not None and known.mfte != mfte:
                text = f"The FTE of {function} for “{activity.name}” differs from an earlier line. Keep one of them."
                self.fail(record, f"FTE: {function}", "figure_twice", str(Decimal(mfte) / 1000), text)
        for market, volume, hours in record.demand:
            if activity.demand.setdefault(market, (volume, hours)) != (volume, hours):
                text = f"The demand of “{activity.name}” differs from an earlier line. Keep one of them."
                self.fail(record, "Times per year", "figure_twice", f"{volume} x {hours}", text)

    def need(self, record: Record, activity: Activity) -> None:
        if not (record.text("skill") or record.text("skill_code")):
            return
        skill, wrong = self.skills.put(record)
        if wrong is not None:
            self.problems.append(wrong)
        elif any(need.skill == skill for need in activity.needs):
            text = f"“{activity.name}” names this skill twice. Remove one of the two rows."
            self.fail(record, "Skill", "skill_twice", record.text("skill"), text)
        else:
            activity.needs.append(NeedRow(record, skill))

    # --- the other files ---------------------------------------------------------------------------------------

    def known(self, record: Record, code: str = "") -> Activity | None:
        """The activity of the main file that a row of another file means, or None."""
        code = code or record.text("activity_code")
        return self.activities.get(code) or self.names.get(name_key(record.text("activity")))

    def skill_row(self, record: Record) -> None:
        activity = self.known(record)
        if activity is None:
            given = record.text("activity_code") or record.text("activity")
            text = f"The activity “{given}” is not in the file of activities. Correct one of the two files."
            self.fail(record, "Activity", "activity_unknown", given, text)
            return
        if not (record.text("skill") or record.text("skill_code")):
            self.fail(record, "Skill", "skill_missing", "", "The row names no skill. Fill it in or remove the row.")
            return
        self.need(record, activity)

    def stage_row(self, record: Record) -> None:
        if not record.text("stage"):
            return
        for code in names_of(record.text("activity_code")) or [""]:
            activity = self.known(record, code)
            if activity is None:
                self.defaulted["hints_unknown"] += 1
            elif not activity.jobs:
                activity.stages[self.stage(record.text("stage"))] = None


def _as_name(function: str) -> str:
    """Lists in files are often all lower case; a name starts with a capital."""
    return function[:1].upper() + function[1:] if function == function.lower() else function
