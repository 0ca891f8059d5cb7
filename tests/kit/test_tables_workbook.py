"""Workbooks are read in a limited child process: visible sheets only, merged cells filled, text as text."""

import datetime
import io
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.workbooks import GOOD, book, sheet
from uniengine.kit.tables import Table, TableError, limits, read_table


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def first_sheet(workbook: openpyxl.Workbook) -> Worksheet:
    found = workbook.active
    assert isinstance(found, Worksheet)
    return found


def read(workbook: openpyxl.Workbook, sheet: str = "") -> Table:
    return read_table(saved(workbook), "hr.xlsx", sheet=sheet)


def test_it_writes_cells_as_people_see_them() -> None:
    workbook = openpyxl.Workbook()
    values = [
        100036,
        3.0,
        3.5,
        "007",
        datetime.date(2021, 6, 28),
        datetime.datetime(2021, 6, 28, 9, 30),
        True,
        None,
        "x",
    ]
    first_sheet(workbook).append(values)
    assert next(iter(read(workbook).rows)).cells == [
        "100036", "3", "3.5", "007", "2021-06-28", "2021-06-28 09:30:00", "TRUE", "", "x",
    ]  # fmt: skip


def test_it_keeps_the_zeros_of_a_number_format() -> None:
    workbook = openpyxl.Workbook()
    page = first_sheet(workbook)
    page.append([123, 123])
    page["A1"].number_format = "000000"
    assert next(iter(read(workbook).rows)).cells == ["000123", "123"]


def test_it_counts_rows_and_columns_from_the_corner_of_the_sheet() -> None:
    workbook = openpyxl.Workbook()
    page = first_sheet(workbook)
    page["C5"], page["D5"], page["D8"] = "id", "level", 3
    assert [(row.line, row.cells) for row in read(workbook).rows] == [
        (5, ["", "", "id", "level"]),
        (8, ["", "", "", "3"]),
    ]


def test_it_fills_merged_header_cells_and_merged_parents() -> None:
    workbook = openpyxl.Workbook()
    page = first_sheet(workbook)
    for row in (["id", "Sales", None], [None, "Selling", "Planning"], ["1", 3, 4], [None, 5, 1]):
        page.append(row)
    for merged in ("A1:A2", "B1:C1", "A3:A4"):
        page.merge_cells(merged)
    assert [row.cells for row in read(workbook).rows] == [
        ["id", "Sales", "Sales"], ["id", "Selling", "Planning"], ["1", "3", "4"], ["1", "5", "1"],
    ]  # fmt: skip


def test_it_reads_the_fullest_visible_sheet_and_says_so() -> None:
    workbook = openpyxl.Workbook()
    first_sheet(workbook).append(["legend"])
    for name, state in (("Skills", "visible"), ("lookup", "hidden")):
        page = workbook.create_sheet(name)
        page.sheet_state = state
        for number in range(9 if state == "visible" else 99):
            page.append([number, name])
    table = read(workbook)
    assert (table.sheet, table.sheets) == ("Skills", ("Sheet", "Skills"))
    assert table.warnings == ("Only the sheet 'Skills' was read. Not read: Sheet.", "1 hidden sheet was ignored.")
    assert [row.cells for row in read(workbook, "Sheet").rows] == [["legend"]]
    with pytest.raises(TableError) as fault:
        read(workbook, "lookup")
    assert fault.value.code == "sheet_missing"


def test_it_does_not_mind_formatted_empty_cells_far_away() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert len(list(read_table(book(sheet(GOOD, extra=far)), "hr.xlsx").rows)) == 3


def test_it_survives_a_child_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_MEMORY", 8 * limits.MB)
    with pytest.raises(TableError) as fault:
        read_table(book(sheet(GOOD)), "hr.xlsx")
    assert fault.value.code == "workbook_too_heavy"


def test_it_stops_a_child_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHILD_WALL_SECONDS", 0.01)
    with pytest.raises(TableError) as fault:
        read_table(book(sheet(GOOD)), "hr.xlsx")
    assert fault.value.code == "workbook_too_heavy"


def test_it_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    table = read_table(book(sheet(GOOD)), "hr.xlsx")
    assert len(list(table.rows)) == 3
    del table
    deadline = time.monotonic() + 5
    while list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(tmp_path.iterdir()) == []
