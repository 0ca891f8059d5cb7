"""The plan of an import: what is ready, what is wrong and where, and that the order of rows does not matter."""

import io
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from roles.imports.columns import suggest_mapping
from roles.imports.fields import EXPORT_COLUMNS
from roles.imports.mapping import Mapping
from roles.imports.plan import Existing, Plan, build
from tests.roles.planning import HEAD, TODAY, applied, changed, codes_of, plan_of, ratings_of
from uniengine.kit.tables import csv_chunks, read_table, write_xlsx


def test_it_never_stops_at_the_first_error() -> None:
    rows = (
        "1,Writing,3,2021-06-28\n2,Writing,9,\n,Writing,3,\n3,,4,\n4,Writing,x,2021-02-30\n"
        "1.0E+5,Writing,2,\n5,Writing,2,\n"
    )
    plan = plan_of(rows, head=HEAD)
    assert codes_of(plan) == [
        (3, "level_out_of_range"),
        (4, "person_missing"),
        (5, "skill_missing"),
        (6, "level_unknown"),
        (6, "date_invalid"),
        (7, "id_is_number"),
    ]
    first = [(error.column, error.value, error.scope) for error in plan.errors[:2]]
    assert first == [("Level", "9", "cell"), ("Employee ID", "", "row")]
    assert ratings_of(plan) == [("1", "Writing", "assessment", 3), ("5", "Writing", "assessment", 2)]


def test_lines_are_those_of_the_file_also_after_quoted_line_breaks() -> None:
    plan = plan_of('Employee ID,Skill,Level,Comment\n1,Writing,3,"a\nb\nc"\n2,Writing,9,\n')
    assert codes_of(plan) == [(5, "level_out_of_range")]


def test_a_bad_cell_of_a_wide_row_leaves_the_rest_of_the_row_ready() -> None:
    plan = plan_of("Emp #,Writing,Selling,Repair\n1,3,4,5\n2,9,4,\n3,1,2,3\n")
    assert [(error.line, error.column) for error in plan.errors] == [(3, "Writing")]
    assert len(ratings_of(plan)) == 7


def test_it_counts_rows_that_are_left_out_apart_from_values() -> None:
    head = "Employee ID,Manager ID,Skill,Level,Rated on\n"
    ratings = "".join(f"1,99,Skill {number},3,2024-01-01\n" for number in range(40))
    bad_rows = ",,Writing,3,\n2,,,3,2024-02-31\n2,,Writing,3,2024-02-31\n"
    bad_cells = "2,,Selling,9,\n2,,Repair,9,2024-02-31\n"
    plan = plan_of(ratings + bad_rows + bad_cells, head=head)
    assert len(ratings_of(plan)) == 40
    assert (plan.counts.rows_cannot, plan.counts.values_cannot) == (4, 2)
    assert plan.counts.errors == len(plan.errors) == 7
    assert plan.errors[0].message.endswith("The same in 39 more rows.")


def test_raters_are_kept_apart_and_precedence_decides() -> None:
    text = "Employee ID,Skill,Self rating,Manager rating\n1,Writing,5,3\n2,Writing,4,\n"
    plan = plan_of(text)
    assert plan.counts.raters == {"self": 2, "manager": 1}
    assert (plan.counts.rated, plan.counts.level_sum) == (2, 7)
    assert plan_of(text, precedence=("self", "manager", "assessment")).counts.level_sum == 9


def test_the_rater_of_a_row_may_stand_in_a_column() -> None:
    plan = plan_of("Employee ID,Skill,Level,Source\n1,Writing,5,Self\n1,Writing,3,Line manager\n1,Selling,2,\n")
    assert ratings_of(plan) == [
        ("1", "Selling", "assessment", 2),
        ("1", "Writing", "self", 5),
        ("1", "Writing", "manager", 3),
    ]


@pytest.mark.parametrize(
    ("rows", "level", "merged", "superseded", "errors"),
    [
        ("1,Writing,3,2021-01-01\n1,Writing,4,2022-01-01\n", 4, 0, 1, 0),
        ("1,Writing,3,\n1,Writing,4,2020-01-01\n", 4, 0, 1, 0),
        ("1,Writing,3,2021-01-01\n1,writing,3.0,2021-01-01\n", 3, 1, 0, 0),
        ("1,Writing,3,2021-01-01\n1,Writing,4,2021-01-01\n1,Writing,5,2022-01-01\n", 5, 0, 2, 0),
        ("1,Writing,3,2021-01-01\n1,Writing,4,2021-01-01\n1,Writing,5,2020-01-01\n", None, 0, 1, 2),
    ],
)
def test_the_latest_date_wins_and_ties_are_merged_or_reported(
    rows: str, level: int | None, merged: int, superseded: int, errors: int
) -> None:
    plan = plan_of(rows, head=HEAD)
    assert [rating.level for rating in plan.ready()] == ([level] if level else [])
    assert (plan.counts.merged, plan.counts.superseded, len(plan.errors)) == (merged, superseded, errors)
    assert all(error.code == "rating_conflict" for error in plan.errors)


