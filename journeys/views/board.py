"""The journey board, and taking changes back."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from journeys.models import Journey
from journeys.selectors import function_list, journey_changes, journey_flags, skill_options
from journeys.services import change_redo, change_undo
from journeys.views.answers import After, changed, refuse
from journeys.views.fetching import journey_or_404
from journeys.views.inspecting import inspector_context
from journeys.views.pieces import board_context
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError


def board_url(journey: Journey, fragment: str = "") -> str:
    return reverse("journeys:board", args=[journey.organization.slug, journey.pk]) + (
        f"#{fragment}" if fragment else ""
    )


@require_GET
def board(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """The whole board, through the filters of the address."""
    journey = journey_or_404(journey_pk)
    context = board_context(request, journey)
    view = context["view"]
    context |= inspector_context(view.board, context["selected_kind"], context["selected"])
    context |= {"functions": function_list(), "skill": _skill_name(view.filters.skill)}
    return render(request, "journeys/board.html", context)


def _skill_name(pk: int | None) -> str:
    return dict(skill_options()).get(pk, "") if pk else ""


@require_POST
def board_undo(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    return _turn(request, journey_or_404(journey_pk), back=True)


@require_POST
def board_redo(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    return _turn(request, journey_or_404(journey_pk), back=False)


def _turn(request: ActorRequest, journey: Journey, *, back: bool) -> HttpResponse:
    target = request.POST.get("back", "")
    home = reverse("journeys:changes", args=[journey.organization.slug, journey.pk]) if target == "changes" else ""
    home = home or board_url(journey)
    try:
        change = (change_undo if back else change_redo)(actor=request.actor, journey=journey)
    except DomainError as error:
        return refuse(request, error, home)
    word = "Undone" if back else "Done again"
    focus = "board-undo" if back else "board-redo"
    return changed(request, journey, [change], After(home, focus=focus), said=f"{word}: {change.label}.")


@require_GET
def changes(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """What happened on the board, newest first; one's own newest change can be undone from here."""
    journey = journey_or_404(journey_pk)
    context = board_context(request, journey)
    mine = request.GET.get("who") == "me"
    rows = journey_changes(journey)
    if mine:
        rows = rows.filter(actor=request.actor.user)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "journeys/changes.html", context | {"page": page, "mine": mine})


@require_GET
def flags(request: ActorRequest, slug: str, journey_pk: int) -> HttpResponse:
    """Every place that needs work, by kind, each a link."""
    journey = journey_or_404(journey_pk)
    found = journey_flags(journey)
    stages = {stage.pk: stage for stage in journey.stages.all()}
    kind = request.GET.get("kind", "")
    rows = [(flag, stages.get(flag.stage or 0)) for flag in found.flags if kind in ("", flag.flag)]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"journey": journey, "page": page, "found": found, "kind": kind, "kinds": _kinds(found.counts)}
    return render(request, "journeys/flags.html", context)


FLAG_WORDS = {
    "job_without_activity": "Job without activity",
    "loop_to_nowhere": "Loop to nowhere",
    "activity_without_job": "Activity without job",
    "activity_without_skill": "Activity without skill",
    "shares_off": "Shares are not 100 %",
    "names_a_function": "Names a function",
    "activity_without_role": "Activity without a role",
    "several_accountable": "Several accountable roles",
    "skill_not_needed": "Skill nothing needs",
}


def _kinds(counts: object) -> list[tuple[str, str, int]]:
    assert isinstance(counts, dict)
    return [(str(flag), FLAG_WORDS[flag], count) for flag, count in counts.items()]
