"""10,000 people x 20 skills on SQLite: the import against a bare script that reads the same CSV with the csv module
and upserts its rows with executemany into the same tables. It trusts every cell, and knows which column is what.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from bench._import_rig import (
    FUNCTIONS,
    SKILLS,
    inventory_file,
    markets,
    organization,
    own_database,
    product_import,
    skill_name,
    timed,
)
from bench.frame import Figure

PEOPLE, EACH = 10_000, 20
LIMIT = 1.5
TIMES = 3

PEOPLE_UPSERT = """
INSERT INTO roles_person
  (organization_id, employee_id, email, name, title, department, location, market_id, function_id, mfte, version)
VALUES (%s, %s, '', %s, '', %s, '', %s, %s, 1000, 1)
ON CONFLICT (organization_id, employee_id) WHERE NOT employee_id = ''
DO UPDATE SET name = excluded.name, department = excluded.department, market_id = excluded.market_id,
  function_id = excluded.function_id, version = version + 1
WHERE (name, department, market_id, function_id)
  IS NOT (excluded.name, excluded.department, excluded.market_id, excluded.function_id)
"""
RATINGS_UPSERT = """
INSERT INTO roles_skilllevel (person_id, organization_id, skill_id, rater, level, effective, assessed_on, raw, scale)
VALUES (%s, %s, %s, 1, %s, TRUE, %s, %s, '1-5')
ON CONFLICT (person_id, skill_id, rater)
DO UPDATE SET level = excluded.level, assessed_on = excluded.assessed_on, raw = excluded.raw, scale = excluded.scale
WHERE (level, assessed_on) IS NOT (excluded.level, excluded.assessed_on)
"""
INVENTORY = ("roles_skilllevel", "roles_person")


def measure(people: int = PEOPLE, each: int = EACH) -> Iterator[Figure]:
    with own_database("sqlite") as folder:
        path = inventory_file(folder / "inventory.csv", people, each)
        upsert = floor("floor", path)
        firsts, agains, news, sames = [], [], [], []
        for _ in range(TIMES):  # in turns, so that both meet the same neighbours; the best of each counts
            clear()
            firsts.append(timed(upsert))
            agains.append(timed(upsert))
            clear()
            news.append(product_import("product", path))
            sames.append(product_import("product", path))
        first, again = min(firsts), min(agains)
        new, same = (min(runs, key=lambda run: run.check + run.apply) for runs in (news, sames))
        size = f"{people:,} x {each}"
        split = f"check {new.check:.1f} s + apply {new.apply:.1f} s"
        yield Figure(f"SQLite: import {size}, all new", first, new.check + new.apply, LIMIT, note=split)
        yield Figure(f"SQLite: applying {size} from the stored plan", first, new.apply, LIMIT)
        split = f"check {same.check:.1f} s + apply {same.apply:.2f} s"
        yield Figure(f"SQLite: import {size}, nothing changed", again, same.check + same.apply, LIMIT, note=split)


def floor(slug: str, path: Path) -> Callable[[], None]:
    """The bare upsert, ready to be run."""
    from journeys.models import LegacyFunction, Skill
    from uniengine.kit.scoping import scope

    home = organization(slug)
    with scope(home.pk):
        places = markets(home)
        functions = {name: LegacyFunction.objects.create(organization=home, name=name).pk for name in FUNCTIONS}
        names = [skill_name(number) for number in range(SKILLS)]
        made = [Skill.objects.create(organization=home, name=name, name_key=name.lower()) for name in names]
    skills = {skill.name: skill.pk for skill in made}

    def upsert() -> None:
        from django.db import connection, transaction

        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        persons = {row[0]: (home.pk, row[0], row[1], row[2], places[row[3]], functions[row[2]]) for row in rows}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(PEOPLE_UPSERT, list(persons.values()))
            cursor.execute("SELECT employee_id, id FROM roles_person WHERE organization_id = %s", [home.pk])
            ids = dict(cursor.fetchall())
            ratings = [
                (ids[person], home.pk, skills[skill], int(level), day, level)
                for person, _, _, _, skill, level, day in rows
            ]
            cursor.executemany(RATINGS_UPSERT, ratings)

    return upsert


def clear() -> None:
    """Both start on empty tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in INVENTORY:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("VACUUM")
