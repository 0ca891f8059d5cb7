"""Supplier activities: the rows of a card, and the inspector."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys import services
from journeys.forms.board import LAST, DropForm, MoveForm
from journeys.models import ActivityJob, BuyingJob, Journey, SupplierActivity
from journeys.selectors import activity_detail, job_options, journey_board
from journeys.views.answers import After, form_answer, refuse, respond
from journeys.views.board import board_url
from journeys.views.fetching import activity_or_404, job_or_404, journey_or_404
from journeys.views.inspecting import activity_context
from journeys.views.jobs import add_form, delete_page, move_page, steps, with_selected
from journeys.views.pieces import Place, drawing, place_of
from journeys.views.shown import Filters, number, shown
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError


def activity_url(journey: Journey, pk: int) -> str:
    return reverse("journeys:activity", args=[journey.organization.slug, journey.pk, pk])


@require_GET
def activity(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """One activity beside the board, or on a page of its own."""
    journey = journey_or_404(journey_pk)
    found = activity_or_404(journey, pk)
    context = inspected(request, journey, found)
    if not request.headers.get("HX-Request"):
        return render(request, "journeys/thing.html", context)
    response = render(request, "journeys/_inspector.html", context)
    if place_of(request) is Place.BOARD:
        response["HX-Replace-Url"] = with_selected(request, "activity", pk)
    return response


def inspected(request: ActorRequest, journey: Journey, found: SupplierActivity) -> dict[str, Any]:
    """Context of the inspector with an activity in it."""
    view = shown(journey_board(journey), Filters())
    context = drawing(request, view) | activity_context(activity_detail(found))
    return context | {"selected_kind": "activity", "selected": found.pk}


@require_http_methods(["GET", "POST"])
def activity_create(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """A name is enough; the form stays open for the next one."""
    journey = journey_or_404(journey_pk)
    job = job_or_404(journey, number(request.GET.get("job")) or 0)
    if request.method == "GET":
        return add_form(request, journey, {"job": job})
    name = request.POST.get("name", "")
    back = board_url(journey, f"job-{job.pk}")
    return respond(
        request,
        journey,
        lambda: services.activity_create(actor=request.actor, journey=journey, name=name, jobs=[job]),
        After(back, f"add-activity-{job.pk}-name", take=True, adding={"job": job.pk}),
        refused=lambda error: add_form(request, journey, {"job": job, "error": error, "name": name}, status=422),
    )


@require_POST
def activity_rename(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Only the name, from the board."""
    journey = journey_or_404(journey_pk)
    found = activity_or_404(journey, pk)
    return respond(
        request,
        journey,
        lambda: services.activity_update(
            actor=request.actor,
            activity=found,
            version=number(request.POST.get("version")) or 0,
            name=request.POST.get("name", ""),
        ),
        After(activity_url(journey, pk)),
    )


@require_http_methods(["GET", "POST"])
def activity_move(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Move to...: from the job in ?from= (or from none) to another; drag and keys post here too."""
    journey = journey_or_404(journey_pk)
    found = activity_or_404(journey, pk)
    origin = _origin(found, request)
    if request.method == "GET":
        return form_answer(request, _move_form(request, journey, found, origin))
    form = DropForm(request.POST)
    back = board_url(journey, f"job-{form.data.get('place')}")
    if not form.is_valid():
        return refuse(request, DomainError("place_missing", "Choose the job it should help with."), back)
    values = form.cleaned_data
    target = job_or_404(journey, values["place"])
    return respond(
        request,
        journey,
        lambda: services.activity_move(
            actor=request.actor,
            activity=found,
            version=values["version"],
            from_job=origin,
            to_job=target,
            position=values["position"],
        ),
        After(back, f"activity-{pk}-in-{target.pk}-grip"),
    )


def _origin(activity: SupplierActivity, request: ActorRequest) -> BuyingJob | None:
    """The job it is taken from: the one named, else the only one it helps."""
    jobs = list(activity.jobs.select_related("stage"))
    named = number(request.POST.get("from") or request.GET.get("from"))
    return next((job for job in jobs if job.pk == named), jobs[0] if len(jobs) == 1 and not named else None)


def _move_form(
    request: ActorRequest, journey: Journey, activity: SupplierActivity, origin: BuyingJob | None
) -> dict[str, Any]:
    places: dict[str, list[tuple[int, str]]] = {}
    for option in job_options(journey):
        places.setdefault(option.stage_name, []).append((option.pk, option.name))
    initial = {"place": origin.pk if origin else None, "position": LAST}
    form = MoveForm(places=list(places.items()), what="Job", initial=initial)
    context = move_page(journey, activity.name, form, activity.version, activity_url(journey, activity.pk))
    if origin:
        siblings = list(ActivityJob.objects.filter(job=origin).values_list("activity", flat=True))
        context["steps"] = steps(origin.pk, siblings.index(activity.pk), len(siblings))
    if origin is None:
        also = {"title": "Help another job", "submit": "Add it there", "text": "It stays where it is now, too."}
        return context | also | {"action": request.path}
    return context | {"action": f"{request.path}?from={origin.pk}"}


@require_http_methods(["GET", "POST"])
def activity_delete(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Deletes it from every job; undo brings it back with its skills and figures."""
    journey = journey_or_404(journey_pk)
    found = activity_or_404(journey, pk)
    if request.method == "GET":
        return form_answer(request, delete_page(request, journey, found.name, found.version, activity_url(journey, pk)))
    return respond(
        request,
        journey,
        lambda: services.activity_delete(
            actor=request.actor, activity=found, version=number(request.POST.get("version")) or 0
        ),
        After(board_url(journey), "board", leaves=True),
    )
