"""The demo company is the same every time, and looks like what an HR system really holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from demo.company import SEED, company
from demo.people import FIRST_NEWCOMER, NEWCOMERS
from demo.ratings import UNNEEDED
from demo.shapes import MANAGER, SELF, Company
from journeys.flags import ActivityFacts, Flag, JobFacts, flags

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def firm() -> Company:
    return company()


def test_it_is_the_same_company_for_the_same_seed(firm: Company) -> None:
    assert company(SEED).digest == firm.digest
    assert company(SEED + 1).digest != firm.digest


def test_it_does_not_depend_on_the_hash_seed(firm: Company) -> None:
    script = "from demo.company import company; print(company().digest)"
    for hash_seed in ("0", "4711"):
        printed = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert printed.stdout.strip() == firm.digest


def test_it_has_250_people_in_five_uneven_markets_under_one_company(firm: Company) -> None:
    heads = Counter(person.market for person in firm.people)
    kinds = {market.key: market.kind for market in firm.markets}
    assert sum(heads.values()) == 250
    assert len(heads) == 5
    assert all(kinds[market] == "market" for market in heads)
    assert max(heads.values()) > 3 * min(heads.values())
    roots = [market for market in firm.markets if market.parent is None]
    assert [root.kind for root in roots] == ["company"]


def test_it_keys_people_by_text_with_leading_zeros_and_by_mailbox(firm: Company) -> None:
    ids = [person.employee_id for person in firm.people]
    mails = [person.email for person in firm.people]
    assert len(set(ids)) == len(set(mails)) == 250
    assert all(re.fullmatch(r"0\d{5}", one) for one in ids)
    assert all(re.fullmatch(r"[a-z-]+\.[a-z-]+@tarnfjord\.example", mail) for mail in mails)


def test_it_has_names_that_plain_ascii_would_lose(firm: Company) -> None:
    assert sum(not person.name.isascii() for person in firm.people) > 100


def test_it_is_led_as_a_tree_with_one_person_at_the_top(firm: Company) -> None:
    boss = {person.employee_id: person.manager for person in firm.people}
    assert [e for e, manager in boss.items() if manager is None] == [
        person.employee_id for person in firm.people if person.title == "Chief commercial officer"
    ]
    for start in boss:
        seen: set[str] = set()
        here: str | None = start
        while here is not None:
            assert here not in seen
            seen.add(here)
            here = boss[here]


def test_it_organizes_people_by_function_as_of_today(firm: Company) -> None:
    function = {person.employee_id: person.function for person in firm.people}
    top = next(person.employee_id for person in firm.people if person.manager is None)
    for person in firm.people:
        if person.manager not in (None, top):
            assert function[person.manager] == person.function


def test_it_has_part_timers_and_dates_that_have_been(firm: Company) -> None:
    parts = Counter(person.mfte for person in firm.people)
    assert 15 <= 250 - parts[1000] <= 40
    assert min(parts) >= 500
    assert all(date(2003, 1, 1) <= person.start_date <= date(2026, 10, 12) for person in firm.people)
    assert all(rating.assessed_on <= date(2026, 10, 12) for rating in firm.ratings)


def test_it_rates_eight_to_fourteen_skills_of_everybody_but_the_newcomers(firm: Company) -> None:
    newcomers = {p.employee_id for p in firm.people if p.start_date >= FIRST_NEWCOMER}
    levels = firm.effective_levels()
    assert len(newcomers) == NEWCOMERS
    for employee_id, held in levels.items():
        assert len(held) == 0 if employee_id in newcomers else 8 <= len(held) <= 14


def test_it_has_ratings_from_both_sides_from_one_side_and_zeros(firm: Company) -> None:
    sides: dict[tuple[str, str], dict[str, int]] = {}
    for rating in firm.ratings:
        assert 0 <= rating.level <= 5
        pair = sides.setdefault((rating.employee_id, rating.skill), {})
        assert rating.rater not in pair
        pair[rating.rater] = rating.level
    kinds = Counter(frozenset(pair) for pair in sides.values())
    assert all(kinds[frozenset(side)] > 100 for side in ([SELF], [MANAGER], [SELF, MANAGER]))
    assert sum(pair.get(MANAGER) == 0 for pair in sides.values()) > 50
    assert any(pair[SELF] != pair[MANAGER] for pair in sides.values() if len(pair) == 2)


def test_it_rates_only_people_and_skills_it_has(firm: Company) -> None:
    ids = {person.employee_id for person in firm.people}
    skills = {skill.key for skill in firm.journey.skills}
    assert {rating.employee_id for rating in firm.ratings} <= ids
    assert {rating.skill for rating in firm.ratings} == skills


def test_it_raises_no_flag_but_for_two_skills_that_have_outlived_their_use(firm: Company) -> None:
    journey = firm.journey
    raised = flags(
        [JobFacts(job.key, job.name, job.loops) for job in journey.jobs],
        [ActivityFacts(a.key, a.name, a.jobs, {n.skill: n.share for n in a.skills}) for a in journey.activities],
        {skill.key: skill.name for skill in journey.skills},
        [function.name for function in firm.functions],
    )
    assert [(flag.flag, flag.key) for flag in raised] == [(Flag.SKILL_NOT_NEEDED, skill.key) for skill in UNNEEDED]


def test_it_asks_for_every_activity_in_markets_that_exist(firm: Company) -> None:
    markets = {market.key for market in firm.markets if market.kind == "market"}
    for activity in firm.journey.activities:
        assert activity.demand
        assert {asked.market for asked in activity.demand} <= markets
        assert all(asked.volume and asked.hours for asked in activity.demand)
