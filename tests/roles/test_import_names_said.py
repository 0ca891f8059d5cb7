"""What the pages say of names: which skill each candidate is, what a new one is called, and what is left to settle."""

from io import BytesIO

import pytest

from roles.models import ImportQueueEntry, ImportSource, InventoryImport
from roles.selectors.import_names import names_shown
from roles.services.imports.sources import source_proposed
from tests.cast import Cast
from tests.factories import skill
from tests.roles.importing import apply, checked, csv_of, run_jobs

FILE = csv_of("Employee ID,Skill,Level", "1,Mathematics,4", "2,Welding,3", "3,Juggling,2")


@pytest.fixture
def made(scoped: Cast) -> InventoryImport:
    skill(scoped.home, "Mathematics", taxonomy="O*NET", code="2.A.1.e", category="Skills")
    skill(scoped.home, "Mathematics", taxonomy="O*NET", code="2.C.4.a", category="Knowledge")
    return checked(scoped.actor(), FILE, new_skills="queue")


def names(cast: Cast, made: InventoryImport) -> str:
    return str(cast.client().get(f"/o/home/imports/{made.pk}/names").content.decode())


def settle(cast: Cast, made: InventoryImport, name: str, choice: str) -> str:
    entry = ImportQueueEntry.objects.get(inventory_import=made, name=name)
    address = f"/o/home/imports/{made.pk}/names/{entry.pk}"
    return str(cast.client().post(address, {"choice": choice, "back": "names"}, follow=True).content.decode())


def test_it_says_which_skill_each_candidate_is(scoped: Cast, made: InventoryImport) -> None:
    page = names(scoped, made)
    assert "More than one skill fits." in page
    assert "Same as Mathematics <small>Skills · O*NET · 2.A.1.e</small>" in page
    assert "Same as Mathematics <small>Knowledge · O*NET · 2.C.4.a</small>" in page


def test_it_does_not_say_several_fit_where_one_is_offered(scoped: Cast) -> None:
    have = skill(scoped.home, "Mathematics", category="Skills")
    one = {"skill": have.pk, "name": have.name, "taxonomy": "", "score": 100}
    gone = {**one, "skill": have.pk + 1}
    entry = ImportQueueEntry(name="Mathematics", category="Knowledge", reason="ambiguous", suggestions=[one, gone])
    shown = names_shown([entry])[0]
    assert shown.question == "The file keeps several skills of this name apart; is this the one you have?"
    assert shown.new == "Mathematics (Knowledge)"
    assert [candidate.about for candidate in shown.candidates] == ["Skills"]


def test_it_warns_of_a_second_skill_of_the_same_name(scoped: Cast, made: InventoryImport) -> None:
    assert "New skill: a further “Mathematics”" in names(scoped, made)


def test_it_confirms_what_was_settled_and_what_is_left(scoped: Cast, made: InventoryImport) -> None:
    where = f"/o/home/imports/{made.pk}"
    page = scoped.client().post(f"{where}/names/all-new", follow=True).content.decode()
    left = "1 left; the figures are counted again once the last is settled."
    assert f"2 names added as new skills. {left}" in page
    assert "1 name left to settle." in page
    assert "The figures below are from before your answers." in page
    mathematics = ImportQueueEntry.objects.get(name="Mathematics")
    page = settle(scoped, made, "Mathematics", f"same:{mathematics.suggestions[0]['skill']}")
    assert "All names are settled. The figures are being counted again." in page


def test_it_says_what_became_of_one_name(scoped: Cast, made: InventoryImport) -> None:
    assert "“Welding” becomes a new skill. 2 left;" in settle(scoped, made, "Welding", "new")
    assert "“Juggling” is left out. 1 left;" in settle(scoped, made, "Juggling", "leave_out")


@pytest.mark.parametrize(
    ("file", "proposed"),
    [
        ("Skills matrix 2026-11.xlsx", "Skills matrix"),
        ("workday_export_v2 (3).csv", "workday export"),
        ("2026-11-03.csv", "2026-11-03"),
        ("hr.csv", "hr"),
        ("x" * 100 + ".csv", "x" * 80),
    ],
)
def test_it_proposes_the_name_of_the_file_as_its_source(file: str, proposed: str) -> None:
    assert source_proposed(file) == proposed


def test_it_asks_nothing_when_the_same_file_comes_again(scoped: Cast) -> None:
    skill(scoped.home, "Mathematics", code="2.A.1.e")
    skill(scoped.home, "Mathematics", code="2.C.4.a")
    first = by_page(scoped, "Skills 2026-11.csv")
    assert first.summary["skills"]["waiting"] == 3
    entry = ImportQueueEntry.objects.get(name="Mathematics")
    settle(scoped, first, "Mathematics", f"same:{entry.suggestions[0]['skill']}")
    scoped.client().post(f"/o/home/imports/{first.pk}/names/all-new")
    run_jobs()
    first.refresh_from_db()
    apply(scoped.actor(), first)
    again = by_page(scoped, "Skills 2026-12.csv")
    assert again.source == ImportSource.objects.get(name="Skills")
    assert (again.summary["skills"]["waiting"], again.summary["changes"]) == (0, 0)


def by_page(cast: Cast, name: str) -> InventoryImport:
    """Uploaded and matched on the pages, with no word about where it comes from."""
    file = BytesIO(FILE)
    file.name = name
    client = cast.client()
    client.post("/o/home/imports/upload", {"file": file, "source": ""})
    made = InventoryImport.objects.latest("pk")
    client.post(f"/o/home/imports/{made.pk}/columns", {"version": made.version})
    run_jobs()
    made.refresh_from_db()
    return made


def test_it_says_which_column_new_functions_come_from(scoped: Cast) -> None:
    data = csv_of("Employee ID,Department,Skill,Level", "1,Corporate,Writing,4", "2,Technology,Writing,4")
    made = checked(scoped.actor(), data)
    page = scoped.client().get(f"/o/home/imports/{made.pk}/").content.decode()
    assert "New legacy functions, from the column “Department”: Corporate, Technology." in page


def test_it_offers_no_undo_of_what_changes_nothing(scoped: Cast) -> None:
    apply(scoped.actor(), checked(scoped.actor(), FILE))
    made = checked(scoped.actor(), FILE)
    page = scoped.client().get(f"/o/home/imports/{made.pk}/").content.decode()
    assert "Finish, nothing to change" in page
    assert "You can undo the whole import later" not in page
