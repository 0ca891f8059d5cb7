"""Cells that a spreadsheet would run as a formula: neutralised on the way out, restored on the way in.

The two are exact inverses for any text: a text that already looks neutralised gets one more apostrophe.
"""

import re

PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def neutral(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet would take it for a formula; plain numbers stay."""
    if _RISKY.match(text) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def restored(text: str) -> str:
    """The text that `neutral` was given: takes away one apostrophe where a formula sign follows."""
    if text[:1] == "'" and _GUARDED.match(text):
        return text[1:]
    return text
