"""The Celery application. On Redis it delivers; without Redis it rings inside the server process (jobs/embedded.py).

Job rows are the truth. Delivery is at least once, effects are exactly once (jobs/running.py).
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uniengine.settings")

from django.conf import settings

app = Celery("uniengine")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=settings.JOB_LIMIT_SECONDS,
    # kombu returns unacknowledged messages after the visibility timeout, swept every interval (not every 100 s).
    broker_transport_options={
        "visibility_timeout": 2 * settings.JOB_LIMIT_SECONDS,
        "unacked_restore_interval": 1,
        "global_keyprefix": settings.CELERY_KEY_PREFIX,
    }
    if settings.REDIS_URL
    else {},
    worker_hijack_root_logger=False,
    beat_schedule={"reap": {"task": "jobs.reap", "schedule": 1.0, "options": {"expires": 2}}},
    beat_schedule_filename=str(settings.DATA_DIR / "beat-schedule"),
    timezone="UTC",
)
app.autodiscover_tasks()
