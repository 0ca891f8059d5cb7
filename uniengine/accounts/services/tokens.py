"""Personal tokens of the API: shown once, stored as a hash, scoped, expiring."""

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import PersonalToken
from uniengine.accounts.policy import TOKEN_SCOPES, Permission
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import every_organization

TOKEN_PATTERN = re.compile(r"Bearer\s+(uni_[A-Za-z0-9_-]{20,80})", re.IGNORECASE)
MOST_DAYS = 366
USE_NOTED_EVERY = timedelta(minutes=5)


def secret_hash(secret: str) -> str:
    """SHA-256 is enough for a 256-bit random secret; it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def token_create(*, actor: Actor, name: str, scopes: Collection[str], days: int) -> tuple[PersonalToken, str]:
    """Create a token for the actor; returns it with its secret, which is never shown again."""
    actor.require(Permission.TOKENS_OWN)
    if actor.user is None:
        raise NotAllowed("A token belongs to a person; sign in to create one.")
    unknown = sorted(set(scopes) - set(TOKEN_SCOPES))
    if unknown or not scopes:
        raise DomainError(
            "scope_unknown", f"Choose at least one scope out of: {', '.join(TOKEN_SCOPES)}.", field="scopes"
        )
    if not 1 <= days <= MOST_DAYS:
        raise DomainError("expiry_out_of_range", f"A token lasts between 1 and {MOST_DAYS} days.", field="days")
    if actor.token_scopes is not None and not set(scopes) <= actor.token_scopes:
        raise DomainError(
            "scope_too_wide", "A token cannot create a token with more scopes than its own.", field="scopes"
        )
    secret = "uni_" + secrets.token_urlsafe(32)
    token = PersonalToken.objects.create(
        organization=actor.organization,
        user=actor.user,
        name=name,
        prefix=secret[:10],
        secret_hash=secret_hash(secret),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    _record(actor, "token.create", token, after={"scopes": token.scopes, "days": days})
    return token, secret


@transaction.atomic
def token_revoke(*, actor: Actor, token: PersonalToken) -> None:
    """Stop a token at once. Owners and admins may stop anybody's."""
    if token.user_id != (actor.user.pk if actor.user else None):
        actor.require(Permission.MEMBERS_MANAGE)
    if PersonalToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        _record(actor, "token.revoke", token)


def _record(actor: Actor, action: str, token: PersonalToken, after: Mapping[str, object] | None = None) -> None:
    """The name somebody gave a token stays in the token's own row, where erasing an account reaches it."""
    audit_record(
        actor=actor, action=action, object_type=PersonalToken._meta.label_lower, object_id=str(token.pk), after=after
    )


def token_authenticate(secret: str) -> PersonalToken | None:
    """The live token of a secret, or None. Notes its use at most every five minutes."""
    now = timezone.now()
    with every_organization("a token names its organization itself"):
        token = (
            PersonalToken.objects.select_related("user")
            .filter(secret_hash=secret_hash(secret), revoked_at=None, expires_at__gt=now, user__is_active=True)
            .first()
        )
        if token and (token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY):
            PersonalToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
