"""Who is named on a redesign."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from redesigns.forms.redesigns import NameForm
from redesigns.models import Collaborator, Redesign
from redesigns.selectors.access import is_editor
from redesigns.services.redesigns import collaborator_name, collaborator_remove
from redesigns.views.frame import frame, opened
from redesigns.views.showing import errors_of, page_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.models import Membership, User
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError


@require_GET
def collaborator_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Everybody named, and a form to name more."""
    return _page(request, opened(request, pk), None)


@require_POST
def collaborator_add(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Name a member, or change what a named one may do."""
    redesign = opened(request, pk)
    form = NameForm(request.POST, members=member_choices(request))
    if form.is_valid():
        user = User.objects.get(pk=form.cleaned_data["user"])
        try:
            collaborator_name(actor=request.actor, redesign=redesign, user=user, may=form.cleaned_data["may"])
        except DomainError as error:
            if error.status == 403:
                raise
            errors_of(form, error)
        else:
            messages.success(request, f"{user.display_name} is named on this redesign.")
            return redirect("redesigns:collaborator-list", slug, pk)
    return _page(request, redesign, form)


@require_POST
def collaborator_take_off(request: ActorRequest, slug: str, pk: int, user: int) -> HttpResponse:
    """Take a name off."""
    redesign = opened(request, pk)
    row = Collaborator.objects.filter(redesign=redesign, user=user).select_related("user").first()
    if row is None:
        raise Http404
    collaborator_remove(actor=request.actor, redesign=redesign, user=row.user)
    messages.success(request, f"{row.user.display_name} is not named on this redesign any more.")
    if request.actor.user == row.user and redesign.is_draft:
        return redirect(reverse("redesigns:list", args=[slug]))
    return redirect("redesigns:collaborator-list", slug, pk)


def member_choices(request: ActorRequest) -> list[tuple[int, str]]:
    """Members of the organization by name."""
    rows = Membership.objects.filter(organization=request.actor.organization).select_related("user")
    found = [(row.user_id, f"{row.user.display_name} ({row.get_role_display().lower()})") for row in rows]
    return sorted(found, key=lambda one: one[1].casefold())


def _page(request: ActorRequest, redesign: Redesign, form: NameForm | None) -> HttpResponse:
    editor = is_editor(request.actor, redesign)
    rows = list(Collaborator.objects.filter(redesign=redesign).select_related("user"))
    there = {row.user_id for row in rows}
    members = [one for one in member_choices(request) if one[0] not in there] if editor else []
    context = frame(request, redesign) | {
        "rows": rows,
        "editor": editor,
        "editors": sum(row.may == Collaborator.May.EDIT for row in rows),
        "form": form or (NameForm(members=members) if editor else None),
        "me": request.actor.user,
        "may_leave": request.actor.may(Permission.REDESIGN_EDIT),
        "back": page_of(redesign),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "redesigns/named.html", context, status=status)