def test_ratings_are_compared_with_what_is_stored() -> None:
    before = applied(plan_of("1,A,3,2021-01-01\n1,B,3,2021-01-01\n1,C,3,2021-01-01\n1,D,3,2021-01-01\n", head=HEAD))
    plan = plan_of("1,A,3,2021-01-01\n1,B,4,2021-02-01\n1,C,5,2020-01-01\n1,D,4,\n1,E,1,\n", before, head=HEAD)
    actions = {plan.skills[rating.skill].name: rating.action for rating in plan.ready()}
    assert actions == {"A": "unchanged", "B": "update", "C": "older", "D": "update", "E": "create"}
    assert plan.counts.changes == 4  # three ratings and the skill E
    assert plan.counts.ratings == {"unchanged": 1, "update": 2, "older": 1, "create": 1}


def test_blank_levels_are_not_rated_and_change_nothing() -> None:
    before = applied(plan_of("1,A,3,\n1,B,0,\n1,B2,5,\n", head=HEAD))
    plan = plan_of("1,A,,\n1,B,0,\n1,B2,5,\n", before, head=HEAD)
    assert (plan.counts.not_rated, plan.counts.changes) == (1, 0)
    assert ("1", "B", "assessment", 0) in ratings_of(plan)


def test_waiting_skills_are_not_ready_until_answered() -> None:
    rows = "1,Writing,3,\n1,Selling,4,\n2,Selling,5,\n"
    plan = plan_of(rows, head=HEAD, add=False)
    assert (plan.counts.waiting, changed(plan)) == (3, [])
    answers = {entry.key: "new" if entry.name == "Selling" else "leave out" for entry in plan.queue}
    plan = plan_of(rows, head=HEAD, add=False, answers=answers)
    assert (plan.counts.waiting, plan.counts.left_out, len(changed(plan))) == (0, 1, 2)


def test_rows_that_are_no_data_are_listed() -> None:
    plan = plan_of(f"1,Writing,3,\n{HEAD}2,Writing,4,\n\nTotal,,7,\nEnd of report,,,\n", head=HEAD)
    assert [tuple(row) for row in plan.left_out] == [(3, "repeated_header"), (6, "total"), (7, "note")]
    assert (len(plan.people), plan.errors) == (2, [])


def test_continuation_rows_belong_to_the_person_above() -> None:
    plan = plan_of(
        "Department,Employee "
        "ID,Name,Skill,Level\nSales,1,Ann,Selling,3\n,,,Repair,4\n,2,Bob,Selling,5\n,,,Writing,1\n,,,Repair,2\n"
    )
    assert len(ratings_of(plan)) == 5
    assert ("1", "Repair", "assessment", 4) in ratings_of(plan)
    assert [person.values["department"] for person in plan.people] == ["Sales", "Sales"]


def test_continuation_rows_belong_to_the_skill_above() -> None:
    plan = plan_of("Skill,Employee ID,Level\nSelling,1,3\n,2,4\n,3,2\nRepair,1,3\n,2,1\n")
    assert len(ratings_of(plan)) == 5
    assert ("2", "Repair", "assessment", 1) in ratings_of(plan)


def test_a_mapping_by_name_is_enough() -> None:
    table = read_table(b"WHO;WHAT;HOW;WHEN\n007;Writing;3;28.06.2021\n", "hr.csv")
    mapping = Mapping.by_name(
        {"who": "person_id", "what": "skill", "how": "level", "when": "assessed_on"}, new_skills="add"
    )
    rating = next(build(table, mapping, Existing(), today=TODAY).ready())
    assert (rating.level, rating.assessed_on, rating.raw, rating.line) == (3, date(2021, 6, 28), "3", 2)


def test_the_raw_value_is_kept() -> None:
    plan = plan_of("Employee ID,Skill,Level\n1,A,3 - Good\n1,B,5 - Best\n")
    assert ([rating.raw for rating in plan.ready()], plan.scale) == (["3 - Good", "5 - Best"], "1-5")


def test_progress_is_told() -> None:
    told: list[int] = []
    rows = "".join(f"{n},Writing,{n % 5 + 1},\n" for n in range(45_000))
    plan_of(rows, head=HEAD, progress=told.append)
    assert told == [20_000, 40_000]


# The order of rows

PEOPLE = st.sampled_from(["1", "2", "03", "", "1.0E+5"])
SKILLS = st.sampled_from(["Writing", "writing ", "Selling", ""])
LEVELS = st.sampled_from(["1", "3", "3.0", "5", "9", "", "x"])
DAYS = st.sampled_from(["", "2021-01-01", "2022-01-01", "nonsense"])
TITLES = st.sampled_from(["Clerk", "Head", ""])
MANAGERS = st.sampled_from(["", "1", "2", "03", "77"])
ROWS = st.lists(st.tuples(PEOPLE, SKILLS, LEVELS, DAYS, TITLES, MANAGERS), min_size=1, max_size=25)
COLUMNS = {
    "Employee ID": "person_id", "Skill": "skill", "Level": "level",
    "Rated on": "assessed_on", "Job title": "title", "Manager ID": "manager_id",
}  # fmt: skip


