"""The tray: many activities without a job are placed in one step."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from journeys import services
from journeys.views.answers import After, refuse, respond
from journeys.views.board import board_url
from journeys.views.fetching import job_or_404, journey_or_404
from journeys.views.shown import number
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError


@require_POST
def activities_place(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """Move the chosen activities of the tray to one job."""
    journey = journey_or_404(journey_pk)
    back = board_url(journey, "tray")
    place = number(request.POST.get("place"))
    if not place:
        return refuse(request, DomainError("place_missing", "Choose the job they should help with."), back)
    job = job_or_404(journey, place)
    chosen = [pk for text in request.POST.getlist("activities") if (pk := number(text))]
    return respond(
        request,
        journey,
        lambda: services.activities_place(actor=request.actor, journey=journey, activities=chosen, job=job),
        After(back, "tray-title", take=True),
    )
