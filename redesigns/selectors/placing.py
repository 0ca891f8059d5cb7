"""What the solver is asked about a redesign as it is or was, its plan, and why somebody has no seat now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from redesigns.models import Redesign
from redesigns.placing import Placing, place
from redesigns.placing_board import Problem
from redesigns.placing_problem import BENCH_ONLY, Options, options_of, problem
from redesigns.records import State
from redesigns.selectors.bench import Bench, bench_load
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.states import state_at
from roles.fit_table import FitTable
from uniengine.jobs.models import Job, JobState


@dataclass(frozen=True)
class Asked:
    """A redesign with everybody in it, and the question to the solver."""

    design: Design
    bench: Bench
    options: Options

    @property
    def state(self) -> State:
        return self.design.state

    @cached_property
    def fits(self) -> FitTable:
        return self.bench.fits(self.design.profiles)

    @cached_property
    def problem(self) -> Problem:
        return problem(self.state, self.bench.people, self.fits, self.bench.serves, self.options)

    @cached_property
    def plan(self) -> Placing:
        """Depends on the records, the people and the journey only: asked again, it is the same."""
        return place(self.problem)


def asked_of(redesign: Redesign, options: Options, state: State | None = None) -> Asked:
    """Reads all of it; with a state of another time, as it was then."""
    return Asked(design_load(redesign, state), bench_load(redesign.baseline), options)


def waiting_plan(design: Design, bench: Bench, run: Run | None) -> Asked:
    """What says why somebody has no seat: the plan of the last run while nothing has changed since.

    Else a plan in which everybody placed keeps the seat, under the terms of that run: what those on the bench could do.
    """
    if run is not None and run.position == design.redesign.revision:
        return plan_at(design.redesign, run)
    options = Options() if run is None else run.options
    return Asked(design, bench, replace(options, who=BENCH_ONLY))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the solver. position: of the change it wrote, None when everybody sat right already."""

    job: Job
    options: Options
    position: int | None


def placing_runs(redesign: Redesign, kind: str) -> list[Job]:
    """Runs of the solver on this redesign, the newest first."""
    return list(Job.objects.filter(kind=kind, key=f"redesign:{redesign.pk}").order_by("-created_at", "pk")[:20])


def run_at(redesign: Redesign, kind: str, position: int) -> Run | None:
    """The run that wrote this change."""
    return next((run for run in runs_ended(redesign, kind) if run.position == position), None)


def runs_ended(redesign: Redesign, kind: str) -> list[Run]:
    """Runs that came to their end, the newest first."""
    found = []
    for job in placing_runs(redesign, kind):
        result: Mapping[str, int | None] = job.result or {}
        if job.state == JobState.SUCCEEDED:
            found.append(Run(job, options_of(job.params["options"]), result.get("position")))
    return found


def plan_at(redesign: Redesign, run: Run) -> Asked:
    """What the solver was asked then, worked out again from the history."""
    before = (run.position or 0) - 1
    return asked_of(redesign, run.options, state_at(redesign, before))
