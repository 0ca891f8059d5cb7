"""From an empty redesign to two branches brought together, undone with the keyboard, and published by two people."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from redesigns.models import Redesign
from tests.cast import Cast
from tests.redesigns.designs import a_role, put, seats, staffed
from uniengine.kit.scoping import scope

SignIn = Callable[[Page, str], Page]


def put_role(cast: Cast, name: str, role: str) -> None:
    """A role in the redesign of this name."""
    with scope(cast.home.pk):
        uid, made = a_role(role)
        put(
            cast,
            Redesign.objects.select_related("baseline").get(name=name),
            made | seats(uid, None, 1),
            f"Added {role}",
        )


def test_branch_merge_undo_and_publish(page: Page, live_cast: Cast, live_server, sign_in: SignIn) -> None:
    with scope(live_cast.home.pk):
        staffed(live_cast, people=6)
    home = f"{live_server.url}/o/home/redesigns/"
    sign_in(page, "leader")

    page.goto(home)
    page.get_by_role("link", name="Begin a redesign").click()
    page.get_by_label("Name", exact=True).fill("North first")
    page.get_by_role("button", name="Begin the redesign").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 people on the bench, and no seats yet.")

    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("link", name="Branch it").click()
    page.get_by_label("Name of the branch").fill("South first")
    page.get_by_role("button", name="Make the branch").click()
    expect(page.locator(".rd-name")).to_contain_text("South first")
    put_role(live_cast, "South first", "Coach")
    put_role(live_cast, "North first", "Guide")

    page.goto(home)
    for name in ("North first", "South first"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    page.get_by_role("button", name="Compare the chosen").click()
    expect(page.get_by_role("heading", name="What is different in South first")).to_be_visible()

    page.goto(home)
    page.get_by_role("link", name="North first").click()
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("link", name="Merge another into it").click()
    page.get_by_role("button", name="Look at the merge with South first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is in question.")
    page.get_by_role("button", name="Merge it").click()
    expect(page.locator("#messages")).to_contain_text("Undo takes all of it back")

    page.get_by_role("link", name="Changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 changes, every one kept.")
    page.keyboard.press("Control+z")
    expect(page.locator("#messages")).to_contain_text("Took back: Merged")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#messages")).to_contain_text("Redid: Merged")
    expect(page).to_have_url(re.compile("/changes/$"))

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Propose it").click()
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("somebody else has to approve it")).to_be_visible()
    address = page.url

    sign_in(page, "owner")
    page.goto(address)
    for step in ("Approve it", "Publish it"):
        page.get_by_role("link", name=step).click()
        page.get_by_role("button", name=step).click()
    expect(page.locator("#messages")).to_contain_text("Published.")
    page.goto(home)
    expect(page.get_by_role("heading", level=1)).to_have_text("North first is published.")
