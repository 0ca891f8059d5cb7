"""Double work, coverage, flags and the exported files."""

import csv
import io

import pytest

from journeys import services
from journeys.views.analysis import reach_sentence
from tests import factories
from tests.cast import Cast
from tests.journeys.asking import board, text
from tests.journeys.boards import Small


@pytest.fixture
def surveyed(scoped: Cast, small: Small) -> Small:
    """Marketing 1 FTE and Sales 0.5 FTE show customers, 800 h needed; Sales proves the value for an unknown time."""
    actor = scoped.actor("leader")
    services.activity_effort_set(
        actor=actor, activity=small.show, version=1, effort={small.marketing.pk: 1000, small.sales.pk: 500}
    )
    services.activity_demand_set(
        actor=actor, activity=small.show, version=2, rows=[services.DemandInput(small.canada.pk, 800, 1)]
    )
    services.activity_effort_set(actor=actor, activity=small.prove, version=1, effort={small.sales.pk: None})
    return small


def test_it_shows_double_work_in_fte_and_money(scoped: Cast, surveyed: Small) -> None:
    said = text(scoped.client("member").get(f"{board(surveyed)}redundancy"))
    assert "One activity is done by more than one function." in said
    assert "0.5 FTE sit outside the function that does most of it." in said
    assert "USD 60,000" in said  # half an FTE of sales at 120,000
    assert "1 entry says who does it but not for how long" in said
    assert "Show comparable customers" in said
    assert "Prove the value" not in said


def test_it_says_what_the_two_sums_stand_for_and_that_they_overlap(scoped: Cast, surveyed: Small) -> None:
    page = scoped.client("member").get(f"{board(surveyed)}redundancy")
    said = text(page)
    assert "Moving it saves nothing by itself." in said
    assert "This is the possible saving." in said
    assert "up to 0.5 FTE count in both" in said
    assert '<th scope="colgroup" colspan="2">FTE outside the largest</th>' in page.content.decode()


def test_it_shows_what_two_functions_share(scoped: Cast, surveyed: Small) -> None:
    path = f"{board(surveyed)}redundancy?first={surveyed.sales.pk}&second={surveyed.marketing.pk}"
    said = text(scoped.client("member").get(path))
    assert "Done by both" in said
    assert "0.5 FTE, 1 activity in common" in said


def test_it_filters_double_work_by_stage(scoped: Cast, surveyed: Small) -> None:
    adopt = surveyed.journey.stages.get(slot="adopt")
    said = text(scoped.client("member").get(f"{board(surveyed)}redundancy?stage={adopt.pk}"))
    assert "Nothing here is done by more than one function" in said


def test_without_a_survey_it_says_how_to_get_one(scoped: Cast, small: Small) -> None:
    assert "Nobody has said who does what" in text(scoped.client("member").get(f"{board(small)}redundancy"))


def test_coverage_judges_time_when_nobody_is_rated(scoped: Cast, surveyed: Small) -> None:
    said = text(scoped.client("member").get(f"{board(surveyed)}coverage"))
    assert "Nobody is rated in the skills this journey needs." in said
    assert "Time enough today" in said
    assert "A skill it cannot do without" not in said


@pytest.mark.parametrize(
    ("reach", "every", "sentence"),
    [
        (0, 12, "None of 12 activities is within reach."),
        (1, 12, "One of 12 activities is within reach."),
        (3, 12, "Three of 12 activities are within reach."),
        (1, 1, "The one activity is within reach."),
        (0, 1, "The one activity is not within reach."),
    ],
)
def test_it_says_how_many_are_within_reach(reach: int, every: int, sentence: str) -> None:
    assert reach_sentence(reach, every) == sentence


def test_it_names_the_time_that_has_no_price(scoped: Cast, surveyed: Small) -> None:
    services.function_update(actor=scoped.actor("leader"), function=surveyed.sales, version=1, cost_per_fte=0)
    said = text(scoped.client("member").get(f"{board(surveyed)}redundancy"))
    assert "No cost for Sales: 0.5 FTE are not priced." in said


def test_coverage_hides_small_groups_from_most_roles(scoped: Cast, surveyed: Small) -> None:
    who = factories.person(scoped.home, "1")
    factories.rating(who, surveyed.analysis, 4)
    factories.rating(who, surveyed.writing, 4)
    leader, member = (text(scoped.client(role).get(f"{board(surveyed)}coverage")) for role in ("leader", "member"))
    assert "fewer than 5" in member
    assert "fewer than 5" not in leader


def test_coverage_gives_no_exact_count_to_those_who_may_not_see_people(scoped: Cast, surveyed: Small) -> None:
    for number in range(7):
        who = factories.person(scoped.home, str(number))
        factories.rating(who, surveyed.analysis, 4)
        factories.rating(who, surveyed.writing, 4)
    leader, member = (text(scoped.client(role).get(f"{board(surveyed)}coverage")) for role in ("leader", "member"))
    assert "at least 5" in member
    assert "at least 5" not in leader
    address = f"/api/v1/organizations/home/journeys/{surveyed.journey.pk}/coverage"
    counts = {
        role: {row["holders"] for row in scoped.client(role).get(address).json()["activities"]} - {None}
        for role in ("leader", "member")
    }
    assert counts["leader"] - {0} == {7}
    assert counts["member"] - {0} == {5}


def test_every_flag_leads_to_its_place(scoped: Cast, small: Small) -> None:
    factories.skill(scoped.home, "Juggling")
    page = scoped.client("member").get(f"{board(small)}flags")
    assert "2 places need work." in text(page)
    assert f"{board(small)}?job={small.decide.pk}#job-{small.decide.pk}" in page.content.decode()
    assert "No activity needs “Juggling”" in text(page)
    one = text(scoped.client("member").get(f"{board(small)}flags?kind=skill_not_needed"))
    assert "has no activity. Add" not in one


@pytest.mark.parametrize(
    "sort", ["name", "-name", "gather", "-money", "excess", "spread", "total", "functions", "nonsense"]
)
def test_tables_sort(scoped: Cast, surveyed: Small, sort: str) -> None:
    assert scoped.client("member").get(f"{board(surveyed)}redundancy?all=1&sort={sort}").status_code == 200
    assert scoped.client("member").get(f"{board(surveyed)}coverage?sort={sort}").status_code == 200


def test_it_exports_the_journey(scoped: Cast, surveyed: Small) -> None:
    answer = scoped.client("member").get(f"{board(surveyed)}export.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["Activity"] for row in rows} >= {"Show comparable customers", "Prove the value"}
    workbook = scoped.client("member").get(f"{board(surveyed)}export.xlsx")
    assert workbook.content[:2] == b"PK"
    assert scoped.client("member").get(f"{board(surveyed)}export.pdf").status_code == 404


def test_it_exports_double_work(scoped: Cast, surveyed: Small) -> None:
    answer = scoped.client("member").get(f"{board(surveyed)}export.csv?what=redundancy")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["FTE outside the largest function"] == "0.5"
