"""The inventory leaves in the form it can come in."""

import csv
import io

import pytest

from roles.models import Person
from roles.selectors.import_counts import counts_of
from roles.services.imports import inventory_export
from tests.cast import Cast
from tests.factories import function, organization_market, person, rating, skill
from tests.roles.importing import applied, checked, content, csv_of, dump
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import scope


def exported(cast: Cast, kind: str = "csv") -> bytes:
    return b"".join(inventory_export(actor=cast.actor(), format=kind).chunks)


def company(cast: Cast) -> None:
    canada = organization_market(cast.home)
    sales = function(cast.home, "Sales")
    boss = person(cast.home, "001", name="Ana Díaz", email="ana@example.com", market=canada, function=sales)
    rep = person(cast.home, "002", name="=cmd|' /C calc'!A0", title="-Rep", manager=boss, mfte=800, department="EMEA")
    person(cast.home, "", name="No id", email="x@example.com", manager=boss)
    first = skill(cast.home, "Mathematics", taxonomy="O*NET skill", code="2.A.1.e", category="Basic")
    second = skill(cast.home, "Mathematics", taxonomy="O*NET knowledge", code="2.C.4.a")
    third = skill(cast.home, "@mentions")
    for who, what, level, rater in ((boss, first, 5, 1), (boss, second, 0, 2), (rep, third, 3, 3), (rep, third, 2, 2)):
        rating(who, what, level, rater=rater, effective=(rater, level) != (3, 3), assessed_on="2024-05-06")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_changes_nothing_when_it_comes_back(scoped: Cast, kind: str) -> None:
    company(scoped)
    before = dump()
    made = checked(scoped.actor(), exported(scoped, kind), f"export.{kind}", source="Export")
    counts = counts_of(made)
    assert (counts.errors, counts.changes) == (0, 0), list(made.problems.values("line", "column", "message"))
    assert (counts.people.unchanged, counts.ratings.unchanged, counts.rows_total) == (3, 4, 5)
    assert dump() == before


def test_it_makes_the_same_inventory_in_an_empty_organization(scoped: Cast) -> None:
    company(scoped)
    data = exported(scoped)
    with scope(scoped.away.pk):
        applied(scoped.actor("outsider"), data)
        people = {row["employee_id"]: row["name"] for row in content()["roles.Person"]}
    assert people == {"001": "Ana Díaz", "002": "=cmd|' /C calc'!A0", "": "No id"}


def test_it_neutralises_what_a_spreadsheet_would_run(scoped: Cast) -> None:
    company(scoped)
    rows = list(csv.reader(io.StringIO(exported(scoped).decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    assert "'=cmd|' /C calc'!A0" in cells
    assert rows[0][0] == "employee id"


def test_it_is_read_after_the_request_and_still_holds_only_ones_own(scoped: Cast) -> None:
    company(scoped)
    with scope(scoped.away.pk):
        person(scoped.away, "777")
    export = inventory_export(actor=scoped.actor())
    with scope(scoped.away.pk):
        data = b"".join(export.chunks)
    assert b"001" in data
    assert b"777" not in data


def test_it_is_for_owners_and_admins_and_leaves_a_trace(scoped: Cast) -> None:
    with pytest.raises(NotAllowed):
        inventory_export(actor=scoped.actor("leader"))
    with pytest.raises(DomainError):
        inventory_export(actor=scoped.actor(), format="pdf")
    assert not AuditEntry.objects.filter(action="read.inventory_export").exists()
    export = inventory_export(actor=scoped.actor("admin"), format="xlsx")
    assert export.file_name.startswith("home-skills-")
    assert AuditEntry.objects.filter(action="read.inventory_export").count() == 1


def test_it_exports_what_was_imported(scoped: Cast) -> None:
    data = csv_of("Employee ID,Skill,Level", "0042,Negotiation,3")
    applied(scoped.actor(), data)
    assert Person.objects.get().employee_id == "0042"
    assert b"0042" in exported(scoped)
