"""The README's tour tells what the demo company shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.company import company
from demo.management.commands.demo_company import sign_ins
from demo.seats import PASSWORD, SEATS
from tests.demo.analysis import Analysis
from uniengine.kit.figures import fte

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()


@pytest.fixture(scope="module")
def found() -> Analysis:
    return Analysis(company())


def test_it_names_every_sign_in_and_the_password() -> None:
    assert f"`{PASSWORD}`" in README
    assert all(f"`{seat.email}`" in README and seat.email in sign_ins("") for seat in SEATS)


def test_it_names_the_figures_of_the_company(found: Analysis) -> None:
    words = " ".join(README.split())
    assert f"when nobody is counted twice: {fte(found.gap.unmet)} FTE" in words
    assert f"{fte(found.redundancy.consolidatable_mfte)} FTE sit outside the function that does most" in words
    assert len(found.redundancy.done_by_many) == 11
    assert "eleven activities are done by more than one function" in words
    assert len(found.company.people) == 250
    assert "250 people in five markets" in words
