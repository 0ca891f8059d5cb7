"""Every bad upload ends in a message that says what to do, or in a plan that names what is wrong; never in a crash."""

from datetime import date

import pytest

from roles.imports.columns import suggest_mapping
from roles.imports.plan import Existing, Plan, build
from tests.corpus import CASES, Case
from uniengine.kit.errors import DomainError
from uniengine.kit.tables import read_table

TODAY = date(2024, 5, 1)


def planned(case: Case) -> Plan:
    table = read_table(case.make(), case.filename)
    return build(table, suggest_mapping(table).with_new_skills("add"), Existing(), today=TODAY)


def of_outcome(outcome: str) -> list[object]:
    marks = {True: [pytest.mark.slow], False: []}
    return [pytest.param(case, id=case.name, marks=marks[case.slow]) for case in CASES if case.outcome == outcome]


@pytest.mark.parametrize("case", of_outcome("refused"))
def test_it_refuses_the_file_and_says_what_to_do(case: Case) -> None:
    with pytest.raises(DomainError) as refusal:
        planned(case)
    assert refusal.value.code in case.codes
    assert refusal.value.message.count(". ") >= 1 or ":" in refusal.value.message
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("case", of_outcome("errors"))
def test_it_names_every_error_and_keeps_the_rest_ready(case: Case) -> None:
    plan = planned(case)
    assert {error.code for error in plan.errors} == set(case.codes)
    assert all(error.line > 1 and error.column and error.message.endswith(".") for error in plan.errors)
    assert (len(plan.people), len(list(plan.ready()))) == (case.people, case.ratings)


@pytest.mark.parametrize("case", of_outcome("fine"))
def test_it_takes_what_only_looks_bad(case: Case) -> None:
    plan = planned(case)
    assert plan.errors == []
    assert (len(plan.people), len(list(plan.ready()))) == (case.people, case.ratings)


def test_it_has_at_least_sixty_bad_files() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
