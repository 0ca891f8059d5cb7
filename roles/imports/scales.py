"""Level scales of HR systems and how each decodes to 0..5.

0 means rated as none, None means not rated. Nothing is clamped or rounded to the next level: a value that a
scale does not have is an error until somebody maps it. Ends and order of the scales come from the systems'
public documentation; the levels in between are our proposal, which the admin sees and confirms.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

NOT_RATED = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "na",
        "n.a.",
        "not rated",
        "not assessed",
        "unrated",
        "no rating",
        "not yet rated",
        "null",
    }
)
TOP_SHARE = 0.005  # a scale whose highest value nobody has is probably another scale
NEARLY_ALL = 0.95  # a scale that has this share of the values is meant; the others are errors
FEW = 50  # below this many ratings an unused top level proves nothing

_NUMBER = r"[+-]?\d{1,9}(?:[.,]\d{1,6})?"
_PLAIN = re.compile(rf"({_NUMBER})\s*%?")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_LED = re.compile(rf"\(?({_NUMBER})\s*[-–—:.)=|]\s*(?!(?:{_MONTHS})\b)[^\W\d_].*")  # 4 - Advanced, but not 4-Mar
_NAMED = re.compile(rf"(?:level|lvl|l|stufe|niveau|grade)\.?\s*({_NUMBER})(?:\s*[-–—:].*)?")  # Level 4, L4 - Advanced
_TAILED = re.compile(rf"[^\W\d_].*\(\s*({_NUMBER})\s*\)")  # Advanced (4)
_ZERO_IS_BLANK = re.compile(r"\b0\s*=\s*(not|un)\s*-?\s*(rated|assessed)", re.IGNORECASE)
_ONE_IS_BEST = re.compile(r"\b1\s*=\s*(expert|best|highest|master|top)\b", re.IGNORECASE)


class LevelError(ValueError):
    """A raw value the scale cannot decode. `code` is one of level_unknown, level_out_of_range, level_between."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def normal(raw: str) -> str:
    """One spelling per value: '50,0' and '50.0' are '50', 'ADVANCED ' is 'advanced'."""
    text = " ".join(unicodedata.normalize("NFKC", raw).casefold().split())
    plain = _PLAIN.fullmatch(text)
    return _number_text(_fraction(plain[1])) if plain else text


def number_of(raw: str) -> Fraction | None:
    """The number in '4', '4,0', '80 %', '4 - Advanced', 'Advanced (4)', 'Level 4' or 'L4'; None where there is none."""
    text = " ".join(unicodedata.normalize("NFKC", raw).casefold().split())
    for pattern in (_PLAIN, _LED, _NAMED, _TAILED):
        if found := pattern.fullmatch(text):
            return _fraction(found[1])
    first, _, word = text.partition(" ")  # "4 advanced", but not "4 years"
    return _fraction(first) if word in WORDS and _PLAIN.fullmatch(first) else None


