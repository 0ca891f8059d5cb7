"""Buying jobs: the cards of a stage."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys import services
from journeys.forms.board import LAST, DropForm, JobForm, MoveForm
from journeys.models import BuyingJob, Journey, Stage
from journeys.selectors import job_options, journey_board
from journeys.views.answers import After, combining, form_answer, refuse, respond
from journeys.views.board import board_url
from journeys.views.fetching import job_or_404, journey_or_404, stage_or_404
from journeys.views.inspecting import inspector_context
from journeys.views.pieces import Place, drawing, place_of
from journeys.views.shown import Filters, number, shown
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError


@require_GET
def job(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """One job beside the board, or on a page of its own."""
    journey = journey_or_404(journey_pk)
    job_or_404(journey, pk)
    board = journey_board(journey)
    context = drawing(request, shown(board, Filters())) | inspector_context(board, "job", pk)
    context |= {"selected_kind": "job", "selected": pk}
    if request.headers.get("HX-Request"):
        response = render(request, "journeys/_inspector.html", context)
        if place_of(request) is Place.BOARD:
            response["HX-Replace-Url"] = with_selected(request, "job", pk)
        return response
    return render(request, "journeys/thing.html", context)


def with_selected(request: ActorRequest, kind: str, pk: int) -> str:
    """The board's address with this thing in the inspector, so that a reload shows it again."""
    parts = urlsplit(request.headers["HX-Current-URL"])
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("activity", "job")]
    return f"{parts.path}?{urlencode([*kept, (kind, pk)])}"


