"""Change cards: one per person, and the list of all."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from redesigns.selectors.placements import seating
from redesigns.views.frame import frame
from redesigns.views.placement_context import crew_of, move_form, opened_by_name, seen
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission


@require_GET
@cache_control(no_store=True, private=True)
def card_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """All cards."""
    opened_by_name(request, pk)
    return redirect("redesigns:placement-list", slug, pk)


@require_GET
@cache_control(no_store=True, private=True)
def card_page(request: ActorRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One person."""
    redesign = opened_by_name(request, pk)
    crew = crew_of(redesign)
    if number not in crew.everybody:
        raise Http404
    context = frame(request, redesign) | {
        "person": crew.everybody[number],
        "move": move_form(request, crew, seating(request.actor, crew.design), [number]),
    }
    context["may_place"] = context["may_edit"] and request.actor.may(Permission.PLACEMENTS_EDIT)
    seen(request, redesign, f"person {number}")
    return render(request, "redesigns/card.html", context)
