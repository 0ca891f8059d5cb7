"""Members: roles change, people leave, and an organization always keeps an owner."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.factories import organization_market
from uniengine.accounts.models import AuditEntry, Membership, PersonalToken, User
from uniengine.accounts.services.invitations import invitation_create
from uniengine.accounts.services.members import member_change, member_remove
from uniengine.accounts.services.tokens import token_authenticate, token_create
from uniengine.kit.errors import DomainError, NotAllowed


def seat(cast: Cast, name: str) -> Membership:
    return Membership.objects.get(organization=cast.home, user=cast.users[name])


def roles(cast: Cast) -> dict[str, str]:
    return dict(Membership.objects.filter(organization=cast.home).values_list("user__email", "role"))


def test_it_gives_another_role_and_records_it(scoped: Cast) -> None:
    member_change(actor=scoped.actor("admin"), member=seat(scoped, "member"), role="leader", market=None)
    assert seat(scoped, "member").role == "leader"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.before["role"], entry.after["role"]) == ("member.change", "member", "leader")
    assert entry.object_id == str(scoped.users["member"].pk)
    assert "member" not in entry.object_label.lower()  # names stay out of the log


def test_it_keeps_a_market_for_pod_leaders_only(scoped: Cast) -> None:
    market = organization_market(scoped.home)
    member_change(actor=scoped.actor(), member=seat(scoped, "member"), role="pod_leader", market=market)
    assert seat(scoped, "member").market == market
    member_change(actor=scoped.actor(), member=seat(scoped, "member"), role="member", market=market)
    assert seat(scoped, "member").market is None


@pytest.mark.parametrize("change", ["demote", "remove"])
def test_it_keeps_the_last_owner(scoped: Cast, change: str) -> None:
    with pytest.raises(DomainError) as refused:
        if change == "demote":
            member_change(actor=scoped.actor(), member=seat(scoped, "owner"), role="admin", market=None)
        else:
            member_remove(actor=scoped.actor(), member=seat(scoped, "owner"))
    assert refused.value.code == "last_owner"
    assert seat(scoped, "owner").role == "owner"


def test_it_lets_an_owner_go_when_there_is_another(scoped: Cast) -> None:
    member_change(actor=scoped.actor(), member=seat(scoped, "admin"), role="owner", market=None)
    member_remove(actor=scoped.actor("owner"), member=seat(scoped, "owner"))
    assert "owner@example.com" not in roles(scoped)


def test_it_counts_only_owners_who_can_sign_in(scoped: Cast) -> None:
    member_change(actor=scoped.actor(), member=seat(scoped, "admin"), role="owner", market=None)
    scoped.users["admin"].is_active = False
    scoped.users["admin"].save()
    with pytest.raises(DomainError):
        member_remove(actor=scoped.actor("owner"), member=seat(scoped, "owner"))


@pytest.mark.parametrize(("target", "role"), [("member", "owner"), ("owner", "admin"), ("admin", "owner")])
def test_it_lets_only_an_owner_make_or_unmake_owners(scoped: Cast, target: str, role: str) -> None:
    before = roles(scoped)
    with pytest.raises(NotAllowed):
        member_change(actor=scoped.actor("admin"), member=seat(scoped, target), role=role, market=None)
    assert roles(scoped) == before


def test_it_does_not_let_an_admin_remove_an_owner(scoped: Cast) -> None:
    member_change(actor=scoped.actor(), member=seat(scoped, "leader"), role="owner", market=None)
    with pytest.raises(NotAllowed):
        member_remove(actor=scoped.actor("admin"), member=seat(scoped, "owner"))
    assert "owner@example.com" in roles(scoped)


@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_lets_only_owners_and_admins_touch_seats(scoped: Cast, name: str) -> None:
    before = roles(scoped)
    with pytest.raises(NotAllowed):
        member_change(actor=scoped.actor(name), member=seat(scoped, name), role="admin", market=None)
    with pytest.raises(NotAllowed):
        member_remove(actor=scoped.actor(name), member=seat(scoped, "admin"))
    assert roles(scoped) == before


def test_it_stops_the_tokens_of_whoever_leaves(scoped: Cast) -> None:
    _, secret = token_create(actor=scoped.actor("member"), name="x", scopes=["journey:read"], days=5)
    member_remove(actor=scoped.actor("member"), member=seat(scoped, "member"))
    assert token_authenticate(secret) is None
    assert not PersonalToken.objects.exists()
    assert AuditEntry.objects.first().action == "member.leave"


def test_it_says_when_a_member_is_gone_already(scoped: Cast) -> None:
    gone = seat(scoped, "member")
    member_remove(actor=scoped.actor(), member=gone)
    with pytest.raises(DomainError) as refused:
        member_change(actor=scoped.actor(), member=gone, role="leader", market=None)
    assert refused.value.code == "member_gone"


class TestPages:
    def test_it_shows_addresses_only_to_those_who_manage_members(self, scoped: Cast) -> None:
        shown = scoped.client("admin").get("/o/home/members").content.decode()
        hidden = scoped.client("leader").get("/o/home/members").content.decode()
        assert "facilitator@example.com" in shown
        assert "facilitator@example.com" not in hidden
        assert "Facilitator" in hidden
        # and a search does not give them away either
        found = scoped.client("leader").get("/o/home/members?q=facilitator@").content.decode()
        assert "Nobody fits this filter" in found

    def test_it_filters_sorts_and_exports(self, scoped: Cast) -> None:
        client = scoped.client("admin")
        assert client.get("/o/home/members?role=leader&sort=-name").status_code == 200
        rows = client.get("/o/home/members.csv?sort=name").content.decode("utf-8-sig").splitlines()
        assert rows[0] == "name,role,market,joined,e-mail"
        assert [row.split(",")[0] for row in rows[1:]] == [
            "Admin",
            "Facilitator",
            "Leader",
            "Member",
            "Owner",
            "Pod Leader",
        ]
        assert "e-mail" not in scoped.client("member").get("/o/home/members.csv").content.decode("utf-8-sig")

    def test_it_takes_the_same_queries_for_few_and_many(self, scoped: Cast) -> None:
        client = scoped.client("admin")
        client.get("/o/home/members")  # the session notes its first request
        few = self._queries(client)
        for number in range(10):
            user = User.objects.create_user(f"more{number}@example.com", None, name=f"More {number}")
            Membership.objects.create(organization=scoped.home, user=user, role="member")
            email = f"new{number}@example.com"
            invitation_create(actor=scoped.actor(), email=email, role="leader", market=None, site="https://x.example")
        assert self._queries(client) == few

    def _queries(self, client: Client) -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/o/home/members").content.decode()
        assert "Pod Leader" in page
        return len(captured)

    def test_it_changes_a_role_from_the_page(self, scoped: Cast) -> None:
        pk = seat(scoped, "member").pk
        client = scoped.client("owner")
        assert client.get(f"/o/home/members/{pk}").status_code == 200
        assert client.post(f"/o/home/members/{pk}", {"role": "owner"}).status_code == 302
        assert seat(scoped, "member").role == "owner"

    def test_it_does_not_even_offer_the_owner_role_to_an_admin(self, scoped: Cast) -> None:
        pk = seat(scoped, "member").pk
        client = scoped.client("admin")
        assert 'value="owner"' not in client.get(f"/o/home/members/{pk}").content.decode()
        assert client.post(f"/o/home/members/{pk}", {"role": "owner"}).status_code == 422
        assert seat(scoped, "member").role == "member"

    def test_it_asks_before_removing_and_says_what_stands_in_the_way(self, scoped: Cast) -> None:
        client = scoped.client("owner")
        leave = client.post("/o/home/members/leave")
        assert leave.status_code == 400
        assert "Make somebody else an owner first" in leave.content.decode()
        pk = seat(scoped, "member").pk
        assert "Remove Member?" in client.get(f"/o/home/members/{pk}/remove").content.decode()
        assert client.post(f"/o/home/members/{pk}/remove").status_code == 302
        assert client.get(f"/o/home/members/{pk}").status_code == 404

    def test_it_shows_a_page_where_one_left(self, scoped: Cast) -> None:
        client = scoped.client("member")
        assert client.post("/o/home/members/leave").headers["Location"] == "/"
        assert client.get("/o/home/").status_code == 404
