"""Cell text -> value. Each cleaner raises CellError with a stable code and a sentence that says what to do."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from roles.imports.shapes import tidy
from uniengine.kit.tables.cells import restored

ISO, DAY_FIRST, MONTH_FIRST = "ymd", "dmy", "mdy"
EARLIEST = date(1950, 1, 1)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_YMD = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?:[T ,].*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})[-. ]+([a-z]{3})[a-z]*\.?[-, ]+(\d{4})")
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*\.?[ ]+(\d{1,2}),?[ ]+(\d{4})")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DELIMITER = re.compile(r"[,;|\t]")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]+")
_MARKS = re.compile(r"[\x00-\x1f\x7f\u200b\ufeff]+")


class CellError(ValueError):
    """A cell that cannot be used. `code` is stable; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def clean_text(raw: str, length: int = 200) -> str:
    """One line of text, our own neutralising apostrophe taken away. Raises CellError(text_too_long)."""
    if raw.isascii() and raw.isprintable() and "  " not in raw:  # nearly every cell; the long way gives the same
        text = restored(raw).strip()
    else:
        text = tidy(_MARKS.sub(" ", unicodedata.normalize("NFC", restored(raw))))
    if len(text) > length:
        raise CellError(
            "text_too_long", f"The text has {len(text)} characters; at most {length} fit. Shorten it in the file."
        )
    return text


def clean_id(raw: str, length: int = 60) -> str:
    """An employee id as text: leading zeros stay, '100036.0' (a number written by a program) is '100036'."""
    text = clean_text(raw, length)
    if text.isdigit():
        return text
    if _DELIMITER.search(raw):
        text = f"'{text}' is no employee ID: the line uses another delimiter than the rest. Use one."
        raise CellError("id_is_row", text)
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(
            "id_is_number",
            f"'{text}' was an id before a spreadsheet turned it into a rounded number. Format the "
            "column as text and export it again.",
        )
    whole, point, zeros = text.partition(".")
    return whole if point and whole.isdigit() and zeros and not zeros.strip("0") else text


def clean_email(raw: str, length: int = 254) -> str:
    """Lower case. Raises CellError(email_invalid)."""
    text = clean_text(raw, length).casefold()
    if text and not _EMAIL.fullmatch(text):
        raise CellError("email_invalid", f"'{text}' is not an e-mail address. Correct it or leave it empty.")
    return text


def clean_name(raw: str, option: str = "") -> str:
    """A person's name, first name first. `option` last_first turns 'Deleon, Joellen' round. A number in brackets at
    the end goes."""
    text = clean_text(raw)
    if text.endswith(")"):
        text = re.sub(r"\s*\([^()]*\d[^()]*\)$", "", text)
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if option == "last_first" and comma else text


def clean_department(raw: str, length: int = 120, option: str = "") -> str:
    """`option` no_brackets takes away what HR systems add in brackets (a place, the manager's name)."""
    text = clean_text(raw, length)
    return re.sub(r"\s*\([^()]*\)$", "", text) or text if option == "no_brackets" else text


def clean_fte(raw: str, option: str = "") -> Decimal | None:
    """0 < FTE <= 1 in thousandths; `option` percent for 80 or 80 %. Raises CellError(fte_invalid)."""
    text = clean_text(raw).replace(" ", "").replace(",", ".")
    if not text:
        return None
    percent = text.endswith("%") or option == "percent"
    number = text.removesuffix("%")
    if re.fullmatch(r"\d{1,4}(\.\d{1,6})?", number):
        value = (Decimal(number) / (100 if percent else 1)).quantize(Decimal("0.001"))
        if 0 < value <= 1:
            return value
    raise CellError(
        "fte_invalid", f"'{raw.strip()[:40]}' is no full-time equivalent between 0 and 1. Correct it, for example 0.8."
    )


def clean_date(raw: str, order: str = "") -> date | None:
    """A day. `order` says how 03/04/2021 is meant (dmy or mdy). Raises CellError(date_invalid, date_unclear,
    date_early)."""
    text = clean_text(raw).casefold()
    if not text:
        return None
    found = _date_parts(text, order)
    try:
        day = date(*found) if found else None
    except ValueError:
        day = None
    if day is None:
        raise CellError("date_invalid", f"'{raw.strip()[:40]}' is not a date. Write it as 2021-06-28.")
    if day < EARLIEST:
        raise CellError(
            "date_early", f"{day.isoformat()} lies before {EARLIEST.year}. Correct the date or leave it empty."
        )
    return day


def _date_parts(text: str, order: str) -> tuple[int, int, int] | None:
    if found := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SLASHED.fullmatch(text):
        return _ordered(int(found[1]), int(found[3]), _year(found[4]), found[2], order)
    if found := _DAY_MONTH.fullmatch(text):
        return (int(found[3]), _MONTHS[found[2]], int(found[1])) if found[2] in _MONTHS else None
    if found := _MONTH_DAY.fullmatch(text):
        return (int(found[3]), _MONTHS[found[1]], int(found[2])) if found[1] in _MONTHS else None
    return None


def _ordered(first: int, second: int, year: int, separator: str, order: str) -> tuple[int, int, int]:
    if not order and separator != "." and first <= 12 and second <= 12 and first != second:
        raise CellError(
            "date_unclear",
            f"{first}{separator}{second}{separator}{year} can be two days. Say in the mapping whether "
            "the day or the month comes first.",
        )
    month_first = order == MONTH_FIRST or (not order and separator != "." and second > 12)
    return (year, first, second) if month_first and separator != "." else (year, second, first)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def date_order(values: Iterable[str]) -> str:
    """dmy, mdy, or '' where the values leave it open (or need no order, or contradict each other)."""
    firsts, seconds = False, False
    for raw in values:
        found = _SLASHED.fullmatch(raw.strip())
        if not found:
            continue
        if found[2] == ".":
            return DAY_FIRST
        firsts |= int(found[1]) > 12
        seconds |= int(found[3]) > 12
    return "" if firsts == seconds else DAY_FIRST if firsts else MONTH_FIRST


def order_matters(values: Iterable[str]) -> bool:
    """Whether any value can be read as two different days."""
    return any(
        (found := _SLASHED.fullmatch(raw.strip()))
        and found[2] != "."
        and int(found[1]) <= 12
        and int(found[3]) <= 12
        and found[1] != found[3]
        for raw in values
    )


def matching_key(text: str) -> str:
    """What names that mean one skill share: case, accents' encoding, spaces, kinds of dashes and "&" do not matter.

    Looser than journeys.names.name_key, which says whether two skills may be stored side by side.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[‐‑‒–—−_]", "-", plain).replace("&", " and ").split())
