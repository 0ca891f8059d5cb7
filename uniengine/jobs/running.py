"""Running one job: claim, keep the lease alive, do the work, commit effect and final state together.

Exactly once: the claim is a compare-and-set on (state, lease); the effect's transaction ends by setting the final
state under the same owner. If another worker took over meanwhile, zero rows match and the effect rolls back.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone

from uniengine.accounts.access import Actor, actor_of_member, system_actor
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.progress import Progress, cancel_get, progress_put
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import every_organization, scope

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
PROGRESS_EVERY = 0.25
QUARANTINED = (
    f"The work stopped unexpectedly {MOST_ATTEMPTS} times. Nothing was changed. Check the input, then start it again."
)
FORMER = "Whoever started this is not a member any more. Nothing was changed. Start it again."
BROKEN = (
    "Something went wrong on our side. Nothing was changed. "
    "Start it again; if it fails again, tell support the job number."
)


class JobCancelled(Exception):
    """The user asked to stop; nothing of the effect is kept."""


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must not commit."""


@dataclass
class JobRun:
    """What a task sees of its job."""

    job: Job
    owner: str
    finished: bool = False
    _started: float = field(default_factory=time.monotonic)
    _shown: float = 0.0

    @property
    def actor(self) -> Actor:
        """Who asked for the job, with today's role; the system when nobody did. Raises NotAllowed: a member no more."""
        if self.job.created_by is None:
            return system_actor(self.job.organization)
        try:
            return actor_of_member(self.job.created_by, self.job.organization)
        except Http404:
            raise NotAllowed(FORMER) from None

    def progress(self, done: int, total: int, message: str) -> None:
        """Show how far the work is and stop it if asked to. Cheap to call often. Raises JobCancelled."""
        now = time.monotonic()
        if now - self._shown < PROGRESS_EVERY and done < total:
            return
        self._shown = now
        spent = now - self._started
        left = int(spent * (total - done) / done) if done and spent > 1 else None
        progress_put(self.job.id, Progress(done, total, message, left))
        if cancel_get(self.job.id):
            raise JobCancelled

    @contextmanager
    def effect(self, result: Callable[[], dict[str, Any]] | dict[str, Any]) -> Iterator[None]:
        """One transaction for everything the job changes; commits with the final state, or not at all."""
        with transaction.atomic():
            yield
            self.finish(JobState.SUCCEEDED, result=result() if callable(result) else result)
        self.finished = True

    def finish(self, state: JobState, *, result: dict[str, Any] | None = None, code: str = "", error: str = "") -> None:
        """Set the final state if this worker still owns the job. Raises LeaseLost otherwise."""
        mine = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, lease_owner=self.owner)
        values: dict[str, Any] = {"result": result, "error_code": code, "error": error[:1000], "lease_until": None}
        if state == JobState.SUCCEEDED:
            values |= {"done": F("total"), "message": ""}
        if not mine.update(state=state, finished_at=timezone.now(), **values):
            raise LeaseLost


def job_claim(job_id: uuid.UUID) -> JobRun | None:
    """Take the job if it waits, or if its owner's lease ran out. None when there is nothing to do."""
    owner, now = uuid.uuid4().hex, timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    with transaction.atomic():
        taken = Job.objects.filter(free, pk=job_id).update(
            state=JobState.RUNNING, lease_owner=owner, lease_until=until, started_at=now, attempts=F("attempts") + 1
        )
        if not taken:
            return None
        job = Job.objects.select_related("organization", "created_by").get(pk=job_id)
    return JobRun(job=job, owner=owner)


def job_run(job_id: uuid.UUID, work: Callable[[JobRun], dict[str, Any] | None]) -> None:
    """Run `work` for the job if it can be claimed. Never raises for errors of the work itself."""
    with every_organization("the job says which organization it serves"):
        run = job_claim(job_id)
    if run is None:
        return
    with scope(run.job.organization_id), heartbeat(run):
        try:
            attempt(run, work)
        except LeaseLost:
            log.warning("job %s was taken over by another worker; its effect was rolled back", job_id)


def attempt(run: JobRun, work: Callable[[JobRun], dict[str, Any] | None]) -> None:
    if run.job.attempts > MOST_ATTEMPTS:
        return run.finish(JobState.QUARANTINED, code="quarantined", error=QUARANTINED)
    if run.job.cancel_requested:
        return run.finish(JobState.CANCELLED)
    try:
        result = work(run)
        if not run.finished:
            run.finish(JobState.SUCCEEDED, result=result)
    except JobCancelled:
        run.finish(JobState.CANCELLED)
    except DomainError as error:
        run.finish(JobState.FAILED, code=error.code, error=error.message)
    except LeaseLost:
        raise
    except Exception as error:  # the last line of defence: a person must see that it failed
        log.exception("job %s failed", run.job.id)
        run.finish(JobState.FAILED, code=f"internal_{type(error).__name__.lower()}"[:60], error=BROKEN)


@contextmanager
def heartbeat(run: JobRun) -> Iterator[None]:
    """Extend the lease from a second connection while the work goes on."""
    stop = threading.Event()
    beat = threading.Thread(target=keep_lease, args=(run.job.pk, run.owner, stop), daemon=True)
    if not connection.in_atomic_block:  # inside one (tests) a second connection could not see the row
        beat.start()
    try:
        yield
    finally:
        stop.set()
        if beat.is_alive():
            beat.join()


def keep_lease(job_id: uuid.UUID, owner: str, stop: threading.Event) -> None:
    """On SQLite the update waits for the work's own transaction; nobody else can claim while that is open either."""
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
            try:
                with every_organization("the lease of one known job"):
                    Job.objects.filter(pk=job_id, lease_owner=owner, state=JobState.RUNNING).update(lease_until=until)
            except DatabaseError as error:
                log.info("lease of job %s not extended this time: %s", job_id, error)
                close_old_connections()
    finally:
        connection.close()
