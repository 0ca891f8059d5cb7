"""docker-compose.yml: valid, without secrets, and its commands carry the main job on PostgreSQL and Redis."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.seats import PASSWORD, SEATS
from tests.jobs.applying import RATINGS_EACH, inventory
from tests.processes import BIN, ROOT, Site
from tests.visitor import main_job

FILE = ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
OURS = ("migrate", "web", "worker", "beat")
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def test_it_follows_the_compose_specification() -> None:
    tool = [str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(FILE)]
    done = subprocess.run(tool, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_keeps_no_secret_and_asks_for_every_one() -> None:
    text = FILE.read_text()
    for name in ("POSTGRES_PASSWORD", "UNIENGINE_SECRET_KEY"):
        uses = [use for use in VARIABLE.findall(text) if use[0] == name]
        assert uses
        assert all(mark == "?" for _, mark, _ in uses), f"{name} must come from the environment"


def test_it_sets_only_settings_that_exist() -> None:
    from uniengine import settings

    for service in OURS:
        named = {name for name in COMPOSE["services"][service]["environment"] if name.startswith("UNIENGINE_")}
        assert named <= settings.env.known


@pytest.mark.parametrize(("service", "target"), [("web", "run"), ("worker", "worker"), ("beat", "beat")])
def test_it_uses_the_entry_points_of_make(service: str, target: str) -> None:
    recipe = (ROOT / "Makefile").read_text().split(f"\n{target}:")[1].split("\n\n")[0]
    same = [part for part in COMPOSE["services"][service]["command"] if part not in ("0.0.0.0", "8000")]
    place = 0
    for part in same:
        place = recipe.find(part, place)
        assert place >= 0, f"make {target} does not say {part}"


def environment_of(service: str, site: Site) -> dict[str, str]:
    """The environment of a service as compose would fill it in, on this machine's database and broker."""
    given = {
        "UNIENGINE_SECRET_KEY": "a key of a test that is long enough to be taken for a secret",
        "UNIENGINE_ALLOWED_HOSTS": "127.0.0.1",
        "UNIENGINE_PLAIN_HTTP": "yes",
        "POSTGRES_PASSWORD": "unused here",
    }
    written = COMPOSE["services"][service]["environment"]
    filled = {k: VARIABLE.sub(lambda use: given.get(use[1], use[3] or ""), str(v)) for k, v in written.items()}
    ours = ("DATABASE_URL", "REDIS_URL", "UNIENGINE_DATA_DIR")
    return filled | {name: site.environment[name] for name in ours}


def command_of(service: str, site: Site) -> list[str]:
    """The command of a service, with the tools of this environment and a free port."""
    command: list[str] = COMPOSE["services"][service]["command"]
    if command[0] == "sh":
        return [*command[:-1], command[-1].replace("python ", f"{sys.executable} ")]
    here = {"8000": str(site.port), "0.0.0.0": "127.0.0.1"}
    return [str(BIN / command[0]), *(here.get(part, part) for part in command[1:])]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("composed")
    with Site.create(folder) as made:
        made.run(command_of("migrate", made), **environment_of("migrate", made))
        made.manage("demo_company", "--yes", **environment_of("web", made))
        for service in ("web", "worker", "beat"):
            made.start(service, command_of(service, made), environment_of(service, made))
        made.wait_ready()
        yield made


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
def test_it_carries_the_main_job_on_the_composed_services(site: Site) -> None:
    """Sign in, a new organization, a journey, an inventory over Celery workers, the skill gap, and every page of it."""
    people = 300
    made, gap = main_job(site, SEATS[0].email, PASSWORD, inventory(people))
    assert made["state"] == "applied"
    assert made["result"]["people"]["create"] == people
    assert made["result"]["ratings"]["create"] == people * RATINGS_EACH
    assert (gap["people"], gap["ratings"]) == (people, people * RATINGS_EACH)
