"""The invited person's side: the link from the mail, then the page that asks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uniengine.accounts.adapter import HELD, may_sign_up
from uniengine.accounts.models import Invitation
from uniengine.accounts.services.invitations import invitation_accept, invitation_by_hash
from uniengine.accounts.services.tokens import secret_hash
from uniengine.kit.errors import DomainError


@require_GET
@cache_control(no_store=True, private=True)
def door(request: HttpRequest, secret: str) -> HttpResponse:
    """Remember the invitation in the session and leave the address with the secret. Nothing is used up by looking."""
    request.session[HELD] = secret_hash(secret)
    return redirect("accounts:invitation")


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def invitation(request: HttpRequest) -> HttpResponse:
    """Who invites to what; accepts on POST."""
    held = request.session.get(HELD, "")
    found = invitation_by_hash(held) if held else None
    if found is None:
        request.session.pop(HELD, None)
        return render(request, "accounts/invitation_gone.html", status=410)
    if request.method != "POST" or not request.user.is_authenticated:
        return _page(request, found)
    try:
        seat = invitation_accept(
            user=request.user,
            hashed=held,
            other_address="other_address" in request.POST,
            request_id=getattr(request, "request_id", ""),
        )
    except DomainError as error:
        return _page(request, found, error=error)
    del request.session[HELD]
    messages.success(request, f"You joined {seat.organization.name} as {seat.get_role_display().lower()}.")
    return redirect("workshops:home", seat.organization.slug)


@require_POST
def not_now(request: HttpRequest) -> HttpResponse:
    """Forget the invitation in this browser; the link still works."""
    request.session.pop(HELD, None)
    return redirect("accounts:start")


def _page(request: HttpRequest, found: Invitation, error: DomainError | None = None) -> HttpResponse:
    same = request.user.is_authenticated and request.user.email.lower() == found.email.lower()
    context = {"invitation": found, "same_address": same, "may_sign_up": may_sign_up(request), "error": error}
    return render(request, "accounts/invitation.html", context, status=422 if error else 200)
