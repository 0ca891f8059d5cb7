"""Accounts over the API: the same rules as the pages, problem documents with stable codes."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.cast import Cast
from uniengine.accounts.models import Invitation, Market, Membership, Organization, PersonalToken
from uniengine.accounts.services.markets import market_create
from uniengine.accounts.services.tokens import token_create

HOME = "/api/v1/organizations/home/"
JSON = "application/json"


def call(client: Client, method: str, path: str = "", body: Any = None) -> Any:
    send = getattr(client, method)
    address = path if path.startswith("/api") else HOME + path
    return send(address) if body is None else send(address, body, content_type=JSON)


def code(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def root(scoped: Cast) -> Market:
    return factories.organization_market(scoped.home, "Company")


class TestMe:
    def test_it_lists_ones_organizations(self, cast: Cast) -> None:
        Membership.objects.create(organization=cast.away, user=cast.users["leader"], role="member")
        me = call(cast.client("leader"), "get", "/api/v1/me").json()
        assert (me["name"], me["email"]) == ("Leader", "leader@example.com")
        assert [(seat["slug"], seat["role"]) for seat in me["organizations"]] == [
            ("away", "member"),
            ("home", "leader"),
        ]

    def test_it_shows_a_token_only_its_own(self, scoped: Cast) -> None:
        Membership.objects.create(organization=scoped.away, user=scoped.users["leader"], role="member")
        _, secret = token_create(actor=scoped.actor("leader"), name="x", scopes=["journey:read"], days=3)
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        assert [seat["slug"] for seat in call(client, "get", "/api/v1/me").json()["organizations"]] == ["home"]
        assert code(call(client, "post", "/api/v1/organizations", {"name": "X"})) == (403, "not_allowed")

    def test_it_wants_a_sign_in(self, db: None) -> None:
        assert code(call(Client(), "get", "/api/v1/me")) == (401, "not_signed_in")

    def test_it_creates_an_organization(self, cast: Cast) -> None:
        made = call(cast.client("guest"), "post", "/api/v1/organizations", {"name": "Brightboard", "currency": "CAD"})
        assert (made.status_code, made.json()["slug"]) == (201, "brightboard")
        assert code(call(cast.client("guest"), "post", "/api/v1/organizations", {"name": ""})) == (400, "invalid")


class TestOrganization:
    def test_it_reads_and_changes_settings(self, cast: Cast) -> None:
        assert call(cast.client("member"), "get").json()["productive_hours"] == 1600
        changed = call(cast.client("admin"), "patch", body={"productive_hours": 1500})
        assert (changed.status_code, changed.json()["productive_hours"]) == (200, 1500)

    @pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
    def test_it_refuses_others(self, cast: Cast, name: str) -> None:
        assert code(call(cast.client(name), "patch", body={"currency": "EUR"})) == (403, "not_allowed")
        assert Organization.objects.get(slug="home").currency == "USD"

    @pytest.mark.parametrize("body", [{"productive_hours": 0}, {"currency": "EURO"}, {"rater_precedence": ["self"]}])
    def test_it_names_the_field_that_is_wrong(self, cast: Cast, body: dict[str, Any]) -> None:
        answer = call(cast.client(), "patch", body=body)
        assert code(answer) == (400, "invalid")
        assert list(answer.json()["errors"]) == list(body)

    def test_it_says_when_the_precedence_names_one_twice(self, cast: Cast) -> None:
        answer = call(cast.client(), "patch", body={"rater_precedence": ["self", "self", "manager"]})
        assert code(answer) == (400, "precedence_incomplete")

    def test_it_wants_the_csrf_token_of_a_session(self, cast: Cast) -> None:
        client = cast.client("owner", enforce_csrf_checks=True)
        assert call(client, "patch", body={"currency": "EUR"}).status_code == 403
        client.get("/o/home/settings")
        token = client.cookies["csrftoken"].value
        answer = client.patch(HOME, {"currency": "EUR"}, content_type=JSON, headers={"X-CSRFToken": token})
        assert answer.status_code == 200


class TestMembers:
    def test_it_pages_and_filters(self, cast: Cast) -> None:
        page = call(cast.client("admin"), "get", "members?page_size=2&sort=name").json()
        assert (page["count"], [row["name"] for row in page["results"]]) == (6, ["Admin", "Facilitator"])
        assert page["next"].endswith("page=2&page_size=2&sort=name")
        assert call(cast.client("admin"), "get", "members?role=leader").json()["count"] == 1

    def test_it_gives_addresses_to_those_who_manage(self, cast: Cast) -> None:
        mails = {row["email"] for row in call(cast.client("leader"), "get", "members").json()["results"]}
        assert mails == {None}
        assert "owner@example.com" in str(call(cast.client("admin"), "get", "members").json())

    def test_it_changes_and_removes(self, cast: Cast) -> None:
        seat = Membership.objects.get(organization=cast.home, user=cast.users["member"])
        assert call(cast.client("admin"), "patch", f"members/{seat.pk}", {"role": "leader"}).json()["role"] == "leader"
        assert call(cast.client("admin"), "delete", f"members/{seat.pk}").status_code == 204
        assert code(call(cast.client("admin"), "get", f"members/{seat.pk}")) == (404, "not_found")

    def test_it_keeps_the_last_owner(self, cast: Cast) -> None:
        seat = Membership.objects.get(organization=cast.home, role="owner")
        assert code(call(cast.client(), "delete", f"members/{seat.pk}")) == (400, "last_owner")
        assert code(call(cast.client(), "patch", f"members/{seat.pk}", {"role": "admin"})) == (400, "last_owner")

    def test_it_does_not_reach_into_another_organization(self, cast: Cast) -> None:
        seat = Membership.objects.get(organization=cast.away)
        for method, body in (("get", None), ("patch", {"role": "member"}), ("delete", None)):
            assert code(call(cast.client(), method, f"members/{seat.pk}", body)) == (404, "not_found")
        assert Membership.objects.filter(pk=seat.pk, role="owner").exists()


class TestInvitations:
    def test_it_gives_the_link_once(self, cast: Cast) -> None:
        client = cast.client("admin")
        made = call(client, "post", "invitations", {"email": "new@example.com", "role": "leader"})
        assert made.status_code == 201
        assert made.json()["link"].startswith("http://testserver/invitations/")
        assert "no-store" in made.headers["Cache-Control"]
        listed = call(client, "get", "invitations").json()["results"]
        assert [row["email"] for row in listed] == ["new@example.com"]
        assert "link" not in listed[0]
        again = call(client, "post", f"invitations/{listed[0]['id']}/resend")
        assert again.json()["link"] != made.json()["link"]
        assert call(client, "delete", f"invitations/{listed[0]['id']}").status_code == 204
        assert call(client, "get", "invitations").json()["count"] == 0

    def test_it_keeps_admins_from_inviting_owners(self, cast: Cast) -> None:
        answer = call(cast.client("admin"), "post", "invitations", {"email": "n@example.com", "role": "owner"})
        assert code(answer) == (403, "not_allowed")

    @pytest.mark.parametrize("name", ["leader", "member"])
    def test_it_is_for_those_who_manage_members(self, scoped: Cast, name: str) -> None:
        body = {"email": "n@example.com", "role": "member"}
        assert code(call(scoped.client(name), "post", "invitations", body)) == (403, "not_allowed")
        assert code(call(scoped.client(name), "get", "invitations")) == (403, "not_allowed")
        assert not Invitation.objects.exists()


class TestMarkets:
    def test_it_grows_and_moves_the_tree(self, scoped: Cast, root: Market) -> None:
        client = scoped.client("admin")
        europe = call(client, "post", "markets", {"name": "Europe", "kind": "region", "parent": root.pk}).json()
        spain = call(client, "post", "markets", {"name": "Spain", "parent": root.pk}).json()
        moved = call(client, "patch", f"markets/{spain['id']}", {"parent": europe["id"]}).json()
        assert moved["path"] == f"/{root.pk}/{europe['id']}/{spain['id']}/"
        assert code(call(client, "patch", f"markets/{europe['id']}", {"parent": spain["id"]})) == (400, "market_cycle")
        refused = call(client, "delete", f"markets/{europe['id']}")
        assert code(refused) == (400, "market_in_use")
        assert refused.json()["details"]["uses"] == ["1 market below"]
        assert call(client, "delete", f"markets/{spain['id']}").status_code == 204
        assert call(client, "get", "markets").json()["count"] == 2

    def test_it_does_not_know_markets_of_others(self, scoped: Cast, root: Market) -> None:
        foreign = Market.objects.create(organization=scoped.away, name="Elsewhere", path="/x/")
        answer = call(scoped.client(), "post", "markets", {"name": "x", "parent": foreign.pk})
        assert code(answer) == (400, "invalid")
        assert code(call(scoped.client(), "get", f"markets/{foreign.pk}")) == (404, "not_found")

    def test_it_reads_for_all_and_writes_for_few(self, scoped: Cast, root: Market) -> None:
        assert call(scoped.client("member"), "get", "markets").json()["count"] == 1
        assert code(call(scoped.client("leader"), "post", "markets", {"name": "x", "parent": root.pk}))[0] == 403
        made = market_create(actor=scoped.actor(), name="Spain", kind="market", parent=root)
        assert code(call(scoped.client("leader"), "patch", f"markets/{made.pk}", {"name": "x"}))[0] == 403
        assert code(call(scoped.client("leader"), "delete", f"markets/{made.pk}"))[0] == 403
        assert set(Market.objects.values_list("name", flat=True)) == {"Company", "Spain"}


class TestTokens:
    def test_it_gives_the_secret_once(self, scoped: Cast) -> None:
        client = scoped.client("member")
        made = call(client, "post", "tokens", {"name": "Laptop", "scopes": ["journey:read"], "days": 30})
        assert made.status_code == 201
        assert made.json()["secret"].startswith("uni_")
        listed = call(client, "get", "tokens").json()["results"]
        assert "secret" not in listed[0]
        assert call(client, "delete", f"tokens/{listed[0]['id']}").status_code == 204
        assert call(client, "get", "tokens").json()["count"] == 0
        assert PersonalToken.objects.get().revoked_at is not None

    def test_it_keeps_ones_own_apart(self, scoped: Cast) -> None:
        token, _ = token_create(actor=scoped.actor("leader"), name="x", scopes=["journey:read"], days=3)
        assert code(call(scoped.client("member"), "delete", f"tokens/{token.pk}")) == (404, "not_found")
        assert call(scoped.client("admin"), "delete", f"tokens/{token.pk}").status_code == 204


class TestChanges:
    def test_it_lists_and_filters(self, scoped: Cast, root: Market) -> None:
        market_create(actor=scoped.actor("admin"), name="Spain", kind="market", parent=root)
        found = call(scoped.client("admin"), "get", "audit?action=market.").json()
        assert found["count"] == 1
        assert found["results"][0]["actor_name"] == "Admin"
        assert found["results"][0]["after"]["name"] == "Spain"
        assert code(call(scoped.client("admin"), "get", "audit?since=yesterday")) == (400, "invalid")
        assert code(call(scoped.client("leader"), "get", "audit")) == (403, "not_allowed")

    def test_it_reads_a_page_in_a_fixed_number_of_queries(
        self, scoped: Cast, root: Market, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            market_create(actor=scoped.actor("admin"), name=f"Market {number}", kind="market", parent=root)
        client = scoped.client("admin")
        with django_assert_max_num_queries(8):
            assert call(client, "get", "audit").json()["count"] == 30


@pytest.mark.parametrize("path", ["", "members", "invitations", "markets", "tokens", "audit", "workshop"])
def test_it_is_invisible_to_outsiders(cast: Cast, path: str) -> None:
    assert code(call(cast.client("outsider"), "get", path)) == (404, "not_found")
    assert code(call(cast.client("guest"), "get", path)) == (404, "not_found")
    assert code(call(cast.client("anonymous"), "get", path)) == (401, "not_signed_in")
