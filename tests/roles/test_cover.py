"""Around the proposals: reading, cancelling, progress, checking, naming."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.cover import Problem, Role, Sharing, matrix_read, propose, role_names, verify
from tests.roles.cover_cases import planted, problem_of, problems

SKILLS = {1: "Negotiation", 2: "Active Listening", 3: "Writing", 4: "Programming", 5: "Mathematics"}
STAGES = {1: "Learn", 2: "Buy"}


class Cancelled(Exception):
    pass


def test_it_reads_rows_and_columns():
    assert matrix_read("  1   7  1\n\n3 2\n1 2 1\n2 9 0\n") == {1: {2, 7}, 2: set(), 3: {2}}


@pytest.mark.parametrize("line", ["1", "1 two 1", "1 2 3", "1 2 1 1"])
def test_it_says_which_line_it_cannot_read(line):
    with pytest.raises(ValueError, match="line 2"):
        matrix_read(f"1 1 1\n{line}\n")


@pytest.mark.parametrize("cap", [{"most_skills": 0}, {"most_stages": -1}])
def test_it_refuses_a_cap_without_room(cap):
    with pytest.raises(ValueError, match="at least one"):
        problem_of({1: {1}}, **cap)


def test_it_refuses_stages_of_an_activity_without_an_entry():
    with pytest.raises(ValueError, match=r"\[2\]"):
        problem_of({1: {1}}, {2: {1}})


@pytest.mark.parametrize("sharing", list(Sharing))
@pytest.mark.parametrize("calls", [1, 3, 8])
def test_progress_may_cancel_at_any_time(sharing, calls):
    rows = planted(3, activities=200, skills=100, roles=60, per_activity=3, wide=8, stray=4)
    told = []

    def progress(done, total, words):
        told.append((done, total, words))
        if len(told) == calls:
            raise Cancelled

    with pytest.raises(Cancelled):
        propose(Problem(rows, sharing=sharing, most_skills=30), seconds=20, progress=progress)
    assert len(told) == calls
    assert all(0 <= done <= total and words for done, total, words in told)


def test_progress_ends_with_everything_done():
    told = []

    propose(problem_of({1: {1, 2}, 2: {2}}), progress=lambda done, total, words: told.append((done, total, words)))

    assert told[-1][0] == told[-1][1] > 0


CHANGES = {
    "a role is missing": lambda p: replace(p, roles=p.roles[1:]),
    "a skill too many": lambda p: replace(p, roles=(_with(p.roles[0], skills=(1, 2, 3)), *p.roles[1:])),
    "an activity too many": lambda p: replace(p, roles=(_with(p.roles[0], activities=(1, 2, 3)), *p.roles[1:])),
    "other stages": lambda p: replace(p, roles=(_with(p.roles[0], stages=(9,)), *p.roles[1:])),
    "a bound too high": lambda p: replace(p, lower_bound=3),
    "something kept silent": lambda p: replace(p, without_skills=()),
    "something called impossible": lambda p: replace(p, impossible=(1,)),
}


def _with(role, **changes):
    return replace(role, **changes)


@pytest.mark.parametrize("sharing", list(Sharing))
@pytest.mark.parametrize("change", CHANGES)
def test_it_notices_a_proposal_that_is_wrong(sharing, change):
    problem = problem_of({1: {1, 2}, 2: {3}, 3: set()}, {1: {1}}, sharing=sharing, most_skills=2)
    proposal = propose(problem)

    assert verify(proposal, problem) == ()
    assert verify(CHANGES[change](proposal), problem) != ()


def test_it_notices_two_owners():
    problem = problem_of({1: {1}, 2: {2}}, sharing=Sharing.WHOLE)
    proposal = replace(propose(problem), roles=(Role((1,), (1,)), Role((1, 2), (1, 2))))

    assert verify(proposal, problem) == ("activity 1 has 2 roles",)


def test_it_notices_a_broken_cap():
    problem = problem_of({1: {1, 2}, 2: {1, 2}}, {1: {1}, 2: {2}})
    proposal = propose(problem)

    assert verify(proposal, problem) == ()
    assert verify(proposal, replace(problem, most_skills=1)) != ()
    assert verify(proposal, replace(problem, most_stages=1)) != ()


def test_it_names_a_role_by_its_stage_and_most_demanded_skills():
    problem = problem_of({1: {1, 2, 3}, 2: {1, 2}, 3: {1}}, {1: {2}, 2: {2}}, sharing=Sharing.WHOLE)

    assert role_names(propose(problem), problem, SKILLS, STAGES) == ("Buy: Negotiation and Active Listening",)


def test_it_names_a_role_across_stages_and_one_without():
    across = problem_of({1: {3}, 2: {3}}, {1: {1}, 2: {2}}, sharing=Sharing.WHOLE)
    without = problem_of({1: {3}}, sharing=Sharing.WHOLE)

    assert role_names(propose(across), across, SKILLS, STAGES) == ("Cross-stage: Writing",)
    assert role_names(propose(without), without, SKILLS, STAGES) == ("Writing",)


def test_the_weight_of_activities_decides_what_a_role_is_called():
    skills, stages = {1: {1}, 2: {3}, 3: {3}}, {1: {2}, 2: {1}, 3: {1}}
    heavy = problem_of(skills, stages, weights={1: 5000}, sharing=Sharing.WHOLE)
    even = problem_of(skills, stages, sharing=Sharing.WHOLE)

    assert role_names(propose(heavy), heavy, SKILLS, STAGES) == ("Buy: Negotiation and Writing",)
    assert role_names(propose(even), even, SKILLS, STAGES) == ("Learn: Writing and Negotiation",)


def test_equal_names_get_more_skills_and_then_a_number():
    problem = problem_of({1: {1, 2, 3}, 2: {1, 2, 4}, 3: {1, 2, 4}}, sharing=Sharing.WHOLE)
    roles = (Role((1,), (1, 2, 3)), Role((2,), (1, 2, 4)), Role((3,), (1, 2, 4)))
    proposal = replace(propose(problem), roles=roles)
    names = {1: "A", 2: "B", 3: "C", 4: "D"}

    assert role_names(proposal, problem, names, {}) == ("C and A", "D, A and B", "D, A and B (2)")


@settings(max_examples=60)
@given(problem=problems(Sharing.SHARED) | problems(Sharing.WHOLE), same=st.booleans())
def test_names_within_a_proposal_are_never_the_same(problem, same):
    proposal = propose(problem)

    names = role_names(
        proposal, problem, dict.fromkeys(range(9), "X") if same else SKILLS | {6: "Law"}, STAGES | {3: "X"}
    )

    assert len({name.casefold() for name in names}) == len(proposal.roles)
