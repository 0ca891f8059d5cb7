"""Real inventories in every shape: the known sums, the same again without a write, and back."""

import random
from pathlib import Path

import pytest
from django.db.models import Sum

from roles.models import Person, SkillLevel
from roles.selectors.import_counts import counts_of
from roles.services.imports import import_map
from tests.cast import Cast
from tests.roles.importing import (
    applied,
    apply,
    check_again,
    checked,
    content,
    dump,
    undone,
    uploaded,
    written,
)

LONG = "hr-250/hr_skill_inventory_long.csv"
WORKDAY = "hr-250/variants/workday_like_utf8bom_preamble.csv"
SAP = "hr-250/variants/sap_like_cp1252_semicolon_0_100.csv"
WIDE = "hr-250/variants/wide_matrix_merged_headers.xlsx"
PEOPLE = "hr-250/hr_people.csv"
RATINGS, LEVELS, CELLS = 6_448, 20_038, 5_693


def counted() -> tuple[int, int]:
    """Ratings that count and the sum of their levels."""
    rows = SkillLevel.objects.filter(effective=True)
    return rows.count(), rows.aggregate(total=Sum("level"))["total"]


@pytest.mark.parametrize("name", [LONG, WORKDAY, SAP])
def test_it_imports_every_rating_of_a_lossless_shape(scoped: Cast, real_data: Path, name: str) -> None:
    made = applied(scoped.actor(), (real_data / name).read_bytes(), Path(name).name)
    assert counted() == (RATINGS, LEVELS)
    assert made.summary["errors"] == 0
    assert Person.objects.count() == 250


def test_it_imports_every_rated_cell_of_the_wide_workbook(scoped: Cast, real_data: Path) -> None:
    made = applied(scoped.actor(), (real_data / WIDE).read_bytes(), "wide.xlsx")
    assert counted()[0] == CELLS
    assert counts_of(made).rows_left_out == {"total": 1}
    assert (Person.objects.count(), counts_of(made).skills.create) == (250, 110)


@pytest.mark.parametrize("name", [LONG, WORKDAY, SAP, WIDE, PEOPLE])
def test_it_writes_nothing_the_second_time_and_undoes_the_first(scoped: Cast, real_data: Path, name: str) -> None:
    data = (real_data / name).read_bytes()
    before = dump()
    first = applied(scoped.actor(), data, Path(name).name)
    after = dump()
    second = checked(scoped.actor(), data, Path(name).name)
    assert counts_of(second).changes == 0
    with written() as rows:
        apply(scoped.actor(), second)
    assert rows == [0]
    assert dump() == after
    undone(scoped.actor(), first)
    assert dump() == before


@pytest.mark.parametrize(("name", "start"), [(LONG, 1), (WORKDAY, 4), (SAP, 1), (PEOPLE, 1)])
def test_it_gives_the_same_database_whatever_the_order_of_rows(
    scoped: Cast, real_data: Path, name: str, start: int
) -> None:
    """To the last row and id: the same again after an undo, shifted by what the ids have moved on."""
    data = (real_data / name).read_bytes()
    straight = applied(scoped.actor(), data, Path(name).name)
    one = from_one(content())
    undone(scoped.actor(), straight)
    applied(scoped.actor(), shuffled(data, start), Path(name).name)
    assert from_one(content()) == one


def shuffled(data: bytes, start: int) -> bytes:
    """The body's records in another order. A record may hold quoted line breaks, so records are cut by their quotes."""
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    records: list[bytes] = []
    for line in data.rstrip(b"\r\n").split(newline):
        if records and records[-1].count(b'"') % 2:
            records[-1] += newline + line
        else:
            records.append(line)
    head, body = records[:start], records[start:]
    random.Random(3).shuffle(body)
    return newline.join([*head, *body]) + newline


def from_one(rows: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """The same with every table's ids counted from one, as on a fresh database."""
    tables = {
        "accounts.Market": ("id", "parent_id", "market_id"),
        "journeys.LegacyFunction": ("id", "function_id"),
        "journeys.Skill": ("id", "skill_id"),
        "roles.Person": ("id", "manager_id", "person_id"),
        "roles.SkillLevel": ("id",),
    }
    maps: dict[str, dict[object, int]] = {}
    for label, (_, *names) in tables.items():
        numbers = {row["id"]: number for number, row in enumerate(rows[label], start=1)}
        maps |= dict.fromkeys(names, numbers)
        maps[label] = numbers
    return {
        label: [
            {
                key: maps[label].get(value, value) if key == "id" else maps.get(key, {}).get(value, value)
                for key, value in row.items()
                if key != "path"
            }
            for row in found
        ]
        for label, found in rows.items()
    }


def test_it_puts_people_and_ratings_of_two_files_together(scoped: Cast, real_data: Path) -> None:
    people = applied(scoped.actor(), (real_data / PEOPLE).read_bytes(), "people.csv", source="People")
    assert people.errors_left_out  # rings of managers
    ratings = applied(scoped.actor(), (real_data / WORKDAY).read_bytes(), "workday.csv", source="Workday")
    counts = counts_of(ratings)
    assert (counts.people.create, counts.ratings.create) == (0, RATINGS)
    assert counted() == (RATINGS, LEVELS)
    assert Person.objects.filter(market__isnull=True).count() == 0


def test_it_reads_the_people_and_the_skills_of_another_company(scoped: Cast, real_data: Path) -> None:
    applied(scoped.actor(), (real_data / "hr-oracle/oracle_hr_people.csv").read_bytes(), "people.csv", source="People")
    assert Person.objects.count() == 107
    assert Person.objects.filter(function__isnull=True).count() == 1
    applied(
        scoped.actor(), (real_data / "hr-oracle/oracle_hr_skill_inventory.csv").read_bytes(), "skills.csv", source="S"
    )
    assert SkillLevel.objects.count() == 897
    assert SkillLevel.objects.values("person").distinct().count() == 58


def test_it_remembers_the_mapping_for_next_months_file(scoped: Cast, real_data: Path) -> None:
    data = (real_data / WORKDAY).read_bytes()
    made = uploaded(scoped.actor(), data, "june.csv", source="Workday")
    assert made.found["suggested"]["questions"]
    mapping = {**made.found["suggested"], "new_skills": "add"}
    made = import_map(actor=scoped.actor(), inventory_import=made, version=made.version, mapping=mapping)
    apply(scoped.actor(), check_again(scoped.actor(), made))
    july = check_again(scoped.actor(), uploaded(scoped.actor(), data, "july.csv", source="Workday"))
    assert counts_of(july).changes == 0
