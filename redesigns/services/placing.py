"""The solver at work on a redesign: what it is asked is read first, its plan is written only if that still holds.

The plan is worked out outside of any transaction; writing it is one change under the redesign's lock, undone like any
other. If anybody touched roles, seats, locks or people meanwhile, nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from redesigns.models import Redesign, RedesignChange
from redesigns.placing import Placing
from redesigns.placing_problem import WHO, Options, basis_of, placed_by
from redesigns.records import Puts, State
from redesigns.selectors.placing import Asked, asked_of
from redesigns.services.changing import PLACE, ensure_editable, redesign_change
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start
from uniengine.kit.errors import Conflict, DomainError

SOLVE = "redesigns.placement_solve"
STEPS = 3
OVERTAKEN = (
    "Somebody changed people, roles or seats while the solver was at work, so its plan was not written. "
    "Nothing was changed. Run it again."
)


@dataclass(frozen=True, slots=True)
class Found:
    """A plan and what it was asked."""

    asked: Asked
    plan: Placing


def placing_start(*, actor: Actor, redesign: Redesign, options: Options) -> Job:
    """Have the solver place people, in the background."""
    actor.require(Permission.PLACEMENTS_EDIT)
    ensure_editable(actor, redesign)
    if options.who not in WHO or not 0 <= options.least_fit <= 100:
        raise DomainError("options_unknown", "Choose who is placed, and a least fit from 0 to 100 %.", field="who")
    if not redesign.seats:
        raise DomainError("no_seats", "There are no seats yet. Give the roles a headcount first.")
    return job_start(
        actor=actor,
        kind=SOLVE,
        key=f"redesign:{redesign.pk}",
        params={"redesign": redesign.pk, "options": options.stored()},
        message="Placing people",
        total=STEPS,
    )


def placing_compute(redesign: Redesign, options: Options, progress: Callable[[int, int, str], None]) -> Found:
    """Work the plan out. Writes nothing."""
    progress(0, STEPS, "Reading people, roles and seats")
    asked = asked_of(redesign, options)
    progress(1, STEPS, "Finding the best plan")
    plan = asked.plan
    progress(2, STEPS, "Writing it down")
    return Found(asked, plan)


def placing_apply(*, actor: Actor, redesign: Redesign, found: Found) -> RedesignChange | None:
    """Write the plan as one change; None when everybody sits where it wants them. Conflict when it is of yesterday."""
    fixed = found.asked.problem.fixed
    puts = placed_by(found.asked.state, found.plan.assigned, fixed)
    basis = basis_of(found.asked.state)

    def decide(state: State) -> Puts:
        if basis_of(state) != basis:
            raise Conflict("placing_overtaken", OVERTAKEN)
        return puts

    return redesign_change(
        actor=actor,
        redesign=redesign,
        label="Placed people by the solver",
        decide=decide,
        origin=PLACE,
        permission=Permission.PLACEMENTS_EDIT,
    )
