"""The header is found below preambles and over several rows; rows that are no data are told apart."""

import pytest

from roles.imports.fields import is_known
from roles.imports.shapes import Header, LayoutError, find_header, left_out_reason, letters


def header(*rows: list[str], line: int = 0) -> Header:
    return find_header(list(enumerate(rows, start=1)), is_known, line)


def test_it_finds_the_header_below_a_preamble() -> None:
    found = header(
        ["Worker Skills"], ["As of", "6/28/2021"], [], ["Worker", "Employee ID", "Skill"], ["Ann", "1", "Writing"]
    )
    assert (found.lines, found.skip, found.labels) == ((4,), 4, ("Worker", "Employee ID", "Skill"))
    assert found.preamble == ("Worker Skills", "As of", "6/28/2021")


def test_it_joins_merged_header_rows() -> None:
    found = header(
        ["Inventory"] * 2 + ["", ""],
        ["Emp #", "Title", "ESCO", "ESCO"],
        ["Emp #", "Title", "selling", "planning"],
        ["1", "Clerk", "3", ""],
    )
    assert found.lines == (2, 3)
    assert found.labels == ("Emp #", "Title", "ESCO / selling", "ESCO / planning")


def test_it_joins_header_rows_whose_merged_cells_came_out_blank() -> None:
    """As a program writes a merged header to CSV: the group stands over its first column only."""
    found = header(
        ["Emp #", "Dept", "Sales", "", "Service", ""],
        ["", "", "Selling", "Planning", "Repair", "Phone"],
        ["1", "x", "3"],
    )
    assert found.labels == (
        "Emp #",
        "Dept",
        "Sales / Selling",
        "Sales / Planning",
        "Service / Repair",
        "Service / Phone",
    )


def test_it_joins_groups_above_the_header() -> None:
    found = header(
        ["", "", "Sales", "", "Service"], ["Emp #", "Dept", "Selling", "Planning", "Repair"], ["1", "x", "3", "4", "5"]
    )
    assert found.labels[2:] == ("Sales / Selling", "Sales / Planning", "Service / Repair")
    assert found.skip == 2


def test_it_joins_three_header_rows() -> None:
    found = header(
        ["Emp #", "Sales", "", "", ""],
        ["", "Selling", "", "Planning", ""],
        ["", "Self", "Manager", "Self", "Manager"],
        ["1", "3", "4", "5", "2"],
    )
    assert found.parts[2] == ("Sales", "Selling", "Manager")
    assert found.skip == 3


def test_it_tells_columns_of_one_name_apart_and_names_the_nameless() -> None:
    assert header(["Employee ID", "Skill", "", "skill"], ["1", "a", "b", "c"]).labels == (
        "Employee ID",
        "Skill",
        "Column C",
        "skill (2)",
    )


def test_it_takes_the_line_it_is_told() -> None:
    rows = (["Employee ID", "Skill", "Level"], ["Pers", "Kenntnis", "Stufe"], ["1", "a", "3"])
    assert header(*rows, line=2).labels == ("Pers", "Kenntnis", "Stufe")
    with pytest.raises(LayoutError):
        header(*rows, line=9)


def test_it_takes_the_first_row_of_texts_when_no_name_is_known() -> None:
    assert header(["Matr", "Fach", "Wert"], ["1", "a", "3"]).labels == ("Matr", "Fach", "Wert")


def test_it_refuses_a_table_without_names() -> None:
    with pytest.raises(LayoutError) as fault:
        header(["1", "2"], ["3", "4"])
    assert fault.value.code == "no_header"


HEADER = header(["Employee ID", "Name", "Skill", "Level"], ["1", "Ann", "Writing", "3"])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["", " ", ""], "blank"),
        (["Total", "", "", "52"], "total"),
        (["Grand total: 250"], "total"),
        (["", "Average", "", "3,2"], "total"),
        (["Summe", "", "", ""], "total"),
        (["Total", "of all people", "", ""], "total"),
        (["Employee ID", "Name", "Skill", "Level"], "repeated_header"),
        (["Report generated on Monday", "", "", ""], "note"),
        (["", "", "* confidential, do not forward", ""], "note"),
        (["1", "Ann", "Writing", "3"], ""),
        (["1", "", "", ""], ""),
        (["1", "Sum Wing", "Total quality management", "3"], ""),
        (["", "Ann", "Count", "3"], ""),
    ],
)
def test_it_says_why_a_row_is_no_data(cells: list[str], reason: str) -> None:
    assert left_out_reason(cells, HEADER, 0) == reason


def test_it_names_columns_like_a_spreadsheet() -> None:
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
