"""The workshop home with the real steps: from an empty organization to a full one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from journeys.models import ActivityDemand, FunctionEffort, Journey
from roles.models import DemandCell, GapResult, InventoryState, SupplyCell
from tests import factories
from tests.cast import Cast
from uniengine.workshops.qr import qr_svg, reachable
from uniengine.workshops.selectors.workshops import Home, workshop_home, workshop_plan


def home(cast: Cast, name: str = "owner") -> Home:
    return workshop_home(actor=cast.actor(name), plan=workshop_plan(cast.home))


def states(found: Home) -> dict[str, str]:
    return {line.source.key: line.status for line in found.lines}


@pytest.fixture
def mapped(scoped: Cast) -> Journey:
    """A journey of five stages, each with a job and an activity; one activity needs a skill."""
    journey = factories.journey(scoped.home)
    analytics = factories.skill(scoped.home, "Analytics")
    for stage in journey.stages.all():
        job = factories.buying_job(stage, f"Job in {stage.name}")
        factories.activity(journey, f"Help in {stage.name}", job, needs={analytics: 3})
    return journey


def test_it_starts_with_the_journey(scoped: Cast) -> None:
    found = home(scoped)
    assert found.headline == "No step is done yet. The journey map is next."
    assert list(states(found).values()) == ["now"] + ["next"] * 7
    assert found.now is not None
    assert found.now.state.action == "Start the journey map"
    assert found.rail == ()


def test_it_counts_what_is_mapped(scoped: Cast, mapped: Journey) -> None:
    found = home(scoped)
    assert states(found) == {
        "journey": "done",
        "activities": "done",
        "skills": "done",
        "people": "now",
        "gaps": "next",
        "roles": "next",
        "placement": "next",
        "decision": "next",
    }
    assert found.headline == "Three steps done. People are next."
    summaries = {line.source.key: line.state.summary for line in found.lines}
    assert summaries["journey"] == "5 buying jobs in 5 stages"
    assert summaries["activities"] == "5 activities, no functions attached"
    assert summaries["skills"] == "1 skill in the catalogue"
    assert [(stage.name, stage.value) for stage in found.rail][:2] == [("Learn", "1 job"), ("Buy", "1 job")]


def test_it_names_what_is_missing(scoped: Cast, mapped: Journey) -> None:
    stage = mapped.stages.get(slot="buy")
    factories.buying_job(stage, "A job nobody helps with")
    factories.activity(mapped, "An activity without a skill", stage.jobs.first())
    found = home(scoped)
    assert states(found)["activities"] == "now"
    step = found.now
    assert step is not None
    assert (step.state.done, step.state.total) == (5, 6)
    assert "1 buying job has no activity" in step.state.todo
    assert [part.fraction for part in step.state.parts] == [1, 0.5, 1, 1, 1]
    assert next(line for line in found.lines if line.source.key == "skills").state.out == "1 activity without a skill"


def test_it_does_not_guess_who_does_what(scoped: Cast, mapped: Journey) -> None:
    first, second = home(scoped).findings[:2]
    assert (first.title, first.figure) == ("Nobody does it", None)
    assert "Not known yet" in first.words
    assert second.figure is None


def test_it_finds_gaps_and_double_work(scoped: Cast, mapped: Journey) -> None:
    marketing, sales = factories.function(scoped.home, "Marketing"), factories.function(scoped.home, "Sales")
    by_name = {activity.name: activity for activity in mapped.activities.all()}
    for name, function, mfte in [
        ("Help in Learn", marketing, 4000),
        ("Help in Learn", sales, 1500),
        ("Help in Buy", sales, 2000),
    ]:
        FunctionEffort.objects.create(organization=scoped.home, activity=by_name[name], function=function, mfte=mfte)
    first, second = home(scoped).findings[:2]
    assert (first.mark, first.figure) == ("low", "3")
    assert first.words == "activities, one each in Adopt, Order and Support"
    assert (second.mark, second.figure) == ("watch", "1")
    assert second.words == "activity, 1.5 FTE beside the function that does most"


def test_it_shows_the_gap_once_it_is_computed(scoped: Cast, mapped: Journey) -> None:
    factories.person(scoped.home, "001")
    found = home(scoped)
    assert [finding.words for finding in found.findings[2:]] == ["Not computed yet.", "Not computed yet."]
    assert states(found)["gaps"] == "now"
    skill = factories.skill(scoped.home, "Channel enablement")
    stage = mapped.stages.first()
    activity = mapped.activities.first()
    DemandCell.objects.create(
        organization=scoped.home, journey=mapped, activity=activity, stage=stage, skill=skill, level=3, mfte=9000
    )
    SupplyCell.objects.create(organization=scoped.home, skill=skill, level=4, people=1, mfte=1000)
    InventoryState.objects.create(organization=scoped.home, revision=4)
    GapResult.objects.create(
        organization=scoped.home,
        journey=mapped,
        inventory_revision=4,
        journey_revision=mapped.revision,
        computed_at=datetime(2027, 1, 1, tzinfo=UTC),
        figures={"unmet": 8000},
    )
    found = home(scoped)
    short, over = found.findings[2:]
    assert (short.mark, short.words) == ("low", "Channel enablement, 8.0 FTE short")
    assert (over.mark, over.words) == ("even", "No skill is held beyond need.")
    assert states(found)["gaps"] == "done"
    InventoryState.objects.update(revision=5)
    stale = next(line for line in home(scoped).lines if line.source.key == "gaps")
    assert (stale.status, stale.state.out) == ("now", "Figures are older than the data")


def test_it_offers_nothing_a_role_may_not_open(scoped: Cast, mapped: Journey) -> None:
    people = next(line for line in home(scoped, "leader").lines if line.source.key == "people")
    assert people.state.url == ""
    page = scoped.client("leader").get("/o/home/").content.decode()
    assert "An owner or admin imports the inventory." in page
    assert "Plan the agenda" not in page


def test_it_takes_the_same_queries_for_few_and_many(
    scoped: Cast, mapped: Journey, django_assert_num_queries: Callable
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = scoped.client("owner")
    client.get("/o/home/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/o/home/")
    marketing = factories.function(scoped.home)
    for number in range(40):
        job = factories.buying_job(mapped.stages.first(), f"Job {number}")
        activity = factories.activity(mapped, f"Activity {number}", job)
        ActivityDemand.objects.create(organization=scoped.home, activity=activity, volume=10, hours=5)
        FunctionEffort.objects.create(organization=scoped.home, activity=activity, function=marketing, mfte=100)
        factories.person(scoped.home, f"{number:03}")
    with CaptureQueriesContext(connection) as many:
        client.get("/o/home/")
    assert len(many) <= len(few)
    assert len(many) <= 30


def test_it_draws_the_address_for_phones(scoped: Cast) -> None:
    page = scoped.client().get("/o/home/").content.decode()
    assert "QR code of the address" in page
    assert "testserver/o/home/" in page.replace("<wbr>", "")
    assert qr_svg("http://x/").startswith("<svg")


def test_it_does_not_draw_an_address_no_phone_can_reach(scoped: Cast, settings) -> None:
    page = scoped.client().get("/o/home/", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "Phones cannot reach" in page
    assert not reachable("localhost")
    assert reachable("engine.example.com")


def test_it_settles_a_step_from_the_home(scoped: Cast) -> None:
    client = scoped.client("facilitator")
    client.get("/o/home/")
    assert client.post("/o/home/agenda/journey/settle").status_code == 302
    assert "One step done." in client.get("/o/home/").content.decode()
    assert scoped.client("leader").post("/o/home/agenda/journey/settle").status_code == 403
    assert client.post("/o/home/agenda/nonsense/settle").status_code == 400


def gap_of(cast: Cast, journey: Journey, **figures: int) -> None:
    """A stored gap in which one skill is far short."""
    skill = factories.skill(cast.home, "Channel enablement")
    DemandCell.objects.create(
        organization=cast.home,
        journey=journey,
        activity=journey.activities.first(),
        stage=journey.stages.first(),
        skill=skill,
        level=3,
        mfte=9000,
    )
    InventoryState.objects.create(organization=cast.home, revision=4)
    GapResult.objects.create(
        organization=cast.home,
        journey=journey,
        inventory_revision=4,
        journey_revision=journey.revision,
        computed_at=datetime(2027, 1, 1, tzinfo=UTC),
        figures={"demand": 9000, "unmet": 8000, "unused": 500, "people": 9} | figures,
    )


def test_it_leads_with_the_true_gap_and_what_it_rests_on(scoped: Cast, mapped: Journey) -> None:
    assert home(scoped).lead is None
    gap_of(scoped, mapped, unweighted=2)
    lead = home(scoped).lead
    assert lead is not None
    assert lead.words == "You are 8.0 people short, and 0.5 are free."
    assert lead.url == f"/o/home/gaps/?journey={mapped.pk}"
    assert lead.note == "2 activities count as 1 FTE each, because the effort is not entered yet."
    text = scoped.client().get("/o/home/").content.decode()
    assert text.index(lead.words) < text.index("You have mapped")


def test_it_does_not_lead_with_a_gap_the_reader_may_not_know(scoped: Cast, mapped: Journey) -> None:
    gap_of(scoped, mapped, short_people=2)
    assert home(scoped).lead is not None
    assert home(scoped, "member").lead is None


def test_a_finding_opens_its_skill(scoped: Cast, mapped: Journey) -> None:
    gap_of(scoped, mapped)
    short = home(scoped).findings[2]
    assert "skill=" in short.url
    page = scoped.client().get(short.url).content.decode()
    assert "Channel enablement, level 3 and up: 9.0 short" in page
    assert "counts nobody twice" in short.note


def test_it_tells_whoever_runs_the_workshop_what_to_do_with_the_gap(scoped: Cast, mapped: Journey) -> None:
    said = "Read the headline together"
    assert said in scoped.client("facilitator").get("/o/home/").content.decode()
    assert said not in scoped.client("member").get("/o/home/").content.decode()
