"""Journeys as a whole: list, start, rename, copy, put away."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from journeys import services
from journeys.forms.journeys import JourneyCopyForm, JourneyCreateForm, JourneyForm
from journeys.models import Journey
from journeys.selectors import journey_list as journeys_of
from journeys.views.answers import combining, conflict
from journeys.views.board import board_url
from journeys.views.fetching import journey_or_404
from journeys.views.shown import number
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError

SORTS = {
    "name": "name",
    "segment": "segment",
    "jobs": "job_count",
    "activities": "activity_count",
    "created": "created_at",
}


@require_GET
def journey_list(request: ActorRequest, slug: str) -> HttpResponse:
    """Every journey in use, or those put away."""
    archived, words = "archived" in request.GET, request.GET.get("q", "").strip()[:100]
    rows = journeys_of(archived=archived, search=words)
    sort = request.GET.get("sort", "name")
    down = sort.startswith("-")
    column = SORTS.get(sort.removeprefix("-"), "name")
    page = Paginator(rows.order_by(f"{'-' if down else ''}{column}", "id"), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "archived": archived,
        "words": words,
        "sort": sort,
        "may_edit": request.actor.may(Permission.JOURNEY_EDIT),
        "archived_count": Journey.objects.filter(archived_at__isnull=False).count(),
        "any": bool(words) or page.paginator.count > 0,
    }
    return render(request, "journeys/list.html", context)


@require_http_methods(["GET", "POST"])
def journey_create(request: ActorRequest, slug: str) -> HttpResponse:
    """From the template or from five empty stages; a file and a copy have pages of their own."""
    form = JourneyCreateForm(
        request.POST if request.method == "POST" else None,
        initial={"template": request.GET.get("template", "b2b")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.journey_create(actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect(board_url(made))
    context = {"form": form, "journeys": journeys_of()[:50]}
    return render(request, "journeys/create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def journey_edit(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """Name, segment and description."""
    journey = journey_or_404(journey_pk)
    theirs = combining(request)
    form = JourneyForm(request.POST if request.method == "POST" else None, instance=journey)
    if request.method == "POST" and theirs is None and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "segment", "description")}
        version = form.cleaned_data["version"]
        try:
            services.journey_update(actor=request.actor, journey=journey_or_404(journey_pk), version=version, **values)
        except Conflict as error:
            return conflict(request, journey_or_404(journey_pk), error, board_url(journey), combine=True)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, "Saved.")
            return redirect(board_url(journey))
    context = {
        "journey": journey_or_404(journey_pk),
        "form": form,
        "title": "Name and segment",
        "submit": "Save",
        "back": board_url(journey),
        "theirs": theirs,
        "action": request.path,
        "version": "",
    }
    return render(request, "journeys/edit.html", context, status=422 if form.errors and theirs is None else 200)


@require_http_methods(["GET", "POST"])
def journey_copy(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """A copy with everything on the board."""
    journey = journey_or_404(journey_pk)
    form = JourneyCopyForm(
        request.POST if request.method == "POST" else None, initial={"name": f"{journey.name}, copy"[:120]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.journey_copy(actor=request.actor, journey=journey, name=form.cleaned_data["name"])
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect(board_url(made))
    context = {
        "journey": journey,
        "form": form,
        "title": "Copy the journey",
        "submit": "Make the copy",
        "version": "",
        "text": "Stages, jobs, activities, skills and figures come along. Later changes of one do not touch the other.",
        "back": board_url(journey),
        "action": request.path,
        "step": journey.name,
    }
    return render(request, "journeys/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def journey_archive(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    return _put_away(request, journey_or_404(journey_pk), archive=True)


@require_http_methods(["GET", "POST"])
def journey_restore(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    return _put_away(request, journey_or_404(journey_pk), archive=False)


def _put_away(request: ActorRequest, journey: Journey, *, archive: bool) -> HttpResponse:
    home = reverse("journeys:list", args=[journey.organization.slug])
    if request.method == "GET":
        return render(request, "journeys/archive.html", {"journey": journey, "archive": archive, "back": home})
    act = services.journey_archive if archive else services.journey_restore
    try:
        act(actor=request.actor, journey=journey, version=number(request.POST.get("version")) or 0)
    except Conflict as error:
        return conflict(request, journey, error, home)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(home)
    messages.success(request, f"“{journey.name}” is {'archived' if archive else 'back in use'}.")
    return redirect(home)
