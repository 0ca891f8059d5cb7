"""The stored supply: counted in one pass, or followed change by change, it is the same."""

import logging
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roles.models import InventoryState, Person, Rater, SkillLevel, SupplyCell
from roles.services.people import person_create, person_erase, person_update
from roles.services.ratings import rating_remove, rating_set, ratings_reordered
from roles.services.rollup import inventory_lock, supply_follow, supply_is_current, supply_rebuild
from tests.cast import Cast
from tests.roles.gap_company import Company, cells, company_of
from uniengine.kit.errors import DomainError

EDITS = ("create", "place", "fte", "leave", "rate", "rate", "rate", "unrate", "reorder", "erase")


def state() -> InventoryState:
    return InventoryState.objects.get()


def test_it_counts_effective_ratings_of_people_who_are_here(scoped: Cast) -> None:
    home = company_of(scoped)
    home.staff(s0=4, mfte=600)
    home.staff(s0=4, mfte=1000)
    home.staff(s0=2, market=1, function=1)
    Person.objects.filter(pk=home.staff(s0=4).pk).update(left_on=date(2026, 1, 31))
    SkillLevel.objects.filter(person=home.staff(s0=5)).update(effective=False)
    supply_rebuild(home.organization)
    canada, nordics = (market.pk for market in home.markets)
    marketing, sales = (function.pk for function in home.functions)
    skill = home.skills[0].pk
    assert cells() == {(skill, 4, canada, marketing): (2, 1600), (skill, 2, nordics, sales): (1, 1000)}


def test_it_counts_people_without_market_or_function(scoped: Cast) -> None:
    home = company_of(scoped)
    Person.objects.filter(pk=home.staff(s1=0).pk).update(market=None, function=None)
    supply_rebuild(home.organization)
    assert cells() == {(home.skills[1].pk, 0, 0, 0): (1, 1000)}


def test_it_writes_no_cell_again_that_stays_as_it_is(scoped: Cast) -> None:
    home = company_of(scoped)
    home.staff(s0=4)
    home.staff(s1=3)
    supply_rebuild(home.organization)
    before = set(SupplyCell.objects.values_list("pk", flat=True))
    home.staff(s1=3)
    supply_rebuild(home.organization)
    assert len(before & set(SupplyCell.objects.values_list("pk", flat=True))) == 1


def test_it_leaves_the_cells_of_other_organizations_alone(scoped: Cast) -> None:
    home = company_of(scoped)
    skill = home.skills[0]
    SupplyCell._base_manager.create(organization=scoped.away, skill=skill, level=1, people=1, mfte=1)
    supply_rebuild(home.organization)
    assert SupplyCell._base_manager.filter(organization=scoped.away).count() == 1


def test_it_follows_nothing_before_the_first_count(scoped: Cast) -> None:
    """People that came by another way than the services are not in the cells; a delta would make that look right."""
    home = company_of(scoped)
    person = home.staff(s0=4)
    rating_set(actor=scoped.actor(), person=person, skill=home.skills[1], rater=Rater.SELF, level=2)
    assert cells() == {}
    assert not supply_is_current(state())


def test_it_says_so_when_a_cell_does_not_hold_what_is_taken_from_it(scoped: Cast, caplog: Any) -> None:
    home = company_of(scoped)
    person = home.staff(s0=4)
    supply_rebuild(home.organization)
    SupplyCell.objects.update(people=0, mfte=0)
    with caplog.at_level(logging.ERROR, logger="roles.services.rollup"):
        person_update(actor=scoped.actor(), person=person, version=1, changes={"mfte": 500})
    assert "are off" in caplog.text
    assert not supply_is_current(state())
    assert supply_is_current(supply_rebuild(home.organization))


def test_it_counts_every_change_as_a_revision(scoped: Cast) -> None:
    home = company_of(scoped)
    person = home.staff()
    first = supply_rebuild(home.organization).revision
    rating_set(actor=scoped.actor(), person=person, skill=home.skills[0], rater=Rater.SELF, level=2)
    rating_set(actor=scoped.actor(), person=person, skill=home.skills[0], rater=Rater.SELF, level=2)
    assert state().revision == first + 1
    assert supply_is_current(state())


