"""Chromium for the flows: one browser per worker, a fresh context per page, and an eye on everything that goes wrong.

Use `page` (1440 x 900) or `phone_page` (390 x 844, touch) with `live_server`; sign in with `sign_in(page, "owner")`.
A console error, a script error, a refused script or style (CSP) or an answer of 5xx fails the test at its end, even
when the flow itself went well. A flow that provokes an error on purpose says so: `watch.allow("409")`.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

from tests import chromium
from tests.cast import Cast, cast_of

# Playwright's loop runs in the test's thread; Django would take that for asynchronous code and refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=10_000)

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
CSP_WATCH = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP refused ${event.violatedDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""
# Forms answer 400, 409 and 422 with the message in place; the browser logs those as errors all the same.
ANSWERED = re.compile(r"Failed to load resource.*status of (400|403|409|422)\b")


@dataclass
class Watch:
    """What went wrong in the pages of one test."""

    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Problems matching the regular expression are part of this flow."""
        self.allowed.append(pattern)

    def attach(self, context: BrowserContext) -> None:
        context.add_init_script(CSP_WATCH)
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where = message.location.get("url", "")
        if ANSWERED.search(message.text) and "/static/" not in where:
            return
        self.problems.append(f"console: {message.text} ({where})")

    def on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")

    def unexpected(self) -> list[str]:
        return [found for found in self.problems if not any(re.search(known, found) for known in self.allowed)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        yield made
        made.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    seen = Watch()
    yield seen
    assert seen.unexpected() == []


@pytest.fixture
def open_page(browser: Browser, live_server, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own (its own cookies): `open_page(color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Page:
        context = browser.new_context(base_url=live_server.url, **(DESK | options))
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.attach(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def phone_page(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE)


@pytest.fixture
def live_cast(transactional_db: None) -> Cast:
    """The cast, committed, so that the server sees it."""
    return cast_of()


@pytest.fixture
def sign_in(live_cast: Cast, live_server) -> Callable[[Page, str], Page]:
    """`sign_in(page, "leader")`: through the session cookie of a test client, without the form."""

    def signed_in(page: Page, name: str = "owner") -> Page:
        cookie = live_cast.client(name).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return signed_in


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Background jobs run while the flow goes on, as the embedded worker does it."""
    from celery import current_app
    from django.db import connection

    from uniengine.jobs import embedded

    current_app.loader.import_default_modules()
    stop = threading.Event()

    def serve() -> None:
        try:
            while not stop.wait(0.05):
                embedded.run_waiting()
        finally:
            connection.close()

    thread = threading.Thread(target=serve, name="flow-worker", daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join()


def press_to(page: Page, name: str, *, role: str = "", most: int = 80) -> None:
    """Press Tab until the element with this accessible name has the focus, as somebody without a mouse does.

    Raises AssertionError with the names on the way when it cannot be reached, or when its focus cannot be seen.
    """
    way: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = focused(page)
        way.append(seen["name"])
        if name.casefold() in seen["name"].casefold() and role in ("", seen["role"]):
            assert seen["visible"], f"the focus on '{seen['name']}' cannot be seen"
            return
    raise AssertionError(f"Tab never reached '{name}'. On the way: {way}")


def focused(page: Page) -> dict[str, str]:
    """Name, role and visibility of the focus, as a screen reader and an eye would have it."""
    found: dict[str, str] = page.evaluate(
        """() => {
          const it = document.activeElement;
          const byId = (ids) => ids.split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
          const labels = [...(it.labels ?? [])].map((label) => label.textContent).join(" ");
          const name = it.getAttribute("aria-label") || (it.ariaLabelledByElements?.length
            ? byId(it.getAttribute("aria-labelledby") ?? "") : "") || labels || it.textContent || it.title || "";
          const style = getComputedStyle(it);
          return {
            name: name.replace(/\\s+/g, " ").trim().slice(0, 120),
            role: it.getAttribute("role") || it.tagName.toLowerCase(),
            visible: it.matches(":focus-visible") &&
              (style.outlineStyle !== "none" || style.boxShadow !== "none" || it.matches("input, select, textarea")),
          };
        }"""
    )
    return found
