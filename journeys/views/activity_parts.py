"""Editing what an activity takes, in place in the inspector: words, skills, who does it, demand, jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from journeys import services
from journeys.forms.activity import DemandFormSet, EffortForm, NeedFormSet, RowSet
from journeys.forms.board import ActivityForm, ActivityJobsForm
from journeys.models import Journey, LegacyFunction, SupplierActivity
from journeys.selectors import job_options, market_options, skill_options
from journeys.services import DemandInput, NamedNeed
from journeys.views.activities import activity_url, inspected
from journeys.views.answers import After, combining, respond
from journeys.views.fetching import activity_or_404, journey_or_404
from journeys.views.shown import number
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError

Cleaner = forms.Form | RowSet
NEW_SKILLS = "new_skills"  # the second button: add the unknown names to the taxonomy


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the inspector: its form for an activity, and the service that saves it."""

    form: Callable[[ActorRequest, Journey, SupplierActivity], Cleaner]
    save: Callable[[ActorRequest, SupplierActivity, int, Any], SupplierActivity]


@require_http_methods(["GET", "POST"])
def activity_edit(request: ActorRequest, slug: str, journey_pk: int, pk: int, part: str) -> HttpResponse:
    """One section as a form; saving answers with what changed."""
    journey = journey_or_404(journey_pk)
    found = activity_or_404(journey, pk)
    if part not in PARTS:
        raise Http404
    form = PARTS[part].form(request, journey, found)
    theirs = combining(request)
    if request.method == "GET" or theirs is not None or not form.is_valid():
        status = 422 if request.method == "POST" and theirs is None else 200
        return _page(request, journey, found, part, form, theirs=theirs, status=status)
    version = number(request.POST.get("version")) or 0
    return respond(
        request,
        journey,
        lambda: PARTS[part].save(request, found, version, form),
        After(activity_url(journey, pk), f"edit-{part}", take=True),
        refused=lambda error: _page(request, journey, found, part, form, error=error, status=422),
        combine=True,
    )


def _page(
    request: ActorRequest,
    journey: Journey,
    activity: SupplierActivity,
    part: str,
    form: Cleaner,
    *,
    error: DomainError | None = None,
    theirs: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = inspected(request, journey, activity) | {
        "part": part,
        "form": form,
        "error": error,
        "theirs": theirs,
        "version": request.POST.get("version") or activity.version,
        "skill_options": skill_options() if part == "skills" else (),
    }
    if request.headers.get("HX-Request"):
        response = render(request, "journeys/_inspector.html", context, status=status)
        if theirs is not None:
            response["HX-Retarget"], response["HX-Reswap"] = "#inspector", "outerHTML"
            response["HX-Trigger"] = "board:close"
        return response
    return render(request, "journeys/thing.html", context, status=status)


def _data(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


# --- words ---
def _words(request: ActorRequest, journey: Journey, activity: SupplierActivity) -> ActivityForm:
    initial = {"name": activity.name, "note": activity.note, "code": activity.code}
    return ActivityForm(_data(request), initial=initial)


def _words_save(
    request: ActorRequest, activity: SupplierActivity, version: int, form: ActivityForm
) -> SupplierActivity:
    return services.activity_update(actor=request.actor, activity=activity, version=version, **form.cleaned_data)


# --- jobs ---
def _jobs(request: ActorRequest, journey: Journey, activity: SupplierActivity) -> ActivityJobsForm:
    grouped: dict[str, list[tuple[int, str]]] = {}
    for option in job_options(journey):
        grouped.setdefault(option.stage_name, []).append((option.pk, option.name))
    initial = {"jobs": list(activity.jobs.values_list("pk", flat=True))}
    return ActivityJobsForm(_data(request), initial=initial, jobs=list(grouped.items()))


def _jobs_save(request: ActorRequest, activity: SupplierActivity, version: int, form: forms.Form) -> SupplierActivity:
    return services.activity_jobs_set(
        actor=request.actor, activity=activity, version=version, jobs=form.cleaned_data["jobs"]
    )


# --- skills ---
def _needs(request: ActorRequest, journey: Journey, activity: SupplierActivity) -> RowSet:
    labels = dict(skill_options())
    initial = [
        {
            "skill": labels.get(need.skill_id, need.skill.name),
            "level": need.level,
            "share": Decimal(need.share) / 10,
            "mandatory": need.mandatory,
        }
        for need in activity.skills.select_related("skill").order_by("-share", "id")
    ]
    return cast(RowSet, NeedFormSet(_data(request), initial=initial, prefix="need"))


def _needs_save(request: ActorRequest, activity: SupplierActivity, version: int, form: RowSet) -> SupplierActivity:
    needs = [
        NamedNeed(
            skill=row["skill"],
            level=row["level"],
            mandatory=row["mandatory"],
            share=None if row["share"] is None else int(row["share"] * 10),
        )
        for row in form.rows()
    ]
    return services.activity_skills_name(
        actor=request.actor, activity=activity, version=version, needs=needs, create=NEW_SKILLS in request.POST
    )


# --- who does it today ---
def _effort(request: ActorRequest, journey: Journey, activity: SupplierActivity) -> EffortForm:
    functions = dict(LegacyFunction.objects.values_list("pk", "name"))
    initial: dict[str, object] = {}
    for effort in activity.efforts.all():
        initial[f"does-{effort.function_id}"] = True
        if effort.mfte is not None:
            initial[f"fte-{effort.function_id}"] = (Decimal(effort.mfte) / 1000).normalize()
    return EffortForm(_data(request), initial=initial, functions=functions)


def _effort_save(request: ActorRequest, activity: SupplierActivity, version: int, form: EffortForm) -> SupplierActivity:
    return services.activity_effort_set(actor=request.actor, activity=activity, version=version, effort=form.effort())


# --- demand ---
def _demand(request: ActorRequest, journey: Journey, activity: SupplierActivity) -> RowSet:
    markets = [(str(market.pk), market.name) for market in market_options()]
    initial = [
        {"market": str(row.market_id or ""), "volume": row.volume.normalize(), "hours": row.hours.normalize()}
        for row in activity.demands.order_by("market__path", "id")
    ]
    return cast(
        RowSet, DemandFormSet(_data(request), initial=initial, prefix="demand", form_kwargs={"markets": markets})
    )


def _demand_save(request: ActorRequest, activity: SupplierActivity, version: int, form: RowSet) -> SupplierActivity:
    rows = [DemandInput(number(row["market"]), row["volume"], row["hours"]) for row in form.rows()]
    return services.activity_demand_set(actor=request.actor, activity=activity, version=version, rows=rows)


PARTS: Mapping[str, Part] = {
    "words": Part(_words, _words_save),
    "jobs": Part(_jobs, _jobs_save),
    "skills": Part(_needs, _needs_save),
    "effort": Part(_effort, _effort_save),
    "demand": Part(_demand, _demand_save),
}
