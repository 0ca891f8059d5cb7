"""Flags on the journey board (brief, section 3)."""

from __future__ import annotations

import pytest

from journeys.flags import ActivityFacts, Flag, JobFacts, Place, Raised, flags
from journeys.wording import FunctionWords

JOBS = (JobFacts("need", "Notice the need"), JobFacts("choose", "Choose", loops=("need",)))
SKILLS = {"analytics": "Analytics", "insight": "Customer insight"}


def activity(**changes: object) -> ActivityFacts[str, str, str]:
    facts: dict[str, object] = {
        "key": "report",
        "name": "Report on buyer intent",
        "jobs": ("need", "choose"),
        "shares": {"analytics": 700, "insight": 300},
    }
    return ActivityFacts(**{**facts, **changes})  # type: ignore[arg-type]


def raised(**changes: object) -> list[tuple[Flag, Place, object]]:
    found = flags(JOBS, [activity(**changes)], SKILLS)
    return [(flag.flag, flag.place, flag.key) for flag in found]


def test_it_leaves_a_clean_board_alone() -> None:
    assert raised() == []


def test_it_flags_a_job_without_activity() -> None:
    assert raised(jobs=("need",)) == [(Flag.JOB_WITHOUT_ACTIVITY, Place.JOB, "choose")]


def test_it_flags_an_activity_without_skill_and_the_skills_nobody_needs() -> None:
    assert raised(shares={}) == [
        (Flag.ACTIVITY_WITHOUT_SKILL, Place.ACTIVITY, "report"),
        (Flag.SKILL_NOT_NEEDED, Place.SKILL, "analytics"),
        (Flag.SKILL_NOT_NEEDED, Place.SKILL, "insight"),
    ]


def test_it_flags_shares_that_do_not_sum_to_one() -> None:
    found = flags(JOBS, [activity(shares={"analytics": 700, "insight": 250})], SKILLS)
    assert [flag.flag for flag in found] == [Flag.SHARES_OFF]
    assert "add up to 95 %" in found[0].words


def test_it_flags_an_activity_that_serves_no_job_that_is_there() -> None:
    found = {flag for flag, _, _ in raised(jobs=("gone",))}
    assert found == {Flag.ACTIVITY_WITHOUT_JOB, Flag.JOB_WITHOUT_ACTIVITY}


@pytest.mark.parametrize("target", ["gone", "need"])
def test_it_flags_a_loop_that_points_nowhere_or_at_itself(target: str) -> None:
    found = flags([JobFacts("need", "Notice", loops=(target,))], [activity()], SKILLS)
    assert Raised(Flag.LOOP_TO_NOWHERE, Place.JOB, "need", found[0].words) == found[0]


def test_it_knows_nothing_about_roles_until_there_are_some() -> None:
    assert raised(accountable=None) == []
    assert raised(accountable=()) == [(Flag.ACTIVITY_WITHOUT_ROLE, Place.ACTIVITY, "report")]
    assert raised(accountable=("Guide",)) == []
    several = raised(accountable=("Guide", "Coach"))
    assert several == [(Flag.SEVERAL_ACCOUNTABLE, Place.ACTIVITY, "report")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Run a marketing campaign", ("marketing",)),
        ("Have a sales rep call back", ("sales rep",)),
        ("Let the customer service agent answer", ("customer service agent",)),
        ("Hand over to the service team", ("service team",)),
        ("Ask the Channel department for a quote", ("Channel department",)),
        ("Answer the agent", ("agent",)),
        ("Forward it to inside sales and to the help desk", ("inside sales", "help desk")),
        ("Brief the account managers", ("account managers",)),
    ],
)
def test_it_notices_functions_and_titles_in_the_wording(text: str, words: tuple[str, ...]) -> None:
    assert FunctionWords(["Service", "Channel"]).find(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Keep the service record",
        "Answer early questions in any channel",
        "Manage the property register",
        "Agree on a success plan",
        "Support the customer’s project manager",
        "Help their plant manager decide",
        "Report on usage",
        "",
    ],
)
def test_it_lets_ordinary_words_and_the_customers_own_people_pass(text: str) -> None:
    assert FunctionWords(["Service", "Channel", "Customer success"]).find(text) == ()


def test_it_looks_for_the_organizations_own_functions() -> None:
    assert FunctionWords(["Deal desk"]).find("Send it to the deal desk") == ("deal desk",)
    assert FunctionWords([]).find("Send it to the deal desk") == ()


def test_it_warns_in_words_that_say_what_to_do() -> None:
    found = flags(JOBS, [activity(name="Run a marketing campaign")], SKILLS)
    assert found[0].flag is Flag.NAMES_A_FUNCTION
    assert "“marketing”" in found[0].words
    assert "Say what has to be done" in found[0].words
