"""True gap: equal to trying every set of needs, and proved to the last thousandth."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.flow import true_gap
from roles.network import network
from roles.supply import NOWHERE, Need, merged, part, qualified, supply_of
from tests.roles.gap_cases import SERVES, Company, Person, companies, supply, tiny_companies

ANALYTICS, WRITING, SYSTEMS = 1, 2, 3


def shown(gap):
    """A gap as plain values, to compare two of them."""
    proof = [(p.needs, p.people.tolist(), p.demand, p.capacity) for p in gap.proof]
    return gap.demand, gap.supply_total, gap.qualified, gap.flow, proof


def test_it_says_these_three_skills_need_9_fte_and_only_6_5_can_do_any_of_them():
    needs = [Need(ANALYTICS, 3, None, 4000), Need(WRITING, 2, None, 3000), Need(SYSTEMS, 4, None, 2000)]
    many = ((ANALYTICS, 3), (WRITING, 4), (SYSTEMS, 4))
    people = tuple(Person(i, 1000, 1, many) for i in range(1, 7))
    half, other = Person(7, 500, 1, ((WRITING, 2),)), Person(8, 1000, 1, ((9, 5),))

    gap = true_gap(needs, supply((*people, half, other)))

    (proof,) = gap.proof
    assert (gap.demand, gap.flow, gap.unmet) == (9000, 6500, 2500)
    assert (gap.supply_total, gap.qualified, gap.unused) == (7500, 6500, 1000)
    assert (proof.demand, proof.capacity, proof.short) == (9000, 6500, 2500)
    assert proof.skills == (ANALYTICS, WRITING, SYSTEMS)
    assert proof.people.tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_it_counts_nobody_twice_where_the_nominal_gap_would():
    needs = [Need(ANALYTICS, 1, None, 1000), Need(WRITING, 1, None, 1000)]
    one = Person(1, 1000, 1, ((ANALYTICS, 5), (WRITING, 5)))

    assert true_gap(needs, supply((one,))).unmet == 1000


def test_it_keeps_shortages_apart_that_share_nobody():
    needs = [Need(ANALYTICS, 1, None, 800), Need(WRITING, 1, None, 1500), Need(SYSTEMS, 1, None, 700)]
    people = (Person(1, 500, 1, ((ANALYTICS, 3),)), Person(2, 1000, 1, ((WRITING, 3),)))

    gap = true_gap(needs, supply(people))

    assert [(p.skills, p.people.tolist(), p.short) for p in gap.proof] == [
        ((SYSTEMS,), [], 700),
        ((WRITING,), [2], 500),
        ((ANALYTICS,), [1], 300),
    ]


def test_it_lets_people_serve_the_markets_they_lie_under_and_no_others():
    people = (Person(1, 100, 1, ((ANALYTICS, 3),)), Person(2, 100, NOWHERE, ((ANALYTICS, 3),)))

    def unmet(market):
        return true_gap([Need(ANALYTICS, 3, market, 200)], supply(people)).unmet

    assert [unmet(market) for market in (1, 10, 100)] == [100, 100, 100]
    assert [unmet(market) for market in (2, 20)] == [200, 200]
    assert unmet(None) == 0


@given(companies())
@settings(max_examples=500, deadline=None)
def test_it_equals_the_worst_of_all_sets_of_needs(company: Company):
    shortages = company.shortages()
    worst = max(shortages.values())

    gap = true_gap(company.needs, company.supply)

    assert gap.unmet == worst
    assert gap.unmet + gap.flow == gap.demand == company.demand
    assert gap.unused + gap.flow == gap.supply_total == sum(p.mfte for p in company.people)
    assert gap.qualified == company.capacity(company.needs_with_effort)


@given(companies())
@settings(max_examples=500, deadline=None)
def test_it_proves_the_gap_with_the_fewest_needs_in_pieces_that_share_nobody(company: Company):
    shortages = company.shortages()
    worst = max(shortages.values())
    smallest = min((k for k, short in shortages.items() if short == worst), key=len)

    gap = true_gap(company.needs, company.supply)

    assert sum(proof.short for proof in gap.proof) == gap.unmet
    assert {need for proof in gap.proof for need in proof.needs} == set(smallest)
    for proof in gap.proof:
        who = [p for p in company.people if p.mfte and any(p.can_serve(n) for n in proof.needs)]
        assert proof.people.tolist() == [p.id for p in who]
        assert proof.capacity == sum(p.mfte for p in who)
        assert proof.demand == sum(need.mfte for need in proof.needs)
        assert proof.short > 0
        assert in_one_piece(proof.needs, who)
    everyone = [person for proof in gap.proof for person in proof.people.tolist()]
    assert len(everyone) == len(set(everyone))
    assert all(one.short >= other.short for one, other in pairwise(gap.proof))


def in_one_piece(needs, people):
    """Whether the needs hang together through people who could serve two of them."""
    reached, left = {needs[0]}, set(needs[1:])
    while near := {n for n in left for p in people if p.can_serve(n) and any(map(p.can_serve, reached))}:
        reached |= near
        left -= near
    return not left


@given(companies(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_it_gives_the_same_answer_in_any_order(company: Company, random):
    needs, people = list(company.needs), list(company.people)
    random.shuffle(needs)
    random.shuffle(people)

    assert shown(true_gap(needs, supply(tuple(people)))) == shown(true_gap(company.needs, company.supply))


@given(companies(), st.integers(0, 9), st.dictionaries(st.integers(1, 4), st.integers(0, 5)))
@settings(max_examples=200, deadline=None)
def test_it_never_grows_when_somebody_joins(company: Company, mfte, levels):
    before = true_gap(company.needs, company.supply)
    newcomer = Person(5, mfte, 1, tuple(levels.items()))

    after = true_gap(company.needs, supply((*company.people, newcomer)))

    assert before.unmet - mfte <= after.unmet <= before.unmet


@given(companies())
@settings(max_examples=200, deadline=None)
def test_it_never_grows_when_everybody_learns(company: Company):
    better = tuple(
        Person(p.id, p.mfte, p.market, tuple((s, min(5, k + 1)) for s, k in p.levels)) for p in company.people
    )

    assert true_gap(company.needs, supply(better)).unmet <= true_gap(company.needs, company.supply).unmet


@given(companies())
@settings(max_examples=200, deadline=None)
def test_it_is_never_less_than_the_sum_of_its_skills(company: Company):
    whole = true_gap(company.needs, company.supply).unmet
    slices = [[n for n in company.needs if n.skill == skill] for skill in (1, 2, 3)]

    assert sum(true_gap(needs, company.supply).unmet for needs in slices) <= whole


@given(companies(), st.integers(2, 4))
@settings(max_examples=200, deadline=None)
def test_it_may_put_people_with_equal_use_into_one_node(company: Company, copies):
    """Copies of a person form one group; giving each their own label keeps them apart. Both agree."""
    people = tuple(
        Person(p.id * 10 + copy, p.mfte, p.market, p.levels) for p in company.people for copy in range(copies)
    )
    crowd = supply(people)
    together = network(company.needs, crowd)
    apart = network(company.needs, crowd, labels={p.id: p.id for p in people})

    merged_people = supply(tuple(Person(p.id, p.mfte * copies, p.market, p.levels) for p in company.people))
    assert true_gap(company.needs, crowd).flow == true_gap(company.needs, merged_people).flow
    assert len(together.fte) * copies <= len(apart.fte)
    assert together.fte.sum() == apart.fte.sum()


@given(tiny_companies())
@settings(max_examples=200, deadline=None)
def test_it_meets_as_much_as_the_best_of_all_plans(company: Company):
    best = max(sum(need is not None for _, need in plan) for plan in company.plans())

    assert true_gap(company.needs, company.supply).flow == best


def test_it_drops_ratings_nobody_asks_for():
    people = tuple(Person(i, 100, 1, ((ANALYTICS, 1), (WRITING, 2), (9, i % 5))) for i in range(1, 50))

    net = network([Need(ANALYTICS, 3, None, 50), Need(WRITING, 2, None, 50)], supply(people))

    assert len(net.fte) == 1
    assert len(net.arcs().tail) == 1 + 1 + 1 + 2


@pytest.mark.parametrize("needs", [[], [Need(1, 3, None, 0)]])
def test_it_has_nothing_to_say_without_needs(needs):
    gap = true_gap(needs, supply((Person(1, 700, 1, ((1, 5),)),)))

    assert (gap.demand, gap.flow, gap.unused, gap.qualified, gap.proof) == (0, 0, 700, 0, ())


def test_it_leaves_everything_unmet_without_people():
    gap = true_gap([Need(1, 3, None, 400), Need(2, 3, 1, 500)], supply(()))

    assert (gap.unmet, gap.supply_total) == (900, 0)
    assert [(p.skills, p.short) for p in gap.proof] == [((2,), 500), ((1,), 400)]


def test_it_adds_up_needs_that_the_same_people_can_serve():
    needs = [Need(2, 3, 1, 5), Need(1, 3, None, 4), Need(2, 3, 1, 7), Need(2, 3, None, 1), Need(1, 1, None, 0)]

    assert merged(needs) == (Need(1, 3, None, 4), Need(2, 3, None, 1), Need(2, 3, 1, 12))


@pytest.mark.parametrize("need", [Need(1, 0, None, 5), Need(1, 6, None, 5), Need(1, 3, None, -1)])
def test_it_refuses_needs_that_make_no_sense(need):
    with pytest.raises(ValueError, match="level from 1 to 5"):
        true_gap([need], supply(()))


@pytest.mark.parametrize(
    ("people", "ratings", "message"),
    [
        (([1, 1], [5, 5], [1, 1]), ([], [], []), "listed twice"),
        (([1], [-5], [1]), ([], [], []), "negative FTE"),
        (([1], [5], [1]), ([2], [1], [3]), "nobody on the list"),
        (([1], [5], [1]), ([0], [1], [3]), "nobody on the list"),
        (([], [], []), ([2], [1], [3]), "nobody on the list"),
        (([1], [5], [1]), ([1], [1], [6]), "level from 0 to 5"),
        (([1], [5], [1]), ([1], [1], [-1]), "level from 0 to 5"),
        (([1], [5, 6], [1]), ([], [], []), "one value per row"),
        (([1], [5], [1]), ([1, 1], [1], [2]), "one value per row"),
    ],
)
def test_it_refuses_people_and_ratings_that_make_no_sense(people, ratings, message):
    with pytest.raises(ValueError, match=message):
        supply_of(people, ratings, SERVES)


def test_it_counts_the_highest_of_several_ratings():
    twice = supply_of(([4], [800], [1]), ([4, 4, 4], [1, 1, 1], [2, 5, 3]), SERVES)

    assert true_gap([Need(1, 5, None, 800)], twice).unmet == 0
    assert twice.level.tolist() == [5]


@given(companies(), st.sets(st.sampled_from([900, 907, 914, 921, 3])))
@settings(max_examples=200, deadline=None)
def test_it_can_look_at_some_of_the_people_alone(company: Company, some):
    alone = tuple(p for p in company.people if p.id in some)

    among = true_gap(company.needs, part(company.supply, sorted(some)))

    assert shown(among) == shown(true_gap(company.needs, supply(alone)))


@given(companies())
@settings(max_examples=200, deadline=None)
def test_it_names_everyone_who_could_serve_a_need(company: Company):
    for need in merged(company.needs):
        who = [p.id for p in company.people if p.mfte and p.can_serve(need)]
        assert qualified(need, company.supply).tolist() == who


def test_it_takes_figures_of_a_large_company_without_overflow():
    ids = np.arange(3000)
    crowd = supply_of((ids, np.full(3000, 1000), np.ones(3000)), (ids, ids % 50, np.full(3000, 3)), {1: frozenset({1})})

    gap = true_gap([Need(skill, 3, None, 10**9) for skill in range(50)], crowd)

    assert gap.flow == 3_000_000
    assert gap.unmet == 50 * 10**9 - 3_000_000 == sum(proof.short for proof in gap.proof)
    assert len(gap.proof) == 50
