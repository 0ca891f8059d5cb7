"""Proposed roles that may share activities: as few as possible, and every activity with exactly its skills."""

import pytest
from hypothesis import given, settings

from roles.cover import How, Problem, Sharing, matrix_read, propose, verify
from roles.cover.candidates import candidates
from roles.cover.clock import Clock
from roles.cover.greedy import largest_first
from roles.cover.grid import grid_of
from roles.cover.pieces import pieces_of
from roles.cover.reduction import Kernel
from tests.roles.cover_cases import IRREDUCIBLE, planted, problem_of, problems, smallest


@pytest.mark.parametrize(("name", "roles"), [("hc", 14), ("domino", 20), ("fire2", 10)])
def test_it_proves_the_known_minimum_of_a_real_matrix(real_data, name, roles):
    matrix = matrix_read((real_data / "rolemining" / f"{name}.txt").read_text())

    proposal = propose(Problem(matrix))

    assert proposal.words == f"{roles} roles, proved minimal"
    assert proposal.how == How.EXACT
    assert verify(proposal, Problem(matrix)) == ()
    pairs = {(a, s) for role in proposal.roles for a in role.activities for s in role.skills}
    assert pairs == {(a, s) for a, skills in matrix.items() for s in skills}


def test_it_finds_4_roles_where_taking_the_largest_first_finds_5():
    problem = problem_of(IRREDUCIBLE)
    grid = grid_of(problem)
    (piece,) = pieces_of(grid, Kernel(grid.row_columns, grid.column_rows, []), Clock(9))

    assert len(largest_first(piece, candidates(piece, Clock(9)))) == 5
    proposal = propose(problem)
    assert (len(proposal.roles), proposal.proved, verify(proposal, problem)) == (4, True, ())


@settings(max_examples=150)
@given(problem=problems(Sharing.SHARED))
def test_it_finds_and_proves_the_minimum_of_small_problems(problem):
    proposal = propose(problem)

    assert verify(proposal, problem) == ()
    assert len(proposal.roles) == smallest(problem)
    assert proposal.proved


@settings(max_examples=100)
@given(problem=problems(Sharing.SHARED))
def test_it_never_claims_too_much_when_there_is_no_time(problem):
    proposal = propose(problem, seconds=0)

    assert verify(proposal, problem) == ()
    assert proposal.lower_bound <= smallest(problem) <= len(proposal.roles)


def test_it_says_how_many_it_found_and_needs_when_a_problem_is_too_large_to_prove():
    rows = planted(1, activities=200, skills=100, roles=60, per_activity=3, wide=8, stray=4)

    proposal = propose(Problem(rows), seconds=2)

    assert verify(proposal, Problem(rows)) == ()
    assert proposal.how == How.GREEDY
    assert 50 < proposal.lower_bound < len(proposal.roles) <= 100  # a role per skill always does
    assert proposal.words == f"{len(proposal.roles)} roles found, at least {proposal.lower_bound} are needed"


def test_it_finds_planted_roles_in_a_large_company():
    rows = planted(5, activities=1500, skills=800, roles=120, per_activity=3, wide=20)

    proposal = propose(Problem(rows))

    assert verify(proposal, Problem(rows)) == ()
    assert proposal.proved
    assert len(proposal.roles) <= 120


def test_it_keeps_roles_under_a_cap_on_skills_though_more_are_needed():
    problem = problem_of({1: {1, 2, 3, 4, 5}, 2: {1, 2, 3, 4, 5}}, most_skills=2)

    proposal = propose(problem)

    assert proposal.words == "3 roles, proved minimal"
    assert verify(proposal, problem) == ()


def test_it_keeps_roles_under_a_cap_on_stages():
    problem = problem_of({1: {1, 2}, 2: {1, 2}, 3: {1, 2}}, {1: {1}, 2: {2}}, most_stages=1)

    proposal = propose(problem)

    assert len(proposal.roles) == 2
    assert proposal.proved
    assert verify(proposal, problem) == ()


def test_it_merges_what_is_the_same_and_names_it():
    problem = problem_of({1: {1, 2, 3}, 2: {1, 2, 3}, 3: {3}, 4: set()})

    proposal = propose(problem)

    assert proposal.merged_activities == ((1, 2),)
    assert proposal.merged_skills == ((1, 2),)
    assert proposal.without_skills == (4,)
    assert len(proposal.roles) == 2


def test_it_names_activities_with_more_stages_than_a_role_may_have():
    problem = problem_of({1: {1}, 2: {1, 2}}, {1: {1, 2, 3}, 2: {1}}, most_stages=2)

    proposal = propose(problem)

    assert proposal.impossible == (1,)
    assert proposal.words == "1 role, proved minimal; 1 activity exceeds the caps"


def test_it_gives_the_same_proposal_for_the_same_problem_in_any_order():
    rows = planted(8, activities=20, skills=12, roles=8, per_activity=3, wide=4, stray=1)

    proposal = propose(Problem(rows))

    assert propose(Problem(rows)) == proposal
    assert propose(Problem(dict(reversed(rows.items())))) == proposal


def test_it_has_nothing_to_propose_for_nothing():
    proposal = propose(Problem({}))

    assert (proposal.roles, proposal.words) == ((), "0 roles, proved minimal")