def _fraction(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _number_text(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


@dataclass(frozen=True)
class Kind:
    """A scale as HR systems know it: named steps, or a rule over a range."""

    key: str
    label: str
    steps: Mapping[Fraction, int] = field(default_factory=dict)
    rule: Callable[[Fraction], int] | None = None
    low: int = 0
    high: int = 0
    words: Mapping[str, int] = field(default_factory=dict)

    @property
    def top(self) -> Fraction:
        """The value that stands for the best level."""
        return max(self.steps, key=lambda step: (self.steps[step], step)) if self.steps else Fraction(self.high)

    def level(self, number: Fraction) -> int:
        if number in self.steps:
            return self.steps[number]
        if self.rule and self.low <= number <= self.high:
            return self.rule(number)
        low, high = (min(self.steps), max(self.steps)) if self.steps else (Fraction(self.low), Fraction(self.high))
        shown = f"{_number_text(number)} is not on the scale {self.label}"
        if low < number < high:
            raise LevelError(
                "level_between", f"{shown}: it lies between two levels. Say which level it means, or correct the file."
            )
        raise LevelError(
            "level_out_of_range", f"{shown}. Choose another scale, say which level it means, or correct the file."
        )


def _steps(table: Mapping[float, int]) -> dict[Fraction, int]:
    return {Fraction(value): level for value, level in table.items()}


OUR_WORDS = {
    "none": 0,
    "no experience": 0,
    "novice": 1,
    "beginner": 2,
    "proficient": 3,
    "intermediate": 3,
    "advanced": 4,
    "expert": 5,
}
WORDS = {
    **dict.fromkeys(("none", "no experience"), 0),
    **dict.fromkeys(("novice", "beginner", "foundational", "awareness"), 1),
    **dict.fromkeys(("basic", "elementary", "developing", "capable", "advanced beginner"), 2),
    **dict.fromkeys(("intermediate", "competent", "working", "practitioner", "effective", "experienced"), 3),
    **dict.fromkeys(("proficient", "advanced"), 4),
    **dict.fromkeys(("distinguished", "expert", "master", "mastery"), 5),
}
BANDS = {"novice": 1, "emerging": 2, "average": 3, "above average": 4, "expert": 5}

_ALL = (
    Kind("1-5", "1 to 5", _steps({1: 1, 2: 2, 3: 3, 4: 4, 5: 5})),
    Kind("0-5", "0 to 5", _steps({0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5})),
    Kind("1-4", "1 to 4", _steps({1: 1, 2: 3, 3: 4, 4: 5})),
    Kind("0-4", "0 to 4", _steps({0: 0, 1: 1, 2: 2, 3: 4, 4: 5})),
    Kind("1-3", "1 to 3", _steps({1: 1, 2: 3, 3: 5})),
    Kind("0-3", "0 to 3", _steps({0: 0, 1: 1, 2: 3, 3: 5})),
    Kind("0-100 quarters", "0, 25, 50, 75, 100", _steps({0: 1, 25: 2, 50: 3, 75: 4, 100: 5})),
    Kind("0-100 fifths", "0, 20, 40, 60, 80, 100", _steps({0: 0, 20: 1, 40: 2, 60: 3, 80: 4, 100: 5})),
    Kind("0-100 uneven", "15, 25, 50, 80, 100", _steps({15: 1, 25: 2, 50: 3, 80: 4, 100: 5})),
    Kind("1-7", "1 to 7", _steps({1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 6: 5, 7: 5})),
    Kind("1-8", "1 to 8", _steps({1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5, 8: 5})),
    Kind("1-10", "1 to 10", _steps({value: -(-value // 2) for value in range(1, 11)})),
    Kind("0-1", "0 to 1 in fractions", rule=lambda x: math.floor(5 * x + Fraction(1, 2)), high=1),
    Kind("0-7", "0 to 7 in fractions", rule=lambda x: math.floor(5 * x / 7 + Fraction(1, 2)), high=7),
    Kind("0-100 bands", "0 to 100 in bands of 20", rule=lambda x: min(5, 1 + math.floor(x / 20)), high=100),
    Kind("5-1", "1 to 5, 1 is best", _steps({1: 5, 2: 4, 3: 3, 4: 2, 5: 1})),
    Kind("4-1", "1 to 4, 1 is best", _steps({1: 5, 2: 4, 3: 3, 4: 1})),
    Kind("10-1", "1 to 10, 1 is best", _steps({value: 6 + -value // 2 for value in range(1, 11)})),
    Kind("words 1-5", "Novice, Beginner, Proficient, Advanced, Expert", words=OUR_WORDS),
    Kind("words", "Words, general", words=WORDS),
    Kind("words bands", "Novice, Emerging, Average, Above Average, Expert", words=BANDS),
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}
NATIVE = "0-5"  # what our own export uses
NOT_GIVEN = "not given"  # the reason of a scale nobody has chosen
_DESCENDING = {"1-5": "5-1", "1-4": "4-1", "1-10": "10-1"}
_ASCENDING = [kind for kind in _ALL if (kind.steps or kind.rule) and kind.key not in _DESCENDING.values()]


@dataclass(frozen=True)
class Scale:
    """A known kind plus what the admin decided for single values. `overrides`: normal(raw) -> level or None (not
    rated).

    `sure` is False where the file alone does not settle the scale; `reason` says what it was judged on.
    """

    kind: str = "1-5"
    overrides: Mapping[str, int | None] = field(default_factory=dict)
    sure: bool = True
    reason: str = ""

    def decode(self, raw: str) -> int | None:
        """0..5, or None for not rated. Raises LevelError."""
        value = normal(raw)
        if value in self.overrides:
            return self.overrides[value]
        if value in NOT_RATED:
            return None
        kind = KINDS[self.kind]
        if value in kind.words:
            return kind.words[value]
        number = number_of(raw)
        if number is not None and not kind.words:
            if (short := _number_text(number)) in self.overrides:
                return self.overrides[short]
            return kind.level(number)
        raise LevelError(
            "level_unknown",
            f"'{raw.strip()[:60]}' is not a value of the scale {kind.label}. Say which level it "
            "means, or correct the file.",
        )

    @property
    def given(self) -> bool:
        """Whether somebody, or the content of a file, settled it."""
        return self.reason != NOT_GIVEN

    def bad_values(self, values: Iterable[str]) -> list[str]:
        """The values it cannot decode."""
        return [raw for raw, _, fault in table_of(self, values) if fault]

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "overrides": dict(self.overrides), "sure": self.sure, "reason": self.reason}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Scale":
        """Raises ValueError for an unknown kind or a level outside 0..5."""
        kind = str(data.get("kind", "1-5"))
        overrides = {normal(str(raw)): level for raw, level in dict(data.get("overrides") or {}).items()}
        if kind not in KINDS:
            raise ValueError(f"There is no scale '{kind}'. Choose one of: {', '.join(KINDS)}.")
        if any(level is not None and (type(level) is not int or not 0 <= level <= 5) for level in overrides.values()):
            raise ValueError("A mapped level must be 0 to 5, or empty for not rated.")
        return cls(kind, overrides, bool(data.get("sure", True)), str(data.get("reason", "")))


def table_of(scale: Scale, values: Iterable[str]) -> list[tuple[str, int | None, str]]:
    """What a page shows for confirmation: each distinct raw value, its level, and the error message if it has none."""
    rows = []
    for raw in sorted(set(values), key=lambda raw: (number_of(raw) is None, number_of(raw) or 0, raw)):
        try:
            rows.append((raw, scale.decode(raw), ""))
        except LevelError as fault:
            rows.append((raw, None, fault.message))
    return rows


def detect(counts: Mapping[str, int], header: str = "", notes: Iterable[str] = ()) -> Scale:
    """The likely scale of a column from its raw values and their counts, its header ('Rating (1-5)') and the texts
    above the table."""
    texts = " | ".join((header, *notes))
    overrides: dict[str, int | None] = {"0": None} if _ZERO_IS_BLANK.search(texts) else {}
    rated = {
        raw: count for raw, count in counts.items() if normal(raw) not in NOT_RATED and normal(raw) not in overrides
    }
    if hinted := _hinted(header):
        return Scale(hinted, overrides, reason=f"the header says {KINDS[hinted].label}")
    numbers: dict[Fraction, int] = {}
    for raw, count in rated.items():
        if (number := number_of(raw)) is not None:
            numbers[number] = numbers.get(number, 0) + count
    if sum(numbers.values()) * 2 < sum(rated.values()):
        kind, sure = _words_kind({normal(raw) for raw in rated})
    else:
        kind, sure = _number_kind(numbers)
        if kind in _DESCENDING and (_labels_descend(rated) or _ONE_IS_BEST.search(texts)):
            return Scale(_DESCENDING[kind], overrides, reason="the file says that 1 is the best level")
    return Scale(kind, overrides, sure, "the values in the file")


def _hinted(header: str) -> str:
    found = re.search(r"\(\s*(\d{1,3})\s*(?:-|–|to|\.\.)\s*(\d{1,3})\s*\)", header)
    key = f"{found[1]}-{found[2]}" if found else ""
    return key if key in KINDS else ""


def _number_kind(numbers: Mapping[Fraction, int]) -> tuple[str, bool]:
    """A scale that goes beyond five steps only where five steps do not do: one 7 among hundreds of 1 to 5 is an error.
    The steps that hold every value; else the steps that hold nearly all (the rest are errors, not another
    scale); else a rule over a range; else our own scale."""
    ours = _share(KINDS[NATIVE], numbers)
    longer = [kind for kind in _ASCENDING if kind.steps and (kind.top <= 5 or ours <= NEARLY_ALL)]
    shares = [(kind, _share(kind, numbers)) for kind in longer if _plausible(kind, numbers)]
    for kind, share in shares:
        if share == 1:
            return kind.key, kind.key in ("1-5", "0-5", "1-8") or (kind.key == "0-100 quarters" and len(numbers) == 5)
    near, share = max(shares, key=lambda pair: pair[1], default=(KINDS["1-5"], 0.0))
    if share > NEARLY_ALL:
        return near.key, False
    fractions = any(number.denominator > 1 for number in numbers)
    for key, fits in (("0-1", fractions), ("0-7", fractions), ("0-100 bands", bool(numbers) and max(numbers) > 10)):
        if fits and _share(KINDS[key], numbers) > NEARLY_ALL:
            return key, False
    return ("0-5" if Fraction(0) in numbers else "1-5"), False


def _share(kind: Kind, numbers: Mapping[Fraction, int]) -> float:
    held = (number in kind.steps or (kind.rule is not None and kind.low <= number <= kind.high) for number in numbers)
    return sum(count for has, count in zip(held, numbers.values(), strict=True) if has) / max(1, sum(numbers.values()))


def _plausible(kind: Kind, numbers: Mapping[Fraction, int]) -> bool:
    """Whether the top level is in use. Five-step and percent scales are common enough to be believed without it."""
    total = sum(numbers.values())
    if kind.top == 100:
        return max(numbers, default=Fraction(0)) > 10
    return numbers.get(kind.top, 0) >= max(1.0, TOP_SHARE * total) and (kind.top >= 5 or total >= FEW)


def _words_kind(words: set[str]) -> tuple[str, bool]:
    meant = words - {"none", "no experience"}
    if meant == {"beginner", "intermediate", "expert"}:
        return "words", True
    both = {"proficient", "intermediate"} <= meant
    if meant <= OUR_WORDS.keys() and not both and ("novice" in meant or "proficient" in meant):
        return "words 1-5", len(meant) >= 4
    return ("words bands", len(meant) >= 4) if meant <= BANDS.keys() else ("words", False)


def _labels_descend(raws: Iterable[str]) -> bool:
    pairs = []
    for raw in raws:
        number = number_of(raw)
        word = re.sub(r"[\d()\-–—:.=|,]+", " ", normal(raw)).strip()
        if number is not None and word in WORDS:
            pairs.append((number, WORDS[word] if word != "beginner" else 1.5))
    pairs.sort()
    return len(pairs) > 1 and pairs[0][1] > pairs[-1][1]
