"""Shared services candidates: the page."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from journeys.models import Journey
from roles.forms.shared_services import USUAL, ThresholdForm
from roles.selectors.shared_services import SharedServices, SharedSkill, shared_services
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.links import link_for
from uniengine.accounts.policy import Permission


@require_GET
def shared_services_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Candidates of one journey (?journey=, else the oldest in use) under editable thresholds."""
    journeys = list(Journey.objects.filter(archived_at__isnull=True).order_by("pk"))
    journey = _chosen(request.GET.get("journey", ""), journeys)
    if journey is None:
        return render(request, "roles/shared_services.html", {"found": None})
    given = {name: value for name in ThresholdForm.base_fields if (value := request.GET.get(name, "").strip())}
    form = ThresholdForm(_usual() | given)
    if not request.actor.may(Permission.PEOPLE_VIEW):
        del form.fields["fte"]
    status = 200 if form.is_valid() else 422
    found = shared_services(actor=request.actor, journey=journey, thresholds=form.thresholds())
    context = {
        "found": found,
        "form": form,
        "journeys": journeys,
        "headline": headline(found),
        "reason": reason(found),
        "usual": found.thresholds.stages == USUAL.stages and found.thresholds.functions == USUAL.functions,
        "board_url": link_for(request.actor, "journeys:board", journey.pk),
        "import_url": link_for(request.actor, "roles:import-list"),
        "cards": [(skill, why(skill, found.stage_count)) for skill in found.skills],
    }
    return render(request, "roles/shared_services.html", context, status=status)


def _chosen(asked: str, journeys: list[Journey]) -> Journey | None:
    """The journey of that id (404 when there is none), else the first."""
    if not asked:
        return journeys[0] if journeys else None
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    return get_object_or_404(Journey, pk=number, archived_at__isnull=True)


def _usual() -> dict[str, object]:
    return {name: field.initial for name, field in ThresholdForm.base_fields.items()}


def reason(found: SharedServices) -> str:
    """Why there is no candidate: needs | stages | functions | thresholds. Empty where there are some."""
    if found.skills:
        return ""
    if not found.needed:
        return "needs"
    if not found.staged:
        return "stages"
    return "thresholds" if found.held else "functions"


WHY_NONE = {
    "needs": "No activity takes a skill yet.",
    "stages": "No activity has a stage yet.",
    "functions": "Nobody with these skills has a legacy function.",
}


def headline(found: SharedServices) -> str:
    """Where things stand: "Three skills serve every stage and sit in four to six functions each."."""
    if found.computed_at is None:
        return "The figures are not worked out yet."
    if (why_none := reason(found)) in WHY_NONE:
        return WHY_NONE[why_none]
    if not found.skills:
        asked = found.thresholds
        return f"No skill serves {_count(asked.stages, 'stage')} and sits in {_count(asked.functions, 'function')}."
    one = len(found.skills) == 1
    verbs = ("serves", "sits") if one else ("serve", "sit")
    skills = _count(len(found.skills), "skill").capitalize()
    return f"{skills} {verbs[0]} {_reach(found)} and {verbs[1]} in {_spread(found)}."


def _reach(found: SharedServices) -> str:
    fewest = min(skill.stage_count for skill in found.skills)
    if fewest == found.stage_count:
        return "every stage"
    return f"{'' if len(found.skills) == 1 else 'at least '}{_count(fewest, 'stage')}"


def _spread(found: SharedServices) -> str:
    counts = [len(skill.functions) for skill in found.skills]
    low, high = min(counts), max(counts)
    return _count(low, "function") if low == high else f"{apnumber(low)} to {_count(high, 'function')} each"


def why(skill: SharedSkill, stages: int) -> str:
    """Why it is a candidate: "All five stages need it. Four functions hold it at level 3 or better."."""
    used, functions = skill.stage_count, len(skill.functions)
    need = _count(used, "stage") if used < stages else f"all {_count(stages, 'stage')}"
    hold = "holds" if functions == 1 else "hold"
    return (
        f"{need.capitalize()} {'needs' if used == 1 else 'need'} it. "
        f"{_count(functions, 'function').capitalize()} {hold} it at level {skill.level} or better."
    )


def _count(number: int, noun: str) -> str:
    return f"{apnumber(number)} {noun}{'' if number == 1 else 's'}"
