"""Reading jobs, with live progress laid over the row."""

from dataclasses import dataclass

from django.db.models import QuerySet

from uniengine.jobs.models import Job
from uniengine.jobs.progress import progress_get


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as a page or API shows it. `rest` is a sentence such as "about 40 seconds left"."""

    job: Job
    done: int
    total: int
    message: str
    percent: int
    rest: str


def job_list(*, kind: str = "", state: str = "") -> QuerySet[Job]:
    """Background work of the organization, the newest first; empty filters leave all in."""
    rows = Job.objects.order_by("-created_at", "pk")
    wanted = {name: value for name, value in (("kind", kind), ("state", state)) if value}
    return rows.filter(**wanted)


def job_view(job: Job) -> JobView:
    live = progress_get(job.pk) if job.is_open else None
    if live is None:
        return JobView(job, job.done, job.total, job.message, job.percent, "")
    percent = min(100, 100 * live.done // live.total) if live.total else 0
    return JobView(job, live.done, live.total, live.message, percent, rest_words(live.seconds_left))


def rest_words(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 90:
        return f"about {seconds} seconds left"
    return f"about {round(seconds / 60)} minutes left"
