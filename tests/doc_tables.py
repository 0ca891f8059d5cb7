"""The tables of docs/import-format.md that follow from the code, and the codes it has to explain.

python -m tests.doc_tables     writes the tables into the document again
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from roles.imports.fields import EXPORT_COLUMNS, FIELDS, IGNORE, RATER_WORDS, RATERS
from roles.imports.scales import KINDS, NOT_RATED, Kind
from roles.imports.shapes import LEFT_OUT
from uniengine.kit.tables import detect

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "import-format.md"
BLOCK = "<!-- {name} -->\n{body}\n<!-- /{name} -->"

# Function or class that takes an error code -> the place of the code among its arguments.
CODE_AT = {
    **dict.fromkeys(("CellError", "LevelError", "TableError", "LayoutError", "MappingError", "DomainError"), 0),
    **dict.fromkeys(("Conflict", "TooLarge", "Refused", "refusal"), 0),
    "Fault": 1,
    "RowError": 2,
    "_fault": 2,
    "check_state": 2,
}
FOLDERS = ("roles/imports", "roles/services/imports", "uniengine/kit/tables")
BUILT = {
    "market_unknown",  # services/imports/planning.py builds it from the kind of place
    "function_unknown",
    *(f"not_a_table_{code}" for _, code, _ in detect._FOREIGN),
}
A_CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def tables() -> dict[str, str]:
    """Name of a block -> its table."""
    return {
        "columns": columns(),
        "scales": scales(),
        "raters": raters(),
        "not rated": ", ".join(f"`{word}`" for word in sorted(NOT_RATED) if word),
        "left out": table(("code", "row"), [(f"`{code}`", words) for code, words in LEFT_OUT.items()]),
        "export": table(("column", "field"), [(name, f"`{key}`") for key, name in EXPORT_COLUMNS]),
    }


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def columns() -> str:
    rows = [
        (f"`{field.key}`", field.label, ", ".join(sorted(set(field.aliases))))
        for field in FIELDS.values()
        if field.key != IGNORE
    ]
    return table(("field", "what it is", "names that are recognised"), rows)


def scales() -> str:
    rows = []
    for kind in KINDS.values():
        pairs = [(f"{float(step):g}", level) for step, level in sorted(kind.steps.items())]
        pairs += [(word, level) for word, level in kind.words.items()]
        reading = ", ".join(f"{raw} = {level}" for raw, level in pairs + _bands(kind))
        rows.append((f"`{kind.key}`", kind.label, reading))
    return table(("scale", "values", "our level"), rows)


def _bands(kind: Kind) -> list[tuple[str, int]]:
    """Where each level of a rule begins, to a thousandth of the range."""
    begins: dict[int, str] = {}
    for step in range(1001 if kind.rule else 0):
        value = kind.low + Fraction(step * (kind.high - kind.low), 1000)
        assert kind.rule is not None
        begins.setdefault(kind.rule(value), f"from {float(value):g}")
    return [(words, level) for level, words in begins.items()]


def raters() -> str:
    words = {rater: sorted(word for word, meant in RATER_WORDS.items() if meant == rater) for rater in RATERS}
    return table(("rater", "words that are recognised"), [(f"`{r}`", ", ".join(words[r])) for r in RATERS])


def codes() -> set[str]:
    """Every error code the reader, the check and the steps of an import can give."""
    files = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return {code for path in files for code in _codes_in(path)} | BUILT


def _codes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        place = CODE_AT.get(name, len(node.args))
        given = node.args[place] if place < len(node.args) else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and A_CODE.fullmatch(given.value):
            yield given.value


def with_tables(text: str) -> str:
    """The document with every block written anew. Raises KeyError for a block nobody knows."""
    known = tables()

    def written(match: re.Match[str]) -> str:
        return BLOCK.format(name=match[1], body=known[match[1]])

    return re.sub(r"<!-- ([a-z ]+) -->\n.*?\n<!-- /\1 -->", written, text, flags=re.DOTALL)


if __name__ == "__main__":
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text()))
