"""The worker inside the server process, for running without Redis.

One thread scans the Job table and runs what waits, one job at a time; kit.tasks rings its bell instead of sending
to a broker. A job left behind by a crash is found by the same scan once its lease is over.
"""

import logging
import threading
import time

from celery import current_app
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone

from uniengine.jobs.models import Job, JobState
from uniengine.kit.scoping import every_organization
from uniengine.kit.tasks import bell

log = logging.getLogger(__name__)
SCAN_SECONDS = 1.0
_started = threading.Lock()


def start() -> None:
    """Start the thread once per process."""
    if not _started.acquire(blocking=False):
        return
    current_app.loader.import_default_modules()
    threading.Thread(target=serve, name="embedded-worker", daemon=True).start()
    log.info("embedded worker started")


def serve() -> None:
    while True:
        bell.wait(SCAN_SECONDS)
        bell.clear()
        try:
            close_old_connections()
            run_waiting()
        except DatabaseError as error:
            log.warning("embedded worker: %s; trying again", error)
            time.sleep(SCAN_SECONDS)
        except Exception:  # the only worker of this process must outlive every fault
            log.exception("embedded worker: unexpected fault; going on")
            time.sleep(SCAN_SECONDS)


def run_waiting() -> int:
    """Run every job that waits or whose lease ran out; returns how many were tried."""
    tried = 0
    while job := next_job():
        pk, kind = job
        current_app.tasks[kind].run(str(pk))
        tried += 1
    return tried


def next_job() -> tuple[object, str] | None:
    with every_organization("the worker serves all"):
        ready = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
        # A kind this version does not know waits for one that does, and holds nobody up.
        return (
            Job.objects.filter(ready, kind__in=list(current_app.tasks))
            .order_by("created_at")
            .values_list("pk", "kind")
            .first()
        )
