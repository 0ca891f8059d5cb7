"""The built-in template is a journey without a flag, in words that name nobody."""

from __future__ import annotations

from itertools import chain

from journeys.flags import ActivityFacts, JobFacts, flags
from journeys.outline import BUYER_ROLES, CHANNELS, SLOTS
from journeys.template_b2b import TEMPLATE

SHARED = {"customer_analytics", "customer_systems", "digital_content"}


def test_it_has_the_five_stages_and_the_promised_size() -> None:
    assert [stage.name for stage in TEMPLATE.stages] == ["Learn", "Buy", "Order/Install", "Adopt", "Support"]
    assert tuple(stage.slot for stage in TEMPLATE.stages) == SLOTS
    assert (len(TEMPLATE.jobs), len(TEMPLATE.activities), len(TEMPLATE.skills)) == (25, 60, 45)


def test_it_raises_no_flag() -> None:
    jobs = [JobFacts(job.key, job.name, job.loops) for job in TEMPLATE.jobs]
    activities = [
        ActivityFacts(a.key, a.name, a.jobs, {need.skill: need.share for need in a.skills}) for a in TEMPLATE.activities
    ]
    skills = {skill.key: skill.name for skill in TEMPLATE.skills}
    functions = ["Marketing", "Sales", "Inside sales", "Channel", "Service", "Customer success"]
    assert flags(jobs, activities, skills, functions) == ()


def test_it_uses_every_key_once_and_only_keys_that_exist() -> None:
    for parts in (TEMPLATE.stages, TEMPLATE.jobs, TEMPLATE.skills, TEMPLATE.activities):
        keys = [part.key for part in parts]
        names = [part.name.casefold() for part in parts]
        assert len(set(keys)) == len(keys)
        assert len(set(names)) == len(names)
    skills = {skill.key for skill in TEMPLATE.skills}
    jobs = {job.key for job in TEMPLATE.jobs}
    for activity in TEMPLATE.activities:
        assert {need.skill for need in activity.skills} <= skills
        assert set(activity.jobs) <= jobs
        assert all(1 <= need.level <= 5 for need in activity.skills)
        assert any(need.mandatory for need in activity.skills)


def test_it_loops_back_and_never_ahead() -> None:
    order = {job.key: i for i, job in enumerate(TEMPLATE.jobs)}
    loops = [(order[job.key], order[loop]) for job in TEMPLATE.jobs for loop in job.loops]
    assert loops
    assert all(back < here for here, back in loops)


def test_it_says_who_and_where_in_known_words() -> None:
    for job in TEMPLATE.jobs:
        assert job.channels
        assert set(job.channels) <= set(CHANNELS)
        assert job.buyer_roles
        assert set(job.buyer_roles) <= set(BUYER_ROLES)


def test_it_gives_no_two_skills_the_same_name_or_alias() -> None:
    names = [name.casefold() for name in chain.from_iterable((skill.name, *skill.aliases) for skill in TEMPLATE.skills)]
    assert len(set(names)) == len(names)


def test_it_needs_only_the_shared_skills_in_three_stages_or_more() -> None:
    used = TEMPLATE.stages_per_skill()
    assert {skill for skill, stages in used.items() if len(stages) >= 3} == SHARED
    assert all(len(used[skill]) == 5 for skill in SHARED)


def test_it_starts_every_activity_with_a_verb_in_a_short_sentence() -> None:
    for activity in TEMPLATE.activities:
        assert activity.name[0].isupper()
        assert not activity.name.endswith(".")
        assert 5 <= len(activity.name) <= 60
