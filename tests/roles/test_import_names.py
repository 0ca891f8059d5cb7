"""Names that fit no skill, or several, are settled on a page of their own: by a button, or by typing a name we have."""

import pytest

from roles.models import ImportQueueEntry, InventoryImport
from tests.cast import Cast
from tests.factories import skill
from tests.roles.importing import checked, csv_of

FILE = csv_of("Employee ID,Skill,Level", "1,Bargaining,4", "2,Welding,3", "3,Writing,2")


@pytest.fixture
def made(scoped: Cast) -> InventoryImport:
    for name in ("Negotiation", "Writing"):
        skill(scoped.home, name)
    skill(scoped.home, "Mathematics", taxonomy="O*NET", code="2.A")
    skill(scoped.home, "Mathematics", taxonomy="O*NET", code="2.C")
    return checked(scoped.actor(), FILE, new_skills="queue")


def entry(name: str = "Bargaining") -> ImportQueueEntry:
    return ImportQueueEntry.objects.select_related("skill").get(name=name)


def typed(cast: Cast, made: InventoryImport, text: str, query: str = "") -> object:
    address = f"/o/home/imports/{made.pk}/names/{entry().pk}{query}"
    return cast.client().post(address, {"choice": "same", "back": "names", "skill": text})


def test_it_lists_the_skills_once_for_all_names(scoped: Cast, made: InventoryImport) -> None:
    page = scoped.client().get(f"/o/home/imports/{made.pk}/names").content.decode()
    assert page.count('list="skill-names"') == 2
    assert page.count('<option value="Negotiation">') == 1
    assert '<option value="Mathematics (2.A)">' in page
    assert "<select" not in page


@pytest.mark.parametrize(("text", "code"), [("negotiation ", ""), ("Mathematics (2.C)", "2.C")])
def test_it_takes_a_skill_by_its_name(scoped: Cast, made: InventoryImport, text: str, code: str) -> None:
    answer = typed(scoped, made, text)
    assert answer.status_code == 302
    assert answer.url == f"/o/home/imports/{made.pk}/names"
    assert (entry().choice, entry().skill.code) == ("same", code)


@pytest.mark.parametrize(
    ("text", "message"),
    [("Juggling", "No skill has this name. Choose one from the list."), ("", "Choose the skill it is the same as.")],
)
def test_it_says_at_the_field_that_there_is_no_such_skill(
    scoped: Cast, made: InventoryImport, text: str, message: str
) -> None:
    answer = typed(scoped, made, text, "?show=all")
    page, field = answer.content.decode(), f"skill-{entry().pk}"
    assert (answer.status_code, page.count(message), entry().choice) == (422, 1, "open")
    assert f'value="{text}" aria-invalid="true" aria-describedby="{field}-error"' in page
    assert f'<p class="err" id="{field}-error">' in page
    assert 'href="?show=all" aria-current="true"' in page


def test_it_says_so_above_the_list_when_the_name_is_not_on_the_page(scoped: Cast, made: InventoryImport) -> None:
    asked = entry()
    ImportQueueEntry.objects.filter(pk=asked.pk).update(choice="new")
    answer = typed(scoped, made, "Juggling")
    assert answer.status_code == 400
    assert answer.content.decode().count("No skill has this name.") == 1
