"""Settings of an organization."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import SettingsForm, show_error
from uniengine.accounts.services.organizations import organization_update, organization_values
from uniengine.kit.errors import DomainError


@require_http_methods(["GET", "POST"])
def settings(request: ActorRequest, slug: str) -> HttpResponse:
    """The form; saves only what changed, so that two people's edits of different settings both stay."""
    initial = organization_values(request.actor.organization)
    initial["rater_precedence"] = ",".join(initial["rater_precedence"])
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organization_update(actor=request.actor, changes=form.changes())
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "Settings saved." if form.changed_data else "Nothing was changed.")
            return redirect("organization:settings", slug)
    return render(request, "organization/settings.html", {"form": form}, status=422 if form.errors else 200)
