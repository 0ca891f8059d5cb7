"""A worker that is killed -9 in the middle of an import: it is applied exactly once all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.killing import how_long, kill_once, workers_start
from tests.processes import Site

LEASE = 2
PEOPLE = 1500


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("killed")
    with Site.create(folder, UNIENGINE_JOB_LEASE_SECONDS=str(LEASE)) as made:
        made.manage("migrate", "-v0")
        workers_start(made)
        yield made


@pytest.mark.slow
def test_it_applies_an_import_exactly_once_when_its_worker_is_killed(site: Site) -> None:
    # The bound of lease + 5 s is measured in bench/kill.py; here only a hang fails, because a machine may be busy.
    whole = how_long(site, PEOPLE)
    for whom, part in (("both", 0.1), ("child", 0.5), ("parent", 0.8)):
        outcome = kill_once(site, f"killed-{whom}", PEOPLE, at=part * whole, whom=whom, patience=90)
        assert outcome.exactly_once, (outcome, site.log("worker" if site.on_redis else "web"))
