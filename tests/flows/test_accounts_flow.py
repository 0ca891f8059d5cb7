"""Getting in: an invitation from one browser to another, single sign-on, and a token that is shown once."""

import copy
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.accounts.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.browsing import Watch, press_to
from tests.cast import Cast
from uniengine.accounts.models import Membership, User
from uniengine.kit.scoping import scope

SignIn = Callable[[Page, str], Page]


def test_it_brings_an_invited_person_in_on_a_phone(
    page: Page, phone_page: Page, sign_in: SignIn, live_cast: Cast, live_server, watch: Watch
) -> None:
    watch.allow("410")  # the link, once it is used
    sign_in(page, "admin").goto("/o/home/members")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail").fill("noor@example.com")
    page.get_by_label(re.compile("Leader: maps")).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("noor@example.com is invited")
    link = page.get_by_label("Link to join").input_value()

    phone_page.goto(link)
    expect(phone_page).to_have_url(f"{live_server.url}/invitation")
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Join Home Instruments")
    phone_page.get_by_role("link", name="Create an account").click()
    expect(phone_page.locator("#id_email")).to_have_value("noor@example.com")
    phone_page.get_by_label("Your name").fill("Noor Haddad")
    phone_page.locator("#id_password1").fill("a fresh password")
    phone_page.locator("#id_password2").fill("a fresh password")
    phone_page.get_by_role("button", name="Create account").click()
    phone_page.get_by_role("button", name="Join Home Instruments").click()
    expect(phone_page.get_by_role("heading", level=1)).to_contain_text("The journey map is next")
    assert Membership.objects.get(user__email="noor@example.com").role == "leader"

    page.goto("/o/home/members")
    expect(page.get_by_role("row", name=re.compile("Noor Haddad"))).to_contain_text("Leader")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This invitation is not valid any more")


@pytest.fixture
def provider(settings) -> Iterator[IdentityProvider]:
    """Single sign-on as the settings would set it up, script policy included."""
    found = IdentityProvider()
    app = {
        "provider_id": "oidc",
        "name": "Company sign-in",
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": found.issuer, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"EMAIL_AUTHENTICATION": True, "APPS": [app]}}
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] = [*policy["DIRECTIVES"]["form-action"], found.issuer]
    settings.CONTENT_SECURITY_POLICY = policy
    yield found
    found.close()


def test_it_signs_in_through_the_company(page: Page, live_cast: Cast, live_server, provider: IdentityProvider) -> None:
    page.goto("/account/login/")
    page.get_by_role("link", name="Continue with Company sign-in").click()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(f"{live_server.url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not in an organization yet")
    assert User.objects.get(email="sso.person@example.com").name == "Sona Oduya"


def test_it_makes_a_token_by_keyboard_and_shows_it_once(page: Page, sign_in: SignIn, live_cast: Cast) -> None:
    sign_in(page, "member").goto("/o/home/tokens")
    press_to(page, "Create a token")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Create a token")
    press_to(page, "What is it for?")
    page.keyboard.type("Laptop")
    press_to(page, "journey:read")
    page.keyboard.press("Space")
    press_to(page, "Create the token")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Copy the token now")
    secret = page.get_by_label("Laptop").input_value()
    assert secret.startswith("uni_")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 API token works")
    assert secret not in page.content()


def test_it_moves_a_market_by_keyboard(page: Page, sign_in: SignIn, live_cast: Cast) -> None:
    with scope(live_cast.home.pk):
        root = factories.organization_market(live_cast.home, "Company")
        factories.organization_market(live_cast.home, "Europe", root)
        factories.organization_market(live_cast.home, "Spain", root)
    sign_in(page, "admin").goto("/o/home/markets")
    press_to(page, "Rename or move Spain")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rename or move Spain")
    press_to(page, "Belongs to")
    page.keyboard.type("Europe")
    press_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.locator(".tree-row.depth-2")).to_contain_text("Spain")
