"""Start background work by name, so that services need not import tasks (layer rule)."""

import logging
import threading

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
bell = threading.Event()  # wakes the embedded worker, which lives in this process


def enqueue(name: str, *args: object) -> None:
    """Send task `name` when the current transaction commits. A broker that is down loses nothing: the Job row
    is the truth and the reaper rings again."""
    transaction.on_commit(lambda: send(name, *args))


def send(name: str, *args: object) -> None:
    """Ring the doorbell now: the embedded worker's bell, or a message on Redis."""
    if settings.EMBEDDED_WORKER:
        bell.set()
        return
    try:
        current_app.send_task(name, args=args, retry=False)
    except (OperationalError, ConnectionError) as error:
        log.warning("broker unreachable, the reaper will start %s%s later: %s", name, args, error)
