"""The inviting side: offer a seat, send it again, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import InvitationForm, show_error
from uniengine.accounts.models import Invitation, Role
from uniengine.accounts.services.invitations import Offer, invitation_create, invitation_resend, invitation_withdraw
from uniengine.kit.errors import DomainError


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def invite(request: ActorRequest, slug: str) -> HttpResponse:
    """The form; after sending, the page with the link, which is never shown again."""
    form = InvitationForm(request.POST or None, giver=request.actor.role, initial={"role": Role.LEADER})
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, invitation_create(actor=request.actor, site=site_of(request), **form.cleaned_data))
        except DomainError as error:
            show_error(form, error)
    return render(request, "organization/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@cache_control(no_store=True, private=True)
def again(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """A new link for the same offer."""
    found = get_object_or_404(Invitation.objects, pk=pk)
    try:
        return _sent(request, invitation_resend(actor=request.actor, invitation=found, site=site_of(request)))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("organization:member-list", slug)


@require_POST
def withdraw(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects, pk=pk)
    invitation_withdraw(actor=request.actor, invitation=found)
    messages.success(request, f"The invitation of {found.email} is withdrawn. Its link does not work any more.")
    return redirect("organization:member-list", slug)


def site_of(request: HttpRequest) -> str:
    """The address of this site as the visitor used it."""
    return request.build_absolute_uri("/")[:-1]


def _sent(request: ActorRequest, offer: Offer) -> HttpResponse:
    return render(request, "organization/invited.html", {"offer": offer})
