"""Jobs: the row is the truth, the effect happens once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import IntegrityError
from django.utils import timezone

from tests.cast import Cast
from uniengine.accounts.models import AuditEntry, Market
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.running import JobRun, LeaseLost, job_claim, job_run
from uniengine.jobs.services import job_cancel, job_start, jobs_reap
from uniengine.kit.errors import DomainError


def start(cast: Cast, key: str = "one") -> Job:
    return job_start(actor=cast.actor(), kind="tests.work", key=key, params={"name": "Canada"})


def make_market(run: JobRun) -> dict[str, Any]:
    with run.effect({"made": 1}):
        Market.objects.create(organization=run.job.organization, name=run.job.params["name"])
    return {}


def test_it_runs_a_job_and_keeps_its_result(scoped: Cast) -> None:
    job = start(scoped)
    job_run(job.pk, make_market)
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.SUCCEEDED, {"made": 1}, 1)
    assert Market.objects.count() == 1


def test_it_does_nothing_when_the_same_message_comes_twice(scoped: Cast) -> None:
    job = start(scoped)
    job_run(job.pk, make_market)
    job_run(job.pk, make_market)
    assert Market.objects.count() == 1


def test_it_rolls_the_effect_back_when_another_worker_took_over(scoped: Cast) -> None:
    job = start(scoped)

    def robbed(run: JobRun) -> None:
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert job_claim(job.pk) is not None
        make_market(run)

    job_run(job.pk, robbed)
    job.refresh_from_db()
    assert (job.state, Market.objects.count()) == (JobState.RUNNING, 0)


def test_it_leaves_a_job_alone_while_its_lease_lasts(scoped: Cast) -> None:
    job = start(scoped)
    assert job_claim(job.pk) is not None
    assert job_claim(job.pk) is None


def test_it_stops_after_three_crashes_and_says_so(scoped: Cast) -> None:
    job = start(scoped)
    for _ in range(3):
        job_claim(job.pk)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    job_run(job.pk, make_market)
    job.refresh_from_db()
    assert job.state == JobState.QUARANTINED
    assert "start it again" in job.error
    assert Market.objects.count() == 0


def test_it_shows_an_expected_error_as_it_stands(scoped: Cast) -> None:
    job = start(scoped)

    def refuse(run: JobRun) -> None:
        raise DomainError("no_rows", "The file has no rows. Export it again.")

    job_run(job.pk, refuse)
    job.refresh_from_db()
    assert (job.state, job.error_code, job.error) == ("failed", "no_rows", "The file has no rows. Export it again.")


def test_it_hides_the_details_of_an_unexpected_error(scoped: Cast) -> None:
    job = start(scoped)
    job_run(job.pk, lambda run: {"boom": 1 // 0})
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ZeroDivision" not in job.error


def test_it_stops_when_cancelled_and_keeps_nothing(scoped: Cast) -> None:
    job = start(scoped)

    def slow(run: JobRun) -> None:
        with run.effect({}):
            Market.objects.create(organization=run.job.organization, name="Canada")
            job_cancel(actor=scoped.actor(), job=run.job)
            run.progress(1, 1, "Half way")

    job_run(job.pk, slow)
    job.refresh_from_db()
    assert (job.state, Market.objects.count()) == (JobState.CANCELLED, 0)


def test_it_returns_the_open_job_when_asked_twice(scoped: Cast) -> None:
    assert start(scoped).pk == start(scoped).pk
    assert start(scoped, key="other").pk != start(scoped).pk


def test_it_starts_anew_when_the_job_in_the_way_ends_meanwhile(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(**values: Any) -> Job:
        monkeypatch.undo()  # what stood in the way of the first insert is gone before the second look
        raise IntegrityError("job_open_once")

    monkeypatch.setattr(Job.objects, "create", ends)
    assert start(scoped).state == JobState.QUEUED
    assert Job.objects.count() == 1


def test_it_records_no_cancelling_of_a_job_that_ended_meanwhile(scoped: Cast) -> None:
    job = start(scoped)
    Job.objects.filter(pk=job.pk).update(state=JobState.SUCCEEDED)
    with pytest.raises(DomainError) as refused:
        job_cancel(actor=scoped.actor(), job=job)
    assert refused.value.code == "job_finished"
    assert not AuditEntry.objects.filter(action="job.cancel").exists()


def test_it_refuses_cancelling_somebody_elses_job(scoped: Cast) -> None:
    job = start(scoped)
    with pytest.raises(DomainError, match="started it"):
        job_cancel(actor=scoped.actor("member"), job=job)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_it_rings_again_for_a_job_whose_worker_died(scoped: Cast) -> None:
    job = start(scoped)
    job_claim(job.pk)
    long_ago = timezone.now() - timedelta(minutes=5)
    assert jobs_reap() == 0
    Job.objects.filter(pk=job.pk).update(lease_until=long_ago, rung_at=long_ago)
    assert jobs_reap() == 1


def test_it_rings_again_for_a_job_the_broker_lost(scoped: Cast) -> None:
    job = start(scoped)
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now() - timedelta(minutes=5))
    assert jobs_reap() == 1


def test_it_refuses_to_finish_a_lost_lease(scoped: Cast) -> None:
    job = start(scoped)
    run = job_claim(job.pk)
    assert run is not None
    Job.objects.filter(pk=job.pk).update(lease_owner="somebody else")
    with pytest.raises(LeaseLost):
        run.finish(JobState.SUCCEEDED)


def test_it_knows_every_task_name_the_code_enqueues(run_jobs: Callable[[], int]) -> None:
    import re

    from tests.test_architecture import PYTHON_FILES

    named = {
        name
        for path in PYTHON_FILES
        if "tests" not in path.parts
        for name in re.findall(r'(?:enqueue\(|kind=)\s*"([a-z_]+\.[a-z_]+)"', path.read_text())
    }
    assert named <= set(current_app.tasks)


def test_it_passes_over_a_kind_it_does_not_know(scoped: Cast, run_jobs: Callable[[], int]) -> None:
    unknown = start(scoped)  # "tests.work" is no registered task
    assert run_jobs() == 0
    unknown.refresh_from_db()
    assert unknown.state == JobState.QUEUED
