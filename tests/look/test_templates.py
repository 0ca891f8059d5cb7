"""What stands in every template: nothing the content security policy would refuse, and only icons that exist."""

import re
from pathlib import Path

import lucide
import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_it_holds_no_script_in_the_page(path: Path) -> None:
    text = path.read_text()
    scripts = re.findall(r"<script\b([^>]*)>", text)
    inline = [s for s in scripts if "src=" not in s and "application/json" not in s]
    handlers = re.findall(r"""<[^>]*\s(on[a-z]+)\s*=\s*["']""", text)
    assert (inline, handlers) == ([], [])
    assert "hx-on" not in text
    assert "js:" not in text
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_it_names_only_icons_that_exist(path: Path) -> None:
    for name in re.findall(r"""{%\s*lucide\s+["']([\w-]+)["']""", path.read_text()):
        lucide._load_icon(name)


def test_it_loads_nothing_from_elsewhere() -> None:
    sheets = [*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").glob("*.js"), *TEMPLATES]
    loads = re.compile(r"""(?:src=["']|href=["']|url\(["']?|@import ["'])(https?://[^"')]+)""")
    outside = [f"{path.name}: {found}" for path in sheets for found in loads.findall(path.read_text())]
    assert outside == []
