"""Health endpoints: alive as long as the process answers, ready when everything it needs answers, else what is down."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisDown

from tests.processes import Site, free_port, until
from uniengine.accounts import health


@contextmanager
def broken(monkeypatch: pytest.MonkeyPatch, target: object, name: str, error: Exception) -> Iterator[None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(target, name, fail)
        yield


def test_it_is_ready_when_everything_answers(client: Client, db: None) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["down"]) == (200, [])


def test_it_names_a_database_that_is_down(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with broken(monkeypatch, connection, "cursor", OperationalError("gone")):
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["down"]) == (503, ["database"])
    assert "DATABASE_URL" in answer.json()["checks"]["database"]
    assert "gone" not in answer.content.decode()


def test_it_names_a_cache_that_is_down(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with broken(monkeypatch, health.cache, "set", RedisDown("gone")):
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["down"]) == (503, ["cache"])


def test_it_is_alive_without_a_database(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with broken(monkeypatch, connection, "cursor", OperationalError("gone")):
        assert client.get("/health/live").status_code == 200


@pytest.mark.slow
def test_it_starts_and_says_what_is_down_when_nothing_answers(tmp_path: Path) -> None:
    """A real server whose database and Redis are not there: it lives, and names both."""
    nowhere = f"127.0.0.1:{free_port()}"
    down = {"DATABASE_URL": f"postgresql://nobody@{nowhere}/none", "REDIS_URL": f"redis://{nowhere}/0"}
    with Site.create(tmp_path) as site:
        site.start("web", site.web_command(), down)
        until(lambda: site.get("/health/live")[0] == 200, 40, "life")
        status, body = site.get("/health/ready", timeout=15)
    assert status == 503
    assert json.loads(body)["down"] == ["cache", "database"]


@pytest.mark.slow
def test_it_says_that_migrations_are_missing(tmp_path: Path) -> None:
    with Site.create(tmp_path) as site:
        site.start("web", site.web_command())
        until(lambda: site.get("/health/live")[0] == 200, 40, "life")
        status, body = site.get("/health/ready")
    assert status == 503
    assert "migrate" in json.loads(body)["checks"]["database"]
