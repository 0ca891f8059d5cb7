"""Background work of the skill gap."""

from typing import Any

from django.db import transaction

from journeys.models import Journey
from roles.services.gaps import REFRESH, gaps_compute, gaps_follow_journeys, gaps_store, gaps_summary
from roles.services.ratings import REORDER, ratings_reordered
from uniengine.jobs.running import JobRun
from uniengine.jobs.tasks import job_task


@job_task(REFRESH)
def gaps_refresh(run: JobRun) -> dict[str, Any] | None:
    """Work out the gap of one journey and store it; once more when something changed meanwhile."""
    organization = run.job.organization
    journey = Journey.objects.filter(pk=run.job.params["journey"], archived_at__isnull=True).first()
    if journey is None:
        return {"left_out": "The journey is archived or gone."}
    picture = gaps_compute(organization=organization, journey=journey, progress=run.progress)
    with transaction.atomic():  # the next refresh is asked for in the transaction that ends this one
        with run.effect(gaps_summary(picture)):
            moved = gaps_store(organization=organization, journey=journey, picture=picture)
        if moved:
            gaps_follow_journeys([journey.pk])
    return None


@job_task(REORDER)
def ratings_reorder(run: JobRun) -> None:
    """Mark whose ratings count after the organization changed its precedence."""
    with run.effect({}):
        ratings_reordered(run.job.organization)
