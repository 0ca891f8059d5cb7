"""One's own account: change the name, take one's data along, erase oneself."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.hooks import account_forgotten
from uniengine.accounts.models import Invitation, Membership, Organization, PersonalToken, Role, User
from uniengine.accounts.services.members import membership_end, organization_lock
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import every_organization, scope

ERASED_NAME = "Former member"


def profile_change(*, user: User, name: str) -> User:
    """How others see the person."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 150:
        raise DomainError("name_invalid", "Enter a name of at most 150 characters.", field="name")
    User.objects.filter(pk=user.pk).update(name=name)
    user.name = name
    return user


def account_blockers(user: User) -> list[Organization]:
    """Organizations that have other members but no other owner: the account must stay until they get one."""
    other_owners = Count(
        "memberships",
        filter=Q(memberships__role=Role.OWNER, memberships__user__is_active=True) & ~Q(memberships__user=user),
    )
    others = Count("memberships", filter=~Q(memberships__user=user))
    owned = Organization.objects.filter(pk__in=user.memberships.filter(role=Role.OWNER).values("organization"))
    return list(owned.annotate(owners=other_owners, others=others).filter(owners=0, others__gt=0).order_by("name"))


@transaction.atomic
def account_erase(*, user: User, request_id: str = "") -> None:
    """End every seat and replace everything that says who the person was. What they did stays, without a name.

    Raises DomainError while an organization would be left without an owner.
    """
    seats = list(user.memberships.select_related("organization", "user", "market").order_by("organization_id"))
    for seat in seats:
        organization_lock(seat.organization)
    if blockers := account_blockers(user):
        names = ", ".join(organization.name for organization in blockers)
        raise DomainError("last_owner", f"You are the only owner of {names}. Make somebody else an owner there first.")
    for seat in seats:
        _end_seat(seat, user, request_id)
    with every_organization("a person is erased everywhere"):
        PersonalToken.objects.filter(user=user).delete()
        theirs = Invitation.objects.filter(email__iexact=user.email)
        theirs.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
        theirs.update(email=erased_address(user))
        account_forgotten(user)
    _anonymise(user)


def erased_address(user: User) -> str:
    return f"erased-{user.pk}@erased.invalid"


def _end_seat(seat: Membership, user: User, request_id: str) -> None:
    actor = Actor(organization=seat.organization, user=user, role=Role(seat.role), request_id=request_id)
    with scope(seat.organization_id):
        membership_end(actor=actor, member=seat, action="member.leave", reason="The account was erased.")


def _anonymise(user: User) -> None:
    """The row stays, because the change log points to it; nothing in it names a person any more."""
    for related in ("emailaddress_set", "socialaccount_set", "authenticator_set"):
        getattr(user, related).all().delete()
    User.objects.filter(pk=user.pk).update(
        email=erased_address(user),
        name=ERASED_NAME,
        password=make_password(None),
        is_active=False,
        is_staff=False,
        is_superuser=False,
        last_login=None,
    )
