"""Moving people: the dialog "Move to...", which is a page of its own without a script, locks and "not here"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from redesigns.forms.placements import NO_WAVE, MoveForm, numbers_in
from redesigns.models import Redesign
from redesigns.selectors.placements import seating
from redesigns.services.locks import ban_put, ban_remove
from redesigns.services.placements import placements_lock, placements_move, placements_state, placements_wave
from redesigns.views.frame import frame
from redesigns.views.placement_context import back, crew_of, move_form, opened_by_name, seen, way_back
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.kit.errors import DomainError, NotAllowed

LIST = "redesigns:placement-list"


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def placement_move(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Where these people go: a seat, the bench, away; another state or wave. Many at once, in one change."""
    redesign = opened_by_name(request, pk)
    crew = crew_of(redesign)
    numbers = numbers_in((request.POST if request.method == "POST" else request.GET).getlist("number"))
    form = move_form(request, crew, seating(request.actor, crew.design), numbers)
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            moved(request, redesign, form)
        except NotAllowed:
            raise
        except DomainError as refused:
            error = refused
            if refused.code != "seats_full":  # that one is shown with what would make room
                show_error(form, refused)
        else:
            messages.success(request, said(len(form.cleaned_data["number"])))
            return back(request, LIST, pk)
    seen(request, redesign, "people to be moved")
    context = frame(request, redesign) | {
        "form": form,
        "error": error,
        "chosen": [crew.everybody[number] for number in numbers if number in crew.everybody],
        "numbers": numbers,
        "back_url": way_back(request, LIST, pk),
        "revision": redesign.revision,
    }
    status = 409 if error and error.status == 409 else 422 if error or form.errors else 200
    template = "redesigns/_placement_move.html" if request.htmx else "redesigns/placement_move.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


@transaction.atomic
def moved(request: ActorRequest, redesign: Redesign, form: MoveForm) -> None:
    """All that was asked for, or nothing."""
    given = form.cleaned_data
    common: dict[str, Any] = {
        "actor": request.actor,
        "redesign": redesign,
        "numbers": given["number"],
        "seen": given["seen"],
    }
    target = form.target()
    if target is not None:
        placements_move(target=target, **common)
        common["seen"] = None  # what follows is on top of one's own change
    elif given["state"]:
        placements_state(state=given["state"], **common)
        common["seen"] = None
    if given["wave"]:
        placements_wave(wave=None if given["wave"] == NO_WAVE else given["wave"], **common)


def said(count: int) -> str:
    return (
        "1 person is moved. Undo takes it back." if count == 1 else f"{count:,} people are moved. Undo takes it back."
    )


@require_POST
@cache_control(no_store=True, private=True)
def placement_lock(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Keep people where they are, or let them move again: locked=1 or 0."""
    redesign = opened_by_name(request, pk)
    numbers = numbers_in(request.POST.getlist("number"))
    locked = request.POST.get("locked", "1") == "1"
    words = "Locked: the solver leaves them where they are." if locked else "Unlocked."
    return answered(
        request,
        pk,
        lambda: placements_lock(actor=request.actor, redesign=redesign, numbers=numbers, locked=locked),
        words,
    )


@require_POST
@cache_control(no_store=True, private=True)
def placement_ban(request: ActorRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """ "Not here": keep somebody out of a role, or let them be considered again (allowed=1)."""
    redesign = opened_by_name(request, pk)
    if number not in crew_of(redesign).bench.people:
        raise Http404
    role = request.POST.get("role", "")
    service, words = (
        (ban_remove, "They are considered for this role again.")
        if request.POST.get("allowed") == "1"
        else (ban_put, "They are kept out of this role.")
    )
    return answered(
        request, pk, lambda: service(actor=request.actor, redesign=redesign, number=number, role=role), words
    )


def answered(request: ActorRequest, pk: int, act: Callable[[], object], words: str) -> HttpResponse:
    """Do it, say what became of it, and go back."""
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return back(request, LIST, pk)
