"""The only permission rules. Every page, API route and export is decided here, and nowhere else.

PERMISSIONS gives each permission its roles; ROUTES gives each URL name its permission. A route that is not listed
is refused, and a test fails until it is listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType

from uniengine.accounts.models import Role

EVERYONE = frozenset(Role)
OWNER, ADMIN, LEADER = Role.OWNER, Role.ADMIN, Role.LEADER
FACILITATOR, POD_LEADER, MEMBER = Role.FACILITATOR, Role.POD_LEADER, Role.MEMBER


class Permission(StrEnum):
    """What can be allowed. `view` permissions read, all others write."""

    ORGANIZATION_VIEW = "organization.view"
    ORGANIZATION_MANAGE = "organization.manage"
    MEMBERS_VIEW = "members.view"
    MEMBERS_MANAGE = "members.manage"
    MEMBERSHIP_OWN = "membership.own"
    MARKETS_MANAGE = "markets.manage"
    AUDIT_VIEW = "audit.view"
    TOKENS_OWN = "tokens.own"
    JOBS_VIEW = "jobs.view"
    JOBS_CANCEL = "jobs.cancel"
    WORKSHOP_VIEW = "workshop.view"
    WORKSHOP_RUN = "workshop.run"
    JOURNEY_VIEW = "journey.view"
    JOURNEY_EDIT = "journey.edit"
    SKILLS_VIEW = "skills.view"
    SKILLS_EDIT = "skills.edit"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    INVENTORY_IMPORT = "inventory.import"
    GAPS_VIEW = "gaps.view"
    GAPS_REFRESH = "gaps.refresh"
    DEVELOPMENT_VIEW = "development.view"
    REDESIGN_VIEW = "redesigns.view"
    REDESIGN_EDIT = "redesigns.edit"
    REDESIGN_DECIDE = "redesigns.decide"
    PLACEMENTS_VIEW = "placements.view"
    PLACEMENTS_EDIT = "placements.edit"


class Access(Enum):
    """Routes that need no seat in an organization."""

    PUBLIC = "public"  # anybody
    SIGNED_IN = "signed in"  # any user
    DELEGATED = "delegated"  # allauth decides


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class ByMethod:
    """The rule of one API address that both reads and writes."""

    read: Permission
    write: Permission

    def of(self, method: str | None) -> Permission:
        """What a request with this HTTP method needs."""
        return self.read if method in SAFE_METHODS else self.write


Rule = Access | Permission | ByMethod

PERMISSIONS: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.ORGANIZATION_VIEW: EVERYONE,
        Permission.ORGANIZATION_MANAGE: frozenset({OWNER, ADMIN}),
        Permission.MEMBERS_VIEW: EVERYONE,
        Permission.MEMBERS_MANAGE: frozenset({OWNER, ADMIN}),
        Permission.MEMBERSHIP_OWN: EVERYONE,  # leave
        Permission.MARKETS_MANAGE: frozenset({OWNER, ADMIN}),
        Permission.AUDIT_VIEW: frozenset({OWNER, ADMIN}),
        Permission.TOKENS_OWN: EVERYONE,
        Permission.JOBS_VIEW: EVERYONE,
        Permission.JOBS_CANCEL: EVERYONE,  # of one's own jobs; owners and admins of any (jobs.services)
        Permission.WORKSHOP_VIEW: EVERYONE,
        Permission.WORKSHOP_RUN: frozenset({OWNER, ADMIN, FACILITATOR}),
        Permission.JOURNEY_VIEW: EVERYONE,
        Permission.JOURNEY_EDIT: frozenset({OWNER, ADMIN, LEADER, FACILITATOR}),
        Permission.SKILLS_VIEW: EVERYONE,
        Permission.SKILLS_EDIT: frozenset({OWNER, ADMIN, LEADER, FACILITATOR}),
        # Names, e-mail addresses and single ratings. Everyone else sees sums over groups of at least five.
        Permission.PEOPLE_VIEW: frozenset({OWNER, ADMIN, LEADER}),
        Permission.PEOPLE_EDIT: frozenset({OWNER, ADMIN}),
        Permission.INVENTORY_IMPORT: frozenset({OWNER, ADMIN}),
        Permission.GAPS_VIEW: EVERYONE,
        Permission.GAPS_REFRESH: frozenset({OWNER, ADMIN, LEADER, FACILITATOR}),
        Permission.DEVELOPMENT_VIEW: frozenset({OWNER, ADMIN, LEADER}),
        # A draft is seen and edited only by those named on it, whatever their role (redesigns.selectors.access).
        Permission.REDESIGN_VIEW: EVERYONE,
        Permission.REDESIGN_EDIT: frozenset({OWNER, ADMIN, LEADER, FACILITATOR}),
        Permission.REDESIGN_DECIDE: frozenset({OWNER, ADMIN, LEADER}),  # approve, publish; never one's own proposal
        # Who sits where, by name, and only for those named on the redesign. Everyone else sees counts.
        Permission.PLACEMENTS_VIEW: frozenset({OWNER, ADMIN, LEADER}),
        Permission.PLACEMENTS_EDIT: frozenset({OWNER, ADMIN, LEADER}),
    }
)


def allows(role: str | None, permission: Permission) -> bool:
    """Whether a member with `role` has `permission`. No role, no permission."""
    return role in PERMISSIONS[permission]


def may_give(giver: str | None, role: str) -> bool:
    """Whether a member with `giver` may give or take away `role`: only an owner makes or unmakes an owner."""
    return allows(giver, Permission.MEMBERS_MANAGE) and (role != OWNER or giver == OWNER)


def scope_of(permission: Permission) -> str:
    """The token scope a permission needs: `people:read`, `inventory:write`..."""
    area, _, verb = permission.partition(".")
    return f"{area}:{'read' if verb == 'view' else 'write'}"


TOKEN_SCOPES: tuple[str, ...] = tuple(sorted({scope_of(p) for p in Permission}))
