"""docs/journey-files.md lists the columns that the import knows. `python -m tests.journeys.test_journey_files_doc`
writes the table anew."""

from pathlib import Path

from journeys.sheet import ALIASES, LABELS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "journey-files.md"
START, END = "<!-- columns -->\n", "<!-- /columns -->"


def table() -> str:
    """One row per column: what the export calls it, and what else is understood."""
    rows = ["| column | also understood |", "| --- | --- |"]
    for field, names in ALIASES.items():
        others = [name for name in names if name.casefold() != LABELS[field].casefold()]
        rows.append(f"| {LABELS[field]} | {', '.join(others) or 'no other name'} |")
    return "\n".join(rows) + "\n"


def test_it_lists_every_column_of_the_import() -> None:
    assert table() in DOCUMENT.read_text()


if __name__ == "__main__":
    text = DOCUMENT.read_text()
    before, _, rest = text.partition(START)
    DOCUMENT.write_text(before + START + table() + END + rest.partition(END)[2])
