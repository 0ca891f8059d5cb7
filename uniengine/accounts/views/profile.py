"""One's own name and data."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from uniengine.accounts.forms import ProfileForm, show_error
from uniengine.accounts.models import User
from uniengine.accounts.selectors.profiles import account_data
from uniengine.accounts.services.profiles import account_blockers, account_erase, profile_change
from uniengine.kit.errors import DomainError


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The name others see; below it the ways to take one's data along and to leave."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            profile_change(user=user, name=form.cleaned_data["name"])
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "Your name is saved.")
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@cache_control(no_store=True, private=True)
def data_export(request: HttpRequest) -> HttpResponse:
    """Everything kept about the signed-in person, as a JSON file."""
    return JsonResponse(
        account_data(cast(User, request.user)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="my-uniengine-data.json"'},
    )


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """Asks, has the person confirm that it is them, then erases the account."""
    user = cast(User, request.user)
    if request.method == "POST":
        try:
            account_erase(user=user, request_id=getattr(request, "request_id", ""))
        except DomainError as error:
            return _ask(request, user, error)
        logout(request)
        messages.success(request, "Your account is erased.")
        return redirect("account_login")
    return _ask(request, user, None)


def _ask(request: HttpRequest, user: User, error: DomainError | None) -> HttpResponse:
    lonely = [
        seat.organization for seat in user.memberships.select_related("organization") if _alone(seat.organization_id)
    ]
    context = {"error": error, "blockers": account_blockers(user), "lonely": lonely}
    return render(request, "accounts/erase.html", context, status=422 if error else 200)


def _alone(organization_id: int) -> bool:
    return User.objects.filter(memberships__organization=organization_id).count() == 1
