"""Waves: the list with counts, one wave, and changing them. Names of people only for those who see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from redesigns.forms.waves import WaveForm
from redesigns.models import Redesign
from redesigns.records import Fields
from redesigns.selectors.access import may_edit, sees_names
from redesigns.selectors.placed_people import Crew
from redesigns.selectors.placements import seating
from redesigns.selectors.states import state_of
from redesigns.selectors.waves import Waves, waves_of
from redesigns.services.waves import wave_remove, wave_save
from redesigns.views.frame import frame, opened
from redesigns.views.placement_context import crew_of, move_bar, opened_by_name, seen
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError, NotAllowed

LIST = "redesigns:wave-list"


@require_GET
@cache_control(no_store=True, private=True)
def wave_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """All waves with how many people change in each."""
    redesign = opened(request, pk)
    smallest = 0 if sees_names(request.actor, redesign) else request.actor.organization.small_group
    found = waves_of(redesign, smallest)
    context = frame(request, redesign) | {"waves": found, "headline": headline(found), "smallest": smallest}
    return render(request, "redesigns/wave_list.html", context)


def headline(found: Waves) -> str:
    """Where things stand."""
    count = len(found.rows)
    if not count:
        return "Nobody is in a wave yet."
    first = "One wave" if count == 1 else f"{count} waves"
    if found.without is None or found.placed is None:
        return f"{first} planned."
    if not found.without:
        return f"{first}, and everybody with a seat is in one." if found.placed else f"{first}, and nobody has a seat."
    return f"{first}. {found.without:,} of {found.placed:,} people with a seat {_be(found.without)} in none."


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def wave_new(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Plan another wave."""
    return edited(request, opened(request, pk), None)


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def wave_change(request: ActorRequest, slug: str, pk: int, wave: str) -> HttpResponse:
    """Rename it, move its date."""
    return edited(request, opened(request, pk), wave)


def edited(request: ActorRequest, redesign: Redesign, wave: str | None) -> HttpResponse:
    """The form of a wave, new or known."""
    fields = found_wave(redesign, wave) if wave else None
    initial = {"seen": redesign.revision} | (dict(fields) if fields else {})
    form = WaveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            wave_save(actor=request.actor, redesign=redesign, wave=wave, **form.values())
        except NotAllowed:
            raise
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "The wave is saved.")
            return redirect(LIST, request.actor.organization.slug, redesign.pk)
    if not may_edit(request.actor, redesign):
        return redirect(LIST, request.actor.organization.slug, redesign.pk)
    context = frame(request, redesign) | {"form": form, "wave": fields}
    return render(request, "redesigns/wave_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def wave_delete(request: ActorRequest, slug: str, pk: int, wave: str) -> HttpResponse:
    """Take a wave away; nobody loses a seat by that."""
    redesign = opened(request, pk)
    fields = found_wave(redesign, wave)
    if request.method == "POST":
        wave_remove(actor=request.actor, redesign=redesign, wave=wave)
        messages.success(request, "The wave is removed. Its people keep their seats. Undo takes it back.")
        return redirect(LIST, slug, pk)
    context = {
        "title": f"Remove the wave {fields['name']}?",
        "text": "Its people keep their seats and are in no wave then.",
        "confirm": "Remove the wave",
        "warn": True,
        "cancel_url": reverse(LIST, args=[slug, pk]),
    }
    return render(request, "confirm.html", context)


@require_GET
@cache_control(no_store=True, private=True)
def wave_page(request: ActorRequest, slug: str, pk: int, wave: str) -> HttpResponse:
    """Who changes in a wave; "none" for people with a seat and no wave."""
    redesign = opened_by_name(request, pk)
    fields = None if wave == "none" else found_wave(redesign, wave)
    crew = crew_of(redesign)
    context = frame(request, redesign)
    context |= {
        "wave": fields,
        "uid": wave,
        "people": in_wave(crew, None if wave == "none" else wave),
        "move": move_bar(crew, seating(request.actor, crew.design)),
        "may_place": context["may_edit"] and request.actor.may(Permission.PLACEMENTS_EDIT),
    }
    seen(request, redesign, f"wave {wave}")
    return render(request, "redesigns/wave.html", context)


def in_wave(crew: Crew, wave: str | None) -> list[object]:
    """Those with a seat in this wave, by name."""
    return [one for one in crew.everybody.values() if one.placed and one.placement["wave"] == wave]


def found_wave(redesign: Redesign, wave: str) -> Fields:
    """Raises Http404."""
    fields = state_of(redesign, kinds=("wave",)).get(("wave", wave))
    if fields is None:
        raise Http404
    return fields
