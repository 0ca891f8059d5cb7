"""Raters are kept apart, and exactly one rating per person and skill counts: the first by precedence."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roles.models import Rater, SkillLevel
from tests.cast import Cast
from tests.roles.importing import applied, csv_of, dump, undone

RATERS = ("self", "manager", "assessment")
NUMBERS = {"assessment": Rater.ASSESSMENT, "manager": Rater.MANAGER, "self": Rater.SELF}
Rows = set[tuple[str, str, str, int]]


def file_of(rows: Rows) -> bytes:
    lines = (f"{person},{skill},{level},{rater}" for person, skill, rater, level in sorted(rows))
    return csv_of("Employee ID,Skill,Level,Rater", *lines)


def stored() -> dict[tuple[str, str, int], tuple[int, bool]]:
    rows = SkillLevel.objects.values_list("person__employee_id", "skill__name", "rater", "level", "effective")
    return {(person, skill, rater): (level, effective) for person, skill, rater, level, effective in rows}


def expected(*files: Rows, precedence: tuple[str, ...] = ("assessment", "manager", "self")) -> dict[object, object]:
    """The later file's level per rater; effective where no rating of the pair comes before it by precedence."""
    levels = {(person, skill, NUMBERS[rater]): level for rows in files for person, skill, rater, level in sorted(rows)}
    order = [NUMBERS[rater] for rater in precedence]
    best: dict[tuple[str, str], int] = {}
    for person, skill, rater in levels:
        best[person, skill] = min(best.get((person, skill), 9), order.index(rater))
    return {
        (person, skill, rater): (level, order.index(rater) == best[person, skill])
        for (person, skill, rater), level in levels.items()
    }


def test_it_keeps_raters_apart_and_marks_the_one_that_counts(scoped: Cast) -> None:
    rows = {("1", "Writing", "self", 5), ("1", "Writing", "manager", 3), ("2", "Writing", "self", 4)}
    applied(scoped.actor(), file_of(rows))
    assert stored() == expected(rows)


@pytest.mark.parametrize(("first", "second"), [pair for pair in product(RATERS, RATERS) if pair[0] != pair[1]])
def test_it_moves_the_mark_whatever_comes_first(scoped: Cast, first: str, second: str) -> None:
    files = ({("1", "Writing", first, 5)}, {("1", "Writing", second, 2)})
    for rows in files:
        applied(scoped.actor(), file_of(rows))
    assert stored() == expected(*files)


def test_it_follows_the_organizations_own_precedence(scoped: Cast) -> None:
    scoped.home.rater_precedence = ["self", "manager", "assessment"]
    scoped.home.save()
    files = ({("1", "Writing", "assessment", 5)}, {("1", "Writing", "self", 2)})
    for rows in files:
        applied(scoped.actor(), file_of(rows))
    assert stored() == expected(*files, precedence=("self", "manager", "assessment"))


def test_it_keeps_a_newer_rating_against_an_older_file(scoped: Cast) -> None:
    head = "Employee ID,Skill,Level,Last updated"
    applied(scoped.actor(), csv_of(head, "1,Writing,4,2024-02-01"))
    made = applied(scoped.actor(), csv_of(head, "1,Writing,2,2023-02-01"))
    assert made.summary["ratings"]["older"] == 1
    assert stored() == {("1", "Writing", Rater.ASSESSMENT): (4, True)}


@st.composite
def three_files(draw: st.DrawFn) -> list[Rows]:
    key = st.tuples(st.sampled_from("123"), st.sampled_from(("Writing", "Selling")), st.sampled_from(RATERS))
    tables = draw(st.lists(st.dictionaries(key, st.integers(1, 5), min_size=1, max_size=8), min_size=1, max_size=3))
    return [{(*key, level) for key, level in table.items()} for table in tables]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=three_files())
def test_it_marks_right_after_any_imports_and_undoes_them_all(scoped: Cast, files: list[Rows]) -> None:
    before, imports = [dump()], []
    for rows in files:
        imports.append(applied(scoped.actor(), file_of(rows)))
        before.append(dump())
    assert stored() == expected(*files)
    for made, state in zip(reversed(imports), reversed(before[:-1]), strict=True):
        undone(scoped.actor(), made)
        assert dump() == state
