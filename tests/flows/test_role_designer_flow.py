"""The role designer in a browser: proposed roles, edits in place, undo; by keyboard, on a phone, for axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from redesigns.models import Redesign
from redesigns.services.duties import duties_add
from redesigns.services.roles import role_create
from tests.browsing import focused, press_to
from tests.cast import Cast
from tests.redesigns.designs import draft_of, staffed
from tests.roles.gap_company import Company
from uniengine.kit.scoping import scope


@pytest.fixture
def home(live_cast: Cast) -> Iterator[Company]:
    with scope(live_cast.home.pk):
        home = staffed(live_cast, 8)
        home.work("Advise buyers", 1, {0: 2.0}, s0=3, s1=2)
        home.work("Write proposals", 1, {0: 1.0}, s0=4)
        home.work("Host events", 0, {1: 0.5}, s2=2)
        yield home


@pytest.fixture
def draft(live_cast: Cast, home: Company) -> Redesign:
    return draft_of(live_cast, home)


@pytest.fixture
def role(live_cast: Cast, home: Company, draft: Redesign) -> str:
    actor = live_cast.actor("leader")
    made = role_create(
        actor=actor, redesign=draft, values={"name": "Buy expert", "stage": home.stages[1].pk, "purpose": "Helps"}
    )
    advise = home.journey.activities.get(name="Advise buyers").pk
    duties_add(actor=actor, redesign=draft, role=made, activities=[advise])
    return made


def here(draft: Redesign, rest: str = "") -> str:
    return f"/o/home/redesigns/{draft.pk}/roles/{rest}"


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


def test_it_proposes_roles_adopts_them_and_takes_them_back(page: Page, sign_in, draft: Redesign, worker: None) -> None:
    sign_in(page, "leader").goto(here(draft))
    expect(page.get_by_role("heading", level=1)).to_have_text("There are no roles yet.")
    assert violations(page) == []
    page.get_by_role("link", name="Propose roles").click()
    page.get_by_label("Most stages per role").fill("1")
    page.get_by_label("Time to look").select_option("5 seconds")
    page.get_by_role("button", name="Propose roles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 roles, proved minimal.", timeout=20_000)
    page.get_by_role("link", name="2 roles, proved minimal").click()
    assert violations(page) == []
    page.get_by_role("button", name="Adopt all 2 roles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two roles take care of every activity.")
    assert violations(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("There are no roles yet.")


def test_it_edits_a_role_in_place_by_keyboard(page: Page, sign_in, draft: Redesign, role: str) -> None:
    sign_in(page, "leader").goto(here(draft, f"{role}/"))
    leverage = page.locator("#figure-leverage")
    expect(leverage).to_contain_text("1.00")
    page.evaluate("window.kept = true")
    press_to(page, "Find by words")
    page.keyboard.type("proposals")
    expect(page.locator("#finds li")).to_have_count(1)
    press_to(page, "Write proposals")
    page.keyboard.press("Space")
    press_to(page, "Add the ticked")
    page.keyboard.press("Enter")
    expect(leverage).to_contain_text("1.50")
    assert page.evaluate("window.kept"), "the page was loaded again"
    assert page.url.endswith(f"{role}/")
    expect(page.locator("#announcer")).to_contain_text("Buy expert: 2 activities")
    assert violations(page) == []


def test_it_marks_sets_seats_and_gives_the_focus_back(page: Page, sign_in, draft: Redesign, role: str) -> None:
    sign_in(page, "leader").goto(here(draft, f"{role}/"))
    part = page.get_by_label("Part in Advise buyers")
    part.focus()
    part.select_option("doing")
    expect(page.get_by_text("3 to look at")).to_be_visible()
    assert focused(page)["name"].startswith("Part in Advise buyers")
    page.locator("#profile summary", has_text="Change").first.click()
    page.locator("#profile details[open]").get_by_label("Level").select_option("5")
    page.locator("#profile details[open]").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Set by hand")).to_be_visible()
    seats = page.locator("#seats")
    seats.get_by_label("Seats").fill("2")
    seats.get_by_role("button", name="Set").click()
    expect(seats).to_contain_text("2, 2 vacant")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#seats")).to_contain_text("No seats yet")


def test_a_phone_shows_one_role_without_sideways_scrolling(
    phone_page: Page, sign_in, draft: Redesign, role: str
) -> None:
    for address in (here(draft), here(draft, f"{role}/"), here(draft, "proposals/"), here(draft, "groups/")):
        sign_in(phone_page, "leader").goto(address)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert violations(phone_page) == [], address


def test_it_works_without_a_script(open_page, sign_in, draft: Redesign, role: str) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "leader").goto(here(draft, f"{role}/"))
    page.get_by_label("Find by words").fill("events")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Host events").check()
    page.get_by_role("button", name="Add the ticked").click()
    expect(page.locator("#activities")).to_contain_text("Host events")
    page.locator("#seats").get_by_label("Seats").fill("3")
    page.locator("#seats").get_by_role("button", name="Set").click()
    expect(page.locator("#seats")).to_contain_text("3, 3 vacant")
