"""Proposed roles: ask for them, watch the search, look at what was found, adopt or let go."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from redesigns.forms.roles_proposal import SHARING, ProposalForm
from redesigns.models import Proposal, Redesign
from redesigns.selectors.access import may_edit
from redesigns.selectors.design import design_load
from redesigns.selectors.proposals import proposal_job, proposal_view, proposal_words, proposals_of
from redesigns.services.proposals import proposal_adopt, proposal_discard, proposal_start
from redesigns.views.frame import frame, opened
from redesigns.views.roles_answers import answered, list_url
from uniengine.accounts.access import ActorRequest
from uniengine.jobs.models import JobState
from uniengine.jobs.selectors import job_view

SHOWN = 30


@require_GET
def proposal_index(request: ActorRequest, slug: str, pk: int, *, form: ProposalForm | None = None) -> HttpResponse:
    """Ask for roles; what is being looked for; earlier proposals."""
    redesign = opened(request, pk)
    rows = list(proposals_of(redesign)[:SHOWN])
    job = proposal_job(redesign)
    ended = job is not None and job.state == JobState.SUCCEEDED
    context = frame(request, redesign) | {
        "form": form or ProposalForm(initial=_last(rows)),
        "view": job_view(job) if job and not ended else None,
        "rows": [(row, proposal_words(row), option_words(row.options), _stale(row, redesign)) for row in rows],
        "headline": headline(rows),
    }
    return render(request, "redesigns/proposal_list.html", context, status=422 if form else 200)


def _last(rows: list[Proposal]) -> dict[str, Any]:
    """The options asked for last."""
    return dict(rows[0].options) if rows else {}


def _stale(row: Proposal, redesign: Redesign) -> bool:
    return row.journey_revision != redesign.journey.revision


def headline(rows: list[Proposal]) -> str:
    """What the newest proposal says."""
    return f"{proposal_words(rows[0])}." if rows else "No roles have been proposed yet."


def option_words(options: dict[str, Any]) -> str:
    """What was asked for, in words."""
    words = [dict(SHARING).get(str(options.get("sharing")), "")]
    for name, noun in (("most_skills", "skill"), ("most_stages", "stage")):
        cap = options.get(name)
        if cap:
            words.append(f"at most {cap} {noun}{'' if cap == 1 else 's'} per role")
    return "; ".join(words)


@require_POST
def proposal_create(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Start the search."""
    redesign = opened(request, pk)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        request.method = "GET"
        return proposal_index(request, slug, pk, form=form)
    back = reverse("redesigns:proposal-list", args=[slug, pk])
    return answered(
        request, lambda: proposal_start(actor=request.actor, redesign=redesign, options=form.options()), back
    )


@require_GET
def proposal_page(request: ActorRequest, slug: str, pk: int, proposal: int) -> HttpResponse:
    """One proposal with its roles."""
    redesign = opened(request, pk)
    row = proposal_at(redesign, proposal)
    view = proposal_view(row, design_load(redesign))
    context = frame(request, redesign) | {
        "found": view,
        "words": proposal_words(row),
        "options": option_words(row.options),
    }
    return render(request, "redesigns/proposal.html", context)


def proposal_at(redesign: Redesign, pk: int) -> Proposal:
    """Raises Http404."""
    return get_object_or_404(proposals_of(redesign), pk=pk)


@require_POST
def proposal_take(request: ActorRequest, slug: str, pk: int, proposal: int) -> HttpResponse:
    """Adopt all of the roles, or those ticked."""
    redesign = opened(request, pk)
    row = proposal_at(redesign, proposal)
    chosen = None if "all" in request.POST else _positions(request)
    back = reverse("redesigns:proposal", args=[slug, pk, proposal])
    if chosen is None or chosen:
        back = list_url(request, redesign) if may_edit(request.actor, redesign) else back
    said = "Adopted. The roles are yours to edit; one undo takes them all back."
    return answered(
        request,
        lambda: proposal_adopt(actor=request.actor, redesign=redesign, proposal=row, positions=chosen),
        back,
        said,
    )


def _positions(request: ActorRequest) -> list[int]:
    given = request.POST.getlist("position")[:1000]
    return [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 10]


@require_POST
def proposal_drop(request: ActorRequest, slug: str, pk: int, proposal: int) -> HttpResponse:
    """Let a proposal go."""
    redesign = opened(request, pk)
    row = proposal_at(redesign, proposal)
    back = reverse("redesigns:proposal-list", args=[slug, pk])
    said = "Proposal discarded. Roles adopted from it stay."
    return answered(request, lambda: proposal_discard(actor=request.actor, redesign=redesign, proposal=row), back, said)
