"""The gap is worked out in the background, stored with the revisions it saw, and never left behind by a change."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from journeys.models import Journey
from journeys.services.editing import revision_raise
from journeys.services.journeys import journey_create
from roles.models import DemandCell, GapResult, InventoryState, Rater
from roles.services import gaps
from roles.services.gaps import REFRESH, gaps_follow, gaps_refresh_start
from roles.services.people import person_update
from roles.services.ratings import rating_set
from roles.services.rollup import supply_rebuild
from tests.cast import Cast
from tests.roles.gap_company import Company, cells, company_of
from uniengine.accounts.models import AuditEntry, Organization
from uniengine.accounts.services.markets import market_change
from uniengine.accounts.services.organizations import organization_update
from uniengine.jobs.models import Job, JobState
from uniengine.kit.errors import NotAllowed

Run = Callable[[], int]


@pytest.fixture
def home(scoped: Cast) -> Company:
    """Skill 0 is short in Canada: 2 FTE needed at level 3, one person can; skill 1 is plentiful in Nordics."""
    home = company_of(scoped)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3)
    home.work("Host events", 0, {1: 0.5}, s1=2)
    home.staff(0, 0, s0=4)
    home.staff(0, 1, s0=2)
    home.staff(1, 1, s1=3)
    home.staff(1, 1, s1=2)
    return home


def refresh(cast: Cast, home: Company, run_jobs: Run) -> None:
    gaps_refresh_start(actor=cast.actor(), journey=home.journey)
    run_jobs()


def result(name: str = "all") -> GapResult:
    return GapResult.objects.get(slice=name)


def test_it_logs_who_asked_for_it(scoped: Cast, home: Company) -> None:
    gaps_refresh_start(actor=scoped.actor("facilitator"), journey=home.journey)
    entry = AuditEntry.objects.get(action="gaps.refresh")
    assert (entry.actor, entry.object_id) == (scoped.users["facilitator"], str(home.journey.pk))


def test_it_finds_the_true_gap_with_its_proof(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    found = result()
    assert (found.figures["demand"], found.figures["unmet"], found.figures["unused"]) == (2500, 1000, 2500)
    canada, skill = home.markets[0].pk, home.skills[0].pk
    assert found.proof == [
        {"needs": [[skill, 3, canada, 2000]], "demand": 2000, "capacity": 1000, "short": 1000, "people": 1}
    ]


def test_it_says_who_could_grow_into_what(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    figures = result().figures
    assert (figures["developable"], figures["growing"]) == (1000, 1)
    assert figures["grows"] == [{"need": [home.skills[0].pk, 3, home.markets[0].pk, 1000], "people": 1}]


def test_it_says_who_is_free_as_a_range_by_function_and_market(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    marketing, sales = (function.pk for function in home.functions)
    assert {row["key"]: (row["least"], row["most"]) for row in result().figures["functions"]} == {
        marketing: (0, 0),
        sales: (2500, 2500),
    }
    assert [row["people"] for row in result().figures["markets"]] == [2, 2]


def test_it_works_out_every_stage_and_market_on_its_own(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    learn, buy = home.stages[0].pk, home.stages[1].pk
    root, (canada, nordics) = home.root.pk, (market.pk for market in home.markets)
    unmet = {row.slice: row.figures["unmet"] for row in GapResult.objects.all()}
    assert (unmet[f"stage:{learn}"], unmet[f"stage:{buy}"]) == (0, 1000)
    assert (unmet[f"market:{canada}"], unmet[f"market:{nordics}"], unmet[f"market:{root}"]) == (1000, 0, 1000)
    assert unmet[f"stage:{buy},market:{canada}"] == 1000


def test_it_counts_an_unknown_effort_as_one_unit_and_says_so(scoped: Cast, home: Company, run_jobs: Run) -> None:
    home.work("Answer questions", 4, s2=1)
    refresh(scoped, home, run_jobs)
    cell = DemandCell.objects.get(skill=home.skills[2])
    assert (cell.mfte, cell.market_id, cell.unweighted) == (1000, None, True)
    assert not DemandCell.objects.exclude(pk=cell.pk).filter(unweighted=True).exists()
    assert result().figures["unweighted"] == 1


def test_it_splits_an_effort_over_skills_and_stages_without_losing_a_thousandth(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    home.work("Train users", 3, {0: 0.1, 1: 0.05, None: 0.37}, s0=1, s1=2, s2=3)
    refresh(scoped, home, run_jobs)
    rows = DemandCell.objects.filter(activity__name="Train users").values("market").annotate(mfte=Sum("mfte"))
    assert sorted(row["mfte"] for row in rows) == [50, 100, 370]


def test_it_says_which_revisions_it_saw(scoped: Cast, home: Company, run_jobs: Run) -> None:
    Journey.objects.update(revision=7)
    refresh(scoped, home, run_jobs)
    state = InventoryState.objects.get()
    assert (result().journey_revision, result().inventory_revision) == (7, state.revision)


def test_it_counts_a_supply_that_is_behind(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    assert len(cells()) == 4


def test_it_starts_one_refresh_however_often_one_asks(scoped: Cast, home: Company) -> None:
    first = gaps_refresh_start(actor=scoped.actor(), journey=home.journey)
    assert gaps_refresh_start(actor=scoped.actor("leader"), journey=home.journey) == first


def test_it_refuses_a_refresh_to_those_who_only_look(scoped: Cast, home: Company) -> None:
    with pytest.raises(NotAllowed):
        gaps_refresh_start(actor=scoped.actor("member"), journey=home.journey)
    assert not Job.objects.exists()


def test_it_refreshes_after_a_single_change(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    rating_set(actor=scoped.actor(), person=home.people[1], skill=home.skills[0], rater=Rater.ASSESSMENT, level=3)
    assert run_jobs() == 1
    assert result().figures["unmet"] == 0
    assert result().inventory_revision == InventoryState.objects.get().revision


def test_it_refreshes_again_after_a_change_that_came_while_it_worked(
    scoped: Cast, home: Company, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change finds a running refresh and asks for no other; that one has to."""
    gaps_refresh_start(actor=scoped.actor(), journey=home.journey)
    whole, left = gaps.ranges, ["change"]

    def changed_meanwhile(*given: Any) -> Any:
        if left:
            left.pop()
            day = date(2026, 1, 31)
            person_update(actor=scoped.actor(), person=home.people[0], version=1, changes={"left_on": day})
            assert Job.objects.filter(kind=REFRESH).count() == 1
        return whole(*given)

    monkeypatch.setattr(gaps, "ranges", changed_meanwhile)
    assert run_jobs() == 2
    assert list(Job.objects.values_list("state", flat=True)) == [JobState.SUCCEEDED] * 2
    assert result().figures["unmet"] == 2000


