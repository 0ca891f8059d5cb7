"""Everything the application keeps about one user, as JSON-ready values."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from uniengine.accounts.hooks import account_parts
from uniengine.accounts.models import AuditEntry, Invitation, PersonalToken, User
from uniengine.kit.scoping import every_organization


def account_data(user: User) -> dict[str, Any]:
    """What a person gets when they export their account. Secrets are hashes and are left out."""
    with every_organization("a person takes along what is theirs, everywhere"):
        return {
            "account": {
                "id": user.pk,
                "name": user.name,
                "email": user.email,
                "joined": user.date_joined,
                "last_sign_in": user.last_login,
            },
            "sign_in": _sign_in(user),
            "seats": list(
                user.memberships.order_by("joined_at").values("organization__name", "role", "market__name", "joined_at")
            ),
            "invitations": list(
                Invitation.objects.filter(email__iexact=user.email).values(
                    "organization__name", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at"
                )
            ),
            "tokens": list(
                PersonalToken.objects.filter(user=user).values(
                    "organization__name",
                    "name",
                    "prefix",
                    "scopes",
                    "created_at",
                    "expires_at",
                    "last_used_at",
                    "revoked_at",
                )
            ),
            "changes": list(
                AuditEntry.objects.filter(actor=user)
                .order_by("id")
                .values("organization__name", "at", "action", "object_type", "object_id", "reason")
            ),
            **account_parts(user),
        }


def _sign_in(user: User) -> dict[str, Any]:
    return {
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "single_sign_on": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "last_login", "date_joined")
        ),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
    }
