"""How many people fit a role, as far as somebody without names may know it.

Pure. Groups under the smallest that may be shown are hidden, with what would give them away (roles.disclosure). Whoever
edits a role can ask again with another level and subtract; so for them, and for everybody without names, a figure is
a whole number of smallest groups: "at least 20".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roles.disclosure import Place, showable


@dataclass(frozen=True, slots=True)
class Heads:
    """count: None where it is hidden; at_least: there may be more."""

    count: int | None
    at_least: bool = False

    def __str__(self) -> str:
        """ "23", "20+" or "hidden"."""
        if self.count is None:
            return "hidden"
        return f"{self.count}+" if self.at_least else str(self.count)


HIDDEN = Heads(None)


def split(parts: Mapping[str, int], smallest: int, inside: Mapping[str, str] | None = None) -> dict[str, Heads]:
    """Everybody in disjoint parts, as they may be shown. smallest: 0 shows everything.

    inside: part -> the part it belongs to; the figure of that one holds both.
    """
    inside = inside or {}
    totals = {
        name: count + sum(parts[one] for one, of in inside.items() if of == name) for name, count in parts.items()
    }
    if not smallest:
        return {name: Heads(count) for name, count in totals.items()}
    places: dict[str, Place[str]] = {"": Place(None, 0, populated=False)}
    places |= {name: Place(inside.get(name, ""), count, populated=True) for name, count in parts.items()}
    visible = showable(places, smallest)
    return {
        name: Heads(count // smallest * smallest, at_least=True) if name in visible else HIDDEN
        for name, count in totals.items()
    }