def test_it_stores_what_is_there_when_an_activity_goes_while_it_works(
    scoped: Cast, home: Company, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gaps_refresh_start(actor=scoped.actor(), journey=home.journey)
    whole, left = gaps.ranges, ["change"]

    def removed_meanwhile(*given: Any) -> Any:
        if left:
            left.pop()
            home.journey.activities.get(name="Advise buyers").delete()
            Journey.objects.update(revision=1)
        return whole(*given)

    monkeypatch.setattr(gaps, "ranges", removed_meanwhile)
    run_jobs()
    assert set(DemandCell.objects.values_list("activity__name", flat=True)) == {"Host events"}
    assert result().figures["demand"] == 500


def test_it_forgets_slices_that_no_longer_exist(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    home.journey.activities.get(name="Host events").delete()
    refresh(scoped, home, run_jobs)
    assert not GapResult.objects.filter(slice=f"stage:{home.stages[0].pk}").exists()


def test_it_leaves_archived_journeys_alone(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    Journey.objects.update(archived_at="2026-01-01T00:00Z")
    gaps_follow(home.organization)
    assert run_jobs() == 0


def test_it_asks_for_nothing_before_the_first_person(scoped: Cast) -> None:
    company_of(scoped)
    gaps_follow(scoped.home)
    assert not Job.objects.exists()


def test_it_follows_every_edit_of_the_journey(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    revision_raise(home.journey.pk)
    assert run_jobs() == 1
    assert result().journey_revision == Journey.objects.get().revision


def test_it_follows_a_change_of_working_hours(scoped: Cast, home: Company, run_jobs: Run) -> None:
    refresh(scoped, home, run_jobs)
    organization_update(actor=scoped.actor(), changes={"productive_hours": 800})
    run_jobs()
    assert result().figures["demand"] == 5000
    assert result().inventory_revision == InventoryState.objects.get().revision


def test_it_follows_a_change_of_whose_rating_counts(scoped: Cast, home: Company, run_jobs: Run) -> None:
    rating_set(actor=scoped.actor(), person=home.people[1], skill=home.skills[0], rater=Rater.SELF, level=5)
    refresh(scoped, home, run_jobs)
    assert result().figures["unmet"] == 1000
    organization_update(actor=scoped.actor(), changes={"rater_precedence": ["self", "assessment", "manager"]})
    run_jobs()
    assert result().figures["unmet"] == 0


def test_it_follows_a_market_that_moves(scoped: Cast, home: Company, run_jobs: Run) -> None:
    """People of Canada can serve a need of Nordics once Canada lies below it."""
    home.work("Serve partners", 2, {1: 1.0}, s0=4)
    refresh(scoped, home, run_jobs)
    assert result(f"market:{home.markets[1].pk}").figures["unmet"] == 1000
    market_change(actor=scoped.actor(), market=home.markets[0], parent=home.markets[1])
    run_jobs()
    assert result(f"market:{home.markets[1].pk}").figures["unmet"] == 2000


def test_it_works_out_a_new_journey_as_soon_as_people_are_there(scoped: Cast, home: Company, run_jobs: Run) -> None:
    supply_rebuild(home.organization)
    made = journey_create(actor=scoped.actor(), name="Partners")
    run_jobs()
    assert GapResult.objects.filter(journey=made, slice="all").exists()


def test_it_reckons_with_the_hours_of_the_revision_it_names(scoped: Cast, home: Company, run_jobs: Run) -> None:
    """A worker that claimed its job before the hours were changed stores no figures with the old ones as current."""
    refresh(scoped, home, run_jobs)
    before = home.organization.productive_hours
    organization_update(actor=scoped.actor(), changes={"productive_hours": before // 2})
    older = Organization.objects.get(pk=home.organization.pk)
    older.productive_hours = before
    picture = gaps.gaps_compute(organization=older, journey=home.journey, progress=lambda done, total, words: None)
    assert picture.slices["all"][0]["demand"] == 5000
    revision_raise(home.journey.pk)
    assert gaps.gaps_store(organization=older, journey=home.journey, picture=picture)
    assert DemandCell.objects.aggregate(n=Sum("mfte"))["n"] == 5000
