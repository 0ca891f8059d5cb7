"""The role designer: roles by stage beside what needs a look, or beside one role as a sheet."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from redesigns.forms.roles import PARTS, MarkForm, NewMarkForm, SeatForm, skill_names
from redesigns.models import Redesign
from redesigns.selectors.access import sees_names
from redesigns.selectors.designer import Designer, designer_load
from redesigns.selectors.proposals import proposal_words, proposals_of
from redesigns.selectors.role_people import SHOWS, PeopleFilter, PersonFit, people_fits, people_ranked
from redesigns.selectors.role_sheet import RoleSheet, activities_found, role_sheet
from redesigns.views.frame import frame, opened
from redesigns.views.role_words import figures_of, headline, lede
from redesigns.views.roles_answers import number_of
from roles.forms.people import market_choices
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record

BEST, PAGE = 8, 50
FINDS, FOUND = 8, 30


@require_GET
def role_index(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """All roles, and what still needs a look."""
    redesign = opened(request, pk)
    designer = designer_load(request.actor, redesign)
    context = board(request, redesign, designer) | {"lede": lede(designer)}
    return render(request, "redesigns/role_list.html", context)


def board(request: ActorRequest, redesign: Redesign, designer: Designer) -> dict[str, Any]:
    """What every page of the designer shows: the roles by stage, the flags, the newest proposal."""
    newest = proposals_of(redesign).first()
    return frame(request, redesign) | {
        "designer": designer,
        "stages": designer.stages,
        "role_count": len(designer.lines),
        "flags": designer.flags,
        "flagged": _flagged(designer),
        "unseated": sum(not line.seats for line in designer.lines),
        "headline": headline(designer),
        "proposal": newest,
        "proposal_words": proposal_words(newest) if newest else "",
    }


def _flagged(designer: Designer) -> dict[str, int]:
    """Role -> how many of the flags are about it."""
    found = dict(designer.flags.gone)
    for one in (*designer.flags.doubled, *designer.flags.unanswered):
        for role in one.roles:
            found[role] = found.get(role, 0) + 1
    return found


@require_GET
@cache_control(no_store=True, private=True)
def role_page(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """One role beside the others. The people who fit best are shown by name to those who see names."""
    redesign = opened(request, pk)
    designer = designer_load(request.actor, redesign)
    sheet = sheet_or_404(designer, role)
    context = board(request, redesign, designer) | {
        "sheet": sheet,
        "figures": figures_of(designer, sheet),
        "best": _best(request, designer, role),
    }
    if context["may_edit"]:
        context |= _editing(request, designer, role)
    return render(request, "redesigns/role.html", context)


def sheet_or_404(designer: Designer, role: str) -> RoleSheet:
    if role not in designer.design.roles:
        raise Http404
    return role_sheet(designer, role)


def _editing(request: ActorRequest, designer: Designer, role: str) -> dict[str, Any]:
    words = request.GET.get("find", "")[:100]
    return {
        "finds": activities_found(designer.design, role, words, FOUND if words else FINDS),
        "parts": PARTS,
        "mark_form": MarkForm(auto_id=False),
        "new_mark": NewMarkForm(auto_id="new-mark-%s"),
        "seat_form": SeatForm(design=designer.design, auto_id="new-seat-%s"),
        "skill_names": skill_names(),
    }


def _best(request: ActorRequest, designer: Designer, role: str) -> list[PersonFit]:
    """The few who fit best, read and logged; nobody for those who do not see names."""
    if not sees_names(request.actor, designer.design.redesign) or not designer.design.profiles[role]:
        return []
    found = people_fits(designer, role, people_ranked(designer, role, PeopleFilter())[:BEST])
    _read(request, designer, role)
    return found


def _read(request: ActorRequest, designer: Designer, role: str) -> None:
    label = f"Redesign {designer.design.redesign.pk}, role {role}"
    read_record(actor=request.actor, what="role_people", target=designer.design.redesign, label=label)


@require_GET
@cache_control(no_store=True, private=True)
def role_people(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """Everybody against one role, by name."""
    redesign = opened(request, pk)
    if not sees_names(request.actor, redesign):
        raise Http404
    designer = designer_load(request.actor, redesign)
    sheet = sheet_or_404(designer, role)
    chosen = _chosen(request, designer)
    page = Paginator(people_ranked(designer, role, chosen), PAGE).get_page(request.GET.get("page"))
    people = people_fits(designer, role, list(page.object_list))
    _read(request, designer, role)
    context = frame(request, redesign) | {
        "sheet": sheet,
        "page": page,
        "people": people,
        "chosen": chosen,
        "markets": market_choices(designer.design.markets),
    }
    return render(request, "redesigns/role_people.html", context)


def _chosen(request: ActorRequest, designer: Designer) -> PeopleFilter:
    """What the address says; what it does not know counts as not given."""
    show, market = request.GET.get("show", ""), number_of(request.GET, "market")
    known = market if market in designer.design.markets.nodes else None
    return PeopleFilter(show if show in SHOWS else "all", known)
