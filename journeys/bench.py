"""Where the journey asks who holds which skill. People live in an app above this one, so that app says how to ask.

Nothing registered, or nobody rated: coverage then says that the inventory is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

Ratings = Iterable[tuple[int, int, int]]
"""(person id, skill id, level 0-5): the rating that counts, of everybody who counts."""

Source = Callable[[Collection[int]], Ratings]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Say how to read the ratings of some skills (ids). Called once, when the application starts."""
    _sources[:] = [source]


def ratings_of(skills: Collection[int]) -> Ratings:
    """The ratings of these skills in the organization of the active scope; nothing when nobody registered."""
    return _sources[0](skills) if _sources and skills else ()
