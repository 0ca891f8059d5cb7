"""Kill -9 at a given moment of an import, start again what a supervisor would, and see what became of it."""

import sys
import time
from dataclasses import dataclass

from tests.jobs.applying import RATINGS_EACH
from tests.processes import Site, until

DONE = "succeeded"


@dataclass(frozen=True)
class Outcome:
    """What became of one killed import. `recovery`: seconds from the kill until a worker had it again; None when it
    was over before the kill, or when its worker lived on."""

    at: float
    whom: str
    state: str
    attempts: int
    people: int
    ratings: int
    wanted: int
    recovery: float | None

    @property
    def exactly_once(self) -> bool:
        return (self.state, self.people, self.ratings) == (DONE, self.wanted, self.wanted * RATINGS_EACH)


def workers_start(site: Site) -> None:
    """The embedded worker inside the server, or Celery's worker and beat on Redis."""
    if not site.on_redis:
        site.start("web", site.web_command())
        site.wait_ready()
        return
    if "beat" not in site.running:
        site.start("beat", site.beat_command())
    site.start("worker", site.worker_command())


def import_begin(site: Site, slug: str, people: int) -> str:
    """Start applying an import of `people` persons; returns the id of its job once a worker has it."""
    job = site.run([sys.executable, "-m", "tests.jobs.applying", slug, str(people)])
    until(lambda: job_state(site, job)[0] != "queued", 60, "start of the job")
    return job


def job_state(site: Site, job: str) -> tuple[str, int]:
    """(state, attempts) of a job."""
    rows = site.query(f"SELECT state, attempts FROM jobs_job WHERE replace(cast(id AS text), '-', '') = '{job}'")
    return rows[0][0], rows[0][1]


def over(site: Site, job: str) -> bool:
    return job_state(site, job)[0] not in ("queued", "running")


def how_long(site: Site, people: int) -> float:
    """Seconds that applying such an import takes when nobody kills it."""
    job = import_begin(site, "unharmed", people)
    start = time.monotonic()
    until(lambda: over(site, job), 300, "end of the unharmed import")
    return time.monotonic() - start


def kill_once(site: Site, slug: str, people: int, *, at: float, whom: str, patience: float) -> Outcome:
    """Kill `whom` (child, parent or both) `at` seconds after a worker took the import. Embedded has no child."""
    job = import_begin(site, slug, people)
    time.sleep(at)
    state, before = job_state(site, job)
    name, embedded = ("worker", False) if site.on_redis else ("web", True)
    site.kill(name, parent=embedded or whom != "child", children=whom != "parent")
    killed = time.monotonic()
    if name not in site.running:
        workers_start(site)
    recovery = None
    if state == "running":
        until(lambda: job_state(site, job)[1] > before or over(site, job), patience, "recovery of the import")
        recovery = time.monotonic() - killed if job_state(site, job)[1] > before else None
    until(lambda: over(site, job), patience, "end of the import")
    state, attempts = job_state(site, job)
    return Outcome(
        at, whom, state, attempts, rows(site, "person", slug), rows(site, "skilllevel", slug), people, recovery
    )


def rows(site: Site, table: str, slug: str) -> int:
    """How many rows of an organization a table holds."""
    organization = f"(SELECT id FROM accounts_organization WHERE slug = '{slug}')"
    return int(site.query(f"SELECT count(*) FROM roles_{table} WHERE organization_id = {organization}")[0][0])
