"""Jobs whose starter is gone, and addresses that want to lead elsewhere."""

import pytest

from tests.cast import Cast
from uniengine.accounts.models import Membership
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.running import JobRun, job_run
from uniengine.jobs.services import job_start


def start(cast: Cast, who: str = "leader") -> Job:
    return job_start(actor=cast.actor(who), kind="tests.work", key="one", params={})


def test_it_ends_the_job_of_a_former_member_with_a_sentence(scoped: Cast) -> None:
    job = start(scoped)
    Membership.objects.filter(user=scoped.users["leader"]).delete()

    def work(run: JobRun) -> None:
        assert run.actor

    job_run(job.pk, work)
    job.refresh_from_db()
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "not_allowed", 1)
    assert "not a member any more" in job.error


@pytest.mark.parametrize("back", ["https://elsewhere.example/x", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_site_after_cancelling(scoped: Cast, back: str) -> None:
    job = start(scoped)
    answer = scoped.client("leader").post(f"/o/home/jobs/{job.pk}/cancel", headers={"referer": back})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_it_goes_back_to_the_page_after_cancelling(scoped: Cast) -> None:
    job = start(scoped)
    back = "http://testserver/o/home/gaps/"
    answer = scoped.client("leader").post(f"/o/home/jobs/{job.pk}/cancel", headers={"referer": back})
    assert answer["Location"] == back


@pytest.mark.parametrize("way", ["post", "get"])
def test_it_shows_no_job_to_other_organizations(scoped: Cast, way: str) -> None:
    job = start(scoped)
    client = scoped.client("outsider")
    assert client.post(f"/api/v1/organizations/away/jobs/{job.pk}/cancel").status_code == 404
    assert client.get(f"/api/v1/organizations/away/jobs/{job.pk}").status_code == 404
    assert getattr(client, way)(f"/o/away/jobs/{job.pk}/{'cancel' if way == 'post' else 'progress'}").status_code == 404
    job.refresh_from_db()
    assert not job.cancel_requested
