"""The solver: what it may do, how far it is, and what its plan was with every reason."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from redesigns.forms.placements import SolveForm
from redesigns.models import Redesign
from redesigns.placing_problem import EVERYBODY
from redesigns.selectors.placed_people import Crew, place_name
from redesigns.selectors.placement_words import percent, vacant_words, why_words
from redesigns.selectors.placing import Asked, Run, placing_runs, plan_at, run_at
from redesigns.services.placing import SOLVE, placing_start
from redesigns.views.frame import frame
from redesigns.views.placement_context import opened_by_name, seen
from roles.fit_table import MILLION
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.jobs.selectors import job_view
from uniengine.kit.errors import DomainError, NotAllowed

PAGE = 50


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def placement_solve(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Choose what the solver may do and start it; while it runs, how far it is."""
    redesign = opened_by_name(request, pk)
    form = SolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            placing_start(actor=request.actor, redesign=redesign, options=form.options())
        except NotAllowed:
            raise
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("redesigns:placement-solve", slug, pk)
    run = next(iter(placing_runs(redesign, SOLVE)), None)
    context = frame(request, redesign) | {
        "form": form,
        "run": job_view(run) if run else None,
        "solved": (run.result or {}).get("position") if run else None,
        "nothing": bool(run and run.result and run.result.get("position") is None),
    }
    return render(request, "redesigns/placement_solve.html", context, status=422 if form.errors else 200)


@require_GET
@cache_control(no_store=True, private=True)
def placement_solved(request: ActorRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """The plan of a run: how good it is, who has no seat and why, which seats are vacant and why."""
    redesign = opened_by_name(request, pk)
    run = run_at(redesign, SOLVE, position)
    context = frame(request, redesign) | {"run": run}
    if run is not None:
        context |= solved(request, redesign, run)
        seen(request, redesign, "plan of the solver")
    return render(request, "redesigns/placement_solved.html", context)


def solved(request: ActorRequest, redesign: Redesign, run: Run) -> dict[str, Any]:
    """The plan in words."""
    asked = plan_at(redesign, run)
    plan, crew = asked.plan, Crew(asked.design, asked.bench)
    out = sorted(plan.unplaced.items(), key=lambda one: (crew.names.get(one[0], ""), one[0]))
    page = Paginator(out, PAGE).get_page(request.GET.get("page"))
    rows = [(crew.everybody[number], why_words(asked.design, why)) for number, why in page.object_list]
    return {
        "assigned": len(plan.assigned),
        "asked": len(asked.problem.people),
        "kept": len(asked.problem.fixed),
        "total": f"{plan.total / MILLION:,.1f}",
        "mean": percent(plan.total // len(plan.assigned)) if plan.assigned else "–",
        "page": page,
        "rows": rows,
        "vacant": vacant_rows(asked),
        "everybody": run.options.who == EVERYBODY,
        "stands": redesign.revision == run.position,
    }


def vacant_rows(asked: Asked) -> list[tuple[str, int, str]]:
    """(seat group, seats left, why)."""
    found = asked.plan.vacant.items()
    rows = [(place_name(asked.design, *seat), one.seats, vacant_words(one)) for seat, one in found]
    return sorted(rows)
