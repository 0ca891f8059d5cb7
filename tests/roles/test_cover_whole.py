"""Proposed roles that own their activities whole: as few as the caps allow."""

import csv

import pytest
from hypothesis import given, settings

from roles.cover import How, Problem, Sharing, propose, verify
from roles.cover.clock import Clock
from roles.cover.cohesion import gathered
from roles.cover.grid import grid_of
from roles.cover.packing import items_of
from roles.cover.packing_bounds import heaviest_role, simple_bound
from roles.cover.pricing import weighed_bound
from tests.roles.cover_cases import planted, problem_of, problems, smallest


@settings(max_examples=150)
@given(problem=problems(Sharing.WHOLE, activities=7))
def test_it_finds_and_proves_the_minimum_of_small_problems(problem):
    proposal = propose(problem)

    assert verify(proposal, problem) == ()
    assert len(proposal.roles) == smallest(problem)
    assert proposal.proved


@settings(max_examples=100)
@given(problem=problems(Sharing.WHOLE, activities=7))
def test_it_never_claims_too_much_when_there_is_no_time(problem):
    proposal = propose(problem, seconds=0)

    assert verify(proposal, problem) == ()
    assert proposal.lower_bound <= smallest(problem) <= len(proposal.roles)


@settings(max_examples=60)
@given(problem=problems(Sharing.WHOLE, activities=7))
def test_no_weights_give_a_bound_above_the_minimum(problem):
    items = items_of(grid_of(problem))
    weights = [3 + 5 * (item % 3) for item in range(len(items.rows))]

    _, heaviest = heaviest_role(items, weights, Clock(9))

    assert weighed_bound(weights, heaviest) <= smallest(problem)
    assert simple_bound(items, Clock(9)) <= smallest(problem)


def test_it_names_activities_that_fit_in_no_role():
    problem = problem_of(
        {1: {1, 2, 3}, 2: {1}, 3: {1, 2}}, {3: {1, 2}}, sharing=Sharing.WHOLE, most_skills=2, most_stages=1
    )

    proposal = propose(problem)

    assert proposal.impossible == (1, 3)
    assert [role.activities for role in proposal.roles] == [(2,)]
    assert proposal.words == "1 role, proved minimal; 2 activities exceed the caps"


def test_without_caps_one_role_owns_everything():
    proposal = propose(problem_of({1: {1}, 2: {2}}, sharing=Sharing.WHOLE))

    assert proposal.words == "1 role, proved minimal"


def test_it_puts_activities_of_a_stage_together_where_the_number_of_roles_leaves_the_choice():
    skills = {1: {1, 2, 3}, 2: {1, 2, 3}, 3: {4, 5, 6}, 4: {4, 5, 6}, 5: {1}, 6: {4}}
    stages = {1: {1}, 2: {1}, 3: {2}, 4: {2}, 5: {1}, 6: {2}}
    problem = problem_of(skills, stages, sharing=Sharing.WHOLE, most_skills=5)

    roles = gathered(problem, [[1, 2, 5], [3, 4, 6]], Clock(9))
    mixed = gathered(problem_of(skills, stages, sharing=Sharing.WHOLE), [[1, 3, 5], [2, 4, 6]], Clock(9))

    assert roles == [[1, 2, 5], [3, 4, 6]]
    assert sorted(mixed) == [[1, 2, 5], [3, 4, 6]]


def test_moves_for_cohesion_break_no_cap_and_empty_no_role():
    rows = planted(4, activities=30, skills=20, roles=8, per_activity=2, wide=4)
    problem = Problem(rows, sharing=Sharing.WHOLE, most_skills=9)
    before = propose(problem)

    roles = gathered(problem, [role.activities for role in reversed(before.roles)], Clock(9))

    assert all(roles)
    assert all(len(frozenset().union(*(rows[a] for a in role))) <= 9 for role in roles)


def test_it_reports_found_and_needed_when_a_problem_is_too_large_to_prove():
    rows = planted(6, activities=150, skills=60, roles=40, per_activity=2, wide=5, stray=2)
    problem = Problem(rows, sharing=Sharing.WHOLE, most_skills=14)

    proposal = propose(problem, seconds=2)

    assert verify(proposal, problem) == ()
    assert proposal.how == How.GREEDY
    assert 5 <= proposal.lower_bound < len(proposal.roles)
    assert proposal.words == f"{len(proposal.roles)} roles found, at least {proposal.lower_bound} are needed"


@pytest.mark.parametrize(("most", "roles"), [(15, 6), (20, 2)])
def test_it_proves_the_minimum_for_real_activities(real_data, most, roles):
    names, skills = {}, {}
    with (real_data / "onet" / "activity_skills.csv").open(newline="") as lines:
        for line in csv.DictReader(lines):
            number = names.setdefault(line["skill_id"], len(names))
            skills.setdefault(line["dwa_id"], set()).add(number)
    problem = problem_of(dict(enumerate(skills.values())), sharing=Sharing.WHOLE, most_skills=most)

    proposal = propose(problem)

    assert verify(proposal, problem) == ()
    assert proposal.words == f"{roles} roles, proved minimal"
