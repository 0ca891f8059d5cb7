"""Developable: what one more level per skill would achieve, and the least development that achieves it."""

from collections import Counter

from hypothesis import given, settings

from roles.development import developable, developable_total
from roles.flow import true_gap
from roles.supply import Need, merged, one_level_below
from tests.roles.gap_cases import Company, Person, companies, supply, tiny_companies

ANALYTICS, WRITING = 1, 2


def shown(development):
    return [(s.need, s.people.tolist(), s.mfte) for s in development.suggestions]


def test_it_suggests_who_could_grow_into_an_unmet_need():
    need = Need(ANALYTICS, 4, None, 1500)
    people = (
        Person(1, 1000, 1, ((ANALYTICS, 4),)),
        Person(2, 1000, 1, ((ANALYTICS, 3),)),
        Person(3, 1000, 1, ((ANALYTICS, 2),)),
    )

    found = developable([need], supply(people))

    assert (found.flow, found.developed, found.gain, found.effort) == (1000, 1500, 500, 500)
    assert shown(found) == [(need, [2], 500)]


def test_it_grows_the_rated_0_into_level_1_but_nobody_unrated():
    people = (Person(1, 300, 1, ((ANALYTICS, 0),)), Person(2, 1000, 1, ((WRITING, 5),)))

    found = developable([Need(ANALYTICS, 1, None, 900)], supply(people))

    assert (found.gain, shown(found)) == (300, [(Need(ANALYTICS, 1, None, 900), [1], 300)])


def test_it_lets_one_person_grow_into_anothers_work_when_that_frees_the_other():
    needs = [Need(ANALYTICS, 2, None, 1000), Need(ANALYTICS, 3, None, 1000)]
    people = (Person(1, 1000, 1, ((ANALYTICS, 2),)), Person(2, 1000, 1, ((ANALYTICS, 1),)))

    found = developable(needs, supply(people))

    assert (found.flow, found.gain, found.effort) == (1000, 1000, 2000)
    assert shown(found) == [(needs[0], [2], 1000), (needs[1], [1], 1000)]


def test_it_leaves_people_where_they_are_when_somebody_with_time_can_grow():
    """Person 1 could take over person 2's work and person 2 the rest: twice the development, same result."""
    needs = [Need(WRITING, 3, None, 100), Need(WRITING, 2, None, 100)]
    people = (Person(1, 200, 1, ((WRITING, 1), (3, 3))), Person(2, 200, 1, ((WRITING, 2),)))

    found = developable(needs, supply(people))

    assert (found.gain, found.effort, shown(found)) == (100, 100, [(needs[0], [2], 100)])


def test_it_suggests_nothing_when_nothing_is_missing_or_nobody_is_near():
    skilled, far = Person(1, 1000, 1, ((ANALYTICS, 5),)), Person(2, 1000, 3, ((ANALYTICS, 4),))

    met = developable([Need(ANALYTICS, 2, None, 800)], supply((skilled, far)))
    elsewhere = developable([Need(ANALYTICS, 5, 1, 1800)], supply((skilled, far)))
    nothing = developable([], supply(()))

    assert [(d.gain, d.suggestions) for d in (met, elsewhere, nothing)] == [(0, ())] * 3


@given(companies())
@settings(max_examples=500, deadline=None)
def test_it_equals_the_gap_of_today_less_the_gap_with_one_level_allowed(company: Company):
    today = max(company.shortages().values())
    after = max(company.shortages(missing=1).values())

    found = developable(company.needs, company.supply)

    assert found.gain == today - after >= 0
    assert found.gain == developable_total(company.needs, company.supply)
    assert found.flow == true_gap(company.needs, company.supply).flow
    assert found.effort >= found.gain


@given(companies())
@settings(max_examples=300, deadline=None)
def test_it_suggests_only_what_can_be_done_and_keeps_the_rest_as_good_as_today(company: Company):
    """With the suggested FTE and work set aside, today's skills alone must meet all the rest."""
    found = developable(company.needs, company.supply)

    left = {p.id: p.mfte for p in company.people}
    done: Counter[Need] = Counter()
    for suggestion in found.suggestions:
        near = one_level_below(suggestion.need, company.supply)
        assert set(suggestion.people.tolist()) <= set(near.tolist())
        assert suggestion.mfte > 0
        done[suggestion.need] += suggestion.mfte
        spend(left, suggestion)
    people = tuple(Person(p.id, left[p.id], p.market, p.levels) for p in company.people)
    needs = [Need(n.skill, n.level, n.market, n.mfte - done[n]) for n in merged(company.needs)]
    assert true_gap(needs, supply(people)).flow == found.developed - found.effort


def spend(left, suggestion):
    """Takes the suggestion's FTE from its people, who are alike, first come first served."""
    due = suggestion.mfte
    for person in suggestion.people.tolist():
        taken = min(due, left[person])
        left[person] -= taken
        due -= taken
    assert due == 0


@given(tiny_companies())
@settings(max_examples=300, deadline=None)
def test_it_takes_the_least_development_of_all_best_plans(company: Company):
    totals = []
    for plan in company.plans(missing=1):
        served = [(p, n) for p, n in plan if n is not None]
        totals.append((len(served), -sum(not p.can_serve(n) for p, n in served)))
    most, least_effort = max(totals)

    found = developable(company.needs, company.supply)

    assert (found.developed, found.effort) == (most, -least_effort)


@given(companies())
@settings(max_examples=200, deadline=None)
def test_it_names_everyone_who_lacks_one_level_for_a_need(company: Company):
    for need in merged(company.needs):
        near = [p.id for p in company.people if p.mfte and p.can_serve(need, missing=1) and not p.can_serve(need)]
        assert one_level_below(need, company.supply).tolist() == near


@given(companies())
@settings(max_examples=100, deadline=None)
def test_it_suggests_the_same_in_any_order(company: Company):
    backwards = developable(company.needs[::-1], supply(company.people[::-1]))

    assert shown(backwards) == shown(developable(company.needs, company.supply))
