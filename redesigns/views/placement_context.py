"""What the pages of placement share: who may look, the people by name, the choices of a move, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from redesigns.forms.placements import MoveForm, SeatChoice, seat_choices
from redesigns.models import Redesign
from redesigns.selectors.access import sees_names
from redesigns.selectors.bench import bench_load
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.placed_people import Crew
from redesigns.selectors.placements import Seating
from redesigns.views.frame import opened
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record


def opened_by_name(request: ActorRequest, pk: int) -> Redesign:
    """A redesign in which the actor may see names. Raises Http404."""
    redesign = opened(request, pk)
    if not sees_names(request.actor, redesign):
        raise Http404
    return redesign


def crew_of(redesign: Redesign, design: Design | None = None) -> Crew:
    """Everybody, with the redesign around them."""
    return Crew(design or design_load(redesign), bench_load(redesign.baseline))


def seen(request: ActorRequest, redesign: Redesign, what: str) -> None:
    """Note in the change log that names were read; what: says which, and no name."""
    read_record(actor=request.actor, what="placements", target=redesign, label=f"Redesign {redesign.pk}, {what}")


def move_bar(crew: Crew, seating: Seating) -> MoveForm:
    """The same form below a list; its ids are its own, as the dialog may stand on the same page."""
    waves = [(uid, fields["name"]) for uid, fields in crew.design.of("wave").items()]
    return MoveForm(seats=seat_choices(seats_of(seating)), waves=waves, auto_id="bar_%s")


def move_form(request: ActorRequest, crew: Crew, seating: Seating, numbers: Sequence[int] = ()) -> MoveForm:
    """The form that moves people, as sent or new."""
    waves = [(uid, fields["name"]) for uid, fields in crew.design.of("wave").items()]
    seats = seat_choices(seats_of(seating))
    if request.method == "POST":
        return MoveForm(request.POST, seats=seats, waves=waves)
    initial = {"number": numbers, "seen": crew.design.redesign.revision, "to": request.GET.get("to", "")}
    return MoveForm(initial=initial, seats=seats, waves=waves)


def seats_of(seating: Seating) -> list[SeatChoice]:
    """Every group of seats with how many are vacant."""
    names = dict(seating.columns)
    return [
        SeatChoice(row.role, cell.market, row.name, f"{names[cell.market]} ({_vacant(cell.vacant)})")
        for row in seating.rows
        for cell in row.cells
        if cell
    ]


def _vacant(count: int | None) -> str:
    return "full" if not count else f"{count} vacant"


def back(request: ActorRequest, route: str, *args: Any) -> HttpResponse:
    """To the page one came from if it is one of ours, else to the route."""
    return redirect(way_back(request, route, *args))


def way_back(request: ActorRequest, route: str, *args: Any) -> str:
    """The address in "next" if it is one of ours, else the route's."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse(route, args=[request.actor.organization.slug, *args])
