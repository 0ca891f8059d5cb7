"""Progress lives in the cache: rows written inside the job's own transaction would be invisible until it commits,
and on SQLite a second writer would wait for it."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

KEEP_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` units (0 = unknown), seconds left if it can be said."""

    done: int
    total: int
    message: str
    seconds_left: int | None = None


def _key(job_id: UUID) -> str:
    return f"job-progress-{job_id}"


def progress_put(job_id: UUID, progress: Progress) -> None:
    cache.set(_key(job_id), (progress.done, progress.total, progress.message, progress.seconds_left), KEEP_SECONDS)


def progress_get(job_id: UUID) -> Progress | None:
    found = cache.get(_key(job_id))
    return Progress(*found) if found else None


def cancel_put(job_id: UUID) -> None:
    """The cancel flag also goes through the cache, so that a worker inside a transaction can see it."""
    cache.set(f"job-cancel-{job_id}", True, KEEP_SECONDS)


def cancel_get(job_id: UUID) -> bool:
    return bool(cache.get(f"job-cancel-{job_id}"))
