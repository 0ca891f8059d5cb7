"""100,000 people x 20 skills on PostgreSQL: the import against bare COPY + upsert SQL into the same tables.

The floor is what a careful hand would write: COPY into temporary tables, one INSERT .. SELECT .. ON CONFLICT DO UPDATE
.. WHERE IS DISTINCT FROM for people and one for ratings, from rows that are clean and resolved already. The import
also reads the CSV, decides what is what, finds errors, compares, keeps what undo needs and counts the supply.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench._import_rig import (
    FUNCTIONS,
    SKILLS,
    generated,
    inventory_file,
    markets,
    organization,
    own_database,
    peak_megabytes,
    product_import,
    skill_name,
    timed,
)
from bench.frame import Figure

NEEDS = "postgresql"
PEOPLE, EACH = 100_000, 20
LIMIT = 1.5
MEMORY = 2_048

STAGES = (
    "CREATE TEMP TABLE floor_person (employee_id text, name text, department text, market text)",
    "CREATE TEMP TABLE floor_rating (employee_id text, skill text, level smallint, day date)",
)
PEOPLE_UPSERT = """
INSERT INTO roles_person
  (organization_id, employee_id, email, name, title, department, location, market_id, function_id, mfte, version)
SELECT %(o)s, f.employee_id, '', f.name, '', f.department, '', m.id, l.id, 1000, 1
FROM floor_person f
JOIN accounts_market m ON m.organization_id = %(o)s AND m.name = f.market
JOIN journeys_legacyfunction l ON l.organization_id = %(o)s AND l.name = f.department
ON CONFLICT (organization_id, employee_id) WHERE NOT employee_id = ''
DO UPDATE SET name = EXCLUDED.name, department = EXCLUDED.department, market_id = EXCLUDED.market_id,
  function_id = EXCLUDED.function_id, version = roles_person.version + 1
WHERE (roles_person.name, roles_person.department, roles_person.market_id, roles_person.function_id)
  IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.department, EXCLUDED.market_id, EXCLUDED.function_id)
"""
RATINGS_UPSERT = """
INSERT INTO roles_skilllevel (person_id, organization_id, skill_id, rater, level, effective, assessed_on, raw, scale)
SELECT p.id, %(o)s, s.id, 1, f.level, TRUE, f.day, f.level::text, '1-5'
FROM floor_rating f
JOIN roles_person p ON p.organization_id = %(o)s AND p.employee_id = f.employee_id
JOIN journeys_skill s ON s.organization_id = %(o)s AND s.name = f.skill
ON CONFLICT (person_id, skill_id, rater)
DO UPDATE SET level = EXCLUDED.level, assessed_on = EXCLUDED.assessed_on, raw = EXCLUDED.raw, scale = EXCLUDED.scale
WHERE (roles_skilllevel.level, roles_skilllevel.assessed_on) IS DISTINCT FROM (EXCLUDED.level, EXCLUDED.assessed_on)
"""
INVENTORY = (
    "roles_skilllevel, roles_person, roles_supplycell, roles_undorow, roles_importproblem, roles_importqueueentry"
)


def measure(people: int = PEOPLE, each: int = EACH) -> Iterator[Figure]:
    with own_database("postgresql") as folder:
        path = inventory_file(folder / "inventory.csv", people, each)
        rows = floor_files(folder, people, each)
        first, again = floor("floor", rows, people * each)
        clear()
        new = product_import("product", path)
        say(f"new: check {new.check:.1f} s, apply {new.apply:.1f} s, floor {first:.1f} s; {new.summary['ratings']}")
        settle()
        same = product_import("product", path)
        say(f"unchanged: check {same.check:.1f} s, apply {same.apply:.1f} s, floor {again:.1f} s")
        size = f"{people:,} x {each}"
        split = f"check {new.check:.1f} s + apply {new.apply:.1f} s"
        yield Figure(f"PostgreSQL: import {size}, all new", first, new.check + new.apply, LIMIT, note=split)
        yield Figure(f"PostgreSQL: applying {size} from the stored plan", first, new.apply, LIMIT)
        split = f"check {same.check:.1f} s + apply {same.apply:.2f} s"
        yield Figure(f"PostgreSQL: import {size}, nothing changed", again, same.check + same.apply, LIMIT, note=split)
        yield Figure(f"PostgreSQL: memory of importing {size}", MEMORY, peak_megabytes(), 1, "MB")


def floor_files(folder: Path, people: int, each: int) -> tuple[Path, Path]:
    """Clean rows for COPY: what the floor starts from."""
    persons, ratings = folder / "people.tsv", folder / "ratings.tsv"
    with persons.open("w") as out_people, ratings.open("w") as out_ratings:
        for one in generated(people, each):
            out_people.write(f"{one.employee_id}\t{one.name}\t{one.department}\t{one.market}\n")
            start = f"{one.employee_id}\t"
            out_ratings.writelines(f"{start}{skill_name(skill)}\t{level}\t{day}\n" for skill, level, day in one.ratings)
    return persons, ratings


def floor(slug: str, rows: tuple[Path, Path], ratings: int) -> tuple[float, float]:
    """Seconds of the bare upsert of new rows, and of the same rows once more."""
    from journeys.models import LegacyFunction, Skill
    from uniengine.kit.scoping import scope

    home = organization(slug)
    with scope(home.pk):
        markets(home)
        LegacyFunction.objects.bulk_create([LegacyFunction(organization=home, name=name) for name in FUNCTIONS])
        names = [skill_name(number) for number in range(SKILLS)]
        Skill.objects.bulk_create([Skill(organization=home, name=name, name_key=name.lower()) for name in names])
    settle()
    first = timed(lambda: upsert(home.pk, rows))
    settle()
    again = timed(lambda: upsert(home.pk, rows))
    assert count() == ratings
    return first, again


def upsert(home: int, rows: tuple[Path, Path]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement in STAGES:
            cursor.execute(statement)
        for table, path in zip(("floor_person", "floor_rating"), rows, strict=True):
            with path.open("rb") as source, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                while chunk := source.read(1 << 20):
                    copy.write(chunk)
            cursor.execute(f"ANALYZE {table}")
        cursor.execute(PEOPLE_UPSERT, {"o": home})
        cursor.execute(RATINGS_UPSERT, {"o": home})
        cursor.execute("DROP TABLE floor_person, floor_rating")


def count() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM roles_skilllevel")
        return int(cursor.fetchone()[0])


def clear() -> None:
    """Both start on empty tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {INVENTORY} RESTART IDENTITY")
    settle()


def settle() -> None:
    """Neither pays for what the other left to be written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")