def planned(rows: list[tuple[str, ...]], existing: Existing | None = None) -> Plan:
    data = b"".join(csv_chunks([list(COLUMNS), *rows]))
    return build(
        read_table(data, "hr.csv", delimiter=","),
        Mapping.by_name(COLUMNS, new_skills="add"),
        existing or Existing(),
        today=TODAY,
    )


def told(plan: Plan) -> list[tuple[str, ...]]:
    return sorted((error.column, error.code, error.value, error.message, error.scope) for error in plan.errors)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_shuffled_rows_give_the_same_plan(rows: list[tuple[str, ...]], random: "st.random.Random") -> None:
    shuffled = random.sample(rows, len(rows))
    first, second = planned(rows), planned(shuffled)
    assert first.fingerprint() == second.fingerprint()
    assert [rating._replace(line=0) for rating in first.ready()] == [
        rating._replace(line=0) for rating in second.ready()
    ]
    assert told(first) == told(second)
    assert {note.message for note in first.notes} == {note.message for note in second.notes}


@given(ROWS, ROWS)
@settings(max_examples=150, deadline=None)
def test_importing_a_file_again_changes_nothing(earlier: list[tuple[str, ...]], rows: list[tuple[str, ...]]) -> None:
    before = applied(planned(earlier))
    after = applied(planned(rows, before), before)
    assert planned(rows, after).counts.changes == 0


def both_ways(data: bytes, mapping: Mapping) -> None:
    """Rows of known texts only are read by lookups; reading each in full must give the same."""
    table = read_table(data, "hr.csv", delimiter=",")
    short = build(table, mapping, Existing(), today=TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roles.imports.reading._read_fast", lambda rows, reading: [reading.learn(*row) for row in rows])
        long = build(table, mapping, Existing(), today=TODAY)
    assert short.fingerprint() == long.fingerprint()
    assert (short.errors, short.counts, list(short.ready())) == (long.errors, long.counts, list(long.ready()))


@given(ROWS)
@settings(max_examples=100, deadline=None)
def test_the_short_way_through_a_long_file_is_the_long_way(rows: list[tuple[str, ...]]) -> None:
    both_ways(b"".join(csv_chunks([list(COLUMNS), *rows, *rows])), Mapping.by_name(COLUMNS, new_skills="add"))


@given(ROWS, st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_short_way_through_several_levels_is_the_long_way(rows: list[tuple[str, ...]], wide: bool) -> None:
    assume(rows[0][0])  # under names nobody knows, a first row without a person reads as a second row of names
    columns = {"Employee ID": "person_id", "Rated on": "assessed_on", "Rated by": "rater"}
    columns |= {"A": "skill_column", "B": "skill_column"} if wide else {"S": "skill", "A": "self_level", "B": "level"}
    cells = [
        [person, day, "Self" if title else "", *([] if wide else [skill]), level, level[::-1]]
        for person, skill, level, day, title, _ in rows
    ]
    both_ways(b"".join(csv_chunks([list(columns), *cells, *cells])), Mapping.by_name(columns, new_skills="add"))


@given(ROWS)
@settings(max_examples=50, deadline=None)
def test_every_rating_is_accounted_for(rows: list[tuple[str, ...]]) -> None:
    plan = planned(rows)
    counts = plan.counts
    given_levels = len(plan._reading.ratings.rows)
    assert (
        given_levels
        == sum(counts.ratings.values())
        + counts.merged
        + counts.superseded
        + counts.waiting
        + counts.left_out
        + counts.faulty
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_imports_with_no_change(form: str) -> None:
    names = [name for _, name in EXPORT_COLUMNS]
    rows = [
        ["007", "=Ann", "ann@example.com", "+Clerk", "Sales", "Inside sales", "US East", "NYC", "008", "", "0.8",
        "2020-01-02", "-Writing", "2.A", "O*NET", "@x", rater, level, "2021-06-28"] for rater, level in (("self", 0),
        ("manager", 3), ("assessment", 5)) ] + [["008", "Bob", "", "", "", "", "", "", "", "", "1", "", "", "", "",
        "", "", "", ""]]  # fmt: skip

    def read(rows: list[list[object]]) -> Plan:
        out = io.BytesIO()
        if form == "xlsx":
            write_xlsx([names, *rows], out)
        table = read_table(out.getvalue() or b"".join(csv_chunks([names, *rows])), f"export.{form}")
        mapping = suggest_mapping(table).with_new_skills("add")
        assert [column.field for column in mapping.columns] == [key for key, _ in EXPORT_COLUMNS]
        return build(table, mapping, existing, today=TODAY)

    existing = Existing()
    first = read(rows)
    assert (first.errors, first.people[0].values["name"], first.skills[0].name) == ([], "=Ann", "-Writing")
    assert {rating.rater: rating.level for rating in first.ready()} == {"self": 0, "manager": 3, "assessment": 5}
    existing = applied(first)
    assert read(rows).counts.changes == 0
