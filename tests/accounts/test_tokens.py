"""Personal tokens: as little as needed, shown once, gone when revoked or expired."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from uniengine.accounts.models import AuditEntry, Membership, PersonalToken
from uniengine.accounts.services.tokens import token_create, token_revoke
from uniengine.kit.errors import DomainError, NotAllowed

ORGANIZATION = "/api/v1/organizations/home/"


def make(
    cast: Cast, name: str = "owner", scopes: tuple[str, ...] = ("organization:read",)
) -> tuple[PersonalToken, str]:
    return token_create(actor=cast.actor(name), name="Nightly push", scopes=scopes, days=30)


def call(secret: str, method: str = "get", path: str = ORGANIZATION, **data: object) -> int:
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    return getattr(client, method)(
        path, **({"data": data, "content_type": "application/json"} if data else {})
    ).status_code


def test_it_keeps_a_hash_and_the_first_letters(scoped: Cast) -> None:
    token, secret = make(scoped)
    row = str(PersonalToken.objects.values().get())
    assert secret not in row
    assert token.prefix == secret[:10]
    assert secret not in str(AuditEntry.objects.values().get())


def test_it_opens_what_its_scopes_allow_and_nothing_else(scoped: Cast) -> None:
    _, secret = make(scoped, scopes=("organization:read",))
    assert call(secret) == 200
    assert call(secret, "patch", currency="EUR") == 403
    assert call(secret, path=f"{ORGANIZATION}members") == 403
    scoped.home.refresh_from_db()
    assert scoped.home.currency == "USD"


def test_it_does_not_write_with_a_reading_scope_of_another_area(scoped: Cast) -> None:
    _, secret = make(scoped, scopes=("journey:read",))
    assert call(secret, "patch", currency="EUR") == 403
    scoped.home.refresh_from_db()
    assert scoped.home.currency == "USD"


def test_it_never_does_more_than_the_role(scoped: Cast) -> None:
    _, secret = make(scoped, "member", scopes=("organization:read", "organization:write"))
    assert call(secret, "patch", currency="EUR") == 403
    _, secret = make(scoped, "admin", scopes=("organization:read", "organization:write"))
    assert call(secret, "patch", currency="EUR") == 200


def test_it_follows_a_change_of_role_at_once(scoped: Cast) -> None:
    _, secret = make(scoped, "admin", scopes=("organization:read", "organization:write"))
    Membership.objects.filter(user=scoped.users["admin"]).update(role="member")
    assert call(secret, "patch", currency="EUR") == 403


def test_it_opens_one_organization_only(scoped: Cast) -> None:
    Membership.objects.create(organization=scoped.away, user=scoped.users["owner"], role="owner")
    _, secret = make(scoped)
    assert call(secret, path="/api/v1/organizations/away/") == 404


@pytest.mark.parametrize("end", ["expired", "revoked", "person gone", "mistyped"])
def test_it_ends(scoped: Cast, end: str) -> None:
    token, secret = make(scoped)
    if end == "expired":
        PersonalToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "revoked":
        token_revoke(actor=scoped.actor(), token=token)
    elif end == "person gone":
        scoped.users["owner"].is_active = False
        scoped.users["owner"].save()
    else:
        secret += "x"
    assert call(secret) == 401


def test_it_cannot_breed_a_stronger_token(scoped: Cast) -> None:
    _, secret = make(scoped, scopes=("tokens:write", "journey:read"))
    path = f"{ORGANIZATION}tokens"
    assert call(secret, "post", path, name="strong", scopes=["organization:write"], days=9) == 400
    assert call(secret, "post", path, name="weak", scopes=["journey:read"], days=9) == 201
    assert PersonalToken.objects.count() == 2


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 5), (["everything"], 5), (["journey:read"], 0), (["journey:read"], 367)]
)
def test_it_refuses_unknown_scopes_and_odd_spans(scoped: Cast, scopes: list[str], days: int) -> None:
    with pytest.raises(DomainError):
        token_create(actor=scoped.actor(), name="x", scopes=scopes, days=days)
    assert not PersonalToken.objects.exists()


def test_it_lets_people_revoke_their_own_and_admins_any(scoped: Cast) -> None:
    token, _ = make(scoped, "leader")
    with pytest.raises(NotAllowed):
        token_revoke(actor=scoped.actor("member"), token=token)
    token_revoke(actor=scoped.actor("admin"), token=token)
    token.refresh_from_db()
    assert token.revoked_at is not None


class TestPages:
    def test_it_shows_the_secret_once(self, scoped: Cast) -> None:
        client = scoped.client("member")
        form = {"name": "Laptop", "scopes": ["journey:read", "gaps:read"], "days": 30}
        answer = client.post("/o/home/tokens/new", form)
        secret = answer.context["secret"]
        assert secret in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
        listed = client.get("/o/home/tokens").content.decode()
        assert "Laptop" in listed
        assert secret not in listed

    def test_it_keeps_the_form_with_its_error(self, scoped: Cast) -> None:
        answer = scoped.client("member").post("/o/home/tokens/new", {"name": "Laptop", "days": 30})
        assert answer.status_code == 422
        assert "Choose at least one" in answer.content.decode()

    def test_it_shows_members_only_their_own(self, scoped: Cast) -> None:
        token, _ = make(scoped, "leader")
        assert "Nightly push" not in scoped.client("member").get("/o/home/tokens").content.decode()
        assert scoped.client("member").post(f"/o/home/tokens/{token.pk}/revoke").status_code == 404
        assert "Nightly push" in scoped.client("admin").get("/o/home/tokens").content.decode()
        assert scoped.client("leader").post(f"/o/home/tokens/{token.pk}/revoke").status_code == 302
        token.refresh_from_db()
        assert token.revoked_at is not None
