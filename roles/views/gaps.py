"""The skill gap: its first page, and the refresh."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from journeys.models import Journey
from roles.forms.gaps import gap_filter
from roles.selectors.gap_overview import Overview, anybody, gap_overview, journeys_active
from roles.services.gaps import gaps_refresh_start
from roles.views.gap_links import Links
from roles.views.gap_page import overview_context
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.links import link_for
from uniengine.accounts.policy import Permission
from uniengine.jobs.selectors import job_view


@require_GET
def gap_overview_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Need against bench, with the proof; or why there is nothing to see yet, and the first step."""
    journeys = journeys_active()
    if not journeys:
        return render(request, "roles/gap_empty.html", {"why": "journey"} | steps(request))
    chosen = gap_filter(request.GET, journeys)
    overview = gap_overview(actor=request.actor, chosen=chosen)
    if not chosen.known(overview.places):
        raise Http404
    context = {
        "why": why_empty(overview),
        "refresh_query": f"?journey={chosen.journey.pk}",
        "may_refresh": request.actor.may(Permission.GAPS_REFRESH),
        "job_view": job_view(job) if (job := overview.results.status.job) else None,
        "status": overview.results.status,
        "journey": chosen.journey,
    }
    if context["why"]:
        return render(request, "roles/gap_empty.html", context | steps(request, chosen.journey))
    links = Links(slug, chosen, several=len(journeys) > 1)
    more = overview_context(overview, journeys, links, request.GET.get("page"))
    more["people_url"] = link_for(request.actor, "roles:person-list")
    more["shared_url"] = link_for(request.actor, "roles:gap-shared")
    more["effort_url"] = link_for(request.actor, "journeys:board", chosen.journey.pk)
    more["import_url"] = link_for(request.actor, "roles:import-list")
    return render(request, "roles/gap_overview.html", context | more)


def why_empty(overview: Overview) -> str:
    """Why there is nothing to show: people | working | failed | never | needs | ratings. Empty when there is."""
    status, whole = overview.results.status, overview.results.whole.figures
    if status.computed_at is None:
        if not anybody():
            return "people"
        return "working" if status.working else "failed" if status.failed else "never"
    if not whole.get("demand"):
        return "needs"
    if not whole.get("people"):
        return "people"
    return "" if whole.get("ratings") else "ratings"


def steps(request: ActorRequest, journey: Journey | None = None) -> dict[str, Any]:
    """Where the first step is, for those who may take it."""
    board = link_for(request.actor, "journeys:board", journey.pk) if journey else ""
    return {
        "journeys_url": link_for(request.actor, "journeys:list"),
        "board_url": board or link_for(request.actor, "journeys:list"),
        "import_url": link_for(request.actor, "roles:import-list"),
    }


@require_POST
def gap_refresh(request: ActorRequest, slug: str) -> HttpResponse:
    """Have the gap of a journey (?journey=, else the oldest) worked out, then show how far it is."""
    journey = gap_filter(request.GET, journeys_active()).journey
    gaps_refresh_start(actor=request.actor, journey=journey)
    messages.info(request, "The gap is being worked out. The figures change as soon as it is done.")
    response = redirect("roles:gap-overview", slug)
    response["Location"] += f"?journey={journey.pk}"
    return response
