"""Takes the pictures of the README from the running demo.

    make demo                      in one terminal
    python -m tests.pictures       in another: writes docs/images/*.png (address as argument, else port 8000)

The import is carried to the check and then discarded, so that the demo is as before.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.places import SLUG
from demo.seats import PASSWORD, SEATS
from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SAMPLE = ROOT / "docs" / "samples" / "iberia-october.csv"
DESK, PHONE = (1440, 900), (390, 844)


def main(address: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        owner = signed_in(browser, address, "owner")
        picture(owner, "home", "")
        journey = first_journey(owner)
        take_board(owner, journey)
        picture(owner, "double-work", f"journeys/{journey}/redundancy")
        picture(owner, "gaps", "gaps/")
        picture(owner, "shared-services", "gaps/shared")
        picture(signed_in(browser, address, "owner", dark=True), "gaps-dark", "gaps/")
        picture(signed_in(browser, address, "member", size=PHONE), "phone", f"journeys/{journey}/")
        take_import(signed_in(browser, address, "admin"))
        browser.close()


def signed_in(browser: Browser, address: str, role: str, *, size: tuple[int, int] = DESK, dark: bool = False) -> Page:
    """A page of a member of that role, at the start of the demo company."""
    phone = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
    context = browser.new_context(
        base_url=f"{address}/o/{SLUG}/",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        **phone,
    )
    page = context.new_page()
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", next(seat.email for seat in SEATS if seat.role == role))
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile(f"/o/{SLUG}/"))
    return page


def picture(page: Page, name: str, path: str | None = None) -> None:
    """What one sees without scrolling."""
    if path is not None:
        page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


def first_journey(page: Page) -> int:
    page.goto("journeys/")
    link = page.locator(f'main a[href*="/o/{SLUG}/journeys/"]').filter(has_text="Plant operator").first
    found = re.search(r"/journeys/(\d+)/", link.get_attribute("href") or "")
    assert found, "the list of journeys links to the board"
    return int(found[1])


def take_board(page: Page, journey: int) -> None:
    """The board with an activity beside it that three functions do."""
    page.goto(f"journeys/{journey}/")
    page.get_by_role("link", name="Take orders online and through partners").first.click()
    page.locator(".insp").get_by_text("Take orders online").first.wait_for()
    picture(page, "journey")


def take_import(page: Page) -> None:
    """Upload the sample, look at the columns and at the check, and throw it away again."""
    page.goto("imports/")
    page.set_input_files("input[type=file]", SAMPLE)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    page.get_by_role("button", name=re.compile("check", re.IGNORECASE)).first.click()
    page.get_by_text("cannot be imported").first.wait_for()
    picture(page, "import-check")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
