"""What every test shares: isolated folders, the cast, a scope, and a way to run queued jobs."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import Cast, cast_of
from uniengine.accounts import append_only
from uniengine.jobs import embedded
from uniengine.kit.scoping import scope

pytest_plugins = ["tests.collection", "tests.browsing", "tests.query_counts"]
# How long an example takes is no promise of the product, and a busy machine would break it.
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")
APPEND_ONLY = ("accounts_auditentry",)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """An own file folder and an own cache per test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture(scope="session", autouse=True)
def flush_append_only_tables() -> Iterator[None]:
    """Tests with real transactions empty the tables afterwards, which the append-only triggers rightly refuse."""
    original = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        for table in APPEND_ONLY:
            append_only.release(connection, table)
        original(case)
        for table in APPEND_ONLY:
            append_only.protect(connection, table)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture
def cast(db: None) -> Cast:
    """Two organizations and everybody in them."""
    return cast_of()


@pytest.fixture
def scoped(cast: Cast) -> Iterator[Cast]:
    """The cast, with the scope of the home organization active."""
    with scope(cast.home.pk):
        yield cast


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Runs every queued job in this thread and returns how many there were."""
    from celery import current_app

    current_app.loader.import_default_modules()
    return embedded.run_waiting


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real inventories. Without it, tests that ask for it are listed as not run (collection.py)."""
    return Path(os.environ["UNIENGINE_REAL_DATA"])
