"""Kill -9 at random points of an import, embedded and on Redis: applied exactly once, recovered within lease + 5 s."""

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.frame import Figure, NotMeasured
from tests.jobs.killing import Outcome, how_long, kill_once, workers_start
from tests.processes import Site

POINTS = 20
LEASE = 4
PEOPLE = 4000
SEED = 20


def measure() -> Iterator[Figure]:
    """Both ways of working: without REDIS_URL on SQLite, then on DATABASE_URL (or SQLite) with Redis."""
    address = {name: os.environ.pop(name, "") for name in ("REDIS_URL", "DATABASE_URL")}
    yield from figures("embedded", outcomes())
    if not address["REDIS_URL"]:
        raise NotMeasured("on Redis: set REDIS_URL to a Redis server, redis://host:6379/0")
    os.environ |= {name: url for name, url in address.items() if url}
    yield from figures("Redis", outcomes())


def outcomes() -> list[Outcome]:
    chance = random.Random(SEED)
    found = []
    settings = {"UNIENGINE_JOB_LEASE_SECONDS": str(LEASE)}
    with tempfile.TemporaryDirectory(prefix="uniengine-kill-") as folder, Site.create(Path(folder), **settings) as site:
        site.manage("migrate", "-v0")
        workers_start(site)
        whole = how_long(site, PEOPLE)
        sys.stderr.write(f"  applying takes {whole:.1f} s\n")
        for point in range(POINTS):
            whom, at = chance.choice(("child", "parent", "both")), chance.uniform(0, whole)
            found.append(kill_once(site, f"killed-{point}", PEOPLE, at=at, whom=whom, patience=90))
            sys.stderr.write(f"  {found[-1]}\n")
    return found


def figures(place: str, found: list[Outcome]) -> Iterator[Figure]:
    once = sum(outcome.exactly_once for outcome in found)
    yield Figure(f"{place}: imports not applied exactly once, of {POINTS} killed (+1)", 1, 1 + POINTS - once, 1, "")
    waits = [outcome.recovery for outcome in found if outcome.recovery is not None]
    note = f"{len(waits)} were cut off and recovered"
    yield Figure(f"{place}: slowest recovery against lease + 5 s", LEASE + 5, max(waits, default=0.0), 1, note=note)
