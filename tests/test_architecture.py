"""The tree keeps the shape that docs/architecture.md promises."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON_FILES = [
    path
    for app in ("uniengine", "journeys", "roles", "demo", "tests", "bench")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]


def test_it_keeps_the_layers() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_keeps_files_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 500, f"{path.name} holds more than one thing: split it"


def test_it_has_no_drawer_modules() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py", "signals.py"}
    assert [str(path) for path in PYTHON_FILES if path.name in drawers] == []
