"""Signing in, signing up, a lost password, a second step: allauth's flows with our pages, address by address."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from tests.cast import PASSWORD, Cast
from uniengine.accounts.models import User

LINK = re.compile(r"https?://testserver(\S+)")


def sign_in(client: Client, password: str = PASSWORD, name: str = "leader") -> object:
    return client.post("/account/login/", {"login": f"{name}@example.com", "password": password})


def totp(secret: str, steps: int = 0) -> str:
    """The code an authenticator app would show (RFC 6238, 30 s), `steps` steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_it_signs_in_and_lands_in_the_organization(cast: Cast) -> None:
    client = Client()
    assert sign_in(client).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/o/home/"


def test_it_goes_where_one_wanted_to_go(cast: Cast) -> None:
    client = Client()
    asked = client.get("/o/home/members?role=leader").headers["Location"]
    assert asked == "/account/login/?next=/o/home/members%3Frole%3Dleader"
    form = {"login": "leader@example.com", "password": PASSWORD, "next": "/o/home/members?role=leader"}
    assert client.post("/account/login/", form).headers["Location"] == "/o/home/members?role=leader"


def test_it_does_not_send_anybody_to_another_site(cast: Cast) -> None:
    form = {"login": "leader@example.com", "password": PASSWORD, "next": "https://evil.example.com/"}
    assert Client().post("/account/login/", form).headers["Location"] == "/"


def test_it_says_the_same_for_a_wrong_password_and_an_unknown_address(cast: Cast) -> None:
    wrong = sign_in(Client(), "not the password").content.decode()
    unknown = sign_in(Client(), name="nobody").content.decode()
    said = "The email address and/or password you specified are not correct."
    assert said in wrong
    assert said in unknown


def test_it_slows_down_guessing_for_one_account_only(cast: Cast, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,3/300s/key"}
    client = Client()
    for _ in range(3):
        sign_in(client, "guess")
    assert "Too many failed login attempts" in sign_in(client, PASSWORD).content.decode()
    assert sign_in(Client(), name="member").status_code == 302


def test_it_keeps_limits_in_production() -> None:
    from uniengine import settings

    assert settings.ACCOUNT_RATE_LIMITS["login_failed"].endswith("/key")
    assert int(settings.ACCOUNT_RATE_LIMITS["signup"].partition("/")[0]) > 30  # a room shares one address


def test_it_signs_up_with_a_name_and_asks_to_confirm_the_address(db: None) -> None:
    client = Client()
    assert "Your name" in client.get("/account/signup/").content.decode()
    form = {
        "name": "Noor Haddad",
        "email": "Noor@Example.com",
        "password1": "a fresh password",
        "password2": "a fresh password",
    }
    assert client.post("/account/signup/", form).headers["Location"] == "/"
    assert User.objects.get(email="noor@example.com").name == "Noor Haddad"
    address = LINK.search(mail.outbox[0].body)
    assert address is not None
    page = client.get(address[1])
    assert page.status_code == 200
    assert client.post(address[1]).status_code == 302


@pytest.mark.parametrize(
    ("first", "second"), [("short", "short"), ("1234567890", "1234567890"), ("long enough 1", "long enough 2")]
)
def test_it_refuses_a_poor_password(db: None, first: str, second: str) -> None:
    form = {"name": "N", "email": "n@example.com", "password1": first, "password2": second}
    assert Client().post("/account/signup/", form).status_code == 200
    assert not User.objects.exists()


def test_it_does_not_tell_who_has_an_account(cast: Cast, settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # as in production
    form = {
        "name": "L",
        "email": "leader@example.com",
        "password1": "a fresh password",
        "password2": "a fresh password",
    }
    answer = Client().post("/account/signup/", form)
    assert answer.headers["Location"] == "/account/confirm-email/"
    assert User.objects.filter(email="leader@example.com").count() == 1
    reset = Client().post("/account/password/reset/", {"email": "nobody@example.com"})
    assert reset.headers["Location"] == "/account/password/reset/done/"


def test_it_gives_a_new_password_to_whoever_reads_the_mail(cast: Cast) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": "leader@example.com"})
    address = LINK.search(mail.outbox[0].body)
    assert address is not None
    form_page = client.get(address[1]).headers["Location"]
    assert client.get(form_page).status_code == 200
    done = client.post(form_page, {"password1": "another password", "password2": "another password"})
    assert done.status_code == 302
    assert sign_in(Client(), PASSWORD).status_code == 200
    assert sign_in(Client(), "another password").status_code == 302
    used = Client().get(address[1])
    assert used.status_code == 200  # the page that says the link is used up


def test_it_adds_an_address_that_has_to_be_confirmed(cast: Cast) -> None:
    client = Client()
    sign_in(client)
    client.post("/account/email/", {"action_add": "", "email": "second@example.com"})
    page = client.get("/account/email/").content.decode()
    assert "second@example.com" in page
    assert "Not confirmed" in page


def test_it_changes_the_password(cast: Cast) -> None:
    client = Client()
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": "another password", "password2": "another password"}
    assert client.post("/account/password/change/", form).status_code == 302
    assert sign_in(Client(), "another password").status_code == 302


class TestSecondStep:
    @pytest.fixture
    def armed(self, cast: Cast) -> tuple[Client, str]:
        """A signed-in client that has just turned the second step on, and the secret in the app."""
        client = Client()
        sign_in(client)
        confirm = client.get("/account/2fa/totp/activate/").headers.get("Location", "")
        if confirm:
            client.post(confirm, {"password": PASSWORD})
        page = client.get("/account/2fa/totp/activate/")
        assert page.status_code == 200
        secret = page.context["form"].secret
        assert client.post("/account/2fa/totp/activate/", {"code": totp(secret)}).status_code == 302
        assert Authenticator.objects.filter(user=cast.users["leader"], type="totp").exists()
        return client, secret

    def test_it_asks_for_the_code(self, armed: tuple[Client, str]) -> None:
        client = Client()
        assert sign_in(client).headers["Location"] == "/account/2fa/authenticate/"
        assert client.get("/o/home/").status_code == 302
        assert client.get("/account/2fa/authenticate/").status_code == 200
        assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
        assert client.get("/o/home/").status_code == 302
        assert client.post("/account/2fa/authenticate/", {"code": totp(armed[1], 1)}).status_code == 302
        assert client.get("/o/home/").status_code == 200

    def test_it_takes_a_recovery_code_once(self, armed: tuple[Client, str]) -> None:
        page = armed[0].get("/account/2fa/recovery-codes/")
        assert page.status_code == 200
        code = page.context["unused_codes"][0]
        client = Client()
        sign_in(client)
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
        assert client.get("/o/home/").status_code == 200
        again = Client()
        sign_in(again)
        assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 200

    def test_it_can_be_turned_off(self, armed: tuple[Client, str]) -> None:
        client, _ = armed
        assert "Two-step" in client.get("/account/2fa/").content.decode()
        assert client.post("/account/2fa/totp/deactivate/").status_code == 302
        assert sign_in(Client()).headers["Location"] == "/"
