"""Settings: typed, refused when unsafe or mistyped, and documented to the last one."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ROOT, Site
from uniengine.kit.env import Environment, SettingError, database

SAFE = {
    "UNIENGINE_MODE": "production",
    "UNIENGINE_SECRET_KEY": "0kd82-not-a-real-key-but-long-enough-to-pass-for-one-4711",
    "UNIENGINE_ALLOWED_HOSTS": "engine.example.com",
}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs the settings file with exactly these variables and returns its names."""

    def loaded(**environment: str) -> dict[str, Any]:
        with monkeypatch.context() as patch:
            patch.setattr("os.environ", {"UNIENGINE_DATA_DIR": str(tmp_path)} | environment)
            return runpy.run_path(str(ROOT / "uniengine" / "settings.py"))

    return loaded


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"UNIENGINE_SECRET_KEY": ""}, "UNIENGINE_SECRET_KEY"),
        ({"UNIENGINE_SECRET_KEY": "short"}, "50 characters"),
        ({"UNIENGINE_SECRET_KEY": "development-only-key-never-used-in-production-0123456789"}, "UNIENGINE_SECRET_KEY"),
        ({"UNIENGINE_DEBUG": "yes"}, "UNIENGINE_DEBUG"),
        ({"UNIENGINE_ALLOWED_HOSTS": ""}, "UNIENGINE_ALLOWED_HOSTS"),
        ({"UNIENGINE_ALLOWED_HOSTS": "engine.example.com, *"}, "UNIENGINE_ALLOWED_HOSTS"),
    ],
)
def test_it_refuses_to_start_unsafe_in_production(load: Any, change: dict[str, str], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        load(**SAFE | change)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"UNIENGINE_MODE": "prod"}, "Choose one of: development, production"),
        ({"UNIENGINE_DEBUG": "maybe"}, "Set it to yes or no"),
        ({"UNIENGINE_UPLOAD_LIMIT_MB": "many"}, "whole number"),
        ({"UNIENGINE_UPLOAD_LIMIT_MB": "0"}, "between 1 and 2000"),
        ({"UNIENGINE_JOB_LEASE_SECONDS": "1"}, "between 2 and 600"),
        ({"UNIENGINE_LOG_LEVEL": "LOUD"}, "Choose one of"),
        ({"UNIENGINE_SECRETKEY": "x"}, "Unknown setting UNIENGINE_SECRETKEY"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "postgresql:// or sqlite:///"),
    ],
)
def test_it_says_what_to_set_when_a_value_is_mistyped(load: Any, environment: dict[str, str], says: str) -> None:
    with pytest.raises(SettingError, match=re.escape(says)):
        load(**environment)


def test_it_is_careful_in_production_without_being_asked(load: Any) -> None:
    found = load(**SAFE)
    assert (found["DEBUG"], found["ALLOWED_HOSTS"]) == (False, ["engine.example.com"])
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"
    assert not found["WHITENOISE_USE_FINDERS"]


def test_it_allows_no_inline_script(load: Any) -> None:
    policy = load(**SAFE)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["script-src"] == ["'self'"]
    assert policy["default-src"] == policy["frame-ancestors"] == ["'none'"]


def test_it_works_out_of_the_box_on_a_laptop(load: Any, tmp_path: Path) -> None:
    found = load()
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "uniengine.sqlite3")
    assert found["EMBEDDED_WORKER"]
    assert not found["SESSION_COOKIE_SECURE"]


def test_it_reads_database_addresses() -> None:
    found = database("postgresql://us%40er:p%2Fw@db.example.com:6543/engine")
    assert [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "CONN_MAX_AGE")] == [
        "engine",
        "us@er",
        "p/w",
        "db.example.com",
        "6543",
        0,
    ]


def test_it_finds_a_default_when_nothing_is_set() -> None:
    empty = Environment(values={})
    assert (empty.text("A", "x"), empty.flag("B"), empty.number("C", 5, low=1, high=9), empty.names("D")) == (
        "x",
        False,
        5,
        [],
    )


@pytest.mark.slow
def test_it_passes_djangos_deployment_check(tmp_path: Path) -> None:
    with Site.create(tmp_path) as site:
        said = site.manage("check", "--deploy", "--fail-level", "INFO", **SAFE)
    assert "no issues" in said


def test_it_documents_every_setting() -> None:
    """docs/operations.md has a row for each name the settings read, and for nothing else."""
    from uniengine import settings

    page = (ROOT / "docs" / "operations.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert documented == settings.env.known
