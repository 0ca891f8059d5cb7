"""Where everybody is: the page of all seats, and one group of seats with who sits there and who else fits."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from redesigns.forms.placements import PeopleFilterForm
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.own_card import own_card
from redesigns.selectors.placed_people import BENCH_ONLY, Crew, Fitting, waiting
from redesigns.selectors.placement_files import placement_lines
from redesigns.selectors.placement_words import headline, short_words, why_words
from redesigns.selectors.placements import Seating, seating
from redesigns.selectors.placing import placing_runs, runs_ended
from redesigns.services.placing import SOLVE
from redesigns.views.frame import frame, opened
from redesigns.views.placement_context import crew_of, move_bar, opened_by_name, seen
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.jobs.selectors import job_view
from uniengine.kit.downloads import table_file

PAGE = 25
MISSING = 4


@require_GET
@cache_control(no_store=True, private=True)
def placement_list(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The seats by role and market and, for those who see names, everybody without a seat."""
    redesign = opened(request, pk)
    design = design_load(redesign)
    table = seating(request.actor, design)
    context = frame(request, redesign)
    context |= {
        "table": table,
        "design": design,
        "headline": headline(table.heads, table.seats),
        "may_place": context["may_edit"] and context["names"] and request.actor.may(Permission.PLACEMENTS_EDIT),
        "without": markets_without(table),
    }
    context["own"] = own_card(request.actor, redesign) is not None
    if context["names"]:
        context |= tray(request, crew_of(redesign, design), table)
        seen(request, redesign, "people without a seat")
    return render(request, "redesigns/placement_list.html", context)


def tray(request: ActorRequest, crew: Crew, table: Seating) -> dict[str, Any]:
    """Those without a seat, as filtered, and what the solver did last."""
    form = PeopleFilterForm(request.GET)
    form.is_valid()
    chosen = form.chosen()
    page = Paginator(crew.without_seat(chosen["who"], chosen["q"]), PAGE).get_page(request.GET.get("page"))
    run = last_run(crew.design)
    ended = next(iter(runs_ended(crew.design.redesign, SOLVE)), None)
    rows = [(one, why_words(crew.design, one.why)) for one in waiting(crew, page.object_list, ended)]
    return {
        "filter": form,
        "page": page,
        "rows": rows,
        "move": move_bar(crew, table),
        "run": job_view(run) if run else None,
        "solved": (run.result or {}).get("position") if run and run.result else None,
    }


def last_run(design: Design) -> Job | None:
    """The newest run of the solver, open or ended."""
    return next(iter(placing_runs(design.redesign, SOLVE)), None)


def markets_without(table: Seating) -> list[tuple[str, int | None, int | None]]:
    """(market, on the bench, leaving), where there is anybody."""
    bench, leaving = table.heads.bench_in, table.heads.leaving_in
    markets = [0, *table.design.markets.nodes]
    rows = [(market, bench.get(market, 0), leaving.get(market, 0)) for market in markets if market in bench]
    names = table.design.market_name
    return [(names(market) if market else "No market", some, gone) for market, some, gone in rows if some != 0 or gone]


@require_GET
@cache_control(no_store=True, private=True)
def placement_seats(request: ActorRequest, slug: str, pk: int, role: str, market: int) -> HttpResponse:
    """One group of seats: who sits there, and who else fits."""
    redesign = opened_by_name(request, pk)
    crew = crew_of(redesign)
    design = crew.design
    if role not in design.of("role") or (market and market not in design.markets.nodes):
        raise Http404
    table = seating(request.actor, design)
    among = BENCH_ONLY if request.GET.get("among", BENCH_ONLY) == BENCH_ONLY else "everybody"
    page = Paginator(crew.others(role, market, among), PAGE).get_page(request.GET.get("page"))
    context = frame(request, redesign)
    context |= {
        "role": design.of("role")[role],
        "uid": role,
        "market": market,
        "market_name": design.market_name(market or None),
        "cell": table.cell(role, market),
        "sitting": with_missing(design, crew.sitting(role, market)),
        "page": page,
        "others": with_missing(design, [crew.fitting(one, role) for one in page.object_list]),
        "among": among,
        "here": f"{role}:{market}",
        "move": move_bar(crew, table),
        "may_place": context["may_edit"] and request.actor.may(Permission.PLACEMENTS_EDIT),
    }
    seen(request, redesign, f"seats of role {role}")
    return render(request, "redesigns/placement_seats.html", context)


def with_missing(design: Design, people: list[Fitting]) -> list[tuple[Fitting, str]]:
    """Beside each what they lack, in words."""
    return [(one, short_words(design, one.assessment.short, MISSING)) for one in people]


@require_GET
@cache_control(no_store=True, private=True)
def placement_file(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Everybody with their place: ?format=csv|xlsx."""
    kind = request.GET.get("format", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404
    redesign = opened_by_name(request, pk)
    crew = crew_of(redesign)
    seen(request, redesign, "everybody, as a file")
    return table_file(placement_lines(crew), f"{slug}-redesign-{pk}-people", kind, "People")
