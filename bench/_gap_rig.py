"""What the gap benches share: a generated company, made by set-based SQL, and its pages opened by a test client."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MARKETS, FUNCTIONS, SKILLS, EACH = 8, 8, 200, 20
ACTIVITIES, NEEDED_SKILLS = 60, 60
HOURS = 1600

PEOPLE = """
INSERT INTO roles_person (organization_id, employee_id, email, name, title, department, location,
                          market_id, function_id, mfte, version)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
SELECT %s, CAST(i AS text), '', 'Person ' || i, '', '', '', %s + (i * 7 + i / 13) %% %s, %s + (i / 3) %% %s,
       500 + 100 * (i %% 6), 1
FROM n
"""
# Steps of ten never meet twice within twenty of two hundred skills, so nobody is rated twice on one.
RATINGS = """
INSERT INTO roles_skilllevel (person_id, organization_id, skill_id, rater, level, effective, raw, scale)
WITH RECURSIVE k(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM k WHERE j < %s - 1)
SELECT p.id, p.organization_id, %s + (p.id * 13 + j * 10) %% %s, 2,
       (p.id * 31 + j * 17 + (p.id %% 97) * j) %% 6, TRUE, '', ''
FROM roles_person p CROSS JOIN k WHERE p.organization_id = %s
"""


@dataclass(frozen=True)
class Firm:
    """A generated company with its journey. first: the lowest id of markets and skills."""

    organization: Any
    journey: Any
    client: Any
    first_market: int
    first_skill: int


def firm_of(slug: str, people: int) -> Firm:
    """Write a company of so many people, 20 ratings each, and a journey that needs 60 of the 200 skills."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from journeys.models import LegacyFunction, Skill
    from uniengine.accounts.models import Market, Membership, Organization
    from uniengine.kit.scoping import scope

    home = Organization.objects.create(slug=slug, name=slug.title())
    user = get_user_model().objects.create_user(f"owner@{slug}.example.com", None)
    Membership.objects.create(organization=home, user=user, role="owner")
    with scope(home.pk):
        root = Market.objects.create(organization=home, name=home.name, kind="company")
        Market.objects.filter(pk=root.pk).update(path=f"/{root.pk}/")
        markets = [_market(home, root, number) for number in range(MARKETS)]
        functions = [LegacyFunction.objects.create(organization=home, name=f"F {n}") for n in range(FUNCTIONS)]
        skills = [Skill.objects.create(organization=home, name=f"S {n}", name_key=f"s {n}") for n in range(SKILLS)]
        with connection.cursor() as cursor:
            cursor.execute(PEOPLE, [people, home.pk, markets[0], MARKETS, functions[0].pk, FUNCTIONS])
            cursor.execute(RATINGS, [EACH, skills[0].pk, SKILLS, home.pk])
        journey = _journey(home, markets, skills, people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return Firm(home, journey, client, markets[0], skills[0].pk)


def _market(home: Any, root: Any, number: int) -> int:
    from uniengine.accounts.models import Market

    made = Market.objects.create(organization=home, name=f"M {number}", parent=root)
    Market.objects.filter(pk=made.pk).update(path=f"/{root.pk}/{made.pk}/")
    return int(made.pk)


def _journey(home: Any, markets: list[int], skills: list[Any], people: int) -> Any:
    """60 activities in five stages; what they need in all is about as much as there are people."""
    from journeys.models import ActivityDemand, ActivityJob, ActivitySkill, BuyingJob, Journey, Slot, Stage
    from journeys.models import SupplierActivity as Activity

    journey = Journey.objects.create(organization=home, name="Journey")
    jobs = []
    for place, slot in enumerate(Slot):
        stage = Stage.objects.create(organization=home, journey=journey, name=slot.label, slot=slot, position=place)
        jobs.append(BuyingJob.objects.create(organization=home, stage=stage, name=f"Job {place}"))
    for number in range(ACTIVITIES):
        made = Activity.objects.create(organization=home, journey=journey, name=f"Do thing {number}")
        ActivityJob.objects.create(organization=home, activity=made, job=jobs[number % len(jobs)])
        for at, share in enumerate((400, 300, 300)):
            skill = skills[(number + 20 * at) % NEEDED_SKILLS]
            ActivitySkill.objects.create(
                organization=home, activity=made, skill=skill, level=2 + (number + at) % 4, share=share
            )
        ActivityDemand.objects.bulk_create(
            ActivityDemand(
                organization=home, activity=made, market_id=market, volume=people / ACTIVITIES / MARKETS, hours=HOURS
            )
            for market in markets
        )
    return journey


def in_turns(works: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Median seconds of each, run in turns, so that a busy moment of the machine falls on all of them."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            spent[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in spent.items()}


def page_of(firm: Firm, address: str) -> tuple[float, int]:
    """Seconds and queries of a page, opened for the second time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    firm.client.get(address)
    start = time.perf_counter()
    answer = firm.client.get(address)
    spent = time.perf_counter() - start
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    with CaptureQueriesContext(connection) as queries:
        firm.client.get(address)
    return spent, len(queries)
