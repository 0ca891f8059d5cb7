"""Text files become rows whatever their encoding and delimiter, with their true line numbers."""

import contextlib
import csv
import io
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uniengine.kit.tables import TableError, limits, read_table

ROWS = [["Employee ID", "Name", "Level"], ["007", "Zoë Müller", "3,5"], ["008", "Ann; Lee", "4"]]


def text(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def cells(data: bytes, filename: str = "hr.csv", **options: str) -> list[list[str]]:
    return [row.cells for row in read_table(data, filename, **options).rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_it_reads_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    table = read_table(text(ROWS, delimiter).encode(encoding), "hr.csv")
    assert [row.cells for row in table.rows] == ROWS
    assert table.delimiter == delimiter


def test_it_may_be_iterated_again() -> None:
    table = read_table(text(ROWS, ",").encode(), "hr.csv")
    assert list(table.rows) == list(table.rows)
    assert table.head(1)[0].cells == ROWS[0]


def test_it_reads_a_stored_file_by_its_path(tmp_path: Path) -> None:
    stored = tmp_path / "upload"
    stored.write_bytes(text(ROWS, "|").encode("utf-16"))
    assert [row.cells for row in read_table(stored, "hr.txt").rows] == ROWS


def test_it_keeps_true_lines_where_quotes_span_lines() -> None:
    data = b'id,comment\r\n1,"two\r\nlines"\r\n\r\n2,"three\n\nlines"\n3,x\n'
    lines = [(row.line, row.cells[0] if row.cells else "") for row in read_table(data, "hr.csv").rows]
    assert lines == [(1, "id"), (2, "1"), (4, ""), (5, "2"), (8, "3")]


def test_it_prefers_the_delimiter_over_a_decimal_comma() -> None:
    data = "id;level;rest\n" + "".join(f"{n};3,5;x\n" for n in range(50))
    assert read_table(data.encode(), "hr.csv").delimiter == ";"


def test_it_finds_the_delimiter_below_a_preamble() -> None:
    data = "Skills report\nAs of, 28 June\n\n" + "".join(f"{n}|a|b\n" for n in range(9))
    assert read_table(data.encode(), "hr.csv").delimiter == "|"


def test_it_follows_the_delimiter_a_file_declares() -> None:
    table = read_table(b"sep=;\nid;note\n1;a,b,c\n2;a,b,c\n", "hr.csv")
    assert [(row.line, row.cells) for row in table.rows][0] == (2, ["id", "note"])


def test_it_warns_about_windows_1252() -> None:
    assert "Windows-1252" in read_table("id,name\n1,Zoë\n".encode("cp1252"), "hr.csv").warnings[0]
    assert read_table("id,name\n1,Zoë\n".encode(), "hr.csv").warnings == ()


def test_it_takes_the_encoding_and_delimiter_it_is_given() -> None:
    data = "id;name\n1;Zoë,Ann\n".encode("cp1252")
    assert cells(data, encoding="cp1252", delimiter=";")[1] == ["1", "Zoë,Ann"]
    with pytest.raises(TableError) as fault:
        read_table(data, "hr.csv", encoding="utf-8")
    assert fault.value.code == "encoding_wrong"


def test_it_names_the_line_of_a_fault_far_down() -> None:
    rows = "id,skill\n" + "1,x\n" * 5000
    table = read_table((rows + '2,"open\n').encode(), "hr.csv")
    with pytest.raises(TableError) as fault:
        list(table.rows)
    assert (fault.value.code, fault.value.line) == ("open_quote", 5002)


def test_it_names_the_line_of_a_broken_character() -> None:
    data = ("id,name\n" + "1,Übung\n" * 99_999).encode() + b"2,\xff\n"
    with pytest.raises(TableError) as fault:
        read_table(data, "hr.csv")
    assert (fault.value.code, fault.value.line) == ("encoding_damaged", 100_001)


def test_it_limits_the_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DELIMITED_ROWS", 3)
    table = read_table(b"a,b\n1,2\n3,4\n", "hr.csv")
    assert len(list(table.rows)) == 3
    with pytest.raises(TableError) as fault:
        read_table(b"a,b\n1,2\n3,4\n5,6\n", "hr.csv")
    assert fault.value.code == "too_many_rows"


def test_it_limits_the_size_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DELIMITED_BYTES", 10)
    with pytest.raises(TableError) as fault:
        read_table(b"a,b\n1,2\n3,4\n", "hr.csv")
    assert fault.value.code == "file_too_large"


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_it_answers_any_bytes_with_rows_or_a_table_error(data: bytes) -> None:
    with contextlib.suppress(TableError):
        assert all(line > 0 for line, _ in read_table(data, "hr.csv").rows)


def _read_in_child(data: bytes, answers: "multiprocessing.Queue[int]") -> None:
    answers.put(len(list(read_table(data, "hr.xlsx").rows)))


def test_it_reads_a_workbook_inside_a_daemonic_process() -> None:
    """Celery's worker children are daemonic: they may not start processes by multiprocessing."""
    from tests.corpus.workbooks import GOOD, book, sheet

    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[int] = context.Queue()
    child = context.Process(target=_read_in_child, args=(book(sheet(GOOD)), answers), daemon=True)
    child.start()
    assert answers.get(timeout=30) == 3
    child.join()
