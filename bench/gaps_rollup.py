"""100,000 people x 20 skills on PostgreSQL: the stored supply against hand SQL, one person's change, the pages.

The floor of a full count is the fastest way we know by hand that leaves the same rows in the same table: count into
a temporary table (PostgreSQL then uses all its processors), delete, insert.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

from bench._gap_rig import MARKETS, NEEDED_SKILLS, Firm, firm_of, in_turns, page_of
from bench._import_rig import own_database
from bench.frame import Figure

NEEDS = "postgresql"
PEOPLE, SMALL = 100_000, 250
ROLLUP_LIMIT = 1.3
PART = 100
TIMES, CHANGES = 5, 60
PAGE_SECONDS = 1.0
SEED = 3

HAND = (
    "CREATE TEMPORARY TABLE by_hand AS SELECT p.organization_id, s.skill_id, s.level, "
    "COALESCE(p.market_id, 0) AS market_key, COALESCE(p.function_id, 0) AS function_key, COUNT(*) AS people, "
    "SUM(p.mfte) AS mfte FROM roles_skilllevel s JOIN roles_person p ON p.id = s.person_id "
    "WHERE p.organization_id = %s AND p.left_on IS NULL AND s.effective "
    "GROUP BY p.organization_id, s.skill_id, s.level, p.market_id, p.function_id",
    "DELETE FROM roles_supplycell WHERE organization_id = %s",
    "INSERT INTO roles_supplycell (organization_id, skill_id, level, market_key, function_key, people, mfte) "
    "SELECT organization_id, skill_id, level, market_key, function_key, people, mfte FROM by_hand "
    "WHERE organization_id = %s",
    "DROP TABLE by_hand",
)


def measure() -> Iterator[Figure]:
    """Needs DATABASE_URL; works in a database of its own."""
    with own_database("postgresql"):
        yield from figures(PEOPLE, "PostgreSQL")


def figures(people: int, where: str) -> Iterator[Figure]:
    """All goals at one size."""
    from uniengine.kit.scoping import scope

    firm, small = firm_of("large", people), firm_of("small", SMALL)
    size = f"{where}, {people:,} people"
    with scope(firm.organization.pk):
        full = yield from full_count(firm, size)
        yield from single_changes(firm, size, full)
        refresh = worked_out(firm)
    with scope(small.organization.pk):
        worked_out(small)
    sys.stderr.write(f"  {size}: the whole gap with proof worked out in {refresh:.1f} s\n")
    yield from pages(firm, small, size)


def full_count(firm: Firm, size: str) -> Generator[Figure, None, float]:
    """Both from an empty table and again; returns the seconds of a count that finds nothing new."""
    from roles.models import SupplyCell
    from roles.services.rollup import supply_rebuild

    def ours() -> None:
        supply_rebuild(firm.organization)

    def anew() -> None:
        SupplyCell.objects.all().delete()

    first = in_turns({"hand": lambda: by_hand(firm), "empty": anew, "ours": ours}, TIMES)
    again = in_turns({"hand": lambda: by_hand(firm), "ours": ours}, TIMES)
    yield Figure(f"{size}: full rollup from nothing", first["hand"], first["ours"], ROLLUP_LIMIT)
    yield Figure(f"{size}: full rollup again", again["hand"], again["ours"], ROLLUP_LIMIT)
    return again["ours"]


def by_hand(firm: Firm) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement in HAND:
            cursor.execute(statement, [firm.organization.pk] if "%s" in statement else [])


def single_changes(firm: Firm, size: str, full: float) -> Iterator[Figure]:
    """What the stored supply costs after a change of one person, with its lock and its commit, like the full count.

    The note says what the whole service takes: with permission, the person's own row, the change log, the refresh.
    """
    from roles.models import Person
    from uniengine.accounts.models import Market

    chance, markets = random.Random(SEED), list(Market.objects.filter(parent__isnull=False))
    assert len(markets) == MARKETS
    people = list(Person.objects.order_by("pk")[: 3 * CHANGES])

    def elsewhere(person: Any) -> Any:
        return chance.choice([market for market in markets if market.pk != person.market_id])

    moved = median(lambda person: follow(firm, person, elsewhere(person)), people[:CHANGES])
    service = median(lambda person: move(firm, person, elsewhere(person)), people[CHANGES : 2 * CHANGES])
    rating = median(lambda person: rate(firm, person, chance), people[2 * CHANGES :])
    goal = f"{size}: one person's change (20 ratings move), against 1/{PART} of a full rollup"
    note = f"whole service: move {service * 1000:.1f} ms, one rating {rating * 1000:.1f} ms"
    yield Figure(goal, full / PART, moved, 1, note=note)


def follow(firm: Firm, person: Any, market: Any) -> None:
    from django.db import transaction

    from roles.selectors.holdings import holdings_of
    from roles.services.rollup import inventory_lock, supply_follow, supply_is_current

    with transaction.atomic():
        state = inventory_lock(firm.organization)
        before = holdings_of(person)
        person.market = market
        supply_follow(state, before, [one._replace(market=market.pk) for one in before])
        assert supply_is_current(state)


def move(firm: Firm, person: Any, market: Any) -> None:
    from roles.services.people import person_update
    from uniengine.accounts.access import system_actor

    actor = system_actor(firm.organization)
    person_update(actor=actor, person=person, version=1, changes={"market": market})


def rate(firm: Firm, person: Any, chance: random.Random) -> None:
    from journeys.models import Skill
    from roles.models import Rater
    from roles.services.ratings import rating_set
    from uniengine.accounts.access import system_actor

    skill = Skill.objects.get(pk=firm.first_skill + chance.randrange(NEEDED_SKILLS))
    actor, level = system_actor(firm.organization), chance.randrange(6)
    rating_set(actor=actor, person=person, skill=skill, rater=Rater.ASSESSMENT, level=level)


def median(change: Callable[[Any], None], people: list[Any]) -> float:
    return statistics.median(timed(change, person) for person in people)


def timed(change: Any, person: Any) -> float:
    start = time.perf_counter()
    change(person)
    return time.perf_counter() - start


def worked_out(firm: Firm) -> float:
    """Seconds of a whole refresh: every slice with its proof, and storing it."""
    from django.db import transaction

    from roles.services.gaps import gaps_compute, gaps_store

    start = time.perf_counter()
    home, journey = firm.organization, firm.journey
    picture = gaps_compute(organization=home, journey=journey, progress=lambda done, total, words: None)
    with transaction.atomic():
        gaps_store(organization=home, journey=journey, picture=picture)
    return time.perf_counter() - start


def pages(firm: Firm, small: Firm, size: str) -> Iterator[Figure]:
    """As many queries as in a company of 250, and within a second."""
    for name, part in (
        ("gap", "gaps/"),
        ("gap by function", "gaps/?by=function"),
        ("one cell", "gaps/cell?level=3&skill={skill}"),
        ("proof", "gaps/proof"),
        ("people", "people/"),
        ("people who can", "people/?skill=S+1&level=3"),
    ):
        spent, queries = page_of(firm, address(firm, part))
        _, few = page_of(small, address(small, part))
        yield Figure(f"{size}: queries of the page '{name}', against {SMALL} people", few, queries, 1, "queries")
        yield Figure(f"{size}: page '{name}' within {PAGE_SECONDS:.0f} s", PAGE_SECONDS, spent, 1)


def address(firm: Firm, part: str) -> str:
    return f"/o/{firm.organization.slug}/{part.format(skill=firm.first_skill)}"
