"""What the import benches share: a database of their own, a generated inventory, the product's import, its timing."""

import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SKILLS = 200
MARKETS = ("Canada", "Nordics", "DACH", "Iberia", "Benelux")
FUNCTIONS = ("Marketing", "Sales", "Service", "Success", "Technology")
HEADER = "Employee ID,Name,Department,Market,Skill,Level,Assessed on\n"
SEED = 7


@dataclass(frozen=True)
class Person:
    """A generated person: `ratings` are (skill number, level, day of 2024)."""

    employee_id: str
    name: str
    department: str
    market: str
    ratings: list[tuple[int, int, str]]


def generated(people: int, each: int) -> Iterator[Person]:
    """The same people for the same size, in order of their ids."""
    chance = random.Random(SEED)
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    for number in range(people):
        skills = chance.sample(range(SKILLS), each)
        ratings = [(skill, chance.randint(1, 5), chance.choice(days)) for skill in skills]
        department, market = FUNCTIONS[number % 5], MARKETS[number * 7 % 5]
        yield Person(f"{number:06}", f"Person {number:06}", department, market, ratings)


def skill_name(number: int) -> str:
    return f"Skill {number:03}"


def inventory_file(path: Path, people: int, each: int) -> Path:
    """The long CSV an HR system would send."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for one in generated(people, each):
            start = f"{one.employee_id},{one.name},{one.department},{one.market},"
            out.writelines(f"{start}{skill_name(skill)},{level},{day}\n" for skill, level, day in one.ratings)
    return path


@contextmanager
def own_database(vendor: str) -> Iterator[Path]:
    """A database and a folder that nobody else uses, with Django set up on them; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="uniengine-bench-") as folder:
        os.environ["UNIENGINE_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "uniengine.settings"
        os.environ.pop("REDIS_URL", None)
        server = os.environ.get("DATABASE_URL", "")
        name = f"uniengine_bench_{os.getpid()}"
        if vendor == "postgresql":
            on_server(server, f'CREATE DATABASE "{name}"')
            os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        else:
            os.environ.pop("DATABASE_URL", None)
        try:
            set_up()
            yield Path(folder)
        finally:
            close()
            if vendor == "postgresql":
                on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def on_server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def set_up() -> None:
    import django
    from celery import current_app
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    current_app.loader.import_default_modules()


def close() -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if pool := getattr(connection, "pool", None):
            pool.close()


def organization(slug: str) -> Any:
    from uniengine.accounts.models import Organization

    return Organization.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def markets(home: Any) -> dict[str, int]:
    """The ids of the markets people are in, made below a company. Needs the scope of the organization."""
    from uniengine.accounts.models import Market

    root = Market.objects.create(organization=home, name=home.name, kind="company")
    return {name: Market.objects.create(organization=home, name=name, parent=root).pk for name in MARKETS}


@dataclass
class Import:
    """One import by the product: seconds of the dry run (read, match, compare, store) and of applying it."""

    check: float
    apply: float
    summary: dict[str, Any]


def product_import(slug: str, path: Path) -> Import:
    """The whole way through the services and their jobs, as a worker runs them."""
    from roles.services.imports import import_apply_start, import_check_start, import_map, import_upload
    from uniengine.accounts.access import system_actor
    from uniengine.jobs import embedded
    from uniengine.kit.scoping import scope

    actor = system_actor(organization(slug))
    with scope(actor.organization.pk):
        with path.open("rb") as file:
            made = import_upload(actor=actor, file=file, name=path.name, source="bench")
        embedded.run_waiting()
        made.refresh_from_db()
        mapping = {**made.found["suggested"], "new_skills": "add"}
        made = import_map(actor=actor, inventory_import=made, version=made.version, mapping=mapping)
        job = import_check_start(actor=actor, inventory_import=made)
        check = timed(embedded.run_waiting)
        succeeded(job)
        made.refresh_from_db()
        job = import_apply_start(actor=actor, inventory_import=made, version=made.version)
        apply = timed(embedded.run_waiting)
        succeeded(job)
    return Import(check, apply, made.summary)


def succeeded(job: Any) -> None:
    job.refresh_from_db()
    if job.state != "succeeded":
        raise RuntimeError(f"{job.kind}: {job.state} {job.error_code} {job.error}")


def timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """The most memory this process and its children ever had at once, roughly: the larger of the two."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(own, children) / 1024
