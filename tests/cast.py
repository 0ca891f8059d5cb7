"""The same people in every test: one of each role, a guest without a seat, and an outsider with one elsewhere."""

from dataclasses import dataclass

from django.test import Client

from uniengine.accounts.access import Actor, actor_of_member
from uniengine.accounts.models import Membership, Organization, Role, User

PASSWORD = "correct horse battery"
INSIDERS = ("owner", "admin", "leader", "facilitator", "pod_leader", "member")
EVERYBODY = (*INSIDERS, "guest", "outsider", "anonymous")


@dataclass(frozen=True)
class Cast:
    home: Organization
    away: Organization
    users: dict[str, User]

    def actor(self, name: str = "owner") -> Actor:
        """The actor of a role in the home organization (the outsider: in the other one)."""
        return actor_of_member(self.users[name], self.away if name == "outsider" else self.home)

    def client(self, name: str = "owner", *, enforce_csrf_checks: bool = False) -> Client:
        """A signed-in test client; 'anonymous' is not signed in."""
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        if name != "anonymous":
            client.force_login(self.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client


def user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.com", PASSWORD, name=name.replace("_", " ").title())


def cast_of() -> Cast:
    home = Organization.objects.create(slug="home", name="Home Instruments")
    away = Organization.objects.create(slug="away", name="Away Systems")
    users = {name: user(name) for name in (*INSIDERS, "guest", "outsider")}
    Membership.objects.bulk_create(
        [Membership(organization=home, user=users[name], role=Role(name)) for name in INSIDERS]
        + [Membership(organization=away, user=users["outsider"], role=Role.OWNER)]
    )
    return Cast(home, away, users)
