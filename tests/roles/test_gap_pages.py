"""The pages of the skill gap: where things stand in a sentence, every figure opens, and what is hidden from whom."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.models import Journey
from roles.models import GapResult
from roles.services.gaps import gaps_refresh_start
from tests.cast import Cast
from tests.roles.gap_company import Company, company_of
from uniengine.accounts.models import AuditEntry
from uniengine.jobs.models import Job

Run = Callable[[], int]
GAPS = "/o/home/gaps/"


@pytest.fixture
def home(scoped: Cast, run_jobs: Run) -> Company:
    """Skill 0 is 1 FTE short in Canada; six people hold skill 1 in Nordics, where half an FTE is needed."""
    home = company_of(scoped)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3)
    home.work("Host events", 0, {1: 0.5}, s1=2)
    home.staff(0, 0, s0=4)
    home.staff(0, 1, s0=2)
    for _ in range(6):
        home.staff(1, 1, s1=3)
    work_out(scoped, home, run_jobs)
    return home


def work_out(cast: Cast, home: Company, run_jobs: Run) -> None:
    gaps_refresh_start(actor=cast.actor(), journey=home.journey)
    run_jobs()


def page(cast: Cast, address: str = GAPS, name: str = "owner") -> str:
    response = cast.client(name).get(address)
    assert response.status_code == 200, response.status_code
    return str(response.content, "utf-8")


def test_it_says_where_things_stand_in_a_sentence(scoped: Cast, home: Company) -> None:
    text = page(scoped)
    assert "1.0 person</a> short, and " in text
    assert "Skill 0 in Canada needs" in text
    assert "Training one level up would close another" in text


def test_it_shows_one_stage_on_its_own(scoped: Cast, home: Company) -> None:
    text = page(scoped, f"{GAPS}?stage={home.stages[0].pk}")
    assert "Today&#x27;s people can do all the work for Learn." in text
    assert "the parts do not add up to the whole" in text


def test_it_marks_figures_that_are_older_than_the_data(scoped: Cast, home: Company) -> None:
    assert "Older than the data" not in page(scoped)
    Journey.objects.update(revision=99)
    assert "Older than the data" in page(scoped)
    assert "Refresh</button>" in page(scoped)
    assert "Refresh</button>" not in page(scoped, name="member")


def test_it_marks_needs_of_unknown_effort(scoped: Cast, home: Company, run_jobs: Run) -> None:
    assert "Unweighted" not in page(scoped)
    home.work("Answer questions", 4, s2=1)
    work_out(scoped, home, run_jobs)
    assert "1 of 3 skills rest on activities whose effort nobody has entered" in page(scoped)


@pytest.mark.parametrize("by", ["market", "stage", "function"])
def test_it_opens_what_every_figure_is_made_of(scoped: Cast, home: Company, by: str) -> None:
    text = page(scoped, f"{GAPS}?by={by}")
    addresses = {part.split('"')[0].replace("&amp;", "&") for part in text.split('href="')[1:] if "/gaps/cell" in part}
    assert addresses
    client = scoped.client()
    assert {client.get(address.split("#")[0]).status_code for address in addresses} == {200}


def test_it_names_the_activities_and_people_behind_a_figure(scoped: Cast, home: Company) -> None:
    text = page(scoped, f"{GAPS}cell?skill={home.skills[0].pk}&level=3")
    assert "Advise buyers" in text
    assert "Person 0001" in text
    assert "Person 0002" not in text


@pytest.mark.parametrize("part", ["cell?skill={skill}&level=3", "proof", "growth?skill={skill}&level=3"])
@pytest.mark.parametrize("name", ["facilitator", "pod_leader", "member"])
def test_it_gives_no_names_to_those_who_may_not_see_people(scoped: Cast, home: Company, part: str, name: str) -> None:
    text = page(scoped, GAPS + part.format(skill=home.skills[0].pk), name)
    assert "Person 00" not in text
    assert "/people/" not in text


@pytest.mark.parametrize("part", ["cell?skill={skill}&level=3", "proof", "growth?skill={skill}&level=3"])
def test_it_logs_every_look_at_names_and_lets_no_browser_keep_them(scoped: Cast, home: Company, part: str) -> None:
    response = scoped.client("leader").get(GAPS + part.format(skill=home.skills[0].pk))
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(action="read.people").exists()


def test_it_hides_small_groups_and_what_would_give_them_away(scoped: Cast, home: Company) -> None:
    """One person in Canada can do skill 0: the unmet 1.0 of 2.0 FTE would say so, and is hidden with it."""
    text = page(scoped, name="member")
    assert "is hidden: a small group could be told from it" in text
    assert "1.0 person" not in text
    assert "fewer than 5" in text


def test_it_hides_the_same_in_the_export(scoped: Cast, home: Company) -> None:
    def rows(name: str) -> dict[tuple[str, str], dict[str, str]]:
        body = scoped.client(name).get(f"{GAPS}export?format=csv").content.decode("utf-8-sig")
        return {(row["skill"], row["market"]): row for row in csv.DictReader(io.StringIO(body))}

    assert rows("owner")["Skill 0", "Canada"]["bench FTE"] == "1"
    seen = rows("member")
    assert seen["Skill 0", "All"]["bench FTE"] == "hidden"
    assert seen["Skill 0", "All"]["need FTE"] == "2"
    assert seen["Skill 1", "All"]["people"] == "6"


@pytest.mark.parametrize("table", ["skills", "proof", "growth", "free"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_exports_every_table(scoped: Cast, home: Company, table: str, kind: str) -> None:
    response = scoped.client().get(f"{GAPS}export?format={kind}&table={table}")
    assert response.status_code == 200
    assert f"home-gaps-{table}.{kind}" in response["Content-Disposition"]


@pytest.mark.parametrize("query", ["?stage=x", "?market=99999999999999999999", "?function=424242", "?journey=0"])
def test_it_finds_nothing_under_a_filter_that_does_not_exist(scoped: Cast, home: Company, query: str) -> None:
    assert scoped.client().get(GAPS + query).status_code == 404


def test_it_says_what_is_missing_and_offers_the_step(scoped: Cast, run_jobs: Run) -> None:
    assert "There is no journey yet." in page(scoped)
    home = company_of(scoped)
    assert "Nobody is here yet." in page(scoped)
    assert "Import people and skills" in page(scoped)
    assert "Import people and skills" not in page(scoped, name="member")
    home.staff()
    assert "Work out the gap" in page(scoped)
    work_out(scoped, home, run_jobs)
    assert "The journey needs no skills yet." in page(scoped)
    home.work("Advise buyers", s0=3)
    work_out(scoped, home, run_jobs)
    assert "Nobody is rated yet." in page(scoped)


def test_it_shows_how_far_a_refresh_is_and_what_went_wrong(scoped: Cast, home: Company) -> None:
    job = Job.objects.create(
        organization=home.organization, kind="roles.gaps_refresh", key=f"journey-{home.journey.pk}", state="running"
    )
    assert "Working out the gap anew" in page(scoped)
    Job.objects.filter(pk=job.pk).update(state="failed", error="The solver stopped. Start it again.")
    text = page(scoped)
    assert "The solver stopped. Start it again." in text
    assert "1.0 person</a> short" in text, "what was worked out before still stands"
    GapResult.objects.all().delete()
    assert "The gap could not be worked out." in page(scoped)


def test_it_starts_a_refresh(scoped: Cast, home: Company) -> None:
    Job.objects.all().delete()
    response = scoped.client("facilitator").post(f"{GAPS}refresh?journey={home.journey.pk}")
    assert response.status_code == 302
    assert Job.objects.get().kind == "roles.gaps_refresh"


@pytest.mark.parametrize("name", ["owner", "member"])
@pytest.mark.parametrize("part", ["", "?by=function", "cell?skill={skill}&level=3", "proof", "growth"])
def test_it_takes_the_same_queries_at_any_size(
    scoped: Cast, home: Company, run_jobs: Run, name: str, part: str
) -> None:
    client, address = scoped.client(name), GAPS + part.format(skill=home.skills[0].pk)

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        return len(taken)

    grow(home, 12)  # from a size at which everybody sees figures: what has nothing to name asks for no names
    work_out(scoped, home, run_jobs)
    few = queries()
    grow(home, 24)
    work_out(scoped, home, run_jobs)
    assert queries() == few


def grow(home: Company, number: int) -> None:
    """So many more people and activities, in both markets, all stages and all skills."""
    for one in range(number):
        home.staff(one % 2, one % 2, s0=3, s1=2, s2=one % 6)
        home.work(f"Do thing {len(home.people)}", one % 5, {one % 2: 3.0}, s0=3, s1=4, s2=2)


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_other_systems_get_it_as_a_file(scoped: Cast, home: Company, kind: str, begins: bytes) -> None:
    address = f"/api/v1/organizations/home/journeys/{home.journey.pk}/gap/export?format={kind}"
    response = scoped.client().get(address)
    assert response.status_code == 200
    assert response.content.startswith(begins)
