"""A redesign's records change in one way: under its lock, by its rules, with history, tallies and undo."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from redesigns.models import Baseline, BaselinePerson, Headcount, Redesign, RedesignChange
from redesigns.selectors.history import steps_of
from redesigns.selectors.states import state_at
from redesigns.services.changing import redesign_change
from redesigns.services.history import change_redo, change_undo
from redesigns.services.redesigns import redesign_branch
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    return staffed(cast)


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.get(pk=redesign.pk)


def test_it_begins_with_everybody_on_the_bench(company: Company, draft: Redesign) -> None:
    found = fresh(draft)
    assert (found.people, found.bench, found.placed, found.leaving, found.seats, found.vacant) == (4, 4, 0, 0, 0, 0)
    assert {key for key in now(draft) if key[0] == "placement"} == {("placement", str(p.pk)) for p in company.people}


def test_it_shares_the_baseline_until_the_inventory_changes(cast: Cast, company: Company, draft: Redesign) -> None:
    assert draft_of(cast, company, "Another").baseline_id == draft.baseline_id
    assert Baseline.objects.count() == 1


def test_it_counts_people_and_seats_in_every_change(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    canada = company.markets[0].pk
    put(cast, draft, made | seats(role, canada, 2) | seats(role, None, 1) | seated(company.people[0].pk, role, canada))
    found = fresh(draft)
    assert (found.people, found.placed, found.bench, found.seats, found.vacant, found.revision) == (4, 1, 3, 3, 2, 1)
    assert Headcount.objects.get(market=canada).filled == 1


def test_it_refuses_more_people_than_seats(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    one, two = (person.pk for person in company.people[:2])
    before = now(draft)
    with pytest.raises(DomainError, match="fewer seats than people"):
        put(cast, draft, made | seats(role, None, 1) | seated(one, role, None) | seated(two, role, None))
    assert now(draft) == before
    assert fresh(draft).revision == 0


def test_the_database_refuses_a_redesign_that_loses_somebody(draft: Redesign) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Redesign.objects.filter(pk=draft.pk).update(bench=3)


def test_the_database_refuses_more_people_than_seats(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made | seats(role, None, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Headcount.objects.update(filled=2)


def test_the_database_keeps_a_baseline_as_it_was(company: Company, draft: Redesign) -> None:
    rows = BaselinePerson.objects.filter(baseline=draft.baseline)
    for values in ({"mfte": 500}, {"title": "Somebody else"}, {"number": 7}, {"levels": {}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        Baseline.objects.update(people=3)


def test_erasing_somebody_may_empty_what_tells_about_them(company: Company, draft: Redesign) -> None:
    BaselinePerson.objects.filter(number=company.people[0].pk).update(person=None, title="", levels={})
    assert BaselinePerson.objects.get(number=company.people[0].pk).mfte == 1000


def test_undo_restores_exactly_and_redo_does_it_again(cast: Cast, company: Company, draft: Redesign) -> None:
    start = now(draft)
    role, made = a_role("Buy expert", purpose="Helps buyers")
    put(cast, draft, made | seats(role, None, 2) | seated(company.people[0].pk, role, None))
    full = now(draft)
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == start
    assert steps_of(fresh(draft)).undo is None
    change_redo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == full
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == start
    assert fresh(draft).revision == 4


def test_it_refuses_to_take_back_what_was_built_on(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made | seats(role, None, 2), label="Added Buy expert")
    put(cast, draft, seats(role, None, 3), label="Raised the seats")
    with pytest.raises(Conflict, match="Raised the seats"):
        change_undo(actor=cast.actor("leader"), redesign=draft, position=1)


def test_it_takes_back_an_older_change_that_nothing_was_built_on(cast: Cast, draft: Redesign) -> None:
    one, first = a_role("Buy expert")
    two, second = a_role("Learn expert")
    put(cast, draft, first)
    put(cast, draft, second)
    change_undo(actor=cast.actor("leader"), redesign=draft, position=1)
    assert [key for key in now(draft) if key[0] == "role"] == [("role", two)]


def test_it_knows_how_it_was_at_any_time(cast: Cast, company: Company, draft: Redesign) -> None:
    seen = [now(draft)]
    role, made = a_role("Buy expert")
    for puts in (made | seats(role, None, 2), seated(company.people[0].pk, role, None), seats(role, None, 4)):
        put(cast, draft, puts)
        seen.append(now(draft))
    assert [state_at(fresh(draft), position) for position in range(4)] == seen


def test_a_branch_begins_where_its_parent_stands_and_leaves_it_alone(
    cast: Cast, company: Company, draft: Redesign
) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made | seats(role, None, 2) | seated(company.people[0].pk, role, None))
    branch = redesign_branch(actor=cast.actor("leader"), redesign=fresh(draft), name="A branch")
    assert now(branch) == now(draft)
    before = now(draft)
    put(cast, branch, seats(role, None, 5))
    assert now(draft) == before
    assert (branch.fork_position, fresh(branch).seats) == (1, 5)


def test_a_stale_edit_is_refused_and_names_the_change_it_missed(cast: Cast, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made, label="Added Buy expert")
    with pytest.raises(Conflict, match="Added Buy expert"):
        redesign_change(
            actor=cast.actor("leader"),
            redesign=draft,
            label="Renamed",
            decide=lambda state: {**a_role("x")[1], ("role", role): {**state["role", role], "name": "Mine"}},
            seen=0,
        )


def test_only_editors_change_a_draft(cast: Cast, company: Company, draft: Redesign) -> None:
    before = now(draft)
    for name in ("owner", "admin", "facilitator", "pod_leader", "member"):
        with pytest.raises(NotAllowed):
            put(cast, draft, a_role("Mine")[1], by=name)
    assert now(draft) == before


def test_history_and_change_log_name_nobody(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made | seats(role, None, 1) | seated(company.people[0].pk, role, None), label="Placed 1 person")
    told = f"{list(RedesignChange.objects.values_list('label', 'entries'))} {list(AuditEntry.objects.values())}"
    assert company.people[0].name not in told
    assert draft.name not in f"{list(AuditEntry.objects.filter(action__startswith='redesign').values())}"
