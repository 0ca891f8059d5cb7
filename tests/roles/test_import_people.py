"""People are known by employee id as text, else by e-mail, never by name; managers come in a second pass."""

from decimal import Decimal

import pytest

from roles.imports.people import ExistingPerson
from roles.imports.plan import Existing
from tests.roles.planning import applied, codes_of, plan_of

HEAD = "Employee ID,Name,Email,Job title,Manager ID,FTE\n"


def stored(*people: ExistingPerson) -> Existing:
    return Existing(people=people)


def test_leading_zeros_survive() -> None:
    assert [person.employee_id for person in plan_of("007,Ann,,,,\n7,Bob,,,,\n", head=HEAD).people] == ["007", "7"]


def test_an_id_written_as_a_decimal_number_is_the_id() -> None:
    assert [person.employee_id for person in plan_of("100036.0,Ann,,,,\n100037,Bob,,,,\n", head=HEAD).people] == [
        "100036",
        "100037",
    ]


def test_an_id_that_lost_its_zeros_is_an_error_and_not_a_new_person() -> None:
    plan = plan_of("7,Ann,,,,\n", stored(ExistingPerson(1, "0007", name="Ann")), head=HEAD)
    assert codes_of(plan) == [(2, "id_zeros")]
    assert plan.people == []


def test_the_email_stands_in_for_a_missing_id() -> None:
    known = stored(ExistingPerson(1, "007", "ann@example.com", "Ann"), ExistingPerson(2, "", "bob@example.com", "Bob"))
    plan = plan_of(",Ann,Ann@Example.com,,,\n,Bob,bob@example.com,,,\n,Cid,cid@example.com,,,\n", known, head=HEAD)
    assert [(person.pk, person.action) for person in plan.people] == [
        (2, "unchanged"),
        (None, "create"),
        (1, "unchanged"),
    ]


def test_a_row_with_the_email_and_one_with_the_id_are_one_person() -> None:
    plan = plan_of("007,Ann,ann@example.com,,,\n,Ann,ann@example.com,Clerk,,\n", head=HEAD)
    assert [(person.employee_id, person.values["title"]) for person in plan.people] == [("007", "Clerk")]


def test_a_person_known_by_email_gets_the_id() -> None:
    plan = plan_of("007,Ann,ann@example.com,,,\n", stored(ExistingPerson(5, "", "ann@example.com", "Ann")), head=HEAD)
    assert (plan.people[0].pk, plan.people[0].before) == (5, {"employee_id": ""})


def test_equal_names_are_two_people() -> None:
    assert len(plan_of("1,Ann Lee,,,,\n2,Ann Lee,,,,\n", head=HEAD).people) == 2


def test_only_what_differs_is_changed_and_blank_cells_erase_nothing() -> None:
    known = ExistingPerson(1, "1", "ann@example.com", "Ann", "Clerk", fte=Decimal("0.8"))
    plan = plan_of('1,Ann,,Head clerk,,"0,8"\n', stored(known), head=HEAD)
    assert (plan.people[0].action, plan.people[0].before) == ("update", {"title": "Clerk"})


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("9,Ann,taken@example.com,,,\n", [(2, "email_taken")]),
        ("1,Ann,taken@example.com,,,\n", [(2, "email_taken")]),
        ("8,A,same@example.com,,,\n9,B,same@example.com,,,\n", [(2, "email_shared"), (3, "email_shared")]),
    ],
)
def test_an_email_belongs_to_one_person(rows: str, codes: list[tuple[int, str]]) -> None:
    known = stored(ExistingPerson(1, "1", "ann@example.com"), ExistingPerson(2, "2", "taken@example.com"))
    plan = plan_of(rows, known, head=HEAD)
    assert codes_of(plan) == codes
    assert all("email" not in person.values for person in plan.people)


def test_managers_may_stand_below_their_people() -> None:
    plan = plan_of("1,Ann,,,3,\n2,Bob,,,1,\n3,Cid,,,,\n", head=HEAD)
    assert [person.manager for person in plan.people] == [2, 0, None]


def test_a_manager_may_be_stored_already() -> None:
    plan = plan_of("1,Ann,,,99,\n", stored(ExistingPerson(5, "99")), head=HEAD)
    assert plan.people[0].manager == ("pk", 5)


def test_unknown_managers_and_rings_are_reported_and_the_people_imported() -> None:
    plan = plan_of("1,Ann,,,2,\n2,Bob,,,3,\n3,Cid,,,1,\n4,Dee,,,77,\n5,Eve,,,1,\n", head=HEAD)
    assert codes_of(plan) == [(2, "manager_cycle"), (3, "manager_cycle"), (4, "manager_cycle"), (5, "manager_unknown")]
    assert "1 → 2 → 3 → 1" in plan.errors[0].message
    assert [person.manager for person in plan.people] == [None, None, None, None, 0]


def test_a_ring_through_stored_people_is_found() -> None:
    known = stored(ExistingPerson(1, "1", manager=2), ExistingPerson(2, "2"))
    plan = plan_of("2,Bob,,,1,\n", known, head=HEAD)
    assert codes_of(plan) == [(2, "manager_cycle")]
    assert plan.people[0].manager is None


def test_the_usual_value_is_taken_where_rows_disagree() -> None:
    plan = plan_of("1,Ann,,Clerk,,\n1,Ann,,Head,,\n1,Ann,,Head,,\n", head=HEAD)
    assert plan.people[0].values["title"] == "Head"
    assert "'Head' was taken, not 'Clerk'" in plan.notes[0].message


def test_importing_people_twice_changes_nothing() -> None:
    rows = '007,"Lee, Ann",ann@example.com,Clerk,008,0.8\n008,"Ray, Bob",bob@example.com,Boss,,1\n'
    first = plan_of(rows, head=HEAD)
    second = plan_of(rows, applied(first), head=HEAD)
    assert (first.counts.changes, second.counts.changes) == (2, 0)


def test_a_bad_value_of_a_person_is_named_once_with_the_number_of_its_rows() -> None:
    plan = plan_of("1,x,,Clerk,99,\n1,x,,Clerk,99,\n1,x,,Head,99,\n2,y,,,99,\n", head=HEAD)
    assert codes_of(plan) == [(2, "manager_unknown"), (5, "manager_unknown")]
    assert plan.errors[0].message.endswith("imported without a manager. The same in 2 more rows.")
    assert (plan.counts.rows_cannot, plan.counts.values_cannot) == (0, 2)


def test_every_row_of_a_person_who_cannot_be_told_is_named() -> None:
    plan = plan_of("1.0E+5,x,no,,,\n1.0E+5,x,no,,,\n1,y,no,,,\n", head=HEAD)
    assert codes_of(plan) == [(2, "email_invalid"), (2, "id_is_number"), (3, "id_is_number"), (4, "email_invalid")]
    assert (plan.counts.rows_cannot, plan.counts.values_cannot) == (2, 1)
