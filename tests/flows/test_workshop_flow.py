"""The workshop home in the room: who is here, on every page, and an agenda planned by keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browsing import Watch, press_to
from tests.cast import Cast
from uniengine.workshops.models import AgendaItem

SignIn = Callable[[Page, str], Page]


def test_it_shows_who_is_here_on_every_page(
    open_page: Callable[..., Page], phone_page: Page, sign_in: SignIn, live_cast: Cast
) -> None:
    desk = open_page()
    sign_in(phone_page, "leader").goto("/o/home/members")
    expect(phone_page.locator("#here")).to_contain_text("1 person here")
    sign_in(desk, "facilitator").goto("/o/home/markets")
    expect(desk.locator("#here")).to_contain_text("2 people here")
    desk.locator("#here summary").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".here-list")).to_contain_text("Leader")
    desk.keyboard.press("Escape")
    expect(desk.locator(".here-list")).to_be_hidden()


def test_it_says_nothing_when_a_sign_of_life_fails(page: Page, sign_in: SignIn, live_cast: Cast, watch: Watch) -> None:
    watch.allow("ERR_FAILED.*/here")
    page.route("**/here", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        sign_in(page, "leader").goto("/o/home/members")
    expect(page.locator("#toasts")).to_be_empty()


def test_it_plans_the_agenda_by_keyboard(page: Page, sign_in: SignIn, live_cast: Cast) -> None:
    sign_in(page, "facilitator").goto("/o/home/")
    press_to(page, "Plan the agenda")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan the agenda")
    press_to(page, "When")
    page.keyboard.type("Day 1")
    page.keyboard.press("Enter")  # the first button in the form saves
    expect(page.locator("#messages")).to_contain_text("The agenda is saved.")
    press_to(page, "Move Map the customer journey down")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("“Map the customer journey” is now step 2.")
    steps = AgendaItem.objects.model._base_manager.order_by("position").values_list("step", "planned_for")
    assert list(steps)[:2] == [("activities", ""), ("journey", "Day 1")]


def test_it_leads_from_the_one_next_action_to_the_work(phone_page: Page, sign_in: SignIn, live_cast: Cast) -> None:
    sign_in(phone_page, "leader").goto("/o/home/")
    primary = phone_page.locator("main a.btn:not(.btn--line), main button.btn:not(.btn--line)")
    expect(primary).to_have_count(1)
    primary.click()
    expect(phone_page).to_have_url(re.compile(r"/o/home/journeys/$"))
