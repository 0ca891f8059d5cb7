"""Stages: the columns of the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from journeys import services
from journeys.forms.journeys import StageForm, StageMoveForm
from journeys.models import Journey, Stage
from journeys.views.answers import After, combining, form_answer, respond
from journeys.views.board import board_url
from journeys.views.fetching import journey_or_404, stage_or_404
from journeys.views.jobs import delete_page
from journeys.views.shown import number
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError


@require_http_methods(["GET", "POST"])
def stage_create(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    journey = journey_or_404(journey_pk)
    form = StageForm(request.POST if request.method == "POST" else None)
    context = _page(request, journey, form, "Add a stage", "Add the stage")
    return answer(
        request,
        journey,
        form,
        context,
        lambda values: services.stage_create(
            actor=request.actor, journey=journey, name=values["name"], slot=values["slot"]
        ),
        lambda made: After(board_url(journey, f"stage-{made.pk}" if made else ""), "add-stage"),
    )


@require_http_methods(["GET", "POST"])
def stage_edit(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    """Rename or recolour; the dialog also leads to moving and deleting it."""
    journey = journey_or_404(journey_pk)
    stage = stage_or_404(journey, pk)
    initial = {"name": stage.name, "slot": stage.slot}
    form = StageForm(request.POST if request.method == "POST" else None, initial=initial)
    context = _page(request, journey, form, "Edit the stage", "Save the stage", stage) | {"stage": stage}
    return answer(
        request,
        journey,
        form,
        context,
        lambda values: services.stage_update(
            actor=request.actor,
            stage=stage,
            version=_version(request),
            name=values["name"],
            slot=values["slot"] or None,
        ),
        lambda _: After(board_url(journey, f"stage-{pk}"), f"stage-{pk}-edit"),
        combine=True,
    )


@require_http_methods(["GET", "POST"])
def stage_move(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    journey = journey_or_404(journey_pk)
    stage = stage_or_404(journey, pk)
    others = [other for other in journey.stages.all() if other.pk != pk]
    places = [(0, "First"), *((place + 1, f"After {other.name}") for place, other in enumerate(others))]
    data = request.POST if request.method == "POST" else None
    form = StageMoveForm(data, places=places, initial={"position": stage.position})
    context = _page(request, journey, form, f"Move {stage.name}", "Move the stage", stage)
    return answer(
        request,
        journey,
        form,
        context,
        lambda values: services.stage_move(
            actor=request.actor, stage=stage, version=_version(request), position=values["position"]
        ),
        lambda _: After(board_url(journey, f"stage-{pk}"), f"stage-{pk}-edit"),
    )


@require_http_methods(["GET", "POST"])
def stage_delete(request: ActorRequest, slug: str, journey_pk: int, pk: int) -> HttpResponse:
    journey = journey_or_404(journey_pk)
    stage = stage_or_404(journey, pk)
    if request.method == "GET":
        page = delete_page(request, journey, stage.name, stage.version, board_url(journey), ask="its jobs")
        return form_answer(request, page)
    return respond(
        request,
        journey,
        lambda: services.stage_delete(
            actor=request.actor,
            stage=stage,
            version=_version(request),
            with_activities="with_activities" in request.POST,
        ),
        After(board_url(journey), "add-stage"),
    )


def answer(
    request: ActorRequest,
    journey: Journey,
    form: forms.Form,
    context: dict[str, Any],
    save: Callable[[dict[str, Any]], Any],
    after: After | Callable[[Any], After],
    *,
    combine: bool = False,
) -> HttpResponse:
    """One form of the board: draw it, or clean it, save and answer."""
    theirs = combining(request)
    if request.method == "GET" or theirs is not None or not form.is_valid():
        status = 422 if request.method == "POST" and theirs is None else 200
        return form_answer(request, context | {"theirs": theirs}, status=status)

    def refused(error: DomainError) -> HttpResponse:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return form_answer(request, context, status=422)

    return respond(request, journey, lambda: save(form.cleaned_data), after, refused=refused, combine=combine)


def _page(
    request: ActorRequest, journey: Journey, form: forms.Form, title: str, submit: str, stage: Stage | None = None
) -> dict[str, Any]:
    return {
        "journey": journey,
        "form": form,
        "title": title,
        "submit": submit,
        "step": stage.name if stage else "",
        "version": request.POST.get("version") or (stage.version if stage else ""),
        "action": request.path,
        "back": board_url(journey, f"stage-{stage.pk}" if stage else ""),
    }


def _version(request: ActorRequest) -> int:
    return number(request.POST.get("version")) or 0
