"""The shape of a role: figures worked by hand, and what must hold for any set of roles."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.fit import Activity, Ask, Asked, Duty, assessment
from roles.fit_table import fit_table, levels_columns
from roles.leverage import Fillability, Focus, Overlap, cohesion, fillability, focus, jaccard, leverage, shapes
from tests.roles.role_cases import bundles, levels, profiles


def activity(number, mfte, skills, jobs=None):
    return Activity(number, mfte, tuple(Ask(skill, 3, 1000 // len(skills)) for skill in skills), jobs or {})


A = activity(1, 2000, (1, 2), {10: 1, 20: 1})
B = activity(2, 1000, (2, 3), {20: 2})
C = activity(3, 500, (1, 2, 3))
D = activity(4, 800, (4,), {30: 1})
E = activity(5, 100, (9,))
BARE = activity(6, 400, ())
X, Y, Z = (Duty(A), Duty(B), Duty(C)), (Duty(B), Duty(D)), (Duty(E),)


def test_it_works_out_the_shape_of_a_role_among_others():
    shape = shapes({"x": X, "y": Y, "z": Z})["x"]

    assert (shape.mfte, shape.skills, shape.leverage) == (3500, 3, Fraction(3500, 3))
    assert shape.cohesion == (Fraction(1, 3) + Fraction(2, 3) + Fraction(2, 3)) / 3
    # {1, 2, 3} and {2, 3, 4} share two of four
    assert (shape.distinctness, shape.nearest) == (Fraction(1, 2), "y")
    assert shape.overlaps == (Overlap("y", Fraction(1, 2), (2, 3), (2,)),)
    # 20 has half of A and all of B, of 3.5 FTE; C belongs to no stage
    assert shape.focus == Focus(20, Fraction(2000, 3500))


def test_it_finds_a_role_that_shares_nothing_fully_distinct():
    shape = shapes({"x": X, "y": Y, "z": Z})["z"]

    assert (shape.distinctness, shape.nearest, shape.overlaps) == (1, None, ())
    assert (shape.cohesion, shape.focus) == (None, None)


def test_it_names_every_overlap_the_most_alike_first():
    twin = (Duty(B), Duty(D), Duty(E))

    found = shapes({"x": X, "z": Z, "y": Y, "twin": twin})["y"]

    assert [(one.role, one.jaccard, one.skills, one.activities) for one in found.overlaps] == [
        ("twin", Fraction(3, 4), (2, 3, 4), (2, 4)),
        ("x", Fraction(2, 4), (2, 3), (2,)),
    ]
    assert (found.nearest, found.distinctness) == ("twin", Fraction(1, 4))


def test_it_names_an_activity_two_roles_share_without_a_skill_in_common():
    found = shapes({"one": (Duty(A, frozenset({1})),), "other": (Duty(A, frozenset({2})),)})["one"]

    assert found.overlaps == (Overlap("other", Fraction(0), (), (1,)),)
    assert (found.distinctness, found.nearest) == (1, None)


def test_it_counts_the_part_of_the_effort_that_the_carried_skills_take():
    uneven = Activity(7, 1000, (Ask(1, 3, 700), Ask(2, 3, 300)), {10: 1})
    part = (Duty(uneven, frozenset({2})), Duty(D))

    assert leverage(part) == Fraction(300 + 800, 2)
    assert focus(part) == Focus(30, Fraction(800, 1100))
    assert leverage((Duty(uneven),)) == Fraction(1000, 2)


def test_it_splits_by_the_number_of_skills_where_there_are_no_shares():
    even = Activity(8, 900, (Ask(1, 3, 0), Ask(2, 3, 0), Ask(3, 3, 0)))

    assert leverage((Duty(even, frozenset({1, 2})),)) == Fraction(600, 2)


@pytest.mark.parametrize("bundle", [(), (Duty(BARE),)])
def test_it_leaves_undefined_what_has_no_skills(bundle):
    shape = shapes({"bare": bundle, "x": X})["bare"]

    assert (shape.leverage, shape.cohesion, shape.distinctness, shape.nearest, shape.focus) == (None,) * 5


def test_it_leaves_distinctness_undefined_without_another_role():
    assert shapes({"x": X})["x"].distinctness is None


def test_it_leaves_activities_without_skills_out_of_cohesion():
    assert cohesion((Duty(A), Duty(BARE))) is None
    assert cohesion((Duty(A), Duty(BARE), Duty(C))) == Fraction(2, 3)


def test_it_counts_who_could_fill_a_role():
    asked = {"r": {1: Asked(4, True, 7), 2: Asked(5, False, 3)}, "open": {}}
    held = {1: {1: 4}, 2: {1: 4, 2: 5}, 3: {1: 3, 2: 5}, 4: {}}
    # 28 of 43 is below 0.7; the third has 36 of 43 and is not ready
    table = fit_table(list(held), levels_columns(held), asked)

    assert fillability(table, np.array([1000, 800, 500, 100]), "r") == Fillability(1, 800)
    assert fillability(table, np.array([1000, 800, 500, 100]), "open") is None


@given(st.dictionaries(st.integers(1, 99), levels(), max_size=6), profiles(least=1))
def test_it_counts_the_same_people_as_the_definition(people, asked):
    table = fit_table(list(people), levels_columns(people), {"r": asked})
    able = []
    for number, held in people.items():
        one = assessment(asked, held)
        if one.ready and one.fit is not None and one.fit >= Fraction(7, 10):
            able.append(number)

    assert fillability(table, table.people, "r") == Fillability(len(able), sum(able))


@given(st.dictionaries(st.sampled_from("abcde"), bundles(), min_size=1))
def test_it_holds_for_any_roles(roles):
    found = shapes(roles)

    for role, shape in found.items():
        for ratio in (shape.cohesion, shape.distinctness, shape.focus and shape.focus.share):
            assert ratio is None or 0 <= ratio <= 1
        for one in shape.overlaps:
            back = next(row for row in found[one.role].overlaps if row.role == role)
            assert (back.jaccard, back.skills, back.activities) == (one.jaccard, one.skills, one.activities)
        if shape.leverage is not None:
            assert shape.leverage * shape.skills == shape.mfte


@given(st.dictionaries(st.sampled_from("abcde"), bundles(), min_size=2))
def test_it_is_distinct_from_the_nearest_of_all_others(roles):
    found = shapes(roles)
    skills = {role: frozenset().union(*(duty.skill_set for duty in bundle)) for role, bundle in roles.items()}

    for role, shape in found.items():
        nearest = max(jaccard(skills[role], skills[other]) for other in roles if other != role)
        assert shape.distinctness == (1 - nearest if skills[role] else None)
    for one, other in combinations(roles, 2):
        named = {row.role for row in found[one].overlaps}
        work = {duty.activity.id for duty in roles[one]} & {duty.activity.id for duty in roles[other]}
        assert (other in named) == bool(skills[one] & skills[other] or work)


@given(bundles())
def test_it_focuses_on_the_stage_with_the_most_effort(bundle):
    stages = {}
    for duty in bundle:
        served = [stage for stage, jobs in duty.activity.jobs.items() for _ in range(jobs)]
        for stage in served:
            stages[stage] = stages.get(stage, 0) + duty.mfte / len(served)
    whole = sum(duty.mfte for duty in bundle)

    found = focus(bundle)

    assert found is None or found.share * whole == max(stages.values()) == stages[found.stage]
    assert (found is None) == (not any(stages.values()))
