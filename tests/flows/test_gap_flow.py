"""The skill gap in a browser: read the sentence, open a figure, narrow it down; by keyboard, on a phone, for axe."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, expect

from roles.services.gaps import gaps_compute, gaps_store
from tests.browsing import focused, press_to
from tests.cast import Cast
from tests.roles.gap_company import Company, company_of
from uniengine.kit.scoping import scope

GAPS = "/o/home/gaps/"
Open = Callable[..., Page]


@pytest.fixture
def home(live_cast: Cast) -> Iterator[Company]:
    """One FTE is short in Canada; the bench of Nordics is large enough for everybody to see."""
    with scope(live_cast.home.pk):
        home = company_of(live_cast)
        home.work("Advise buyers", 1, {0: 2.0}, s0=3)
        home.work("Host events", 0, {1: 0.5}, s1=2)
        home.staff(0, 0, s0=4)
        home.staff(0, 1, s0=2)
        for _ in range(6):
            home.staff(1, 1, s1=3)
        picture = gaps_compute(
            organization=home.organization, journey=home.journey, progress=lambda done, total, words: None
        )
        with transaction.atomic():  # it keeps locks to the end
            gaps_store(organization=home.organization, journey=home.journey, picture=picture)
        yield home


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


def test_it_opens_a_figure_beside_the_page_and_gives_the_focus_back(page: Page, sign_in, home: Company) -> None:
    sign_in(page, "leader").goto(GAPS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.0 person short")
    press_to(page, "Skill 0", role="a")
    opener = focused(page)["name"]
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Advise buyers")
    expect(drawer).to_contain_text("Person 0001")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert focused(page)["name"] == opener


def test_it_narrows_down_to_a_stage_and_back(page: Page, sign_in, home: Company) -> None:
    sign_in(page, "leader").goto(GAPS)
    rail = page.get_by_role("navigation", name="Show one stage of the journey")
    rail.get_by_role("link", name="Learn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("all the work for Learn")
    rail.get_by_role("link", name="Learn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.0 person short")


def test_it_keeps_names_from_those_who_may_not_see_people(page: Page, sign_in, home: Company) -> None:
    sign_in(page, "member").goto(GAPS)
    page.get_by_role("link", name="Skill 1", exact=True).click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("6 people")
    expect(drawer).not_to_contain_text("Person 00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["owner", "member"])
def test_it_is_accessible_in_every_split(open_page: Open, sign_in, home: Company, scheme: str, name: str) -> None:
    page = sign_in(open_page(color_scheme=scheme), name)
    for address in (GAPS, f"{GAPS}?by=stage", f"{GAPS}?by=function", f"{GAPS}proof", f"{GAPS}growth"):
        page.goto(address)
        assert violations(page) == [], address


def test_it_fits_a_phone(phone_page: Page, sign_in, home: Company) -> None:
    sign_in(phone_page, "leader").goto(GAPS)
    wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert phone_page.evaluate(wide) == 0
    phone_page.get_by_role("link", name="Skill 0", exact=True).tap()
    expect(phone_page.get_by_role("dialog")).to_contain_text("Advise buyers")
