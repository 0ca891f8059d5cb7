"""Single sign-on by settings, against a provider that really answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from django.test import Client

from tests.accounts.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.cast import Cast
from uniengine.accounts.models import User
from uniengine.accounts.services.invitations import invitation_create


@pytest.fixture
def provider(settings) -> Iterator[IdentityProvider]:
    found = IdentityProvider()
    app = {
        "provider_id": "oidc",
        "name": "Company sign-in",
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": found.issuer, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"EMAIL_AUTHENTICATION": True, "APPS": [app]}}
    yield found
    found.close()


def through(client: Client) -> str:
    """Press the button, follow the provider's redirect as a browser would; gives where one ends up."""
    away = client.post("/account/oidc/oidc/login/").headers["Location"]
    back = requests.get(away, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}").headers["Location"]


def test_it_offers_the_button_only_when_set(cast: Cast, provider: IdentityProvider, settings) -> None:
    assert "Continue with Company sign-in" in Client().get("/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Continue with" not in Client().get("/account/login/").content.decode()


def test_it_sends_the_right_parameters(cast: Cast, provider: IdentityProvider) -> None:
    away = urlsplit(Client().post("/account/oidc/oidc/login/").headers["Location"])
    asked = {key: values[0] for key, values in parse_qs(away.query).items()}
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{provider.issuer}/authorize"
    assert asked["client_id"] == CLIENT_ID
    assert asked["redirect_uri"] == "http://testserver/account/oidc/oidc/login/callback/"
    assert asked["response_type"] == "code"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16


def test_it_signs_a_new_person_in_with_name_and_address(cast: Cast, provider: IdentityProvider) -> None:
    client = Client()
    assert through(client) == "/"
    user = User.objects.get(email="sso.person@example.com")
    assert user.name == "Sona Oduya"
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert "You are not in an organization yet" in client.get("/").content.decode()


def test_it_knows_a_member_by_the_verified_address(cast: Cast, provider: IdentityProvider) -> None:
    EmailAddress.objects.create(user=cast.users["leader"], email="leader@example.com", verified=True, primary=True)
    provider.person |= {"email": "leader@example.com"}
    client = Client()
    through(client)
    assert client.get("/o/home/").status_code == 200


def test_it_does_not_trust_an_address_the_provider_has_not_verified(cast: Cast, provider: IdentityProvider) -> None:
    EmailAddress.objects.create(user=cast.users["owner"], email="owner@example.com", verified=True, primary=True)
    provider.person |= {"email": "owner@example.com", "email_verified": False}
    client = Client()
    through(client)
    assert client.get("/o/home/").status_code in (302, 404)
    assert "_auth_user_id" not in client.session


def test_it_refuses_a_callback_without_our_state(cast: Cast, provider: IdentityProvider) -> None:
    client = Client()
    answer = client.get("/account/oidc/oidc/login/callback/?code=a-code&state=forged")
    assert answer.status_code in (200, 401)
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email="sso.person@example.com").exists()


def test_it_keeps_strangers_out_where_accounts_are_by_invitation(
    scoped: Cast, provider: IdentityProvider, settings
) -> None:
    settings.OPEN_SIGNUP = False
    client = Client()
    away = client.post("/account/oidc/oidc/login/").headers["Location"]
    back = urlsplit(requests.get(away, allow_redirects=False, timeout=10).headers["Location"])
    answer = client.get(f"{back.path}?{back.query}")
    assert "Accounts are by invitation" in answer.content.decode()
    assert not User.objects.filter(email="sso.person@example.com").exists()
    offer = invitation_create(actor=scoped.actor(), email="sso.person@example.com", role="leader", market=None, site="")
    client.get(offer.link)
    assert through(client) == "/"
    assert client.get("/").headers["Location"] == "/invitation"
    assert client.post("/invitation").headers["Location"] == "/o/home/"


def settings_with(**environment: str) -> subprocess.CompletedProcess[str]:
    code = "from uniengine import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_it_lets_the_sign_in_form_lead_to_the_provider() -> None:
    done = settings_with(UNIENGINE_OIDC_SERVER_URL="https://id.example.com/realms/x", UNIENGINE_OIDC_CLIENT_ID="u")
    assert "https://id.example.com" in done.stdout


def test_it_does_not_start_with_half_a_provider() -> None:
    done = settings_with(UNIENGINE_OIDC_SERVER_URL="https://id.example.com")
    assert done.returncode != 0
    assert "UNIENGINE_OIDC_CLIENT_ID is missing" in done.stderr
