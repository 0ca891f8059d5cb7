"""The board and the inspector as pieces that can be drawn alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from journeys.models import Journey
from journeys.selectors import journey_board
from journeys.services.undo import change_to_redo, change_to_undo
from journeys.views.inspecting import inspector_context
from journeys.views.parts import Parts, parts_of
from journeys.views.shown import Filters, Shown, chips, headline, number, shown
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission


class Place(Enum):
    """The page an htmx request comes from."""

    BOARD = "board"
    THING = "thing"  # the page of one activity or job
    ELSEWHERE = "elsewhere"


def place_of(request: ActorRequest) -> Place:
    try:
        name = resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path).view_name
    except Resolver404:
        return Place.ELSEWHERE
    if name in ("journeys:activity", "journeys:job"):
        return Place.THING
    return Place.BOARD if name == "journeys:board" else Place.ELSEWHERE


def query_of(request: ActorRequest) -> dict[str, str]:
    """The query of the page the person looks at: of this address, or of the page an htmx request comes from."""
    if not request.headers.get("HX-Request") or request.headers.get("HX-Target") in ("journey-main", "tray-list"):
        return request.GET.dict()
    found = parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    return {name: values[-1] for name, values in found.items()}


def selected(request: ActorRequest, query: Mapping[str, str]) -> tuple[str, int | None]:
    """What the inspector shows: ("activity" or "job", id), or ("", None)."""
    if place_of(request) is Place.THING:
        match = resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path)
        return ("job" if match.url_name == "job" else "activity"), match.kwargs["pk"]
    for kind in ("activity", "job"):
        if pk := number(query.get(kind)):
            return kind, pk
    return "", None


def board_context(request: ActorRequest, journey: Journey) -> dict[str, Any]:
    """What the board's templates need."""
    query = query_of(request)
    view = shown(journey_board(journey), Filters.of(query))
    kind, pk = selected(request, query)
    return drawing(request, view) | {"selected_kind": kind, "selected": pk}


def drawing(request: ActorRequest, view: Shown) -> dict[str, Any]:
    journey = view.board.journey
    may_edit = request.actor.may(Permission.JOURNEY_EDIT) and journey.archived_at is None
    return {
        "journey": journey,
        "base": reverse("journeys:board", args=[journey.organization.slug, journey.pk]),
        "view": view,
        "short": view.short,
        "density": [
            ("Short", view.filters.query(rows="short"), view.short),
            ("Full", view.filters.query(rows="full"), not view.short),
        ],
        "counts": view.board.counts,
        "chips": chips(view.board.counts, view.filters, surveyed=view.surveyed),
        "headline": headline(view.board, surveyed=view.surveyed),
        "may_edit": may_edit,
        "undo": change_to_undo(request.actor, journey) if may_edit else None,
        "redo": change_to_redo(request.actor, journey) if may_edit else None,
        "adding": {},
    }


def redrawn(
    request: ActorRequest,
    journey: Journey,
    rows: Iterable[Mapping[str, Any]] | None,
    place: Place,
    toast: str,
    adding: dict[str, int],
) -> str:
    """The pieces these row changes touched, out of band. rows None: everything (both sides of a conflict)."""
    if place is Place.ELSEWHERE:
        return ""
    context = board_context(request, journey) | {"oob": True, "toast": toast, "adding": adding}
    view: Shown = context["view"]
    parts = parts_of(rows, view.board, filtered=view.filters.narrows) if rows is not None else Parts(whole=True)
    texts = [_say(request, "journeys/_toast.html", context)]
    if place is Place.BOARD:
        texts += _board_pieces(request, view, parts, context)
    kind, pk = context["selected_kind"], context["selected"]
    if pk and parts.touches(kind, pk):
        texts.append(_say(request, "journeys/_inspector.html", context | inspector_context(view.board, kind, pk)))
    return "".join(texts)


def _board_pieces(request: ActorRequest, view: Shown, parts: Parts, context: dict[str, Any]) -> list[str]:
    texts = [_say(request, "journeys/_board_top.html", context)]
    if parts.whole:
        return [*texts, _say(request, "journeys/_board.html", context)]
    for stage in view.stages:
        if stage.column.pk in parts.stages:
            texts.append(_say(request, "journeys/_stage.html", context | {"stage": stage}))
            continue
        texts.append(_say(request, "journeys/_stage_figure.html", context | {"stage": stage}))
        cards = [job for job in stage.jobs if job.card.pk in parts.jobs]
        texts += [_say(request, "journeys/_job.html", context | {"job": job, "stage": stage}) for job in cards]
    return [*texts, _say(request, "journeys/_tray.html", context)] if parts.tray else texts


def _say(request: ActorRequest, template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context, request)
