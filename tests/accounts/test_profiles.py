"""A person's own data: taken along, and erased everywhere when they ask."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection

from tests.cast import PASSWORD, Cast
from uniengine.accounts.models import AuditEntry, Invitation, Membership, PersonalToken, User
from uniengine.accounts.selectors.changes import change_rows
from uniengine.accounts.selectors.profiles import account_data
from uniengine.accounts.services.invitations import invitation_accept, invitation_create
from uniengine.accounts.services.members import member_change
from uniengine.accounts.services.profiles import account_erase
from uniengine.accounts.services.tokens import secret_hash, token_create
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope
from uniengine.workshops.models import Participant
from uniengine.workshops.services.presence import presence_note
from uniengine.workshops.services.workshops import step_update, workshop_current


@pytest.fixture
def busy(scoped: Cast) -> User:
    """Somebody who left traces wherever an account can."""
    offer = invitation_create(
        actor=scoped.actor(), email="guest@example.com", role="leader", market=None, site="http://x"
    )
    user = scoped.users["guest"]
    user.name = "Gisela Zweig"
    user.save()
    invitation_accept(user=user, hashed=secret_hash(offer.link.rpartition("/")[2]))
    EmailAddress.objects.create(user=user, email="gisela.private@example.org", verified=True)
    Authenticator.objects.create(user=user, type="totp", data={})
    actor = scoped.actor("guest")
    token_create(actor=actor, name="Gisela's laptop", scopes=["journey:read"], days=5)
    workshop = workshop_current(organization=scoped.home)
    presence_note(actor=actor, workshop=workshop)
    step = workshop.items.first().step
    step_update(actor=scoped.actor(), workshop=workshop, step=step, wanted={"lead": user.pk})
    return user


def database_text() -> str:
    """Everything that stands in any table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_it_hands_over_everything_kept_about_a_person(scoped: Cast, busy: User) -> None:
    data = account_data(busy)
    assert data["account"]["email"] == "guest@example.com"
    assert data["seats"][0]["role"] == "leader"
    assert data["invitations"][0]["organization__name"] == "Home Instruments"
    assert data["tokens"][0]["name"] == "Gisela's laptop"
    assert "secret_hash" not in str(data)
    assert [row["action"] for row in data["changes"]] == ["invitation.accept", "token.create"]
    assert data["workshops"][0]["organization__name"] == "Home Instruments"
    assert data["sign_in"]["addresses"][0]["email"] == "gisela.private@example.org"


def test_it_downloads_as_a_file(scoped: Cast, busy: User) -> None:
    answer = scoped.client("guest").get("/you/data.json")
    assert json.loads(answer.content)["account"]["name"] == "Gisela Zweig"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_leaves_no_trace_of_who_somebody_was(scoped: Cast, busy: User) -> None:
    account_erase(user=busy)
    text = database_text()
    for trace in ("Gisela", "Zweig", "guest@example.com", "gisela.private"):
        assert trace not in text
    busy.refresh_from_db()
    assert (busy.display_name, busy.is_active, busy.has_usable_password()) == ("Former member", False, False)
    assert not Membership.objects.filter(user=busy).exists()
    assert not PersonalToken.objects.exists()
    assert not Participant.objects.exists()
    assert not Authenticator.objects.exists()


def test_it_keeps_what_the_person_did_without_the_name(scoped: Cast, busy: User) -> None:
    before = AuditEntry.objects.count()
    account_erase(user=busy)
    assert AuditEntry.objects.count() == before + 1
    rows = change_rows(list(AuditEntry.objects.select_related("actor")))
    assert {row.actor for row in rows if row.entry.actor_id == busy.pk} == {"Former member"}
    assert rows[0].entry.reason == "The account was erased."


def test_it_waits_until_somebody_else_owns_the_organization(scoped: Cast) -> None:
    with pytest.raises(DomainError, match="Home Instruments"):
        account_erase(user=scoped.users["owner"])
    assert User.objects.get(pk=scoped.users["owner"].pk).is_active
    admin = Membership.objects.get(organization=scoped.home, user=scoped.users["admin"])
    member_change(actor=scoped.actor(), member=admin, role="owner", market=None)
    account_erase(user=scoped.users["owner"])
    assert not User.objects.get(pk=scoped.users["owner"].pk).is_active


def test_it_lets_the_only_member_go(cast: Cast) -> None:
    account_erase(user=cast.users["outsider"])
    with scope(cast.away.pk):
        assert AuditEntry.objects.get().action == "member.leave"


def test_it_withdraws_what_was_still_offered_to_the_person(scoped: Cast) -> None:
    invitation_create(actor=scoped.actor(), email="guest@example.com", role="leader", market=None, site="http://x")
    account_erase(user=scoped.users["guest"])
    row = Invitation.objects.get()
    assert row.withdrawn_at is not None
    assert row.email.endswith("@erased.invalid")


class TestPages:
    def test_it_saves_the_name(self, cast: Cast) -> None:
        client = cast.client("member")
        assert client.get("/you").status_code == 200
        client.post("/you", {"name": " Mia  Moss "})
        assert User.objects.get(pk=cast.users["member"].pk).name == "Mia Moss"
        assert client.post("/you", {"name": " "}).status_code == 422

    def test_it_wants_the_password_again_before_erasing(self, cast: Cast) -> None:
        client = cast.client("guest")
        assert "Erase your account?" in client.get("/you/erase").content.decode()
        answer = client.post("/you/erase")
        assert answer.headers["Location"].startswith("/account/reauthenticate/")
        assert User.objects.get(pk=cast.users["guest"].pk).is_active

    def test_it_erases_and_signs_out(self, cast: Cast) -> None:
        client = cast.client("guest")
        confirm = client.post("/you/erase").headers["Location"]
        assert client.get(confirm).status_code == 200
        assert client.post(confirm, {"password": "wrong"}).status_code == 200
        assert User.objects.get(pk=cast.users["guest"].pk).is_active
        assert client.post(confirm, {"password": PASSWORD}).headers["Location"] == "/account/login/"
        assert not User.objects.get(pk=cast.users["guest"].pk).is_active
        assert client.get("/you").headers["Location"].startswith("/account/login/")
        again = client.post("/account/login/", {"login": "guest@example.com", "password": PASSWORD})
        assert again.status_code == 200  # the form, with its error

    def test_it_names_the_organizations_that_need_an_owner(self, cast: Cast) -> None:
        page = cast.client("owner").get("/you/erase").content.decode()
        assert "Members of Home Instruments" in page
        assert "Erase my account" not in page