@require_http_methods(["GET", "POST"])
def job_create(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """A name is enough; the form stays open for the next one."""
    journey = journey_or_404(journey_pk)
    stage = stage_or_404(journey, number(request.GET.get("stage")) or 0)
    if request.method == "GET":
        return add_form(request, journey, {"stage": stage})
    name = request.POST.get("name", "")
    return respond(
        request,
        journey,
        lambda: services.buying_job_create(actor=request.actor, stage=stage, name=name),
        After(
            board_url(journey, f"stage-{stage.pk}"), f"add-job-{stage.pk}-name", take=True, adding={"stage": stage.pk}
        ),
        refused=lambda error: add_form(request, journey, {"stage": stage, "error": error, "name": name}, status=422),
    )


def add_form(request: ActorRequest, journey: Journey, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The one-line form that stands in the board; without a script on a page of its own."""
    context |= {"journey": journey, "base": board_url(journey)}
    if request.headers.get("HX-Request"):
        if "cancel" in request.GET:
            context["closed"] = True
        return render(request, "journeys/_add.html", context, status=status)
    return render(request, "journeys/add.html", context | {"back": board_url(journey)}, status=status)


@require_http_methods(["GET", "POST"])
def job_edit(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Everything about a job, loops included."""
    journey = journey_or_404(journey_pk)
    found = job_or_404(journey, pk)
    theirs = combining(request)
    form = _job_form(request, journey, found)
    if request.method == "GET" or theirs is not None or not form.is_valid():
        status = 422 if request.method == "POST" and theirs is None else 200
        return form_answer(request, _job_page(journey, found, form, request, theirs), status=status)

    def refused(error: DomainError) -> HttpResponse:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return form_answer(request, _job_page(journey, found, form, request, None), status=422)

    version = number(request.POST.get("version")) or 0
    after = After(job_url(journey, pk), f"job-{pk}-edit")
    return respond(
        request,
        journey,
        lambda: services.buying_job_update(actor=request.actor, job=found, version=version, **form.cleaned_data),
        after,
        refused=refused,
        combine=True,
    )


def _job_form(request: ActorRequest, journey: Journey, job: BuyingJob) -> JobForm:
    others: dict[str, list[tuple[int, str]]] = {}
    for option in job_options(journey):
        if option.pk != job.pk:
            others.setdefault(option.stage_name, []).append((option.pk, option.name))
    initial = {
        "name": job.name,
        "description": job.description,
        "channels": job.channels,
        "buyer_roles": job.buyer_roles,
        "segment": job.segment,
        "loops": list(job.loops.values_list("to_job", flat=True)),
    }
    return JobForm(request.POST if request.method == "POST" else None, initial=initial, jobs=list(others.items()))


def _job_page(
    journey: Journey, job: BuyingJob, form: JobForm, request: ActorRequest, theirs: list[str] | None
) -> dict[str, Any]:
    return {
        "journey": journey,
        "form": form,
        "title": "Edit the job",
        "step": job.name,
        "submit": "Save the job",
        "version": request.POST.get("version") or job.version,
        "back": job_url(journey, job.pk),
        "theirs": theirs,
        "action": request.get_full_path(),
    }


def job_url(journey: Journey, pk: int) -> str:
    return reverse("journeys:job", args=[journey.organization.slug, journey.pk, pk])


@require_POST
def job_rename(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Only the name, from the board."""
    journey = journey_or_404(journey_pk)
    found = job_or_404(journey, pk)
    return respond(
        request,
        journey,
        lambda: services.buying_job_update(
            actor=request.actor,
            job=found,
            version=number(request.POST.get("version")) or 0,
            name=request.POST.get("name", ""),
        ),
        After(board_url(journey, f"job-{pk}"), f"job-{pk}-open"),
    )


@require_http_methods(["GET", "POST"])
def job_move(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Move to...: the form for fingers and pages without a script; drag and keys post here too."""
    journey = journey_or_404(journey_pk)
    found = job_or_404(journey, pk)
    if request.method == "GET":
        stages = [(stage.pk, stage.name) for stage in journey.stages.all()]
        form = MoveForm(places=stages, what="Stage", initial={"place": found.stage_id, "position": LAST})
        siblings = list(BuyingJob.objects.filter(stage=found.stage_id).values_list("pk", flat=True))
        context = move_page(journey, found.name, form, found.version, board_url(journey, f"job-{pk}"))
        context["steps"] = steps(found.stage_id, siblings.index(pk), len(siblings))
        return form_answer(request, context | {"action": request.path})
    form_ = DropForm(request.POST)
    if not form_.is_valid():
        error = DomainError("place_missing", "Choose where it goes.")
        return refuse(request, error, board_url(journey, f"job-{pk}"))
    values = form_.cleaned_data
    stage = stage_or_404(journey, values["place"])
    return respond(
        request,
        journey,
        lambda: _moved(request, found, stage, values),
        After(board_url(journey, f"job-{pk}"), f"job-{pk}-grip"),
    )


def _moved(request: ActorRequest, job: BuyingJob, stage: Stage, values: dict[str, Any]) -> BuyingJob:
    return services.buying_job_move(
        actor=request.actor, job=job, version=values["version"], stage=stage, position=values["position"]
    )


def move_page(journey: Journey, name: str, form: MoveForm, version: int, back: str) -> dict[str, Any]:
    return {
        "journey": journey,
        "form": form,
        "title": "Move to…",
        "step": name,
        "submit": "Move it",
        "version": version,
        "back": back,
    }


def steps(place: int, at: int, count: int) -> list[tuple[str, int, int]]:
    """One place up or down among its siblings: (words, place, position)."""
    found = [("One up", place, at - 1)] if at else []
    return [*found, ("One down", place, at + 1)] if at < count - 1 else found


@require_http_methods(["GET", "POST"])
def job_delete(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Asks what becomes of its activities, then deletes; undo brings everything back."""
    journey = journey_or_404(journey_pk)
    found = job_or_404(journey, pk)
    back = board_url(journey, f"stage-{found.stage_id}")
    if request.method == "GET":
        return form_answer(request, delete_page(request, journey, found.name, found.version, back, ask="this job"))
    keep = "with_activities" not in request.POST
    return respond(
        request,
        journey,
        lambda: services.buying_job_delete(
            actor=request.actor,
            job=found,
            version=number(request.POST.get("version")) or 0,
            with_activities=not keep,
        ),
        After(back, f"add-job-{found.stage_id}", leaves=True),
    )


def delete_page(
    request: ActorRequest, journey: Journey, name: str, version: int, back: str, *, ask: str = ""
) -> dict[str, Any]:
    """Context of the question before something goes. ask: what its activities are asked about."""
    return {
        "journey": journey,
        "title": f"Delete “{name}”?",
        "submit": "Delete",
        "warn": True,
        "version": version,
        "back": back,
        "action": request.path,
        "ask_activities": ask,
        "text": "You can undo this.",
    }
