"""A newer inventory comes into open redesigns: nobody is lost, every question comes once, undo takes it all back."""

from itertools import permutations

import pytest

from redesigns.models import Baseline, Reconciliation, Redesign
from redesigns.records import State
from redesigns.rules import broken
from redesigns.selectors.news import newer_words
from redesigns.selectors.reconciling import brought, newer_inventory
from redesigns.services.history import change_undo
from redesigns.services.reconciling import (
    merge_start,
    rebase_start,
    reconciliation_apply,
    reconciliation_choose,
)
from redesigns.services.redesigns import redesign_branch
from roles.models import Person, Rater
from roles.services.people import person_create, person_update
from roles.services.ratings import rating_set
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.redesigns.test_effects_job import duty
from tests.roles.gap_company import Company
from uniengine.kit.errors import DomainError

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: Cast) -> Company:
    company = staffed(cast, people=6)
    company.work("Show comparable customers", fte={None: 1.5}, s1=3)
    return company


@pytest.fixture
def three(cast: Cast, company: Company) -> list[Redesign]:
    """Three open redesigns: everybody of one market seated, a branch of it with one more, and an empty one."""
    role, made = a_role("Guide")
    canada, nordics = (market.pk for market in company.markets)
    first = draft_of(cast, company, "First")
    puts = made | duty(role, company.journey.activities.get().pk)
    puts |= seats(role, canada, 3, least_mfte=800) | seats(role, nordics, 1)
    for person in company.people[::2]:
        puts |= seated(person.pk, role, canada)
    put(cast, first, puts)
    second = redesign_branch(actor=cast.actor("leader"), redesign=fresh(first), name="Second")
    put(cast, second, seated(company.people[1].pk, role, nordics))
    return [first, second, draft_of(cast, company, "Third")]


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.select_related("baseline", "journey__organization").get(pk=redesign.pk)


def change(cast: Cast, person: Person, **changes: object) -> None:
    found = Person.objects.get(pk=person.pk)
    person_update(actor=cast.actor("owner"), person=found, version=found.version, changes=changes)


def newer(cast: Cast, company: Company) -> Person:
    """One joins; of those seated one leaves, one moves, one has less time; one on the bench leaves too."""
    owner = cast.actor("owner")
    joined = person_create(actor=owner, values={"employee_id": "9001", "market": company.markets[0]})
    left, moved, less = company.people[::2]
    change(cast, left, left_on="2026-01-31")
    change(cast, moved, market=company.markets[1])
    change(cast, less, mfte=500)
    change(cast, company.people[3], left_on="2026-01-31")
    return joined


def lower(cast: Cast, company: Company, person: Person) -> None:
    """Somebody is rated below what the role cannot do without."""
    rating_set(actor=cast.actor("owner"), person=person, skill=company.skills[1], rater=Rater.MANAGER, level=1)


def rebase(cast: Cast, redesign: Redesign, choices: dict[str, str] | None = None) -> Reconciliation:
    leader = cast.actor("leader")
    row = rebase_start(actor=leader, redesign=fresh(redesign))
    row = reconciliation_choose(actor=leader, reconciliation=row, choices=choices or {})
    ours = fresh(redesign).revision
    reconciliation_apply(actor=leader, reconciliation=row, version=row.version, ours=ours, theirs=0)
    return row


def asked(cast: Cast, redesign: Redesign) -> dict[str, list[str]]:
    """Question -> its options, in their order."""
    row = rebase_start(actor=cast.actor("leader"), redesign=fresh(redesign))
    found = brought(row, fresh(redesign))
    return {one.id: [option.value for option in one.options] for one in found.conflicts}


def everybody(state: State) -> set[str]:
    return {key[1] for key in state if key[0] == "placement"}


def here() -> set[str]:
    return {str(pk) for pk in Person.objects.filter(left_on__isnull=True).values_list("pk", flat=True)}


def test_it_knows_when_the_inventory_is_newer(cast: Cast, company: Company, three: list[Redesign]) -> None:
    assert not newer_inventory(fresh(three[0]))
    with pytest.raises(DomainError, match="Nothing has changed"):
        rebase_start(actor=cast.actor("leader"), redesign=three[0])
    newer(cast, company)
    assert newer_inventory(fresh(three[0]))
    assert newer_words(fresh(three[0])) == "1 joined, 2 left, 1 moved"


