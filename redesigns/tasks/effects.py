"""Background work of the effect panel."""

from typing import Any

from django.db import transaction

from redesigns.models import Redesign
from redesigns.selectors.effects import EFFECTS
from redesigns.services.effects import effects_compute, effects_store
from redesigns.services.following import effects_follow
from uniengine.jobs.running import JobRun
from uniengine.jobs.tasks import job_task


@job_task(EFFECTS)
def effects_refresh(run: JobRun) -> dict[str, Any] | None:
    """Work out the panel of one redesign and store it; once more when something changed meanwhile."""
    redesign = Redesign.objects.filter(pk=run.job.params["redesign"]).first()
    if redesign is None:
        return {"left_out": "The redesign is gone."}
    picture = effects_compute(redesign, run.progress)
    with transaction.atomic():  # the next work is asked for in the transaction that ends this one
        with run.effect({}):  # no figure: everybody may read jobs
            moved = effects_store(redesign, picture)
        if moved:
            effects_follow(redesign)
    return None
