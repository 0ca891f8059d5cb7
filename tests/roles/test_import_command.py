"""`manage.py import_inventory`: the same services, with counts on the terminal and an exit code for scripts."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from roles.models import ImportSource, InventoryImport, Person, SkillLevel
from tests.cast import Cast
from tests.roles.importing import csv_of, dump

FILE = csv_of("Employee ID,Name,Skill,Level (1-5)", "007,Ana,Negotiation,4", "008,Bo,Negotiation,3")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hr.csv"
    path.write_bytes(FILE)
    return path


def run(*args: Any, **options: Any) -> tuple[str, str]:
    """Runs outside of any scope, as on a terminal."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_inventory", *map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(*args: Any, **options: Any) -> CommandError:
    with pytest.raises(CommandError) as refusal:
        run(*args, **options)
    return refusal.value


def test_it_imports_and_says_how_much(scoped: Cast, file: Path) -> None:
    out, _ = run("home", file, source="HR", new_skills=True)
    assert "2 rows read" in out
    assert "People: 2 new, 0 changed" in out
    assert "Applied: 2 people new, 0 changed; 1 skills new; 2 ratings new, 0 changed." in out
    assert (Person.objects.count(), SkillLevel.objects.count()) == (2, 2)
    assert ImportSource.objects.get().name == "HR"
    out, _ = run("home", file, source="HR", new_skills=True)
    assert "Applied: 0 people new, 0 changed; 0 skills new; 0 ratings new, 0 changed." in out


def test_it_changes_nothing_in_a_dry_run(scoped: Cast, file: Path) -> None:
    before = dump()
    out, _ = run("home", file, new_skills=True, dry_run=True)
    assert "Dry run: nothing was changed." in out
    assert dump() == before
    assert InventoryImport.objects.get().state == "checked"


def test_it_takes_a_mapping_by_name_from_a_file(scoped: Cast, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_bytes(csv_of("Nr,Ability,Grade", "1,Writing,A", "2,Writing,B"))
    mapping = {
        "columns": {"Nr": "person_id", "Ability": "skill", "Grade": "level"},
        "scale": {"kind": "1-5", "overrides": {"A": 5, "B": 4}},
    }
    (tmp_path / "mapping.json").write_text(json.dumps(mapping))
    run("home", tmp_path / "odd.csv", mapping=tmp_path / "mapping.json", new_skills=True)
    assert sorted(SkillLevel.objects.values_list("level", "raw")) == [(4, "B"), (5, "A")]


def test_it_ends_with_2_when_names_or_errors_need_a_person(scoped: Cast, tmp_path: Path, file: Path) -> None:
    before = dump()
    asked = refused("home", file, source="HR")
    assert (asked.returncode, "--new-skills" in str(asked)) == (2, True)
    bad = tmp_path / "bad.csv"
    good = (f"1{number},Cy,Negotiation,{number % 5 + 1}" for number in range(20))
    bad.write_bytes(csv_of(FILE.decode().replace("Negotiation,3", "Negotiation,9"), *good))
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": {"Employee ID": "person_id", "Skill": "skill", "Level (1-5)": "level"}}')
    faulty = refused("home", bad, mapping=mapping, new_skills=True)
    assert faulty.returncode == 2
    assert str(faulty) == "1 value cannot be imported. Correct the file, or use --leave-out-errors."
    assert dump() == before
    out, err = run("home", bad, mapping=mapping, new_skills=True, leave_out_errors=True)
    assert "line 3, Level (1-5): 9 is not on the scale" in err
    assert "21 ratings new" in out


def test_it_ends_with_1_when_something_cannot_be_used(scoped: Cast, tmp_path: Path, file: Path) -> None:
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG....")
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for refusal in (
        refused("nowhere", file),
        refused("home", tmp_path / "missing.csv"),
        refused("home", picture),
        refused("home", file, mapping=broken),
    ):
        assert refusal.returncode == 1
        assert str(refusal)


def test_it_asks_for_a_mapping_when_the_columns_leave_something_open(scoped: Cast, tmp_path: Path) -> None:
    unsure = tmp_path / "unsure.csv"
    unsure.write_bytes(csv_of("Employee ID,Skill,Level", "1,Writing,2", "2,Writing,1"))
    refusal = refused("home", unsure, new_skills=True)
    assert refusal.returncode == 1
    assert "--mapping" in str(refusal)
    assert not Person.objects.exists()
