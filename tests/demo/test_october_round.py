"""The file to try the import on is the one in docs/samples, and holds what the README promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.company import company
from demo.october_round import october_round
from roles.imports.columns import suggest_mapping
from roles.imports.plan import Existing, build
from roles.imports.skills import ExistingSkill
from uniengine.kit.tables import read_table

FILE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "iberia-october.csv"


def test_it_is_the_file_in_the_samples() -> None:
    assert FILE.read_bytes() == october_round(), "python -m demo.october_round > docs/samples/iberia-october.csv"


def test_it_is_written_as_old_systems_write() -> None:
    with pytest.raises(UnicodeDecodeError):
        october_round().decode("utf-8")
    assert "Ângela" in october_round().decode("cp1252")


def test_it_maps_by_itself_and_asks_about_two_names() -> None:
    table = read_table(october_round(), FILE.name)
    mapping = suggest_mapping(table, known_markets=["Iberia"])
    assert {column.field for column in mapping.columns} >= {"person_id", "skill", "level", "rater", "market", "fte"}
    assert all("6 - Master" in question for question in mapping.questions)
    skills = [
        ExistingSkill(place, skill.name, category=skill.category, aliases=skill.aliases)
        for place, skill in enumerate(company().journey.skills, start=1)
    ]
    plan = build(table, mapping, Existing(skills=skills))
    codes = {error.code for error in plan.errors} - {"manager_unknown"}  # they are known once the company is loaded
    assert codes == {"level_out_of_range", "person_missing", "date_invalid"}
    assert [entry.name for entry in plan.queue] == ["Negotiating", "Prompt writing"]
    assert [left.reason for left in plan.left_out] == ["total"]
