"""Reading members and invitations. Addresses are for those who manage members; the others see names and roles."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.models import Invitation, Membership, Role
from uniengine.accounts.policy import Permission, may_give

RANK = Case(*[When(role=role, then=Value(rank)) for rank, role in enumerate(Role.values)], output_field=IntegerField())
SORTS = {
    "name": ("shown", "pk"),
    "role": ("rank", "shown", "pk"),
    "market": ("market__name", "shown", "pk"),
    "joined": ("joined_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What of the list to show; empty values mean all. `sort` is a key of SORTS, with '-' for descending."""

    text: str = ""
    role: str = ""
    sort: str = "role"


EVERYBODY = MemberFilter()
# The name a list shows and sorts by: User.display_name, as far as a database needs it.
SHOWN = Lower(Coalesce(NullIf("user__name", Value("")), "user__email", output_field=CharField()))


def member_list(*, actor: Actor, wanted: MemberFilter = EVERYBODY) -> QuerySet[Membership]:
    """Members with user and market, filtered and sorted."""
    rows = (
        Membership.objects.filter(organization=actor.organization)
        .select_related("user", "market")
        .annotate(rank=RANK, shown=SHOWN)
    )
    if wanted.text:
        by_name = Q(user__name__icontains=wanted.text)
        rows = rows.filter(by_name | Q(user__email__icontains=wanted.text) if sees_addresses(actor) else by_name)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    return rows.order_by(*_order(wanted.sort))


def sees_addresses(actor: Actor) -> bool:
    return actor.may(Permission.MEMBERS_MANAGE)


@dataclass(frozen=True, slots=True)
class InvitationRow:
    invitation: Invitation
    expired: bool
    changeable: bool


def invitations_open() -> QuerySet[Invitation]:
    """Invitations that nobody accepted or withdrew, the newest first. Needs the scope of the organization."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("market", "invited_by")
    return rows.order_by("-created_at", "-pk")


def invitation_list(*, actor: Actor, now: datetime | None = None) -> list[InvitationRow]:
    """The same, saying which have expired and which the actor may send again or withdraw."""
    now = now or timezone.now()
    return [InvitationRow(row, row.expires_at <= now, may_give(actor.role, row.role)) for row in invitations_open()]


def _order(sort: str) -> tuple[str, ...]:
    names = SORTS.get(sort.lstrip("-"), SORTS["role"])
    return tuple(f"-{name}" for name in names) if sort.startswith("-") else names
