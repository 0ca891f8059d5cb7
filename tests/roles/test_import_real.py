"""The import against real HR exports with known answers."""

import csv
import io
import json
import os
import random
from pathlib import Path

import pytest

from roles.imports.columns import suggest_mapping
from roles.imports.fields import fields_named
from roles.imports.plan import Existing, Plan, build
from roles.imports.scales import KINDS, LevelError, Scale
from tests.roles.planning import TODAY, applied, codes_of
from uniengine.kit.tables import read_table

LONG = "hr-250/hr_skill_inventory_long.csv"
WORKDAY = "hr-250/variants/workday_like_utf8bom_preamble.csv"
SAP = "hr-250/variants/sap_like_cp1252_semicolon_0_100.csv"
WIDE = "hr-250/variants/wide_matrix_merged_headers.xlsx"
PEOPLE = "hr-250/hr_people.csv"


@pytest.fixture(autouse=True)
def _needs_the_folder(real_data: Path) -> None:
    """Without the folder every test here is listed as not run."""


def at(name: str) -> Path:
    return Path(os.environ["UNIENGINE_REAL_DATA"]) / name


def plan_of(source: str | bytes, existing: Existing | None = None, *, add: bool = True) -> Plan:
    table = read_table(at(source) if isinstance(source, str) else source, "hr")
    mapping = suggest_mapping(table).with_new_skills("add" if add else "queue")
    return build(table, mapping, existing or Existing(), today=TODAY)


def effective(plan: Plan) -> dict[tuple[str, str], int]:
    """(employee id, skill name) -> level of the first rater in precedence."""
    ranks = {"assessment": 0, "manager": 1, "self": 2}
    rows = sorted(plan.ready(), key=lambda rating: -ranks[rating.rater])
    return {(plan.people[r.person].employee_id, plan.skills[r.skill].name): r.level for r in rows}


def truth() -> dict[tuple[str, str], int]:
    with at(LONG).open(encoding="utf-8", newline="") as file:
        return {(row["employee_id"], row["skill"]): int(row["level"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("source", [LONG, WORKDAY, SAP])
def test_lossless_shapes_give_every_rating_with_its_level(source: str) -> None:
    plan = plan_of(source)
    assert (plan.errors, plan.queue, len(plan.people)) == ([], [], 250)
    assert (plan.counts.rated, plan.counts.level_sum) == (6_448, 20_038)
    assert effective(plan) == truth()


def test_the_wide_workbook_gives_every_rated_cell() -> None:
    plan = plan_of(WIDE)
    assert (plan.counts.rated, len(plan.skills), len(plan.people), plan.errors) == (5_693, 110, 250, [])
    assert [tuple(row) for row in plan.left_out] == [(255, "total")]
    known = truth()
    found = effective(plan)
    apart = {key for key in found if key[1] == "Mathematics"}  # two skills of one name, told apart by their group
    assert all(known[key] == level for key, level in found.items() if key not in apart)


@pytest.mark.parametrize("source", [LONG, WORKDAY, SAP, WIDE, PEOPLE])
def test_a_second_import_changes_nothing(source: str) -> None:
    assert plan_of(source, applied(plan_of(source))).counts.changes == 0


@pytest.mark.parametrize(
    ("source", "encoding", "head"), [(LONG, "utf-8", 1), (WORKDAY, "utf-8-sig", 4), (SAP, "cp1252", 1)]
)
def test_shuffled_rows_give_the_same_plan(source: str, encoding: str, head: int) -> None:
    text = at(source).read_bytes().decode(encoding)
    delimiter = ";" if source == SAP else ","
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    body = records[head:]
    random.Random(7).shuffle(body)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([*records[:head], *body])
    assert plan_of(out.getvalue().encode(encoding)).fingerprint() == plan_of(source).fingerprint()


def test_people_come_with_their_managers_and_the_rings_are_reported() -> None:
    plan = plan_of(PEOPLE)
    assert [code for _, code in codes_of(plan)] == ["manager_cycle"] * 33
    assert len(plan.people) == 250
    assert sum(person.manager is not None for person in plan.people) == 250 - 33 - 9  # nine name no manager
    assert {person.values["market"] for person in plan.people} == {"US East", "US West", "US Mountain", "EMEA", "APAC"}


def test_the_inventory_finds_the_people_imported_before() -> None:
    plan = plan_of(WIDE, applied(plan_of(PEOPLE)))
    assert plan.counts.people == {"unchanged": 250}


def test_one_file_after_the_other_leaves_one_question() -> None:
    """Only Mathematics has two codes; a file without codes cannot say which is meant."""
    plan = plan_of(WORKDAY, applied(plan_of(LONG)), add=False)
    assert [(entry.name, entry.reason, entry.rows) for entry in plan.queue] == [("Mathematics", "ambiguous", 154)]
    assert plan.counts.waiting == 154
    by_code = plan_of(SAP, applied(plan_of(LONG)), add=False)
    assert (by_code.queue, by_code.counts.changes) == ([], 250)  # names of the people; every level is as it was


def test_the_other_company_is_read_as_well() -> None:
    people = plan_of("hr-oracle/oracle_hr_people.csv")
    assert (len(people.people), people.errors) == (107, [])
    assert sum("department" not in person.values for person in people.people) == 1
    ratings = plan_of("hr-oracle/oracle_hr_skill_inventory.csv", applied(people))
    assert (ratings.counts.rated, ratings.counts.people, ratings.errors) == (897, {"unchanged": 58}, [])


OURS = {
    "org_unit": {"department", "function"},
    "region": {"market"},
    "location": {"market", "location"},
    "skill_category": {"category"},
    "level_percent": {"level"},
    "source": {"rater", "taxonomy"},
    "_ignore": {"ignore", "manager_level", ""},
}


def test_every_documented_header_name_is_known() -> None:
    documented = json.loads(at("hr-mapping/header_aliases.json").read_text())
    missing = [
        (field, alias, fields_named(alias)[0])
        for field, aliases in documented.items()
        for alias in aliases
        if not OURS.get(field, {field}) & set(fields_named(alias)[0] or ("",))
    ]
    assert missing == []


DOCUMENTED = {
    "1-5": "1-5",
    "0-4": "0-4",
    "1-4 (Odoo L1..L4 = 25/50/75/100)": "1-4",
    "odoo percent": "0-100 uneven",
    "degreed 1-8": "1-8",
    "cornerstone 3": "words",
    "sfia 1-7": "1-7",
    "labels": "words",
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_documented_scale_decodes_as_documented(name: str) -> None:
    documented = json.loads(at("hr-mapping/scale_maps.json").read_text())[name]
    scale = Scale(DOCUMENTED[name])
    assert {raw: scale.decode(raw) for raw in documented} == documented


def test_the_documented_rules_hold() -> None:
    assert [KINDS["0-1"].level(x) for x in (0, 1)] == [0, 5]
    assert [Scale("0-7").decode(raw) for raw in ("4", "4.12", "7")] == [3, 3, 5]
    assert [Scale("10-1").decode(str(n)) for n in range(1, 11)] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    with pytest.raises(LevelError):
        Scale("0-100 uneven").decode("40")
