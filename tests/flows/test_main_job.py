"""The main job from an empty organization to the skill gap: by keyboard alone, and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from roles.models import Person, SkillLevel
from tests.browsing import press_to
from tests.cast import Cast
from uniengine.kit.scoping import scope

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, str], Page]
HEADER = "Employee ID,Name,Department,Skill,Level,Rated on"


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """Twelve people with two skills each; one level is off the scale, one skill is not in the template."""
    lines = [HEADER]
    for number in range(12):
        level = 9 if number == 3 else 1 + number % 5
        lines.append(f"{number:05},Person {number},Sales,Customer analytics,{level},2026-02-01")
        lines.append(f"{number:05},Person {number},Sales,Welding,{1 + number % 5},2026-02-01")
    path = tmp_path / "inventory.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_it_goes_from_nothing_to_the_gap_by_keyboard(
    page: Page, sign_in: SignIn, live_cast: Cast, worker: None, inventory: Path
) -> None:
    sign_in(page, "owner").goto("/o/home/journeys/new?template=b2b")
    press_to(page, "Name of the journey")
    page.keyboard.type("Plants")
    press_to(page, "Make the journey")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/home/journeys/*/")

    page.goto("/o/home/imports/")
    press_to(page, "File")
    page.set_input_files("#import-file", inventory)  # the file dialog belongs to the operating system
    press_to(page, "Where it comes from")
    page.keyboard.type("HR core")
    press_to(page, "Upload and read the columns")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Is this what the columns mean?")
    press_to(page, "Check 24 rows")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="1 name to settle", exact=True)).to_be_visible()
    expect(page.locator(".errs code").filter(has_text="9")).to_be_visible()
    press_to(page, "Add the unknown name as a new skill")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Import 12 people and 23 ratings")).to_be_visible()
    press_to(page, "Leave out the 1 value")
    page.keyboard.press("Space")
    press_to(page, "Import 12 people")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("23 ratings imported, 12 people added.")
    with scope(live_cast.home.pk):
        assert (Person.objects.count(), SkillLevel.objects.count()) == (12, 23)

    press_to(page, "Open the skill gap")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Why it cannot be less")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("short")


def test_it_undoes_an_import_by_keyboard(
    page: Page, sign_in: SignIn, live_cast: Cast, worker: None, inventory: Path
) -> None:
    import_all(sign_in(page, "admin"), inventory)
    press_to(page, "Undo this import")
    page.keyboard.press("Enter")
    press_to(page, "Undo the import")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This import was undone.")
    with scope(live_cast.home.pk):
        assert not Person.objects.exists()
        assert not SkillLevel.objects.exists()


def test_it_imports_on_a_phone(
    phone_page: Page, sign_in: SignIn, live_cast: Cast, worker: None, inventory: Path
) -> None:
    page = sign_in(phone_page, "owner")
    page.goto("/o/home/journeys/new?template=b2b")
    page.get_by_label("Name of the journey").fill("Plants")
    page.get_by_role("button", name="Make the journey").tap()
    page.wait_for_url("**/o/home/journeys/*/")
    import_all(page, inventory)
    page.get_by_role("link", name="Open the skill gap").tap()
    expect(page.get_by_role("heading", name="Why it cannot be less")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), "the page scrolls sideways"


def import_all(page: Page, inventory: Path) -> None:
    """From the upload to the result, taking new skills and leaving out the row with an error."""
    page.goto("/o/home/imports/")
    page.set_input_files("#import-file", inventory)
    page.get_by_role("button", name="Upload and read the columns").click()
    page.get_by_label("Skills you do not have yet").select_option("add")
    page.get_by_role("button", name="Check 24 rows").click()
    page.get_by_label("Leave out the 1 value").check()
    page.get_by_role("button", name="Import 12 people").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("23 ratings imported")
