"""Turn a request into an actor, or refuse it. Outsiders get 404, members without the permission 403."""

from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest

from uniengine.accounts.models import Membership, Organization, PersonalToken, Role, User
from uniengine.accounts.policy import Permission, allows, scope_of
from uniengine.kit.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, in which organization, with which role. Every service takes one."""

    organization: Organization
    user: User | None
    role: Role
    request_id: str = ""
    token_scopes: frozenset[str] | None = None

    @property
    def name(self) -> str:
        return self.user.display_name if self.user else "System"

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission and, with an API token, the token its scope."""
        if self.token_scopes is not None and scope_of(permission) not in self.token_scopes:
            return False
        return allows(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Raises NotAllowed (403) unless the actor may."""
        if not self.may(permission):
            raise NotAllowed()


class ActorRequest(HttpRequest):
    """A request that passed the access middleware of an organization route."""

    actor: Actor


def system_actor(organization: Organization) -> Actor:
    """The actor of management commands and of tasks without a user."""
    return Actor(organization=organization, user=None, role=Role.OWNER)


def actor_of_member(user: User, organization: Organization, request_id: str = "") -> Actor:
    """The actor of a member; raises Http404 for outsiders, so that they cannot learn the organization exists."""
    membership = Membership.objects.filter(user=user, organization=organization).first()
    if membership is None or not user.is_active:
        raise Http404
    return Actor(organization=organization, user=user, role=Role(membership.role), request_id=request_id)


def actor_for(request: HttpRequest, slug: str, request_id: str) -> Actor:
    """The actor of a request to organization `slug`."""
    membership = (
        Membership.objects.select_related("organization")
        .filter(user=cast(User, request.user), organization__slug=slug)
        .first()
    )
    token: PersonalToken | None = getattr(request, "token", None)
    if membership is None or (token is not None and token.organization_id != membership.organization_id):
        raise Http404
    return Actor(
        organization=membership.organization,
        user=cast(User, request.user),
        role=Role(membership.role),
        request_id=request_id,
        token_scopes=frozenset(token.scopes) if token else None,
    )
