"""Flags: places on the journey board that need work, each one a link to the place.

Pure. Source: brief, section 3. A flag says what is wrong in a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from journeys.effort import MFTE
from journeys.wording import FunctionWords

A = TypeVar("A", bound=Hashable)
J = TypeVar("J", bound=Hashable)
K = TypeVar("K", bound=Hashable)


class Flag(StrEnum):
    """What can be wrong."""

    JOB_WITHOUT_ACTIVITY = "job_without_activity"
    LOOP_TO_NOWHERE = "loop_to_nowhere"
    ACTIVITY_WITHOUT_JOB = "activity_without_job"
    ACTIVITY_WITHOUT_SKILL = "activity_without_skill"
    SHARES_OFF = "shares_off"
    NAMES_A_FUNCTION = "names_a_function"
    ACTIVITY_WITHOUT_ROLE = "activity_without_role"
    SEVERAL_ACCOUNTABLE = "several_accountable"
    SKILL_NOT_NEEDED = "skill_not_needed"


class Place(StrEnum):
    """What a flag links to."""

    JOB = "job"
    ACTIVITY = "activity"
    SKILL = "skill"


@dataclass(frozen=True, slots=True)
class Raised:
    """One flag at one place. ``key`` is the key of the job, activity or skill as it was given."""

    flag: Flag
    place: Place
    key: Hashable
    words: str


@dataclass(frozen=True, slots=True)
class JobFacts(Generic[J]):
    """A buying job and the jobs it loops back to."""

    key: J
    name: str
    loops: tuple[J, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityFacts(Generic[A, J, K]):
    """An activity: the jobs it serves, skill -> share of effort in thousandths, and who answers for it.

    accountable: names of the accountable roles; None as long as there are no roles to speak of.
    """

    key: A
    name: str
    jobs: tuple[J, ...]
    shares: Mapping[K, int]
    accountable: tuple[str, ...] | None = None


def flags(
    jobs: Iterable[JobFacts[J]],
    activities: Iterable[ActivityFacts[A, J, K]],
    skills: Mapping[K, str],
    legacy_functions: Iterable[str] = (),
) -> tuple[Raised, ...]:
    """Every flag: jobs first, then activities, then skills, each in the order given.

    skills: key -> name. legacy_functions: names in use, also looked for in the wording.
    """
    jobs, activities = tuple(jobs), tuple(activities)
    served = {job for activity in activities for job in activity.jobs}
    needed = {skill for activity in activities for skill in activity.shares}
    known = {job.key for job in jobs}
    words = FunctionWords(legacy_functions)
    raised = [flag for job in jobs for flag in _job(job, served, known)]
    raised += [flag for activity in activities for flag in _activity(activity, known, words)]
    raised += [_unneeded(key, name) for key, name in skills.items() if key not in needed]
    return tuple(raised)


def _job(job: JobFacts[J], served: set[J], known: set[J]) -> Iterable[Raised]:
    if job.key not in served:
        text = f"“{job.name}” has no activity. Add what a supplier must do to help with it."
        yield Raised(Flag.JOB_WITHOUT_ACTIVITY, Place.JOB, job.key, text)
    if any(loop == job.key for loop in job.loops):
        text = f"“{job.name}” loops back to itself. Remove the loop or choose another job."
        yield Raised(Flag.LOOP_TO_NOWHERE, Place.JOB, job.key, text)
    if any(loop not in known for loop in job.loops):
        text = f"“{job.name}” loops to a job that is gone. Remove the loop or choose another job."
        yield Raised(Flag.LOOP_TO_NOWHERE, Place.JOB, job.key, text)


def _activity(activity: ActivityFacts[A, J, K], known: set[J], words: FunctionWords) -> Iterable[Raised]:
    for flag, text in (*_what_it_takes(activity, known, words), *_who_answers(activity)):
        yield Raised(flag, Place.ACTIVITY, activity.key, text)


def _what_it_takes(activity: ActivityFacts[A, J, K], known: set[J], words: FunctionWords) -> Iterable[tuple[Flag, str]]:
    name = f"“{activity.name}”"
    if not any(job in known for job in activity.jobs):
        yield Flag.ACTIVITY_WITHOUT_JOB, f"{name} serves no job. Link it to the job it helps with."
    if not activity.shares:
        yield Flag.ACTIVITY_WITHOUT_SKILL, f"{name} has no skill. Name the skills it takes."
    elif sum(activity.shares.values()) != MFTE:
        percent = f"{sum(activity.shares.values()) / 10:.4g}"
        yield Flag.SHARES_OFF, f"The skill shares of {name} add up to {percent} %. Make them 100 %."
    if found := words.find(activity.name):
        listed = " and ".join(f"“{word}”" for word in found)
        text = f"{name} says {listed}. Say what has to be done, not who does it."
        yield Flag.NAMES_A_FUNCTION, text


def _who_answers(activity: ActivityFacts[A, J, K]) -> Iterable[tuple[Flag, str]]:
    name, roles = f"“{activity.name}”", activity.accountable
    if roles is not None and not roles:
        yield Flag.ACTIVITY_WITHOUT_ROLE, f"No role owns {name}. Give it to a role."
    if roles is not None and len(roles) > 1:
        listed = ", ".join(roles)
        text = f"{name} has {len(roles)} accountable roles ({listed}). Leave one accountable."
        yield Flag.SEVERAL_ACCOUNTABLE, text


def _unneeded(key: Hashable, name: str) -> Raised:
    text = f"No activity needs “{name}”. Link it to an activity or retire it."
    return Raised(Flag.SKILL_NOT_NEEDED, Place.SKILL, key, text)