def test_nobody_is_lost_in_any_of_the_open_redesigns(cast: Cast, company: Company, three: list[Redesign]) -> None:
    newer(cast, company)
    for redesign in three:
        rebase(cast, redesign)
        found = fresh(redesign)
        assert everybody(now(redesign)) == here()
        assert broken(now(redesign), frozenset(map(int, here()))) == []
        assert (found.people, found.placed + found.bench + found.leaving) == (5, 5)
    assert Baseline.objects.count() == 2
    assert len({fresh(redesign).baseline_id for redesign in three}) == 1


def test_everybody_whose_seat_is_in_question_is_asked_about_once(
    cast: Cast, company: Company, three: list[Redesign]
) -> None:
    newer(cast, company)
    left, moved, less = (person.pk for person in company.people[::2])
    expected = [f"left/placement/{left}", f"moved/placement/{moved}", f"fte/placement/{less}"]
    assert sorted(asked(cast, three[0])) == sorted(expected)
    assert asked(cast, three[2]) == {}


def test_a_level_a_role_cannot_do_without_is_asked_about(cast: Cast, company: Company, three: list[Redesign]) -> None:
    person = company.people[0]
    lower(cast, company, person)
    assert list(asked(cast, three[0])) == [f"levels/placement/{person.pk}"]


def test_the_order_of_answering_does_not_matter(cast: Cast, company: Company, three: list[Redesign]) -> None:
    newer(cast, company)
    first, leader = three[0], cast.actor("leader")
    last = {question: options[-1] for question, options in asked(cast, first).items()}
    ends = []
    for order in permutations(last):
        row = rebase_start(actor=leader, redesign=fresh(first))
        for question in order:
            row = reconciliation_choose(actor=leader, reconciliation=row, choices={question: last[question]})
        ours = fresh(first).revision
        reconciliation_apply(actor=leader, reconciliation=row, version=row.version, ours=ours, theirs=0)
        ends.append(now(first))
        change_undo(actor=leader, redesign=first)
    assert len(ends) == 6
    assert all(end == ends[0] for end in ends)


def test_undo_restores_exactly_with_the_inventory_of_before(
    cast: Cast, company: Company, three: list[Redesign]
) -> None:
    newer(cast, company)
    before, was = now(three[1]), fresh(three[1])
    rebase(cast, three[1])
    assert fresh(three[1]).baseline_id != was.baseline_id
    change_undo(actor=cast.actor("leader"), redesign=three[1])
    found = fresh(three[1])
    assert now(three[1]) == before
    tallies = ("baseline_id", "people", "placed", "bench", "leaving", "seats", "vacant")
    assert [getattr(found, name) for name in tallies] == [getattr(was, name) for name in tallies]


def test_a_merge_waits_until_both_stand_on_the_same_inventory(
    cast: Cast, company: Company, three: list[Redesign]
) -> None:
    newer(cast, company)
    first, second, _ = three
    leader = cast.actor("leader")
    rebase(cast, first)
    with pytest.raises(DomainError, match="Bring both onto the same inventory first"):
        merge_start(actor=leader, redesign=first, source=fresh(second))
    rebase(cast, second)
    row = merge_start(actor=leader, redesign=first, source=fresh(second))
    reconciliation_apply(
        actor=leader,
        reconciliation=row,
        version=row.version,
        ours=fresh(first).revision,
        theirs=fresh(second).revision,
    )
    assert everybody(now(first)) == here()
    assert now(first)["placement", str(company.people[1].pk)]["role"] is not None


def test_a_branch_of_before_still_meets_its_parent(cast: Cast, company: Company, three: list[Redesign]) -> None:
    """Their common point is older than the inventory both stand on now."""
    newer(cast, company)
    first, second, _ = three
    rebase(cast, first)
    rebase(cast, second)
    row = merge_start(actor=cast.actor("leader"), redesign=second, source=fresh(first))
    found = brought(row, fresh(second))
    assert broken(found.state, frozenset(map(int, here()))) == []
