"""Members: change a role, remove, leave. An organization never loses its last owner, not even in a race."""

from django.db import transaction

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.hooks import membership_ended
from uniengine.accounts.models import Market, Membership, Organization, PersonalToken, Role, User
from uniengine.accounts.policy import Permission, may_give
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import every_organization

LAST_OWNER = "An organization needs an owner. Make somebody else an owner first."


@transaction.atomic
def member_change(*, actor: Actor, member: Membership, role: str, market: Market | None) -> Membership:
    """Give a member another role; `market` is kept for pod leaders only."""
    actor.require(Permission.MEMBERS_MANAGE)
    organization_lock(actor.organization)
    member = member_locked(member)
    if role not in Role.values:
        raise DomainError("role_unknown", f"Choose one of: {', '.join(Role.values)}.", field="role")
    if role != member.role:
        require_may_give(actor, role)
        require_may_give(actor, member.role)
        keep_an_owner(member, Role(role))
    before = member_values(member)
    member.role = role
    member.market = market if role == Role.POD_LEADER else None
    after = member_values(member)
    if after != before:
        member.save(update_fields=["role", "market"])
        _record(actor, "member.change", member, before=before, after=after)
    return member


@transaction.atomic
def member_remove(*, actor: Actor, member: Membership) -> None:
    """Take a member out, with their tokens of this organization. Everybody may remove themselves."""
    own = actor.user is not None and member.user_id == actor.user.pk
    actor.require(Permission.MEMBERSHIP_OWN if own else Permission.MEMBERS_MANAGE)
    organization_lock(actor.organization)
    member = member_locked(member)
    if not own:
        require_may_give(actor, member.role)
    keep_an_owner(member, None)
    membership_end(actor=actor, member=member, action="member.leave" if own else "member.remove")


def membership_end(*, actor: Actor, member: Membership, action: str, reason: str = "") -> None:
    """Delete the seat and its tokens. The caller holds the organization's lock and has checked the owners."""
    with every_organization("tokens of one seat, wherever the actor stands"):
        PersonalToken.objects.filter(organization=member.organization_id, user=member.user_id).delete()
    _record(actor, action, member, before=member_values(member), after=None, reason=reason)
    user = member.user
    member.delete()
    membership_ended(actor, user)


def organization_lock(organization: Organization) -> None:
    """Writers of seats and markets of one organization queue here. Weak enough to let foreign keys point at it."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def member_locked(member: Membership) -> Membership:
    """The seat as it is now. Raises DomainError when it is gone."""
    found = Membership.objects.select_related("user", "market").filter(pk=member.pk).first()
    if found is None:
        raise DomainError("member_gone", "This person is not a member any more. Reload the page.")
    return found


def keep_an_owner(member: Membership, role: Role | None) -> None:
    """Raises DomainError when `member` is the last owner and would become `role` (None: leave)."""
    if member.role != Role.OWNER or role == Role.OWNER:
        return
    others = Membership.objects.filter(organization=member.organization_id, role=Role.OWNER, user__is_active=True)
    if not others.exclude(pk=member.pk).exists():
        raise DomainError("last_owner", LAST_OWNER, field="role")


def require_may_give(actor: Actor, role: str) -> None:
    """Raises NotAllowed when the actor may not give or take this role."""
    if not may_give(actor.role, role):
        raise NotAllowed("Only an owner can make somebody an owner, or change or remove an owner.")


def member_values(member: Membership) -> dict[str, object]:
    return {"role": member.role, "market": member.market.name if member.market else None}


def _record(actor: Actor, action: str, member: Membership, *, before: object, after: object, reason: str = "") -> None:
    """The row names the user by id only: names live in one place, where they can be erased."""
    audit_record(
        actor=actor,
        action=action,
        object_type=User._meta.label_lower,
        object_id=str(member.user_id),
        before=before if isinstance(before, dict) else None,
        after=after if isinstance(after, dict) else None,
        reason=reason,
    )
