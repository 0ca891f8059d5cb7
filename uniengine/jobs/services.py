"""Start, cancel and recover jobs."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import OPEN_STATES, Job, JobState
from uniengine.jobs.progress import cancel_put
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import every_organization
from uniengine.kit.tasks import enqueue, send

RING_AGAIN = timedelta(seconds=10)


def job_start(*, actor: Actor, kind: str, key: str, params: dict[str, Any], message: str = "", total: int = 0) -> Job:
    """Queue work; asking again while it is open returns the open job. Rings the broker on commit."""
    open_one = Job.objects.filter(kind=kind, key=key, state__in=OPEN_STATES)
    values: dict[str, Any] = {"kind": kind, "key": key, "params": params, "message": message, "total": total}
    if found := open_one.first():
        return found
    try:
        return _queue(actor, values)
    except IntegrityError:
        if found := open_one.first():
            return found
    return _queue(actor, values)  # the one in the way ended between the two looks


def _queue(actor: Actor, values: dict[str, Any]) -> Job:
    with transaction.atomic():
        job = Job.objects.create(
            organization=actor.organization, created_by=actor.user, rung_at=timezone.now(), **values
        )
        enqueue(job.kind, str(job.pk))
    return job


@transaction.atomic
def job_cancel(*, actor: Actor, job: Job) -> Job:
    """Ask a job to stop; a waiting one stops at once. Nothing of its effect is kept."""
    actor.require(Permission.JOBS_CANCEL)
    own = actor.user is not None and job.created_by_id == actor.user.pk
    if not own and not actor.may(Permission.MEMBERS_MANAGE):
        raise NotAllowed("Only the person who started it, an owner or an admin can cancel this.")
    if job.is_open:
        cancel_put(job.pk)
    if not job.is_open or not _stop(job):
        raise DomainError("job_finished", "It is already finished, so there is nothing to cancel.")
    audit_record(actor=actor, action="job.cancel", target=job)
    job.refresh_from_db()
    return job


def _stop(job: Job) -> bool:
    """Whether there was something to stop: the stored row decides, not the one in memory."""
    stopped = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancel_requested=True, finished_at=timezone.now()
    )
    asked = stopped or Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
    return bool(asked)


def jobs_reap() -> int:
    """Ring again for every job whose worker died or whose message was lost. Returns how many."""
    now = timezone.now()
    lost = Q(state=JobState.QUEUED, rung_at__lt=now - RING_AGAIN) | Q(state=JobState.RUNNING, lease_until__lt=now)
    with every_organization("the reaper serves all"):
        rows = list(
            Job.objects.filter(lost).exclude(rung_at__gt=now - timedelta(seconds=1)).values_list("pk", "kind")[:100]
        )
        if rows:
            Job.objects.filter(pk__in=[pk for pk, _ in rows]).update(rung_at=now)
    for pk, kind in rows:
        send(kind, str(pk))
    return len(rows)
