"""Redesigns side by side: differences against today, what differs record by record, and names only where allowed."""

from collections.abc import Callable

import pytest
from django.http import Http404

from redesigns.models import Redesign
from redesigns.selectors.comparison import Comparison, redesigns_chosen, redesigns_compared
from redesigns.services.deciding import redesign_propose
from redesigns.services.redesigns import redesign_branch
from tests import factories
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.redesigns.test_effects_job import duty
from tests.roles.gap_company import Company
from uniengine.kit.errors import DomainError

Run = Callable[[], int]
GUIDE = "aaaaaaaaaaaa"


@pytest.fixture
def company(scoped: Cast) -> Company:
    company = staffed(scoped, people=12)
    company.work("Show comparable customers", fte={None: 1.5}, s1=3)
    return company


@pytest.fixture
def two(cast: Cast, company: Company, run_jobs: Run) -> list[Redesign]:
    """Six people in a role; and a branch with two of them on the bench and the role renamed."""
    first = draft_of(cast, company, "First")
    role = {("role", GUIDE): a_role("Guide")[1].popitem()[1]}
    puts = role | duty(GUIDE, company.journey.activities.get().pk) | seats(GUIDE, None, 6)
    for person in company.people[:6]:
        puts |= seated(person.pk, GUIDE, None)
    put(cast, first, puts)
    second = redesign_branch(actor=cast.actor("leader"), redesign=fresh(first), name="Second")
    bench = {("placement", str(p.pk)): now(first)["placement", str(company.people[7].pk)] for p in company.people[1:6]}
    put(cast, second, bench | {("role", GUIDE): {**now(first)["role", GUIDE], "name": "Coach"}})
    run_jobs()
    return [fresh(first), fresh(second)]


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.select_related("baseline", "journey__organization").get(pk=redesign.pk)


def compared(cast: Cast, redesigns: list[Redesign], who: str = "leader") -> Comparison:
    return redesigns_compared(actor=cast.actor(who), redesigns=redesigns)


def row(found: Comparison, name: str) -> list[tuple[str, str | None]]:
    line = next(one for block in found.blocks for one in block.rows if one.figure.name == name)
    return [(cell.value, cell.difference.words if cell.difference else None) for cell in line.cells]


def told(found: Comparison) -> str:
    return str(found.columns[1].sections)


def test_differences_are_against_today(cast: Cast, two: list[Redesign]) -> None:
    found = compared(cast, two)
    assert row(found, "placed") == [("6", "\N{MINUS SIGN}6"), ("1", "\N{MINUS SIGN}11")]
    assert row(found, "true_gap") == [("0.0 FTE", "no difference"), ("0.5 FTE", "+0.5 FTE")]


def test_what_today_cannot_have_is_compared_with_the_first(cast: Cast, two: list[Redesign]) -> None:
    (first, nothing), (second, away) = row(compared(cast, two), "coverage")
    assert (first, nothing, second, away) == ("100%", None, "66%", "\N{MINUS SIGN}33 points")


def test_the_headline_names_the_one_with_the_least_gap(cast: Cast, two: list[Redesign]) -> None:
    assert compared(cast, two).headline == "First leaves the least need unmet: 0.0 FTE."
    assert compared(cast, [two[0], two[0]][:1] + [two[0]]).headline.startswith("All leave")


def test_what_differs_is_told_record_by_record(cast: Cast, company: Company, two: list[Redesign]) -> None:
    words = told(compared(cast, two))
    assert "Guide" in words
    assert "Coach" in words
    assert company.people[1].name in words
    assert company.people[0].name not in words


def test_people_are_counts_for_those_who_see_no_names(cast: Cast, company: Company, two: list[Redesign]) -> None:
    for one in two:
        redesign_propose(actor=cast.actor("leader"), redesign=one, version=fresh(one).version)
    words = told(compared(cast, [fresh(one) for one in two], "owner"))
    assert "It concerns 5 people." in words
    assert not any(person.name in words for person in company.people)


def test_small_groups_are_hidden_in_the_columns(cast: Cast, two: list[Redesign]) -> None:
    for one in two:
        redesign_propose(actor=cast.actor("leader"), redesign=one, version=fresh(one).version)
    found = compared(cast, [fresh(one) for one in two], "owner")
    assert [value for value, _ in row(found, "placed")] == ["6", "hidden"]
    assert [value for value, _ in row(found, "true_gap")] == ["0.0 FTE", "hidden"]
    assert found.columns[1].arcs == ()
    assert found.headline == "2 redesigns side by side."


def test_only_two_to_four_of_one_journey_are_compared(cast: Cast, company: Company, two: list[Redesign]) -> None:
    elsewhere = draft_of(cast, company, "Elsewhere")
    Redesign.objects.filter(pk=elsewhere.pk).update(journey=factories.journey(cast.home, "Another"))
    for chosen in (two[:1], two + two + two[:1], [two[0], fresh(elsewhere)]):
        with pytest.raises(DomainError):
            compared(cast, chosen)


def test_drafts_of_others_cannot_be_chosen(cast: Cast, two: list[Redesign]) -> None:
    leader = redesigns_chosen(cast.actor("leader"), [two[1].pk, two[0].pk, two[1].pk])
    assert leader == [two[1], two[0]]
    redesign_propose(actor=cast.actor("leader"), redesign=two[0], version=two[0].version)
    with pytest.raises(Http404):
        redesigns_chosen(cast.actor("owner"), [two[0].pk, two[1].pk])
