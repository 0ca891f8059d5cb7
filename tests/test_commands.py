"""What one types first: `make demo`, and that it ends as a whole."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.processes import ROOT, Site, free_port, signal_group, until
from tests.visitor import Visitor
from uniengine.accounts.models import Role

SIGN_IN = re.compile(r"^  ([A-Z][a-z ]+?)  +(\S+@\S+) ", re.MULTILINE)


class Demo:
    """`make demo` in a terminal of its own, on this environment and a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.log = folder / f"demo-{port}.log"
        self.address = f"http://localhost:{port}"
        venv = Path(os.environ.get("VIRTUAL_ENV") or sys.prefix)
        command = ["make", "demo", f"PORT={port}", f"DEMO_DIR={folder / 'demo'}", f"VENV={venv}"]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("UNIENGINE_", "PYTEST_", "DJANGO_", "MAKE"))}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=kept, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def ready(self) -> bool:
        assert self.process.poll() is None, self.said
        return "Ctrl-C ends it" in self.said

    def interrupt(self) -> None:
        """Ctrl-C: the terminal sends the signal to everything in the foreground."""
        signal_group(self.process.pid, signal.SIGINT)

    def members(self) -> list[int]:
        """Processes of its group that are still there."""
        listed = subprocess.run(["ps", "-eo", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
        return [int(pid) for group, pid in map(str.split, listed.splitlines()) if int(group) == self.process.pid]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path, free_port())
    yield made
    signal_group(made.process.pid, signal.SIGKILL)
    made.process.wait()


@pytest.mark.slow
def test_it_shows_the_demo_company_with_one_command(demo: Demo, tmp_path: Path) -> None:
    until(demo.ready, 120, "readiness of make demo")
    assert requests.get(f"{demo.address}/health/ready", timeout=10).status_code == 200
    people = dict(SIGN_IN.findall(demo.said))
    assert set(people) == {str(role.label) for role in Role}
    password = re.search(r"Password  (\S+)", demo.said)
    assert password
    for email in people.values():
        assert Visitor(demo.address).sign_in(email, password[1]).status_code == 200
    refused_port(demo, tmp_path)
    demo.interrupt()
    demo.process.wait(20)
    assert demo.members() == []


def refused_port(demo: Demo, tmp_path: Path) -> None:
    """A second one on the same port says which port to take instead."""
    second = Demo(tmp_path, int(demo.address.rpartition(":")[2]))
    assert second.process.wait(60) != 0
    assert "is taken. Choose another one: make demo PORT=" in second.said


@pytest.mark.slow
def test_it_changes_nothing_when_the_demo_is_loaded_again(tmp_path: Path) -> None:
    with Site.create(tmp_path) as site:
        site.manage("migrate", "-v0")
        site.manage("demo_company")
        before = counts(site)
        assert "nothing was changed" in site.manage("demo_company")
        assert counts(site) == before
        assert before["roles_skilllevel"] > 0


def counts(site: Site) -> dict[str, int]:
    tables = ("accounts_user", "accounts_auditentry", "journeys_supplieractivity", "roles_person", "roles_skilllevel")
    return {table: int(site.query(f"SELECT count(*) FROM {table}")[0][0]) for table in tables}


def test_it_lists_every_target_of_make() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "run", "test", "lint", "bench", "clean", "help"):
        assert f"make {target} " in said


def test_it_ships_a_ci_script_that_fails_on_the_first_failure() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text()
    assert subprocess.run(["bash", "-n", str(script)]).returncode == 0


def test_it_pins_every_package_with_a_hash_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        pins = re.findall(r"^[a-z0-9][\w.\[\],-]*==\S+(?: ;[^\\]+)? \\\n    --hash=sha256:", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
        assert "://" not in text
