"""What the figures of the gap are made of: one cell, the proof, who could grow into what."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from journeys.models import Skill
from roles.forms.gaps import gap_filter, level_in, number_in
from roles.models import Person, SkillLevel
from roles.selectors.gap_cards import proof_view
from roles.selectors.gap_cell import gap_cell
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_overview import journeys_active, skill_names, smallest_shown
from roles.selectors.gap_people import able_people, holders, one_level_short, useful_levels
from roles.selectors.gap_places import Places, places
from roles.selectors.gap_results import Results, gap_results
from roles.views.gap_cell_page import cell_context
from roles.views.gap_links import Links
from roles.views.gap_page import piece_words
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError

PEOPLE = 25


@require_GET
@cache_control(no_store=True, private=True)
def gap_cell_page(request: ActorRequest, slug: str) -> HttpResponse:
    """The activities behind a need and the people behind the bench; names for those who may see people."""
    chosen, links = _chosen(request, slug)
    skill = get_object_or_404(Skill.objects, pk=number_in(request.GET, "skill"))
    cell = gap_cell(actor=request.actor, chosen=chosen, skill=skill, level=level_in(request.GET))
    _known(chosen, cell.places)
    context = cell_context(cell, links, request.actor)
    if request.actor.may(Permission.PEOPLE_VIEW):
        rows = holders(skill.pk, cell.level, chosen, cell.places.markets)
        context["people"] = _page(rows, request)
        read_record(actor=request.actor, what="people", target=skill, label=f"Who can do {skill.name}")
    return render(request, "roles/gap_cell.html", context)


@require_GET
@cache_control(no_store=True, private=True)
def gap_proof_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Every part of the proof with its needs, and who can do any of them. ?part= shows one part alone."""
    chosen, links = _chosen(request, slug)
    found, results = _results(request, chosen)
    proof = results.asked.proof if results.asked else []
    part = number_in(request.GET, "part")
    if part is not None and part >= len(proof):
        raise Http404
    pieces = proof if part is None else [proof[part]]
    needs = [need for piece in pieces for need in piece["needs"]]
    names = skill_names({need[0] for piece in proof for need in piece["needs"]})
    view = proof_view(proof, names, found, smallest_shown(request.actor))
    context: dict[str, Any] = {
        "status": results.status,
        "view": view,
        "part": part,
        "withheld": results.withheld,
        "shown": None if view is None else view.whole if part is None else view.pieces[part],
        "pieces": [(piece_words(piece), piece, links.to("gap-proof", part=piece.number)) for piece in view.pieces]
        if view
        else [],
        "needs": Paginator(_need_lines(needs, names, found, links), PEOPLE).get_page(request.GET.get("needs")),
        "back_url": links.page(),
        "all_url": links.to("gap-proof"),
        "place_words": chosen.place_words(found),
    }
    if needs and request.actor.may(Permission.PEOPLE_VIEW):
        context["people"] = page = _page(able_people(needs, found.markets), request)
        context["levels"] = useful_levels(list(page), needs)
        context["names"] = names
        read_record(actor=request.actor, what="people", target=chosen.journey, label="Who can do what stays undone")
    return render(request, "roles/gap_proof.html", context)


@require_GET
@cache_control(no_store=True, private=True)
def gap_growth_page(request: ActorRequest, slug: str) -> HttpResponse:
    """What one level more would close, need by need. ?skill=&level=&place= lists who is one level short of it."""
    chosen, links = _chosen(request, slug)
    found, results = _results(request, chosen)
    figures = results.asked.figures if results.asked else {}
    grows = figures.get("grows", [])
    names = skill_names({one["need"][0] for one in grows})
    named = request.actor.may(Permission.DEVELOPMENT_VIEW) and request.actor.may(Permission.PEOPLE_VIEW)
    smallest = 0 if named else request.actor.organization.small_group
    lines = [
        {
            "name": names.get(one["need"][0], ""),
            "level": one["need"][1],
            "market": found.market_name(one["need"][2]),
            "mfte": one["need"][3] if one["people"] >= smallest else None,
            "people": one["people"] if one["people"] >= smallest else None,
            "url": links.to("gap-growth", skill=one["need"][0], level=one["need"][1], place=one["need"][2]),
        }
        for one in sorted(grows, key=lambda one: (-one["need"][3], one["need"]))
    ]
    context: dict[str, Any] = {
        "status": results.status,
        "figures": figures,
        "few": results.withheld or 0 < figures.get("growing", 0) < smallest,
        "page": Paginator(lines, PEOPLE).get_page(request.GET.get("needs")),
        "named": named,
        "back_url": links.page(),
        "all_url": links.to("gap-growth"),
        "place_words": chosen.place_words(found),
    }
    if named and "skill" in request.GET:
        context |= _learners(request, found)
    return render(request, "roles/gap_growth.html", context)


def _learners(request: ActorRequest, found: Places) -> dict[str, Any]:
    skill = get_object_or_404(Skill.objects, pk=number_in(request.GET, "skill"))
    level, market = level_in(request.GET), number_in(request.GET, "place") or 0
    rows = one_level_short(skill.pk, level, market, found.markets)
    read_record(actor=request.actor, what="people", target=skill, label=f"Who could learn {skill.name}")
    return {"skill": skill, "level": level, "place": found.market_name(market), "people": _page(rows, request)}


def _need_lines(needs: list[Any], names: dict[int, str], found: Places, links: Links) -> list[dict[str, Any]]:
    return [
        {
            "name": names.get(skill, ""),
            "level": level,
            "market": found.market_name(market),
            "mfte": mfte,
            "url": links.to("gap-cell", skill=skill, level=level, market=market, own=1),
        }
        for skill, level, market, mfte in sorted(needs, key=lambda need: (-need[3], need))
    ]


def _chosen(request: ActorRequest, slug: str) -> tuple[GapFilter, Links]:
    journeys = journeys_active()
    chosen = gap_filter(request.GET, journeys)
    return chosen, Links(slug, chosen, several=len(journeys) > 1)


def _results(request: ActorRequest, chosen: GapFilter) -> tuple[Places, Results]:
    found = places(chosen.journey)
    _known(chosen, found)
    results = gap_results(chosen.journey, chosen.slice, smallest_shown(request.actor), found.markets)
    if results.status.computed_at is None:
        raise DomainError("gap_unknown", "The gap of this journey is not worked out yet. Open the skill gaps first.")
    return found, results


def _known(chosen: GapFilter, found: Places) -> None:
    if not chosen.known(found):
        raise Http404


def _page(rows: QuerySet[SkillLevel] | QuerySet[Person], request: ActorRequest) -> Any:
    return Paginator(rows, PEOPLE).get_page(request.GET.get("page"))
