"""What a cell says: levels, shares, figures, yes or no. Each raises CellError with a sentence that says what to do.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from journeys.names import cleaned

MOST_WORDS = 300
LEVEL_WORDS: Mapping[str, int] = {"novice": 1, "beginner": 2, "proficient": 3, "advanced": 4, "expert": 5}
YES = frozenset({"yes", "y", "true", "1", "x", "mandatory", "required", "must"})
NO = frozenset({"no", "n", "false", "0", "optional", "-"})
MOST_SHARE, MOST_FTE = Decimal(1_000_000), Decimal(1_000_000)
MOST_VOLUME, MOST_HOURS = Decimal(1_000_000_000), Decimal(900_000)

_LEADING = re.compile(r"^(\d{1,9})(?:[.,]0+)?(?:\s*[-–:(].*)?$")
_FIGURE = re.compile(r"^-?\d{1,15}(\.\d{0,20})?$")  # no exponents: a short cell could stand for an endless number
_THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")


class CellError(ValueError):
    """A cell that cannot be read. `code` is stable; the text says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(cleaned(message)[:MOST_WORDS])
        self.code = code


def level_of(text: str) -> int | None:
    """1-5, also as "4 - Advanced" or a word; None when blank."""
    given = text.strip()
    if not given:
        return None
    if word := LEVEL_WORDS.get(given.casefold()):
        return word
    match = _LEADING.match(given)
    if match is None:
        raise CellError("level_unreadable", f"Level “{given[:40]}” is not a number from 1 to 5. Correct the file.")
    level = int(match[1])
    if not 1 <= level <= 5:
        raise CellError("level_out_of_range", f"Level {match[1][:20]} is outside 1-5. Correct the file.")
    return level


def number_of(text: str, what: str, most: Decimal) -> Decimal | None:
    """A figure of 0 or more, with a decimal point or comma; None when blank."""
    given = text.strip().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if not given:
        return None
    plain = given.replace(",", "") if _THOUSANDS.match(given) else given.replace(",", ".")
    if not _FIGURE.match(plain):
        raise CellError("figure_unreadable", f"{what} “{text.strip()[:40]}” is not a plain number. Correct the file.")
    value = Decimal(plain)
    if not 0 <= value <= most:
        raise CellError("figure_out_of_range", f"{what} {given} is not between 0 and {most:,}. Correct the file.")
    return value


def share_of(text: str) -> Decimal | None:
    """A share as it stands: 50, 50 % or 0.5; the unit follows from the sum over the activity."""
    return number_of(text.replace("%", ""), "Share", MOST_SHARE)


def volume_of(text: str) -> Decimal | None:
    """Times per year, to two decimals."""
    return _hundredths(number_of(text, "Times per year", MOST_VOLUME))


def hours_of(text: str) -> Decimal | None:
    """Hours each time, to two decimals."""
    return _hundredths(number_of(text, "Hours each time", MOST_HOURS))


def _hundredths(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def yes_of(text: str) -> bool | None:
    """Yes or no in common spellings; None when blank."""
    given = text.strip().casefold()
    if not given:
        return None
    if given in YES or given in NO:
        return given in YES
    raise CellError("yes_or_no", f"“{text.strip()[:40]}” is neither yes nor no. Correct the file.")


def effort_of(text: str) -> tuple[bool, int | None]:
    """(does it, FTE in thousandths or None when the time is not known). A mark such as x means: does it."""
    given = text.strip()
    if not given or given.casefold() in NO:
        return False, None
    if given.casefold() in YES - {"1"}:
        return True, None
    value = number_of(given, "FTE", MOST_FTE)
    mfte = int((value or Decimal(0)) * 1000 + Decimal("0.5"))
    return mfte > 0, mfte


def names_of(text: str) -> list[str]:
    """Names in one cell, separated by line breaks, semicolons or bars; by commas where there is none of these."""
    separator = r"[\n;|]" if re.search(r"[\n;|]", text) else ","
    return [found for name in re.split(separator, text) if (found := cleaned(name))]


def lines_of(text: str) -> list[str]:
    """Names in one cell, one a line: what our own export writes."""
    return [found for line in text.splitlines() if (found := cleaned(line))]
