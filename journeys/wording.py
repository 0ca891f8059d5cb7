"""Does an activity's wording name a function or a job title?

Pure. "Activity carries no function and no job title" (brief, section 2) is a matter of words, so this
warns and never forbids. Words that are also ordinary English (service, support, success, channel...)
only count next to a word such as "team" or "department".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FUNCTIONS = (
    "marketing",
    "sales",
    "inside sales",
    "field sales",
    "telesales",
    "presales",
    "pre-sales",
    "sales operations",
    "sales ops",
    "revenue operations",
    "customer service",
    "customer success",
    "customer support",
    "customer care",
    "technical support",
    "field service",
    "call centre",
    "call center",
    "contact centre",
    "contact center",
    "service desk",
    "help desk",
    "helpdesk",
)
"""Names of functions that are rarely anything else."""

TITLES = (
    "marketer",
    "salesperson",
    "salespeople",
    "salesman",
    "saleswoman",
    "rep",
    "representative",
    "agent",
    "manager",
    "account executive",
    "account director",
    "vice president",
    "coordinator",
    "specialist",
    "technician",
    "telemarketer",
    "csm",
    "sdr",
    "bdr",
)
"""Words that end a job title, with the word or two before them shown as well."""

UNITS = (
    "team",
    "department",
    "function",
    "division",
    "staff",
    "people",
    "organisation",
    "organization",
)

THEIR_SIDE = ("customer", "buyer", "client", "partner", "reseller", "user")
"""A title of somebody on the customer's side is not a supplier's title."""

ORDINARY = frozenset(
    (
        "admin",
        "business",
        "channel",
        "channels",
        "client",
        "commercial",
        "content",
        "customer",
        "data",
        "delivery",
        "design",
        "digital",
        "education",
        "field",
        "growth",
        "insight",
        "learning",
        "legal",
        "logistics",
        "market",
        "onboarding",
        "operation",
        "operations",
        "partner",
        "partners",
        "product",
        "quality",
        "research",
        "service",
        "services",
        "solution",
        "solutions",
        "strategy",
        "success",
        "supply",
        "support",
        "technical",
        "technology",
        "training",
        "web",
    )
)
"""Words that say nothing about a function when they stand alone."""


LITTLE = r"(?:a|an|and|as|by|each|every|for|from|in|of|on|one|or|our|the|to|with|your)\s"
"""Words that belong to the sentence, not to a title."""


class FunctionWords:
    """The words to look for: the common ones and an organization's own legacy functions."""

    def __init__(self, legacy_functions: Iterable[str] = ()) -> None:
        own = [" ".join(name.casefold().split()) for name in legacy_functions]
        firm = [*FUNCTIONS, *(name for name in own if name and not _is_ordinary(name))]
        loose = sorted(ORDINARY | {name for name in own if name and _is_ordinary(name)})
        self._patterns = (
            _pattern(rf"(?:{_any(firm)})(?:\s+(?:{_any(UNITS)}))?"),
            _pattern(rf"(?:{_any(loose)})\s+(?:team|department|function|division|staff)"),
            _pattern(rf"(?:(?!{LITTLE})[a-z-]+\s+)?(?:{_any(TITLES)})s?"),
        )

    def find(self, text: str) -> tuple[str, ...]:
        """The words found, as written, in the order of the text; empty when there are none."""
        spans: list[tuple[int, int]] = []
        for index, pattern in enumerate(self._patterns):
            for match in pattern.finditer(text):
                titled = index == len(self._patterns) - 1
                if not (titled and _theirs(text, match.start())) and not _within(spans, match):
                    spans.append(match.span())
        return tuple(text[start:end] for start, end in _merged(spans))


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){body}(?![\w-])", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _is_ordinary(name: str) -> bool:
    return all(word in ORDINARY or word in ("and", "&") for word in name.split())


def _theirs(text: str, start: int) -> bool:
    before = text[:start].casefold().replace("’", "'").rstrip()
    return bool(re.search(rf"(?:\b(?:{_any(THEIR_SIDE)})(?:'s|s')|\btheir)(?:\s+[\w-]+)?$", before))


def _within(spans: list[tuple[int, int]], match: re.Match[str]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
