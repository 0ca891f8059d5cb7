"""Celery's side of jobs: a decorator that turns a function of JobRun into a task, and the reaper."""

import uuid
from collections.abc import Callable
from typing import Any

from celery import current_app, shared_task
from celery.app.task import Task

from uniengine.jobs.running import JobRun, job_run
from uniengine.jobs.services import jobs_reap

Work = Callable[[JobRun], dict[str, Any] | None]


def job_task(name: str) -> Callable[[Work], Task[..., None]]:
    """Register `work` as the Celery task `name`, called with a job id."""

    def register(work: Work) -> Task[..., None]:
        @shared_task(name=name)
        def run(job_id: str) -> None:
            job_run(uuid.UUID(job_id), work)

        return run

    return register


@shared_task(name="jobs.reap")
def reap() -> None:
    """Every second: start again what a dead worker left behind."""
    jobs_reap()


def registered() -> set[str]:
    """Names of all tasks known to this process."""
    current_app.loader.import_default_modules()
    return set(current_app.tasks)
