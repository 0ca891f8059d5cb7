"""Invitations: offer a seat by link, take it back, send it again, accept it once."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Invitation, Market, Membership, Role, User
from uniengine.accounts.policy import Permission, may_give
from uniengine.accounts.services.members import organization_lock, require_may_give
from uniengine.accounts.services.tokens import secret_hash
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import every_organization, scope

log = logging.getLogger(__name__)
LASTS = timedelta(days=7)
MOST_PER_HOUR = 100
GONE = "This invitation was used, withdrawn or has expired. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Offer:
    """A new or renewed invitation. `link` is not kept: who does not note it now needs a new one."""

    invitation: Invitation
    link: str
    mailed: bool


def invitation_create(*, actor: Actor, email: str, role: str, market: Market | None, site: str) -> Offer:
    """Offer a seat and mail the link. `site` is the address people use, such as 'https://engine.example.com'."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = _create(actor, email.strip().lower(), role, market, secret)
    return _offer(actor, invitation, secret, site)


def invitation_resend(*, actor: Actor, invitation: Invitation, site: str) -> Offer:
    """A new link for the same offer; the old link stops working."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        actor.require(Permission.MEMBERS_MANAGE)
        require_may_give(actor, invitation.role)
        _check_rate(actor)
        renewed = _open().filter(pk=invitation.pk)
        now = timezone.now()
        if not renewed.update(
            secret_hash=secret_hash(secret), expires_at=now + LASTS, created_at=now, invited_by=actor.user
        ):
            raise DomainError("invitation_gone", "This invitation was used or withdrawn. Invite the person again.")
        invitation.refresh_from_db()
        _record(actor, "invitation.resend", invitation)
    return _offer(actor, invitation, secret, site)


@transaction.atomic
def invitation_withdraw(*, actor: Actor, invitation: Invitation) -> None:
    """Make the link useless. Nothing happens when it was used or withdrawn before."""
    actor.require(Permission.MEMBERS_MANAGE)
    require_may_give(actor, invitation.role)
    if _open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        _record(actor, "invitation.withdraw", invitation)


def invitation_by_hash(hashed: str) -> Invitation | None:
    """The invitation whose link has a secret with this hash, while it can be accepted."""
    with every_organization("an invitation names its organization itself"):
        return (
            _open()
            .select_related("organization", "invited_by", "market")
            .filter(secret_hash=hashed, expires_at__gt=timezone.now())
            .first()
        )


def invitation_accept(*, user: User, hashed: str, other_address: bool = False, request_id: str = "") -> Membership:
    """Take the seat. `other_address` says that the person knows the invitation went to another address than theirs."""
    found = invitation_by_hash(hashed)
    if found is None:
        raise DomainError("invitation_gone", GONE)
    if not other_address and user.email.lower() != found.email.lower():
        raise DomainError(
            "other_address",
            f"The invitation went to {found.email}, you are signed in as {user.email}. "
            "Confirm that you want to join with this account, or sign in with the other one.",
            field="other_address",
        )
    with scope(found.organization_id), transaction.atomic():
        organization_lock(found.organization)
        return _take_seat(found, user, request_id)


def _create(actor: Actor, email: str, role: str, market: Market | None, secret: str) -> Invitation:
    actor.require(Permission.MEMBERS_MANAGE)
    if actor.user is None:
        raise NotAllowed("An invitation comes from a person.")
    if role not in Role.values:
        raise DomainError("role_unknown", f"Choose one of: {', '.join(Role.values)}.", field="role")
    require_may_give(actor, role)
    if Membership.objects.filter(organization=actor.organization, user__email__iexact=email).exists():
        raise DomainError("already_member", f"{email} is a member already.", field="email")
    _check_rate(actor)
    now = timezone.now()
    _open().filter(email__iexact=email, expires_at__lte=now).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organization=actor.organization,
                email=email,
                role=role,
                market=market if role == Role.POD_LEADER else None,
                secret_hash=secret_hash(secret),
                invited_by=actor.user,
                expires_at=now + LASTS,
            )
    except IntegrityError:
        raise DomainError(
            "already_invited", f"{email} has an open invitation. Send it again or withdraw it.", field="email"
        ) from None
    _record(actor, "invitation.create", invitation)
    return invitation


def _check_rate(actor: Actor) -> None:
    """Our mail server must not become a tool to write to strangers."""
    recent = Invitation.objects.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count()
    if recent >= MOST_PER_HOUR:
        raise DomainError("too_many_invitations", f"At most {MOST_PER_HOUR} invitations an hour. Wait, then go on.")


def _take_seat(found: Invitation, user: User, request_id: str) -> Membership:
    """Use up the invitation, then seat the user; one statement decides who was first."""
    inviter = Membership.objects.filter(organization=found.organization_id, user=found.invited_by_id).first()
    if inviter is None or not may_give(inviter.role, found.role):
        raise DomainError("invitation_gone", "Whoever invited you may not do so any more. Ask for a new invitation.")
    used = _open().filter(pk=found.pk, secret_hash=found.secret_hash, expires_at__gt=timezone.now())
    if not used.update(accepted_at=timezone.now()):
        raise DomainError("invitation_gone", GONE)
    seat, created = Membership.objects.get_or_create(
        organization=found.organization, user=user, defaults={"role": found.role, "market": found.market}
    )
    actor = Actor(organization=found.organization, user=user, role=Role(seat.role), request_id=request_id)
    _record(actor, "invitation.accept" if created else "invitation.accept_again", found)
    return seat


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _record(actor: Actor, action: str, invitation: Invitation) -> None:
    """The address stays in the invitation's own row, where erasing an account reaches it."""
    audit_record(
        actor=actor,
        action=action,
        object_type=Invitation._meta.label_lower,
        object_id=str(invitation.pk),
        after={"role": invitation.role, "market": invitation.market.name if invitation.market else None},
    )


def _offer(actor: Actor, invitation: Invitation, secret: str, site: str) -> Offer:
    link = site.rstrip("/") + reverse("accounts:invitation-accept", args=[secret])
    return Offer(invitation, link, _mail(actor, invitation, link))


def _mail(actor: Actor, invitation: Invitation, link: str) -> bool:
    """Whether the mail server took it. The link is shown all the same, so a failure loses nothing."""
    words = {"invitation": invitation, "actor": actor, "link": link, "until": _day(invitation.expires_at)}
    text = render_to_string("accounts/mail/invitation.txt", words)
    subject = f"{actor.name} invites you to {actor.organization.name} in UniEngine"
    try:
        return bool(send_mail(" ".join(subject.split()), text, None, [invitation.email]))
    except (SMTPException, OSError) as error:
        log.warning("invitation %s was not mailed: %s", invitation.pk, error)
        return False


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%A %-d %B, %H:%M %Z}"
