"""Invitations: a link that works once, for seven days, for whoever it was meant for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.factories import organization_market
from uniengine.accounts.models import AuditEntry, Invitation, Membership, User
from uniengine.accounts.services import invitations
from uniengine.accounts.services.invitations import (
    Offer,
    invitation_accept,
    invitation_create,
    invitation_resend,
    invitation_withdraw,
)
from uniengine.accounts.services.members import member_change, member_remove
from uniengine.accounts.services.tokens import secret_hash
from uniengine.kit.errors import DomainError, NotAllowed

SITE = "https://engine.example.com"


def offer(cast: Cast, email: str = "guest@example.com", role: str = "leader", by: str = "owner") -> Offer:
    return invitation_create(actor=cast.actor(by), email=email, role=role, market=None, site=SITE)


def hash_of(made: Offer) -> str:
    return secret_hash(made.link.rpartition("/")[2])


def accept(cast: Cast, made: Offer, name: str = "guest", **options: bool) -> Membership:
    return invitation_accept(user=cast.users[name], hashed=hash_of(made), **options)


def refused(code: str, act: object, *args: object, **options: object) -> None:
    with pytest.raises(DomainError) as caught:
        act(*args, **options)  # type: ignore[operator]
    assert caught.value.code == code


def test_it_mails_the_link_and_keeps_only_its_hash(scoped: Cast) -> None:
    made = offer(scoped)
    assert made.mailed
    (sent,) = mail.outbox
    assert sent.to == ["guest@example.com"]
    assert made.link in sent.body
    assert made.link.startswith("https://engine.example.com/invitations/")
    secret = made.link.rpartition("/")[2]
    row = Invitation.objects.values().get()
    assert secret not in str(row)
    assert row["secret_hash"] == secret_hash(secret)
    assert timedelta(days=6, hours=23) < row["expires_at"] - timezone.now() <= timedelta(days=7)


def test_it_stands_when_the_mail_server_does_not(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*args: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(invitations, "send_mail", unreachable)
    made = offer(scoped)
    assert not made.mailed
    assert accept(scoped, made).role == "leader"


def test_it_seats_the_invited_person(scoped: Cast) -> None:
    market = organization_market(scoped.home)
    made = invitation_create(
        actor=scoped.actor(), email="Guest@Example.com ", role="pod_leader", market=market, site=SITE
    )
    seat = accept(scoped, made)
    assert (seat.role, seat.market) == ("pod_leader", market)
    assert AuditEntry.objects.first().action == "invitation.accept"


def test_it_works_once(scoped: Cast) -> None:
    made = offer(scoped)
    accept(scoped, made)
    refused("invitation_gone", accept, scoped, made)
    refused("invitation_gone", accept, scoped, made, "outsider", other_address=True)
    assert not Membership.objects.filter(organization=scoped.home, user=scoped.users["outsider"]).exists()


def test_it_expires(scoped: Cast) -> None:
    made = offer(scoped)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused("invitation_gone", accept, scoped, made)
    assert not Membership.objects.filter(user=scoped.users["guest"]).exists()


def test_it_can_be_withdrawn(scoped: Cast) -> None:
    made = offer(scoped)
    invitation_withdraw(actor=scoped.actor("admin"), invitation=made.invitation)
    refused("invitation_gone", accept, scoped, made)


def test_it_replaces_the_link_when_sent_again(scoped: Cast) -> None:
    first = offer(scoped)
    second = invitation_resend(actor=scoped.actor("admin"), invitation=first.invitation, site=SITE)
    refused("invitation_gone", accept, scoped, first)
    assert accept(scoped, second).role == "leader"
    refused("invitation_gone", invitation_resend, actor=scoped.actor(), invitation=first.invitation, site=SITE)


def test_it_asks_when_the_address_is_another(scoped: Cast) -> None:
    made = offer(scoped, email="someone.else@example.com")
    refused("other_address", accept, scoped, made)
    assert accept(scoped, made, other_address=True).user == scoped.users["guest"]


def test_it_refuses_whoever_is_a_member_or_invited_already(scoped: Cast) -> None:
    refused("already_member", offer, scoped, email="LEADER@example.com")
    offer(scoped)
    refused("already_invited", offer, scoped, email="GUEST@example.com")


def test_it_can_invite_again_after_an_invitation_expired(scoped: Cast) -> None:
    offer(scoped)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert accept(scoped, offer(scoped)).role == "leader"


def test_it_does_not_lower_the_role_of_a_member(scoped: Cast) -> None:
    made = offer(scoped, email="elsewhere@example.com", role="member")
    assert accept(scoped, made, "admin", other_address=True).role == "admin"


def test_it_dies_with_the_right_of_whoever_sent_it(scoped: Cast) -> None:
    made = offer(scoped, by="admin")
    admin = Membership.objects.get(organization=scoped.home, user=scoped.users["admin"])
    member_change(actor=scoped.actor(), member=admin, role="member", market=None)
    refused("invitation_gone", accept, scoped, made)
    member_remove(actor=scoped.actor(), member=admin)
    refused("invitation_gone", accept, scoped, made)


def test_it_lets_only_an_owner_invite_an_owner(scoped: Cast) -> None:
    with pytest.raises(NotAllowed):
        offer(scoped, role="owner", by="admin")
    assert offer(scoped, role="owner").invitation.role == "owner"


def test_it_lets_only_an_owner_take_back_the_invitation_of_an_owner(scoped: Cast) -> None:
    made = offer(scoped, role="owner")
    with pytest.raises(NotAllowed):
        invitation_withdraw(actor=scoped.actor("admin"), invitation=made.invitation)
    assert accept(scoped, made).role == "owner"


@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_lets_only_owners_and_admins_invite(scoped: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        offer(scoped, by=name)
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_it_does_not_turn_our_mail_server_on_strangers(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_PER_HOUR", 2)
    offer(scoped, email="a@example.com")
    offer(scoped, email="b@example.com")
    refused("too_many_invitations", offer, scoped, email="c@example.com")


def test_it_cannot_be_stored_for_a_role_nobody_knows(scoped: Cast) -> None:
    made = offer(scoped).invitation
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(role="emperor")
    made.refresh_from_db()
    assert made.role == "leader"


def test_it_keeps_addresses_out_of_the_log(scoped: Cast) -> None:
    accept(scoped, offer(scoped))
    logged = " ".join(str(row) for row in AuditEntry.objects.values())
    assert "guest@example.com" not in logged


class TestPages:
    def door(self, client: Client, made: Offer) -> str:
        """Open the link; gives the page it leads to."""
        answer = client.get(made.link.removeprefix(SITE))
        assert answer.headers["Location"] == "/invitation"
        return client.get("/invitation").content.decode()

    def test_it_shows_the_link_once(self, scoped: Cast) -> None:
        client = scoped.client("admin")
        answer = client.post("/o/home/invitations/new", {"email": "new@example.com", "role": "leader"})
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert "/invitations/" in answer.content.decode()
        listed = client.get("/o/home/members").content.decode()
        assert "new@example.com" in listed
        secret = answer.context["offer"].link.rpartition("/")[2]
        assert secret not in listed

    def test_it_leads_a_signed_in_person_in(self, scoped: Cast) -> None:
        client = scoped.client("guest")
        assert "Join Home Instruments" in self.door(client, offer(scoped))
        assert client.get("/").headers["Location"] == "/invitation"
        assert client.post("/invitation").headers["Location"] == "/o/home/"
        assert client.get("/o/home/").status_code == 200

    def test_it_asks_another_address_to_confirm(self, scoped: Cast) -> None:
        client = scoped.client("guest")
        assert "Join as guest@example.com" in self.door(client, offer(scoped, email="boss@example.com"))
        assert client.post("/invitation").status_code == 422
        assert client.post("/invitation", {"other_address": "on"}).status_code == 302

    def test_it_waits_for_whoever_does_not_want_to_decide(self, scoped: Cast) -> None:
        client = scoped.client("guest")
        self.door(client, offer(scoped))
        assert client.post("/invitation/not-now").status_code == 302
        assert client.get("/").status_code == 200

    def test_it_takes_a_newcomer_through_sign_up(self, scoped: Cast, settings) -> None:
        settings.OPEN_SIGNUP = False
        client = Client()
        assert "Accounts are by invitation" in client.get("/account/signup/").content.decode()
        page = self.door(client, offer(scoped, email="fresh@example.com"))
        assert "/account/signup/?next=/invitation" in page
        form = {
            "name": "Fresh Person",
            "email": "fresh@example.com",
            "password1": "long enough 1",
            "password2": "long enough 1",
        }
        done = client.post("/account/signup/?next=/invitation", {**form, "next": "/invitation"})
        assert done.headers["Location"] == "/invitation"
        assert client.post("/invitation").headers["Location"] == "/o/home/"
        assert User.objects.get(email="fresh@example.com").name == "Fresh Person"

    def test_it_says_what_to_do_with_a_dead_link(self, cast: Cast) -> None:
        client = Client()
        client.get("/invitations/not-a-secret")
        answer = client.get("/invitation")
        assert answer.status_code == 410
        assert "not valid any more" in answer.content.decode()

    def test_it_does_not_seat_anybody_without_a_session(self, scoped: Cast) -> None:
        client = Client()
        self.door(client, offer(scoped))
        client.post("/invitation")
        assert Membership.objects.filter(organization=scoped.home).count() == 6

    @pytest.mark.parametrize(("name", "offered"), [("owner", 2), ("admin", 1)])
    def test_it_offers_only_what_one_may_do(self, scoped: Cast, name: str, offered: int) -> None:
        offer(scoped, role="owner")
        offer(scoped, email="other@example.com", role="leader")
        page = scoped.client(name).get("/o/home/members").content.decode()
        assert "guest@example.com" in page
        assert (page.count(">Send again"), page.count(">Withdraw")) == (offered, offered)

    def test_it_sends_again_and_withdraws_from_the_list(self, scoped: Cast) -> None:
        made, client = offer(scoped), scoped.client("admin")
        again = client.post(f"/o/home/invitations/{made.invitation.pk}/resend")
        assert "/invitations/" in again.content.decode()
        assert client.post(f"/o/home/invitations/{made.invitation.pk}/withdraw").status_code == 302
        assert client.get("/o/home/members").content.decode().count("guest@example.com") == 1  # the message
