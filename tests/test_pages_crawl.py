"""Every page of the resolver in Chromium, light and dark: axe finds nothing, the script policy is kept, nothing fails,
and a phone needs no sideways scrolling. All problems of all pages are reported at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page
from playwright.sync_api import Route as PageRoute

from tests.browsing import Watch
from tests.cast import Cast
from tests.examples import examples_of
from tests.matrix import Route, all_routes, nothing_wrong, organization_routes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Rules about whole pages stay on; nothing is switched off.
AXE_OPTIONS = {"resultTypes": ["violations"]}
# Addresses that only a redirect through another server makes sense of.
ELSEWHERE = {"openid_connect_login", "openid_connect_callback"}
ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")
PHONE_WIDTH = {"width": 390, "height": 844}
DESK_WIDTH = {"width": 1440, "height": 900}


@dataclass
class Crawl:
    """Visits addresses and collects what is wrong with them."""

    page: Page
    watch: Watch
    problems: list[str]
    seen: set[str]

    def visit(self, name: str, address: str) -> None:
        """Open the address if it is a page, and look at it."""
        answer = self.page.request.get(address)
        if answer.status >= 500:
            self.problems.append(f"{name} {address}: answers {answer.status}")
        if answer.url in self.seen or "text/html" not in answer.headers.get("content-type", ""):
            return
        if "<html" not in answer.text():
            return  # a part of a page; the page that includes it is visited itself
        self.seen.add(answer.url)
        self.page.goto(address)
        self.look(name, address)

    def look(self, name: str, address: str) -> None:
        where = f"{name} {address}"
        for violation in Axe().run(self.page, options=AXE_OPTIONS).response["violations"]:
            targets = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
            self.problems.append(f"{where}: {violation['id']} x {len(violation['nodes'])}: {targets}")
        self.page.set_viewport_size(PHONE_WIDTH)
        wide = self.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        if wide > 0:
            self.problems.append(f"{where}: {wide} px wider than a phone: {self.page.evaluate(WIDEST)}")
        self.page.set_viewport_size(DESK_WIDTH)
        self.problems += [f"{where}: {problem}" for problem in self.watch.unexpected()]
        self.watch.problems.clear()


WIDEST = """() => {
  const limit = document.scrollingElement.clientWidth + 1;
  const over = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > limit);
  return over.slice(0, 3).map((it) => it.tagName.toLowerCase() + (it.className ? "." + it.className : "")).join(", ");
}"""


@pytest.fixture(params=["light", "dark"])
def crawl(request: pytest.FixtureRequest, open_page: Callable[..., Page], watch: Watch) -> Crawl:
    return Crawl(open_page(color_scheme=request.param), watch, [], set())


def site_routes() -> list[Route]:
    """Pages outside organizations whose address needs no secret."""
    return [route for route in all_routes() if not route.parameters and route.is_named and route.name not in ELSEWHERE]


def answered_with(html: str) -> Callable[[PageRoute], None]:
    """Answers a request with this page, in place of a server that would have to break for it."""
    return lambda request: request.fulfill(body=html, content_type="text/html")


def test_it_keeps_every_page_of_an_organization_accessible(crawl: Crawl, live_cast: Cast, sign_in) -> None:
    examples = examples_of(live_cast.home, live_cast.users["owner"])
    sign_in(crawl.page, "owner")
    for route in organization_routes():
        if not route.is_api:
            crawl.visit(route.name, examples.address(route))
    nothing_wrong(crawl.problems)


def test_it_keeps_the_pages_around_signing_in_accessible(crawl: Crawl, live_cast: Cast, sign_in) -> None:
    crawl.watch.allow(r"status of (401|404|410)")  # an invitation that is gone, a second factor that is not set up
    for name in ("anonymous", "guest"):
        if name != "anonymous":
            sign_in(crawl.page, name)
        for route in site_routes():
            crawl.visit(f"{route.name} as {name}", route.address({}))
    nothing_wrong(crawl.problems)


def test_it_keeps_the_error_pages_accessible(crawl: Crawl, live_server) -> None:
    for template in ERROR_PAGES:
        address = f"{live_server.url}/{template}"
        html = render_to_string(template)
        crawl.page.route(address, answered_with(html))
        crawl.page.goto(address)
        crawl.look(template, address)
    nothing_wrong(crawl.problems)
