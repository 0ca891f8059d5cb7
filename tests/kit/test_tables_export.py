"""What is written can be read again unchanged, and no spreadsheet will run it."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uniengine.kit.tables import TableError, csv_chunks, limits, neutral, read_table, restored, write_csv, write_xlsx

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", "-", "'=1", "''=1"]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff"), max_size=20)


@pytest.mark.parametrize("text", FORMULAS)
def test_it_neutralises_formulas_and_restores_them(text: str) -> None:
    assert neutral(text) == "'" + text
    assert restored(neutral(text)) == text


@pytest.mark.parametrize("text", ["-5", "+3.2", "-1,5", "12", "O'Neil", "'tis", "", "a=b", "5%"])
def test_it_leaves_numbers_and_plain_text_alone(text: str) -> None:
    assert neutral(text) == text
    assert restored(text) == text


@given(st.text())
def test_restoring_undoes_neutralising_for_any_text(text: str) -> None:
    assert restored(neutral(text)) == text
    assert not neutral(text).startswith(("=", "@", "\t", "\r"))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=6))
@settings(max_examples=200)
def test_csv_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = [["id", *["x"] * (width - 1)], *([*row, *[""] * (width - len(row))] for row in rows)]
    data = b"".join(csv_chunks(table))
    found = read_table(data, "export.csv", delimiter=",")
    assert [[restored(cell) for cell in row.cells] for row in found.rows] == table


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_a_workbook_is_read_as_it_was_written(rows: list[tuple[str, str, str]]) -> None:
    table = [["id", "a", "b", "c"], *([str(number), *row] for number, row in enumerate(rows))]
    out = io.BytesIO()
    write_xlsx(table, out)
    found = read_table(out.getvalue(), "export.xlsx")
    padded = [[restored(cell) for cell in (*row.cells, "", "", "")][:4] for row in found.rows]
    assert padded == table


def test_it_streams_in_pieces() -> None:
    chunks = list(csv_chunks([f"{n:06}", "some text", 3] for n in range(20_000)))
    assert len(chunks) > 3
    assert chunks[0].startswith(b"\xef\xbb\xbf000000,some text,3\r\n")
    out = io.BytesIO()
    write_csv(([f"{n:06}", "some text", 3] for n in range(20_000)), out)
    assert out.getvalue() == b"".join(chunks)


def test_a_workbook_keeps_types_and_runs_no_formula() -> None:
    out = io.BytesIO()
    day = datetime.date(2021, 6, 28)
    write_xlsx([["007", "=1+1", 3, Decimal("0.8"), day, None, "a\x00\x1fb"]], out, sheet="Skills: [all]")
    page = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    found = [cell.value for cell in page[1]]
    assert found == ["007", "'=1+1", 3, 0.8, datetime.datetime(2021, 6, 28), None, "ab"]
    assert page["B1"].data_type == "s"
    assert page.title == "Skills   all "


def test_it_refuses_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHEET_ROWS", 2)
    with pytest.raises(TableError) as fault:
        write_xlsx([["a"], ["b"], ["c"]], io.BytesIO())
    assert fault.value.code == "too_many_rows"
