"""Where one lands after signing in: choose an organization, or create the first one."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from uniengine.accounts.adapter import HELD
from uniengine.accounts.forms import OrganizationForm, show_error
from uniengine.accounts.models import User
from uniengine.accounts.services.invitations import invitation_by_hash
from uniengine.accounts.services.organizations import organization_create
from uniengine.kit.errors import DomainError


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Answer an invitation first, then go straight to the only organization, or offer the choice."""
    if (held := request.session.get(HELD)) and invitation_by_hash(held):
        return redirect("accounts:invitation")
    user = cast(User, request.user)
    seats = list(user.memberships.select_related("organization").order_by("organization__name"))
    if len(seats) == 1 and "all" not in request.GET:
        return redirect("workshops:home", seats[0].organization.slug)
    return render(request, "accounts/start.html", {"seats": seats})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A form with a name and a currency; the rest has defaults."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organization = organization_create(
                user=cast(User, request.user),
                name=form.cleaned_data["name"],
                currency=form.cleaned_data["currency"],
                request_id=getattr(request, "request_id", ""),
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{organization.name} is ready. You are its owner.")
            return redirect("workshops:home", organization.slug)
    return render(request, "accounts/create.html", {"form": form}, status=422 if form.errors else 200)
