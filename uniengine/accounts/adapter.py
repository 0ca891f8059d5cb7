"""Who may create an account: anybody where sign-up is open, else only with an invitation in hand."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from uniengine.accounts.services.invitations import invitation_by_hash

HELD = "invitation"  # session key: hash of the secret of the invitation the visitor came with


def may_sign_up(request: HttpRequest) -> bool:
    """Open sign-up, or a live invitation that this browser was shown."""
    if settings.OPEN_SIGNUP:
        return True
    held = request.session.get(HELD, "")
    return bool(held) and invitation_by_hash(held) is not None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account flows, with our rule of who may sign up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return may_sign_up(request)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The same rule for single sign-on, and the name the identity provider knows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return may_sign_up(request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        given = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        user.name = " ".join(given.split())[:150]
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        return {**super().get_signup_form_initial_data(sociallogin), "name": sociallogin.user.name}
