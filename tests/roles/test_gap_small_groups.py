"""What somebody who may not see people can learn of very few people: nothing, by no page, file or answer."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from roles.services.gaps import gaps_refresh_start
from roles.slices import Slice
from roles.unmet import Shortage, unmet_shown
from tests.cast import Cast
from tests.roles.gap_company import Company, company_of

Run = Callable[[], int]
CANADA, NORDICS = 0, 1
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|as of [^<·]*')
PAGES = ("", "proof", "growth", "export?table=proof", "export?table=growth", "export?table=free")
API = ("gap", "gap/proof", "gap/growth", "gap/export?table=proof", "gap/export?table=growth")


@pytest.fixture
def home(scoped: Cast) -> Company:
    """Six people in Canada who can do what is needed there; one FTE of skill 1 at level 4 is needed in Nordics."""
    home = company_of(scoped)
    home.work("Advise buyers", 1, {CANADA: 2.0}, s0=3)
    home.work("Host events", 0, {NORDICS: 1.0}, s1=4)
    for _ in range(6):
        home.staff(CANADA, 0, s0=4)
    return home


def seen(client: Client, home: Company, market: int | None) -> dict[str, str]:
    """Everything the gap pages and the API say about a market."""
    where = "" if market is None else f"market={home.markets[market].pk}"
    addresses = [f"/o/home/gaps/{page}" for page in PAGES]
    addresses += [f"/api/v1/organizations/home/journeys/{home.journey.pk}/{page}" for page in API]
    found = {}
    for address in addresses:
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{where}")
        assert answer.status_code == 200, address
        found[address] = CHANGING.sub("", b"".join(answer).decode(errors="replace"))
    return found


def told(cast: Cast, home: Company, run_jobs: Run, market: int | None = None) -> dict[str, str]:
    gaps_refresh_start(actor=cast.actor(), journey=home.journey)
    run_jobs()
    answers = seen(cast.client("pod_leader"), home, market)
    timeless = re.compile(r'"(computed|created|started|finished)_at":"[^"]*"|"id":"[0-9a-f-]{36}"')
    return {address: timeless.sub("", text) for address, text in answers.items()}


@pytest.mark.parametrize("market", [NORDICS, None])
def test_it_says_the_same_of_a_market_of_one_whatever_they_can_do(
    scoped: Cast, home: Company, run_jobs: Run, market: int | None
) -> None:
    only = home.staff(NORDICS, 0, s1=5)
    answers = []
    for level in (5, 3, 1):  # can do it; is one level short of it; neither
        only.ratings.update(level=level)
        answers.append(told(scoped, home, run_jobs, market))
    for address, text in answers[0].items():
        if market is None and address.split("/")[-1] in ("", "gap", "export?table=free"):
            continue  # they hold what is free in a function of seven: a sum that may be shown
        assert text == answers[1][address] == answers[2][address], address


def test_it_gives_no_figure_of_the_gap_away_in_the_result_of_its_job(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    job = gaps_refresh_start(actor=scoped.actor(), journey=home.journey)
    run_jobs()
    answer = scoped.client("member").get(f"/api/v1/organizations/home/jobs/{job.pk}").json()
    assert set(answer["result"]) == {"slices"}


def test_it_hides_a_second_group_where_the_time_of_one_person_would_follow(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    for _ in range(5):
        home.staff(CANADA, 1, s0=4)
    only = home.staff(CANADA, 1, s0=1)
    only.function = None
    only.save()
    told(scoped, home, run_jobs)
    free = scoped.client("member").get(f"/api/v1/organizations/home/journeys/{home.journey.pk}/gap").json()["free"]
    assert len(free) == 3
    assert sum(row["people"] is None for row in free) >= 2


def test_it_does_not_say_that_all_is_done_where_that_is_said_of_one_person(
    scoped: Cast, home: Company, run_jobs: Run
) -> None:
    only = home.staff(NORDICS, 0, s1=5)
    answers = []
    for level in (5, 3):
        only.ratings.update(level=level)
        told(scoped, home, run_jobs)
        answers.append(scoped.client("member").get(f"/api/v1/organizations/home/journeys/{home.journey.pk}/gap").json())
    for name in ("headline", "unmet_mfte", "unused_mfte", "growth", "stages"):
        assert answers[0][name] == answers[1][name], name


def test_it_still_shows_a_large_market_to_everybody(scoped: Cast, home: Company, run_jobs: Run) -> None:
    home.staff(NORDICS, 0, s1=5)
    page = told(scoped, home, run_jobs, CANADA)["/o/home/gaps/"]
    assert "Today's people can do all the work in Canada" in page.replace("&#x27;", "'")


def test_it_hides_a_second_market_where_a_shortage_would_follow_from_the_region() -> None:
    parents: dict[int, int | None] = {1: None, 2: 1, 3: 1, 4: 1}
    short = {None: 23, 1: 23, 2: 10, 3: 9, 4: 4}
    found = {Slice(None, market): Shortage(1000, people) for market, people in short.items()}
    shown = unmet_shown(found, parents, (), 5)
    assert {name for name, unmet in shown.items() if unmet is None} == {"market:3", "market:4"}
    assert None not in unmet_shown(found, parents, (), 0).values()


def test_it_says_nothing_of_a_place_where_few_work_not_even_that_all_is_done() -> None:
    found = {
        Slice(): Shortage(0, 0),
        Slice(None, 2): Shortage(0, 0),
        Slice(None, 1): Shortage(0, 0),
        Slice(3, 1): Shortage(0, 0),
    }
    shown = unmet_shown(found, {1: None, 2: None}, {1}, 5)
    assert shown == {"all": None, "market:1": None, "market:2": 0, "stage:3,market:1": None}
