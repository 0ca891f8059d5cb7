"""Background work of placement."""

from typing import Any

from redesigns.models import Redesign
from redesigns.placing_problem import options_of
from redesigns.services.placing import SOLVE, placing_apply, placing_compute
from uniengine.jobs.running import JobRun
from uniengine.jobs.tasks import job_task
from uniengine.kit.errors import DomainError


@job_task(SOLVE)
def placement_solve(run: JobRun) -> None:
    """Place people; the result says only which change it was, because everybody may read it."""
    rows = Redesign.objects.select_related("baseline", "journey__organization")
    redesign = rows.filter(pk=run.job.params["redesign"]).first()
    if redesign is None:
        raise DomainError("redesign_gone", "This redesign was deleted meanwhile.")
    found = placing_compute(redesign, options_of(run.job.params["options"]), run.progress)
    result: dict[str, Any] = {"redesign": redesign.pk}
    with run.effect(result):
        change = placing_apply(actor=run.actor, redesign=redesign, found=found)
        result["position"] = change.position if change else None