def test_it_takes_nothing_for_a_change_of_nothing(scoped: Cast) -> None:
    home = company_of(scoped)
    held = inventory_lock(home.organization)
    supply_rebuild(home.organization)
    supply_follow(held, (), ())
    assert cells() == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_gives_the_same_cells_change_by_change_as_counted_at_once(scoped: Cast, data: st.DataObject) -> None:
    """Random edits through the services; after each, the cells equal a count of everything."""
    Person.objects.all().delete()
    home = ensure_company(scoped)
    for number in range(data.draw(st.integers(1, 4))):
        home.people.append(Person.objects.create(organization=home.organization, employee_id=f"p{number}"))
    supply_rebuild(home.organization)
    for _ in range(data.draw(st.integers(1, 6))):
        edit(scoped, home, data)
        assert supply_is_current(state())
        followed = cells()
        SupplyCell.objects.all().delete()
        supply_rebuild(home.organization)
        assert followed == cells()


def ensure_company(scoped: Cast) -> Company:
    if not hasattr(scoped.home, "company"):
        scoped.home.company = company_of(scoped)  # type: ignore[attr-defined]
    found: Company = scoped.home.company  # type: ignore[attr-defined]
    found.people = []
    return found


def edit(scoped: Cast, home: Company, data: st.DataObject) -> None:
    actor, what = scoped.actor(), data.draw(st.sampled_from(EDITS))
    people = list(Person.objects.order_by("pk"))
    if what == "create" or not people:
        values = place(home, data) | {"employee_id": f"new{Person.objects.count()}-{data.draw(st.integers(0, 10**9))}"}
        person_create(actor=actor, values=values)
        return
    person = data.draw(st.sampled_from(people))
    skill, rater = data.draw(st.sampled_from(home.skills)), data.draw(st.sampled_from(list(Rater)))
    if what == "rate":
        level = data.draw(st.integers(0, 5))
        rating_set(actor=actor, person=person, skill=skill, rater=rater, level=level)
    elif what == "unrate":
        with suppress(DomainError):  # not rated by this one
            rating_remove(actor=actor, person=person, skill=skill, rater=rater)
    elif what == "reorder":
        order = data.draw(st.permutations(["assessment", "manager", "self"]))
        actor.organization.rater_precedence = order
        actor.organization.save()
        ratings_reordered(actor.organization)
    elif what == "erase":
        person_erase(actor=actor, person=person, reason="Asked for it")
    else:
        changes = {"place": place(home, data), "fte": fte(data), "leave": leaving(data)}[what]
        person_update(actor=actor, person=person, version=person.version, changes=changes)


def place(home: Company, data: st.DataObject) -> dict[str, object]:
    market = data.draw(st.sampled_from([None, *home.markets]))
    function = data.draw(st.sampled_from([None, *home.functions]))
    return {"market": market, "function": function}


def fte(data: st.DataObject) -> dict[str, object]:
    return {"mfte": data.draw(st.integers(0, 1000))}


def leaving(data: st.DataObject) -> dict[str, object]:
    return {"left_on": data.draw(st.sampled_from([None, date(2026, 3, 31)]))}


@pytest.mark.parametrize("order", [["self", "manager", "assessment"], ["manager", "self", "assessment"]])
def test_it_marks_the_rating_that_counts_after_a_change_of_precedence(scoped: Cast, order: list[str]) -> None:
    home = company_of(scoped)
    person = home.staff()
    for rater, level in ((Rater.SELF, 5), (Rater.MANAGER, 3), (Rater.ASSESSMENT, 2)):
        rating_set(actor=scoped.actor(), person=person, skill=home.skills[0], rater=rater, level=level)
    assert SkillLevel.objects.get(effective=True).rater == Rater.ASSESSMENT
    home.organization.rater_precedence = order
    home.organization.save()
    ratings_reordered(home.organization)
    assert SkillLevel.objects.get(effective=True).rater == Rater[order[0].upper()]
    assert [level for (_, level, _, _) in cells()] == [{"self": 5, "manager": 3}[order[0]]]
