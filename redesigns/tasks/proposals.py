"""Background work of proposed roles: fetch, look, keep what was found with the job."""

from typing import Any

from redesigns.models import Redesign
from redesigns.selectors.proposals import FIND
from redesigns.services.proposals import Options, proposal_compute, proposal_store
from uniengine.jobs.running import JobRun
from uniengine.jobs.tasks import job_task
from uniengine.kit.errors import DomainError


@job_task(FIND)
def proposal_find(run: JobRun) -> None:
    """Look for a smallest set of roles and keep it."""
    rows = Redesign.objects.select_related("journey", "journey__organization", "baseline")
    redesign = rows.filter(pk=run.job.params["redesign"]).first()
    if redesign is None:
        raise DomainError("redesign_gone", "This redesign was deleted meanwhile.")
    options = Options(**run.job.params["options"])
    finding = proposal_compute(redesign=redesign, options=options, progress=run.progress)
    result: dict[str, Any] = {}
    with run.effect(result):
        stored = proposal_store(actor=run.actor, finding=finding)
        result["proposal"] = stored.pk  # everybody may read jobs, a draft is for those named on it
