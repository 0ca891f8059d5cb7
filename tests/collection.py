"""Which tests run where, and that nothing is passed over in silence.

A test that needs something this machine does not have is left out before the run and listed at its end with the
reason. In CI (`CI=true`) the browser flows always run, and a test that skips itself fails.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests import chromium

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
ON_REDIS = bool(os.environ.get("REDIS_URL"))
REAL_DATA = os.environ.get("UNIENGINE_REAL_DATA", "")
left_out: Counter[str] = Counter()  # reason -> tests, on every worker; the controller adds them up


def reason_not_to_run(item: pytest.Item) -> str:
    """Why this test cannot run here, or nothing."""
    marks = {mark.name for mark in item.iter_markers()}
    if "postgres" in marks and not ON_POSTGRES:
        return "needs PostgreSQL (DATABASE_URL); this pass runs on SQLite"
    if "sqlite" in marks and ON_POSTGRES:
        return "is about SQLite; this pass runs on PostgreSQL"
    if "redis" in marks and not ON_REDIS:
        return "needs Redis (REDIS_URL); this pass runs on the embedded worker"
    if "embedded" in marks and ON_REDIS:
        return "is about the embedded worker; this pass runs on Redis"
    if "real_data" in getattr(item, "fixturenames", ()) and not REAL_DATA:
        return "needs the folder of real inventories (UNIENGINE_REAL_DATA)"
    if "browser" in marks and not IN_CI and not chromium.find():
        return "needs Chromium: install Debian's package chromium, or set UNIENGINE_CHROMIUM"
    return ""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here, and count it by reason."""
    for item in items:
        if "/flows/" in str(item.path):
            item.add_marker(pytest.mark.browser)
    reasons = {item.nodeid: reason_not_to_run(item) for item in items}
    out = [item for item in items if reasons[item.nodeid]]
    left_out.update(reasons[item.nodeid] for item in out)
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if not reasons[item.nodeid]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """In CI a skip is a failure: a test that never runs protects nothing."""
    report = yield
    return failed_in_ci(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[Any]:
    report = yield
    return failed_in_ci(report)


def failed_in_ci(report: Any) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI. {report.longrepr[2]}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """An xdist worker hands its list to the controller."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Every worker collects the same tests, so one worker's list is the list."""
    left_out.update({k: v for k, v in getattr(node, "workeroutput", {}).get("left_out", {}).items() if not left_out[k]})


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows = {reason: count for reason, count in left_out.items() if count}
    if rows:
        terminalreporter.section("not run here")
    for reason, count in sorted(rows.items()):
        terminalreporter.write_line(f"{count:5d}  {reason}")
