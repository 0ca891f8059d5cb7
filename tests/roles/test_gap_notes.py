"""The gap says beside its figures what they rest on, and why those of one page do not add up."""

import csv
import io
from collections.abc import Callable

import pytest

from journeys.models import ActivityDemand
from roles.gap_words import unweighted_words
from roles.models import Person
from roles.selectors.gap_cards import Free
from roles.services.gaps import gaps_refresh_start
from roles.views.gap_notes import range_words
from tests import factories
from tests.cast import Cast
from tests.roles.gap_company import Company, company_of

Run = Callable[[], int]
GAPS = "/o/home/gaps/"


@pytest.fixture
def home(scoped: Cast, run_jobs: Run) -> Company:
    """Skill 0 is 1 FTE short in Canada; six people hold skill 1 in Nordics, where half an FTE is needed."""
    home = company_of(scoped)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3)
    home.work("Host events", 0, {1: 0.5}, s1=2)
    home.staff(0, 0, s0=4)
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
    return str(response.content, "utf-8").replace("&#x27;", "'")


def loose(home: Company, *names: str) -> None:
    """Activities without a job, so without a stage."""
    for name in names:
        factories.activity(home.journey, name, needs={home.skills[0]: 3})


def exported(cast: Cast, query: str = "") -> list[dict[str, str]]:
    body = cast.client().get(f"{GAPS}export?format=csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_it_says_at_the_headline_that_every_activity_is_counted_not_known(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    ActivityDemand.objects.all().delete()
    work_out(scoped, home, run_jobs)
    head = page(scoped).split('class="rail"')[0]
    assert "Every one of the 2 activities counts as 1 FTE, because no effort is entered yet." in head
    assert f'href="/o/home/journeys/{home.journey.pk}/">Enter the effort</a>' in head
    assert "The one activity counts as 1 FTE" in page(scoped, f"{GAPS}?stage={home.stages[1].pk}")


def test_it_says_at_the_headline_how_many_activities_are_counted(scoped: Cast, home: Company, run_jobs: Run) -> None:
    assert "FTE, because" not in page(scoped)
    home.work("Answer questions", 4, s2=1)
    work_out(scoped, home, run_jobs)
    assert "1 of the 3 activities counts as 1 FTE, because its effort is not entered yet." in page(scoped)
    assert "FTE, because" not in page(scoped, f"{GAPS}?stage={home.stages[0].pk}"), (
        "all efforts of this stage are known"
    )


def test_it_counts_activities_in_words() -> None:
    assert unweighted_words(9, 0) == ""
    assert unweighted_words(1200, 3).startswith("3 of the 1,200 activities count as 1 FTE each")
    assert unweighted_words(357, 357).startswith("Every one of the 357 activities counts")


def test_it_notes_counted_effort_in_the_export(scoped: Cast, home: Company, run_jobs: Run) -> None:
    home.work("Answer questions", 4, s2=1)
    work_out(scoped, home, run_jobs)
    notes = {row["skill"]: row["note"] for row in exported(scoped) if row["market"] == "All"}
    assert notes["Skill 2"] == "Effort not entered: each activity without effort counts as 1 FTE"
    assert notes["Skill 0"] == ""
    proof = {row["skill"]: row["note"] for row in exported(scoped, "&table=proof")}
    assert proof["Skill 0"] == ""
    assert proof["Skill 2"].startswith("Effort not entered")


def test_it_says_that_everybody_counts_in_full_to_those_who_see_people(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    assert "Every person counts as 1.0 FTE" in page(scoped)
    assert "Every person counts as 1.0 FTE" not in page(scoped, name="member")
    Person.objects.filter(pk=home.people[-1].pk).update(mfte=500)
    work_out(scoped, home, run_jobs)
    assert "Every person counts as 1.0 FTE" not in page(scoped)


def test_it_says_why_stages_and_rows_do_not_add_up(scoped: Cast, home: Company) -> None:
    text = page(scoped)
    assert "the stages do not add up to the headline, which counts nobody twice" in text
    assert "the rows do not add up to the headline, which counts nobody twice" in text


def test_it_shows_what_is_short_without_a_stage(scoped: Cast, home: Company, run_jobs: Run) -> None:
    assert "No stage" not in page(scoped)
    loose(home, "Wait", "Watch", "Wonder")
    work_out(scoped, home, run_jobs)
    text = page(scoped)
    assert '<span class="lbl">No stage</span><span class="n num">2.0 short</span>' in text
    alone = page(scoped, f"{GAPS}?stage=0")
    assert "2.0 people</a> short for work without a stage" in alone
    assert 'aria-current="true" title="No stage' in alone


def test_it_names_every_part_of_the_proof_in_full(scoped: Cast, run_jobs: Run) -> None:
    home = company_of(scoped)
    home.work("Advise buyers", 1, {0: 40.0}, s0=3)
    home.work("Host events", 0, {0: 0.2}, s1=2)
    home.staff(0, 0, s2=4)
    work_out(scoped, home, run_jobs)
    text = page(scoped)
    assert '<li><span class="num">2</span><span>Skill 1</span><b class="num">0.2</b></li>' in text
    assert "slim" not in text
    assert "Nobody can work in two of these groups" in page(scoped, f"{GAPS}proof")


def test_it_shows_one_figure_where_both_ends_look_the_same() -> None:
    assert range_words(Free(1, "Canada", 9, 4_090, 4_110)) == "4.1"
    assert range_words(Free(1, "Canada", 9, 4_090, 5_000)) == "4.1 to 5.0"
    assert range_words(Free(1, "Canada", None, None, None)) == "hidden"


def test_it_says_once_and_on_top_what_a_member_sees_of_a_market(scoped: Cast, home: Company) -> None:
    canada = f"{GAPS}?market={home.markets[0].pk}"
    text = page(scoped, canada, "member")
    assert "What is needed in Canada is shown. Who can do it is hidden wherever fewer than 5 people" in text
    assert text.index("What is needed in Canada is shown") < text.index('class="rail"')
    assert "Your role sees sums over at least" not in text
    assert "is shown. Who can do it is hidden" not in page(scoped, canada)
    assert "Your role sees sums over at least" in page(scoped, name="member")


def test_it_says_that_nobody_has_a_market_instead_of_a_split_of_one(scoped: Cast, home: Company, run_jobs: Run) -> None:
    ActivityDemand.objects.update(market=None)
    work_out(scoped, home, run_jobs)
    assert "Nobody has a market." not in page(scoped)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(market=None)
    work_out(scoped, home, run_jobs)
    text = page(scoped)
    assert "Nobody has a market. Map a column to Market in the import, for example Location." in text
    assert 'href="/o/home/imports/">Go to the imports</a>' in text
    assert "Go to the imports" not in page(scoped, name="member")
    assert 'class="heat"' in page(scoped, f"{GAPS}?by=stage")
    assert {row["market"] for row in exported(scoped)} == {"All"}, "one line per skill, not the same one twice"


def test_it_exports_a_market_once_and_needs_of_no_market_by_their_name(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    home.work("Answer questions", 4, {None: 1.0}, s2=1)
    work_out(scoped, home, run_jobs)
    assert {row["market"] for row in exported(scoped)} == {
        "All", "Canada", "Nordics", "No market: anybody can serve it",
    }  # fmt: skip
    canada = exported(scoped, f"&market={home.markets[0].pk}")
    assert [(row["skill"], row["market"], row["need FTE"]) for row in canada] == [("Skill 0", "Canada", "2")]


def test_it_offers_the_same_words_for_both_kinds_of_file(scoped: Cast, home: Company) -> None:
    text = page(scoped)
    assert "Export as CSV</a>" in text
    assert "Export as Excel</a>" in text
