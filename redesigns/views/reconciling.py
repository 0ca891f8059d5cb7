"""Merge and new inventory: choose what to bring, answer the questions, apply or discard."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from redesigns.forms.redesigns import ApplyForm
from redesigns.models import Reconciliation, Redesign
from redesigns.selectors.access import sees_names
from redesigns.selectors.questions import news_of, questions_of
from redesigns.selectors.reconciling import (
    Brought,
    brought,
    merge_sources,
    other_for,
    reconciliation_for,
    side_positions,
)
from redesigns.selectors.wording import HEADS
from redesigns.services.reconciling import (
    merge_start,
    rebase_start,
    reconciliation_apply,
    reconciliation_choose,
    reconciliation_discard,
)
from redesigns.views.frame import frame, opened
from redesigns.views.showing import page_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.kit.errors import Conflict

ANSWER = "answer-"


@require_GET
def redesign_merge(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Which redesign to bring into this one."""
    redesign = opened(request, pk)
    context = {"sources": merge_sources(request.actor, redesign), "back": page_of(redesign)}
    return render(request, "redesigns/merge.html", frame(request, redesign) | context)


@require_POST
def merge_begin(request: ActorRequest, slug: str, pk: int, other: int) -> HttpResponse:
    redesign = opened(request, pk)
    made = merge_start(actor=request.actor, redesign=redesign, source=other_for(request.actor, other))
    return redirect("redesigns:reconciliation", slug, pk, made.pk)


@require_POST
def rebase_begin(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    redesign = opened(request, pk)
    made = rebase_start(actor=request.actor, redesign=redesign)
    return redirect("redesigns:reconciliation", slug, pk, made.pk)


@require_GET
@cache_control(no_store=True, private=True)
def reconciliation_page(request: ActorRequest, slug: str, pk: int, reconciliation: int) -> HttpResponse:
    """Every question once, and what will happen."""
    redesign = opened(request, pk)
    row = reconciliation_for(request.actor, redesign, reconciliation)
    if row.state != "open":
        return redirect("redesigns:change-list", slug, pk)
    try:
        found = brought(row, redesign)
    except ValueError:
        found = None
    if found is not None and sees_names(request.actor, redesign):
        read_record(actor=request.actor, what="placements", target=redesign, label=f"Redesign {pk}, {row.kind}")
    context = frame(request, redesign) | {"row": row} | _shown(request, redesign, row, found)
    return render(request, "redesigns/reconcile.html", context)


def _shown(request: ActorRequest, redesign: Redesign, row: Reconciliation, found: Brought | None) -> dict[str, object]:
    if found is None:
        return {"apart": True}
    ours, theirs = side_positions(row)
    total = len(found.conflicts)
    return {
        "groups": questions_of(request.actor, redesign, row, found),
        "news": news_of(found),
        "total": total,
        "answered": total - found.open(row.choices),
        "left": found.open(row.choices),
        "happens": happens(found),
        "sides": {"version": row.version, "ours": ours, "theirs": theirs},
    }


def happens(found: Brought) -> list[tuple[str, int]]:
    """(sort of record, how many change) when it is applied now."""
    counts: dict[str, int] = {}
    for kind, _ in found.puts:
        if kind != "basis":
            counts[HEADS[kind]] = counts.get(HEADS[kind], 0) + 1
    return list(counts.items())


@require_POST
def reconciliation_answer(request: ActorRequest, slug: str, pk: int, reconciliation: int) -> HttpResponse:
    """Keep the answers given so far."""
    row = _row(request, pk, reconciliation)
    reconciliation_choose(actor=request.actor, reconciliation=row, choices=answers_in(request))
    messages.success(request, "Your answers are kept. You can go on later.")
    return redirect("redesigns:reconciliation", slug, pk, row.pk)


@require_POST
def reconciliation_do(request: ActorRequest, slug: str, pk: int, reconciliation: int) -> HttpResponse:
    """Keep the answers of the form, then apply; shown anew when either side has moved, or answers raise questions."""
    row = _row(request, pk, reconciliation)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Something is missing in what was sent. Look at the questions again.")
        return redirect("redesigns:reconciliation", slug, pk, row.pk)
    seen = form.cleaned_data
    fresh = seen["version"] == row.version
    chosen = reconciliation_choose(actor=request.actor, reconciliation=row, choices=answers_in(request))
    try:
        change = reconciliation_apply(
            actor=request.actor,
            reconciliation=row,
            version=chosen.version if fresh else seen["version"],
            ours=seen["ours"],
            theirs=seen["theirs"],
            shown=request.POST.getlist("shown"),
        )
    except Conflict as error:
        messages.warning(request, error.message)
        return redirect("redesigns:reconciliation", slug, pk, row.pk)
    messages.success(request, f"{change.label}. Undo takes all of it back." if change else "Nothing had to change.")
    return redirect("redesigns:redesign", slug, pk)


@require_http_methods(["POST"])
def reconciliation_leave(request: ActorRequest, slug: str, pk: int, reconciliation: int) -> HttpResponse:
    row = _row(request, pk, reconciliation)
    reconciliation_discard(actor=request.actor, reconciliation=row)
    messages.success(request, "Discarded. The redesign stays as it was.")
    return redirect("redesigns:redesign", slug, pk)


def _row(request: ActorRequest, pk: int, reconciliation: int) -> Reconciliation:
    return reconciliation_for(request.actor, opened(request, pk), reconciliation)


def answers_in(request: ActorRequest) -> dict[str, str]:
    """Conflict id -> option, as the form names them."""
    sent = request.POST.items()
    return {name.removeprefix(ANSWER): str(value) for name, value in sent if name.startswith(ANSWER)}
