"""The steps that redesigns bring to the workshop home. Counts only: the home shows no names."""

from __future__ import annotations

from journeys.agenda import count, parts
from journeys.selectors.progress import map_progress
from redesigns.models import RedesignState
from redesigns.selectors.progress import DesignProgress, design_progress
from uniengine.accounts.links import link_for
from uniengine.workshops.agenda import Reading, StepSource, StepState, register_step

EDITORS = "An owner, admin, leader or facilitator begins a redesign."
NOTHING = "No redesign yet"


def register() -> None:
    """Called once, when the application starts."""
    for step in STEPS:
        register_step(step)


def roles_step(reading: Reading) -> StepState:
    found, journey = _found(reading), reading.of(map_progress)
    total = found.activities
    leading = found.leading
    url = _url(reading, "redesigns:role-list", found)
    return StepState(
        done=found.owned,
        total=total if leading else 0,
        unit="activities",
        summary=f"{count(found.roles, 'role')} in {leading.name}" if leading else NOTHING,
        finished=bool(total) and found.owned >= total,
        out=_without_role(total - found.owned) if leading else "",
        todo="" if leading else "A redesign holds the roles, and who is placed in them.",
        url=url,
        action="Define roles" if leading else "Begin a redesign",
        wait=EDITORS,
        parts=parts(journey.stages, lambda stage: 1.0 if stage.pk in found.stages else 0.0) if leading else (),
    )


def placement_step(reading: Reading) -> StepState:
    found = _found(reading)
    leading = found.leading
    if leading is None:
        words = "People are placed in the seats of a redesign's roles."
        return StepState(0, 0, NOTHING, False, todo=words, wait=EDITORS)
    vacant = count(leading.vacant, "seat is", "seats are")
    return StepState(
        done=leading.placed,
        total=leading.seats,
        unit="seats",
        summary=f"{leading.placed} of {count(leading.people, 'person', 'people')} have a seat",
        finished=leading.seats > 0 and leading.vacant == 0,
        out=f"{vacant} vacant" if leading.vacant else "",
        todo="" if leading.seats else "Give the roles their headcounts first.",
        url=_url(reading, "redesigns:placement-list", found),
        action="Place people",
        wait="An owner, admin or leader places people.",
    )


def decision_step(reading: Reading) -> StepState:
    found = _found(reading)
    leading = found.leading
    published = leading is not None and leading.state == RedesignState.PUBLISHED
    return StepState(
        done=0,
        total=0,
        summary=f"{leading.name} is published" if leading and published else count(found.count, "redesign"),
        finished=published,
        out=f"{leading.name} is {leading.get_state_display().lower()}" if leading and not published else "",
        todo="" if found.count > 1 else "Branch a redesign to have something to compare it with.",
        url=link_for(reading.actor, "redesigns:list"),
        action="Compare redesigns",
        wait="",
    )


def _without_role(activities: int) -> str:
    return f"{count(activities, 'activity', 'activities')} without a role" if activities > 0 else ""


def _found(reading: Reading) -> DesignProgress:
    return reading.once(design_progress, lambda: design_progress(reading.actor, reading.of(map_progress).journey))


def _url(reading: Reading, route: str, found: DesignProgress) -> str:
    if found.leading is None:
        return link_for(reading.actor, "redesigns:redesign-create")
    return link_for(reading.actor, route, found.leading.pk)


STEPS = (
    StepSource(
        "roles",
        "Define roles",
        60,
        "blocks",
        "Roles are next.",
        "Bundle activities into roles that do much with few skills, and say how many of each you need where.",
        roles_step,
        90,
        "bundled the activities into roles",
        (
            "Begin with a proposal, or with the five experts, and change what does not fit your customers.",
            "Read each role's activities aloud. Ask who would apply for it.",
            "Settle who is accountable for every activity before you talk about people.",
        ),
    ),
    StepSource(
        "placement",
        "Place people",
        70,
        "armchair",
        "Placing people is next.",
        "Find everybody the seat they fit best, and see what changes for each of them.",
        placement_step,
        90,
        "placed people in seats",
        (
            "Only those named on the redesign are in the room now: names are on the screen.",
            "Let the placement be worked out, then go through those without a seat one by one.",
            "Note for each person who talks to them, and when.",
        ),
    ),
    StepSource(
        "decision",
        "Compare and decide",
        80,
        "git-compare",
        "The decision is next.",
        "Set redesigns side by side, and agree on the one to live by.",
        decision_step,
        45,
        "decided on a redesign",
        (
            "Put two or three redesigns side by side and read the differences, not the totals.",
            "Ask what would have to be true for the other one to be better.",
            "One proposes, another approves. Publish when the dates are clear.",
        ),
    ),
)
