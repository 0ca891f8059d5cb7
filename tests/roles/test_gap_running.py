"""The gap page while its figures are being worked out."""

from journeys.models import Journey
from roles.services.gaps import gaps_refresh_start
from tests import factories
from tests.cast import Cast


def a_journey(cast: Cast) -> Journey:
    journey = factories.journey(cast.home)
    job = factories.buying_job(journey.stages.get(slot="buy"))
    skill = factories.skill(cast.home, "Analytics")
    factories.activity(journey, "Compare offers", job, needs={skill: 3})
    factories.rating(factories.person(cast.home, "0001"), skill, 4)
    return journey


def test_it_shows_the_progress_of_the_first_refresh(scoped: Cast) -> None:
    job = gaps_refresh_start(actor=scoped.actor(), journey=a_journey(scoped))
    page = scoped.client("owner").get("/o/home/gaps/").content.decode()
    assert f"/o/home/jobs/{job.pk}/progress" in page


def test_it_shows_the_old_figures_beside_the_progress_of_the_next(scoped: Cast, run_jobs) -> None:
    journey = a_journey(scoped)
    gaps_refresh_start(actor=scoped.actor(), journey=journey)
    run_jobs()
    job = gaps_refresh_start(actor=scoped.actor(), journey=journey)
    page = scoped.client("owner").get("/o/home/gaps/").content.decode()
    assert f"/o/home/jobs/{job.pk}/progress" in page
    assert "Nothing is left undone" in page
    assert "Need and bench, by skill" in page
