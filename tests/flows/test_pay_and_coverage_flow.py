"""Pay and coverage in a browser: by keyboard, on a phone, for axe, and back with Undo."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, expect

from redesigns.records import record
from tests.browsing import press_to
from tests.cast import Cast
from tests.redesigns.designs import put
from tests.redesigns.pay_cases import Draft, draft_with_roles
from uniengine.kit.scoping import scope

KEY = "5e90e275a0b1"


@pytest.fixture
def draft(live_cast: Cast) -> Draft:
    with scope(live_cast.home.pk), transaction.atomic():
        made = draft_with_roles(live_cast)
        put(live_cast, made.redesign, {("segment", KEY): record("segment", name="Enterprise")}, "Added Enterprise")
    return made


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


def test_it_enters_pay_by_keyboard_and_says_what_is_missing_to_100(page: Page, sign_in, draft: Draft) -> None:
    sign_in(page, "leader").goto(draft.url("pay/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody has said yet what the roles are paid for.")
    press_to(page, "Hunter", role="a")
    page.keyboard.press("Enter")
    page.get_by_label("Fixed today, %").focus()
    page.keyboard.type("80")
    page.keyboard.press("Tab")
    page.keyboard.type("55")
    first = page.get_by_role("group", name="Measure 1")
    first.get_by_label("Measure").fill("Renewals")
    first.get_by_label("Today, %").fill("92.5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("92.5 %, 7.5 % too little")).to_be_visible()
    first.get_by_label("Today, %").fill("100")
    first.get_by_label("Needed, %").fill("100")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The pay of Hunter is saved.")).to_be_visible()
    expect(page.get_by_text("Lower the fixed part from 80 % to 55 %.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody has said yet what the Hunter is paid for.")


def test_it_mends_a_cell_beside_the_grid(page: Page, sign_in, draft: Draft) -> None:
    sign_in(page, "leader").goto(draft.url("coverage/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("5 of 5 cells have no one accountable.")
    press_to(page, "Not decided – Enterprise in Learn", role="a")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Nobody is accountable: choose one role.")
    assert violations(page) == []
    drawer.get_by_label("Hunter").select_option("Accountable")
    drawer.get_by_label("Farmer").select_option("Doing")
    drawer.get_by_role("button", name="Save the roles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 5 cells have no one accountable.")
    page.wait_for_load_state()  # the script that listens for it comes last
    page.keyboard.press("Control+z")
    expect(page.get_by_role("heading", level=1)).to_have_text("5 of 5 cells have no one accountable.")


def test_it_fits_a_phone(phone_page: Page, sign_in, draft: Draft) -> None:
    sign_in(phone_page, "leader")
    for tail in ("pay/", f"pay/{draft.hunter}/", "coverage/", f"coverage/{KEY}/", f"coverage/{KEY}/edit/"):
        phone_page.goto(draft.url(tail))
        wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert phone_page.evaluate(wide) == 0, tail
