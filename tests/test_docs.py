"""The documents tell the truth: what they name exists, and what they list is complete."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import resolve

from bench.__main__ import names
from tests import doc_tables
from uniengine.accounts.policy import TOKEN_SCOPES
from uniengine.accounts.routes import ROUTES
from uniengine.settings import env

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])
CODE = ("uniengine", "journeys", "roles", "redesigns", "demo", "bench", "tests")
TICKED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?:[\w.-]+/)+[\w.-]*\.(?:py|html|css|js|md|toml|yml|csv|sh|lock)|[\w.-]+\.(?:py|md|toml|yml|lock)")
FOLDER = re.compile(r"(?:[\w.-]+/)+")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[a-z_]\w*)?(?:\(\))?")
IN_FILE = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`\s+\(`([\w./-]+\.py)`\)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
IMAGE_BYTES, IMAGES_BYTES = 300_000, 2_500_000
PRESENT = [path for path in DOCS if path.parent.name != "decisions"]
"""Decisions say how it was when they were taken, also about systems that are not ours."""
by_document = pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))


def words(path: Path) -> list[str]:
    """What stands in backticks, outside of fenced blocks."""
    return TICKED.findall(FENCED.sub("", path.read_text()))


@cache
def defined(path: Path) -> frozenset[str]:
    """Names a module gives to functions, classes, methods, fields and constants."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return frozenset(found)


@cache
def spoken(path: Path) -> frozenset[str]:
    """Words a module uses as values: codes, fields, choices."""
    values = (node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    return frozenset(value for value in values if isinstance(value, str) and doc_tables.A_CODE.fullmatch(value))


@cache
def all_names() -> frozenset[str]:
    """What the code defines, and the values it speaks of."""
    files = [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]
    product = [path for path in files if "tests" not in path.parts]
    return frozenset().union(*map(defined, files), *map(spoken, product), doc_tables.codes())


def is_code_name(word: str) -> bool:
    """snake_case, CamelCase or a call; plain words such as `owner` are not meant as names."""
    inner = word.removesuffix("()")
    return bool(NAME.fullmatch(word)) and ("_" in inner.strip("_") or word.endswith("()") or camel(inner))


def camel(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}", word))


@by_document
def test_it_names_only_files_that_exist(path: Path) -> None:
    named = [word for word in words(path) if FILE.fullmatch(word) or FOLDER.fullmatch(word)]
    assert [word for word in named if not (ROOT / word).exists() and not (path.parent / word).exists()] == []


@by_document
def test_it_links_only_to_what_exists(path: Path) -> None:
    links = [link for link in LINK.findall(path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PRESENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_names_only_code_that_exists(path: Path) -> None:
    named = {word for word in words(path) if is_code_name(word) and not word.startswith("UNIENGINE_")}
    missing = {word for word in named if word.removesuffix("()").rpartition(".")[2] not in all_names()}
    assert missing - KNOWN_ELSEWHERE == set()


@by_document
def test_it_finds_each_name_in_the_file_it_is_said_to_be_in(path: Path) -> None:
    pairs = IN_FILE.findall(path.read_text())
    wrong = [(name, file) for name, file in pairs if name.rpartition(".")[2] not in defined(ROOT / file)]
    assert wrong == []


@by_document
def test_it_names_only_settings_commands_routes_and_targets_that_exist(path: Path) -> None:
    text = path.read_text()
    assert set(re.findall(r"\bUNIENGINE_[A-Z_]+[A-Z]\b", text)) - env.known - KNOWN_ELSEWHERE == set()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - set(get_commands()) == set()
    named = set(re.findall(r"`((?:accounts|organization|workshops|journeys|roles|jobs|api):[a-z-]+)`", text))
    assert named - set(ROUTES) - set(TOKEN_SCOPES) == set()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) - targets == set()


@by_document
def test_it_speaks_of_nothing_but_the_project(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"/work/|/tmp/|shared/|TODO|FIXME", text) == []


def test_it_lists_every_bench() -> None:
    listed = re.findall(r"^\| (\w+) \|", (ROOT / "bench" / "README.md").read_text(), re.MULTILINE)
    assert sorted(set(listed) - {"bench"}) == names()


def test_it_keeps_pictures_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    sizes = {picture.name: picture.stat().st_size for picture in pictures}
    assert {name: size for name, size in sizes.items() if size >= IMAGE_BYTES} == {}
    assert sum(sizes.values()) < IMAGES_BYTES


def test_it_lists_columns_scales_and_raters_as_the_import_knows_them() -> None:
    text = doc_tables.DOCUMENT.read_text()
    assert set(re.findall(r"<!-- ([a-z ]+) -->", text)) == set(doc_tables.tables())
    assert doc_tables.with_tables(text) == text, "python -m tests.doc_tables"


def test_it_explains_every_error_code_of_the_import_and_no_other() -> None:
    text = doc_tables.DOCUMENT.read_text()
    section = text[text.index("## Errors") : text.index("## For integrators")]
    first_cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    explained = {code for cell in first_cells for code in re.findall(r"`([a-z_]+)`", cell)}
    assert explained == doc_tables.codes()


def test_it_shows_addresses_of_the_api_that_exist() -> None:
    text = doc_tables.DOCUMENT.read_text()
    shown = set(re.findall(r"\$API(/[^\s\"`]*)", text))
    values = {"$JOB": "00000000-0000-0000-0000-000000000000", "$ID": "1", "$ENTRY": "1"}
    for path in shown:
        for name, value in values.items():
            path = path.replace(name, value)
        resolve(f"/api/v1/organizations/tarnfjord{path.partition('?')[0]}")


KNOWN_ELSEWHERE = frozenset({"DATABASE_URL", "REDIS_URL"})
"""Names that belong to the systems we stand on."""
