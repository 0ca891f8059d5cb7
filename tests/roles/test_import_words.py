"""Pages of an import say in true figures what is left out, and why."""

import re

import pytest

from roles.models import InventoryImport
from roles.selectors.import_counts import Counts, counts_of
from tests.cast import Cast
from tests.roles.importing import apply, checked, csv_of

HEAD = "Employee ID,Name,Manager ID,Skill,Level,Rated on"
# One row per rating. The manager nobody knows stands in all 40 rows of one person; two rows name no person.
FAULTY = csv_of(
    HEAD,
    *(f"0001,Ana,0999,Skill {number},3,2024-01-01" for number in range(40)),
    "0002,Bo,,Writing,9,2024-01-01",
    ",Cy,,Writing,3,2024-01-01",
    ",Di,,Writing,3,2024-01-01",
    "0002,Bo,,Selling,,",
    "Total,,,,41,",
)
CANNOT = "2 rows and 2 values"


def text_of(cast: Cast, made: InventoryImport, page: str = "") -> str:
    """What a page of the import says, without markup."""
    answer = cast.client().get(f"/o/home/imports/{made.pk}/{page}")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_it_says_how_many_rows_and_how_many_values_cannot_be_imported(scoped: Cast) -> None:
    made = checked(scoped.actor(), FAULTY)
    counts = counts_of(made)
    assert (counts.errors, counts.rows_cannot, counts.values_cannot) == (4, 2, 2)
    text = text_of(scoped, made)
    assert f"40 of 43 ratings are ready. {CANNOT} need a look." in text
    assert "2 rows and 2 values cannot be imported" in text
    assert f"Leave out the {CANNOT} with errors" in text
    assert f"{CANNOT} cannot be imported." in text_of(scoped, made, "problems")
    apply(scoped.actor(), made)
    assert f"{CANNOT} with errors." in text_of(scoped, made)


def test_it_says_of_each_error_whether_the_row_or_the_value_is_left_out(scoped: Cast) -> None:
    made = checked(scoped.actor(), FAULTY)
    text = text_of(scoped, made, "problems")
    assert "2 Manager ID 0999 Value The manager 0999 is neither" in text
    assert "43 Employee ID blank Row The row names no person." in text


@pytest.mark.parametrize(
    ("rows", "values", "words"),
    [(0, 0, ""), (1, 0, "1 row"), (0, 1, "1 value"), (1_200, 5, "1,200 rows and 5 values")],
)
def test_it_names_only_what_there_is(rows: int, values: int, words: str) -> None:
    assert Counts(rows_cannot=rows, values_cannot=values).cannot == words


def test_it_says_why_rows_are_no_data_in_words(scoped: Cast) -> None:
    text = text_of(scoped, checked(scoped.actor(), FAULTY))
    assert "1 row left out. A row of totals; it is not a person." in text
    assert "left out: total" not in text


def test_it_tells_of_blank_levels_also_when_there_is_nothing_else_to_tell(scoped: Cast) -> None:
    made = checked(scoped.actor(), csv_of(HEAD, "0001,Ana,,Writing,3,2024-01-01", "0001,Ana,,Selling,,"))
    assert not counts_of(made).rows_left_out
    assert "1 blank level: not rated." in text_of(scoped, made)


def test_a_result_has_no_column_of_what_stayed_as_before(scoped: Cast) -> None:
    made = checked(scoped.actor(), FAULTY)
    assert "New Changed As before" in text_of(scoped, made)
    apply(scoped.actor(), made)
    text = text_of(scoped, made)
    assert "New Changed" in text
    assert "As before" not in text
