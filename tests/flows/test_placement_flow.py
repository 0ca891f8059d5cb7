"""Placing people in a browser: without a mouse on a desk, and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from redesigns.models import Placement, Redesign
from tests.browsing import press_to
from tests.cast import Cast
from tests.redesigns.designs import draft_of, staffed
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company
from uniengine.kit.scoping import scope

pytestmark = pytest.mark.usefixtures("worker")
SignIn = Callable[..., Page]


@pytest.fixture
def company(live_cast: Cast) -> Company:
    with scope(live_cast.home.pk):
        company = staffed(live_cast, 6)
        company.work("Talk", fte={0: 1}, s0=3, s1=3)
        return company


@pytest.fixture
def draft(live_cast: Cast, company: Company) -> Redesign:
    with scope(live_cast.home.pk):
        draft = draft_of(live_cast, company)
        role_of(live_cast, company, draft, 1)
        return draft


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


def placed(live_cast: Cast, draft: Redesign) -> int:
    with scope(live_cast.home.pk):
        return Placement.objects.filter(redesign=draft, headcount__isnull=False).count()


def test_somebody_is_placed_with_the_keyboard_alone(
    page: Page, sign_in: SignIn, live_cast: Cast, company: Company, draft: Redesign
) -> None:
    sign_in(page, "leader")
    page.goto(f"/o/home/redesigns/{draft.pk}/people/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 of 6 people have a seat. 6 are on the bench.")
    press_to(page, "Move to… Person 0003")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Move Person 0003")).to_be_visible()
    expect(dialog.get_by_label("Move to")).to_be_focused()
    page.keyboard.press("ArrowDown")
    for _ in range(4):  # state, wave, cancel
        page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Move", exact=True)).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 6 people has a seat. 5 are on the bench.")
    assert placed(live_cast, draft) == 1
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 of 6 people have a seat")


def test_escape_leaves_everybody_where_they_are(
    page: Page, sign_in: SignIn, live_cast: Cast, company: Company, draft: Redesign
) -> None:
    sign_in(page, "leader")
    page.goto(f"/o/home/redesigns/{draft.pk}/people/")
    opener = page.get_by_role("link", name="Move to… Person 0003")
    opener.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
    assert placed(live_cast, draft) == 0


def test_a_full_group_offers_a_seat_more(
    page: Page, sign_in: SignIn, live_cast: Cast, company: Company, draft: Redesign
) -> None:
    sign_in(page, "leader")
    page.goto(f"/o/home/redesigns/{draft.pk}/people/")
    page.get_by_role("checkbox", name="Choose Person 0003").check()
    page.get_by_role("checkbox", name="Choose Person 0005").check()
    page.get_by_role("group", name="With the people chosen").get_by_label("Move to").select_option(index=1)
    page.get_by_role("button", name="Move them").click()
    expect(page.get_by_role("alert")).to_contain_text("Buy expert in Canada has 1 seat")
    assert placed(live_cast, draft) == 0
    page.get_by_role("button", name="Have 2 seats there").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 of 6 people have a seat")


def test_the_solver_places_people_on_a_phone_and_says_why(
    phone_page: Page, sign_in: SignIn, live_cast: Cast, company: Company, draft: Redesign
) -> None:
    page = sign_in(phone_page, "leader")
    page.goto(f"/o/home/redesigns/{draft.pk}/people/")
    page.get_by_role("link", name="Let the solver place them").tap()
    page.get_by_role("button", name="Place people").tap()
    plan = page.get_by_role("link", name="See its plan and the reasons")
    expect(plan).to_be_visible()
    plan.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 6 people have a seat in this plan.")
    expect(page.get_by_text("best possible, proved")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Person 0001").tap()
    expect(page.get_by_role("heading", name="Why no seat")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
