"""The effect panel is worked out after every change, in the background, and says what it stands for."""

from collections.abc import Callable

import pytest

from journeys import services as journeys
from redesigns.comparison import Figure
from redesigns.models import EffectResult, Redesign
from redesigns.panels import column
from redesigns.records import Key, key_of, record
from redesigns.selectors.effects import EFFECTS, panel_of
from redesigns.services.effects import effects_compute, effects_store
from redesigns.services.redesigns import redesign_branch
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.jobs.models import Job

pytestmark = pytest.mark.usefixtures("scoped")
Run = Callable[[], int]


@pytest.fixture
def company(cast: Cast, scoped: Cast) -> Company:
    company = staffed(cast)
    company.work("Show comparable customers", fte={None: 1.5}, s1=3)
    return company


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.select_related("journey").get(pk=redesign.pk)


def duty(role: str, activity: int) -> dict[Key, object]:
    made = record("duty", role=role, activity=activity)
    return {key_of("duty", made): made}


def staff_one(cast: Cast, company: Company, draft: Redesign, number: int = 0) -> str:
    """A role for the one activity, with two seats and somebody in one of them."""
    role, made = a_role("Guide")
    activity = company.journey.activities.get().pk
    put(cast, draft, made | duty(role, activity) | seats(role, None, 2) | seated(company.people[number].pk, role, None))
    return role


def shown(redesign: Redesign) -> dict[Figure, object]:
    return column(panel_of(fresh(redesign)).figures["figures"])


def named(figures: dict[Figure, object], name: str, of: int | None = None) -> object:
    return next(value for figure, value in figures.items() if (figure.name, figure.of) == (name, of))


def test_it_is_worked_out_after_every_change(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    run_jobs()
    assert named(shown(draft), "true_gap") == 1500
    staff_one(cast, company, draft)
    assert panel_of(fresh(draft)).stale
    assert panel_of(fresh(draft)).working
    run_jobs()
    panel = panel_of(fresh(draft))
    assert (panel.stale, panel.working, panel.failed) == (False, False, False)
    figures = shown(draft)
    assert (named(figures, "true_gap"), named(figures, "placed"), named(figures, "vacant")) == (500, 1, 1)


def test_it_keeps_what_today_would_be(company: Company, draft: Redesign, run_jobs: Run) -> None:
    run_jobs()
    today = column(panel_of(fresh(draft)).figures["today"])
    assert (named(today, "true_gap"), named(today, "placed"), named(today, "unused")) == (0, 4, 2500)


def test_the_parts_of_the_coverage_are_those_of_the_figures(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    staff_one(cast, company, draft)
    run_jobs()
    parts = panel_of(fresh(draft)).figures["parts"]
    figures = shown(draft)
    for rung, places in parts["rungs"].items():
        assert named(figures, "rung", int(rung)) == len(places)
    assert parts["flags"][0] == [company.people[0].pk] or sum(map(len, parts["flags"])) == 1


def test_a_change_during_the_work_is_not_missed(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    run_jobs()
    picture = effects_compute(draft, lambda done, total, words: None)
    staff_one(cast, company, draft)
    assert effects_store(draft, picture)
    assert panel_of(fresh(draft)).stale
    run_jobs()
    assert not panel_of(fresh(draft)).stale


def test_a_change_of_the_journey_makes_it_work_again(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    run_jobs()
    activity = company.journey.activities.get()
    journeys.activity_demand_set(actor=cast.actor("leader"), activity=activity, version=activity.version, rows=[])
    assert panel_of(fresh(draft)).stale
    run_jobs()
    assert named(shown(draft), "true_gap") == 1000
    assert not panel_of(fresh(draft)).stale


def test_a_branch_has_a_panel_of_its_own(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    staff_one(cast, company, draft)
    branch = redesign_branch(actor=cast.actor("leader"), redesign=fresh(draft), name="Branch")
    run_jobs()
    assert shown(branch) == shown(draft)
    assert EffectResult.objects.count() == 2


def test_a_redesign_that_is_gone_is_left_out(cast: Cast, draft: Redesign, run_jobs: Run) -> None:
    Job.objects.filter(kind=EFFECTS).update(params={"redesign": 0})
    run_jobs()
    assert not EffectResult.objects.exists()
    assert Job.objects.get(kind=EFFECTS).state == "succeeded"
