"""Names as people type them: cleaned for storage, and as a key for matching.

Pure.
"""

from __future__ import annotations

import unicodedata

_DROPPED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)))
"""Control characters and half pairs: no database takes all of them, no person types them."""


def cleaned(text: str) -> str:
    """One line without control characters, runs of white space as one space."""
    return " ".join(text.translate(_DROPPED).split())


def cleaned_text(text: str) -> str:
    """Several lines without control characters and without white space at the ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED).strip()


def name_key(text: str) -> str:
    """What two spellings of one name share: compatibility forms, case and white space do not count."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_DROPPED)).casefold().split())[:200]
