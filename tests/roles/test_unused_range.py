"""Unused FTE per group of people: the least and the most over every optimal plan."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roles.flow import UnusedRange, true_gap, unused_range
from roles.supply import Need
from tests.roles.gap_cases import Company, Person, companies, supply, tiny_companies

ANALYTICS, WRITING = 1, 2
SALES, MARKETING, SERVICE = 71, 72, 73


def test_it_says_that_either_of_two_functions_could_have_time_left():
    people = (
        Person(1, 1000, 1, ((ANALYTICS, 3),)),
        Person(2, 1000, 1, ((ANALYTICS, 4),)),
        Person(3, 400, 1, ((WRITING, 4),)),
        Person(4, 300, 1, ()),
    )
    needs = [Need(ANALYTICS, 3, None, 1200), Need(WRITING, 1, None, 900)]

    found = unused_range(needs, supply(people), {1: SALES, 2: MARKETING, 3: SERVICE, 4: SERVICE, 99: SALES})

    assert found == {
        SALES: UnusedRange(0, 800),
        MARKETING: UnusedRange(0, 800),
        SERVICE: UnusedRange(300, 300),
    }


@given(tiny_companies(), st.lists(st.sampled_from([SALES, MARKETING, None]), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
def test_it_equals_the_least_and_most_over_all_best_plans(company: Company, functions):
    group = {p.id: f for p, f in zip(company.people, functions, strict=False) if f is not None}
    used = []
    for plan in company.plans():
        per_group = {key: sum(n is not None and group.get(p.id) == key for p, n in plan) for key in group.values()}
        used.append((sum(n is not None for _, n in plan), per_group))
    best = max(total for total, _ in used)

    found = unused_range(company.needs, company.supply, group)

    assert found.keys() == set(group.values())
    for key, unused in found.items():
        fte = sum(p.mfte for p in company.people if group.get(p.id) == key)
        over_best = [fte - per_group[key] for total, per_group in used if total == best]
        assert (unused.least, unused.most) == (min(over_best), max(over_best))


@given(companies())
@settings(max_examples=200, deadline=None)
def test_it_agrees_with_the_total_when_everybody_is_one_group(company: Company):
    unused = true_gap(company.needs, company.supply).unused

    found = unused_range(company.needs, company.supply, {p.id: SALES for p in company.people})

    assert found == ({SALES: UnusedRange(unused, unused)} if company.people else {})
