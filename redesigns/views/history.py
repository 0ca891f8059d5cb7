"""What happened to a redesign: the list of changes, one of them in words, undo and redo."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from redesigns.models import Redesign, RedesignChange
from redesigns.selectors.access import sees_names
from redesigns.selectors.history import changes_of
from redesigns.selectors.wording import change_told
from redesigns.services.history import change_redo, change_undo
from redesigns.views.frame import frame, opened
from redesigns.views.showing import page_of, way_back
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.kit.errors import Conflict

PAGE = 50


@require_GET
@cache_control(no_store=True, private=True)
def change_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Newest first."""
    redesign = opened(request, pk)
    page = Paginator(changes_of(redesign), PAGE).get_page(request.GET.get("page"))
    return render(request, "redesigns/changes.html", frame(request, redesign) | {"page": page})


@require_GET
@cache_control(no_store=True, private=True)
def change_page(request: ActorRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """One change, record by record, before and after."""
    redesign = opened(request, pk)
    change = change_at(redesign, position)
    told = change_told(request.actor, redesign, change)
    if sees_names(request.actor, redesign) and any(one["kind"] in ("placement", "ban") for one in change.entries):
        read_record(actor=request.actor, what="placements", target=redesign, label=f"Redesign {pk}, a change")
    return render(request, "redesigns/change.html", frame(request, redesign) | {"change": change, "sections": told})


@require_POST
def change_undo_last(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Take back the newest change that stands."""
    return _undo(request, opened(request, pk), None)


@require_POST
def change_undo_one(request: ActorRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """Take back one change, if nothing was built on it."""
    redesign = opened(request, pk)
    change_at(redesign, position)
    return _undo(request, redesign, position)


@require_POST
def change_redo_last(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Do again what was taken back last."""
    redesign = opened(request, pk)
    try:
        change = change_redo(actor=request.actor, redesign=redesign)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{change.label}.")
    return redirect(way_back(request, page_of(redesign)))


def change_at(redesign: Redesign, position: int) -> RedesignChange:
    """A change of the redesign. Raises Http404."""
    rows = RedesignChange.objects.filter(redesign=redesign).select_related("actor", "undone_by", "undoes")
    found = rows.filter(position=position).first()
    if found is None:
        raise Http404
    return found


def _undo(request: ActorRequest, redesign: Redesign, position: int | None) -> HttpResponse:
    """What is in the way is said where the reader came from."""
    try:
        change = change_undo(actor=request.actor, redesign=redesign, position=position)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{change.label}.")
    return redirect(way_back(request, page_of(redesign)))
