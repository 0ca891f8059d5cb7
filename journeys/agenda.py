"""The steps, findings and rail that journeys bring to the workshop home."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from journeys.selectors.progress import MapProgress, StageProgress, map_progress
from uniengine.accounts.access import Actor
from uniengine.accounts.links import link_for
from uniengine.kit.figures import fte
from uniengine.workshops.agenda import (
    Finding,
    RailStage,
    Reading,
    StagePart,
    StepSource,
    StepState,
    register_findings,
    register_rail,
    register_step,
)

WAIT = "A leader, facilitator, admin or owner can do this step."
NOBODY, TWICE = "Nobody does it", "Done twice or more"


def register() -> None:
    """Called once, when the application starts."""
    for step in STEPS:
        register_step(step)
    register_findings("journeys", 10, who_does_what)
    register_rail("journeys", rail)


def map_step(reading: Reading) -> StepState:
    found = reading.of(map_progress)
    if found.journey is None:
        start = link_for(reading.actor, "journeys:list")
        return StepState(
            0,
            0,
            "No journey yet",
            False,
            url=start,
            action="Start the journey map",
            wait=WAIT,
            todo="Start from the template with five stages, from a file, or with an empty board.",
        )
    empty = found.stage_count - found.stages_filled
    summary = f"{count(found.jobs, 'buying job')} in {count(found.stage_count, 'stage')}"
    if found.journeys > 1:
        summary += f", {found.journeys} journeys"
    return StepState(
        found.stages_filled,
        found.stage_count,
        summary,
        finished=found.jobs > 0 and empty == 0,
        out=f"{count(empty, 'stage')} without a job" if empty else loop_words(found),
        todo=f"{count(empty, 'stage')} of the journey {have(empty)} no buying job yet." if empty else "",
        url=board(reading.actor, found),
        action="Open the journey board",
        wait=WAIT,
        unit="stages",
        parts=parts(found.stages, lambda stage: min(stage.jobs, 1)),
    )


def activity_step(reading: Reading) -> StepState:
    found = reading.of(map_progress)
    missing = found.jobs - found.jobs_served
    return StepState(
        found.jobs_served,
        found.jobs,
        activity_words(found),
        finished=found.jobs > 0 and missing == 0,
        out=f"{count(missing, 'job')} without activity" if missing else shared_words(found),
        todo=f"{count(missing, 'buying job')} {have(missing)} no activity: it is open what a supplier must do to help."
        if missing
        else "",
        url=board(reading.actor, found, "flag=no_activity" if missing and found.activities else ""),
        action="Open the journey board",
        wait=WAIT,
        unit="jobs",
        parts=parts(found.stages, lambda stage: share(stage.jobs_served, stage.jobs)),
    )


def skill_step(reading: Reading) -> StepState:
    found = reading.of(map_progress)
    missing = found.activities - found.activities_skilled
    widest = f"{found.widest[0]} serves {found.widest[1]} stages" if found.widest and found.widest[1] > 1 else ""
    return StepState(
        found.activities_skilled,
        found.activities,
        f"{count(found.skills, 'skill')} in the catalogue" if found.skills else "No skill yet",
        finished=found.activities > 0 and missing == 0,
        out=f"{count(missing, 'activity', 'activities')} without a skill" if missing else widest,
        todo=f"{count(missing, 'activity', 'activities')} {have(missing)} no skill yet, so the gap leaves them out."
        if missing
        else "",
        url=board(reading.actor, found, "flag=no_skill" if missing else ""),
        action="Open the journey board",
        wait=WAIT,
        unit="activities",
        parts=parts(found.stages, lambda stage: share(stage.activities_skilled, stage.activities)),
    )


def who_does_what(reading: Reading) -> Sequence[Finding]:
    """Activities nobody does, and those done twice or more."""
    found = reading.of(map_progress)
    if not found.activities:
        return ()
    if not found.surveyed:
        unknown = "Not known yet: no activity says which functions do it."
        here = board(reading.actor, found)
        return tuple(Finding("even", title, unknown, url=here) for title in (NOBODY, TWICE))
    time = f", {fte(found.shared_mfte)} FTE beside the function that does most" if found.shared_mfte else ""
    shared = plural(found.shared, "activity", "activities") + time
    return (
        Finding(
            "low" if found.nobody else "even",
            NOBODY,
            nobody_words(found),
            str(found.nobody),
            board(reading.actor, found, "flag=nobody"),
        ),
        Finding(
            "watch" if found.shared else "even",
            TWICE,
            shared,
            str(found.shared),
            board(reading.actor, found, "flag=many"),
        ),
    )


def rail(reading: Reading) -> Sequence[RailStage]:
    """The stages of the main journey with their jobs."""
    found = reading.of(map_progress)
    return [
        RailStage(stage.name, stage.slot, count(stage.jobs, "job"), board(reading.actor, found, f"stage={stage.pk}"))
        for stage in found.stages
    ]


def board(actor: Actor, found: MapProgress, query: str = "") -> str:
    """The board of the main journey, or the list of journeys."""
    here = link_for(actor, "journeys:board", found.journey.pk, query=query) if found.journey else ""
    return here or link_for(actor, "journeys:list")


def parts(stages: Sequence[StageProgress], read: Callable[[StageProgress], float]) -> tuple[StagePart, ...]:
    """The share done in each stage (0..1), for the ring; it has one arc per colour, so two of one have no ring."""
    slots = [stage.slot for stage in stages]
    if not slots or len(set(slots)) != len(slots):
        return ()
    return tuple(StagePart(stage.name, stage.slot, read(stage)) for stage in stages)


def share(done: int, total: int) -> float:
    return done / total if total else 0.0


def nobody_words(found: MapProgress) -> str:
    """'activities, one each in Learn, Buy and Adopt' or '..., 2 in Buy, 1 in Adopt'."""
    words = plural(found.nobody, "activity", "activities")
    places = sorted(found.nobody_in.items(), key=lambda place: (-place[1], place[0]))
    if not places:
        return words
    if all(number == 1 for _, number in places) and len(places) > 1:
        return f"{words}, one each in {listed([name for name, _ in places])}"
    return f"{words}: " + listed([f"{number} in {name}" for name, number in places])


def activity_words(found: MapProgress) -> str:
    if not found.activities:
        return "No activity yet"
    return f"{count(found.activities, 'activity', 'activities')}, no functions attached"


def loop_words(found: MapProgress) -> str:
    return f"{count(found.loops, 'loop')} back" if found.loops else ""


def have(number: int) -> str:
    return "has" if number == 1 else "have"


def shared_words(found: MapProgress) -> str:
    if not found.surveyed:
        return ""
    told = [f"{count(found.nobody, 'gap')}"] if found.nobody else []
    told += [f"{found.shared} done twice or more"] if found.shared else []
    return ", ".join(told)


def count(number: int, one: str, many: str = "") -> str:
    """'1 job', '1,204 jobs'."""
    return f"{number:,} {plural(number, one, many)}"


def plural(number: int, one: str, many: str = "") -> str:
    return one if number == 1 else many or f"{one}s"


def listed(words: Sequence[str]) -> str:
    """'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


STEPS = (
    StepSource(
        "journey",
        "Map the customer journey",
        10,
        "route",
        "The journey map is next.",
        "Say what customers must get done, stage by stage, before anybody talks about functions.",
        map_step,
        60,
        "mapped what customers do",
    ),
    StepSource(
        "activities",
        "List supplier activities",
        20,
        "list-checks",
        "Supplier activities are next.",
        "For every buying job, say what a supplier must do to help. Verb first, without saying who does it.",
        activity_step,
        60,
        "said what a supplier must do to help",
    ),
    StepSource(
        "skills",
        "Name the skills",
        30,
        "puzzle",
        "Skills are next.",
        "Say which skills each activity takes, and at which level.",
        skill_step,
        45,
        "named the skills it takes",
    ),
)
