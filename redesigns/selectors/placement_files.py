"""Placements, change cards and development as lines with a head, for files. Names of people are in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redesigns.selectors.cards import Deck, Held
from redesigns.selectors.development import Task
from redesigns.selectors.placed_people import Crew
from redesigns.selectors.placement_words import short_words

Lines = Iterator[tuple[object, ...]]


def placement_lines(crew: Crew) -> Lines:
    """Lines with a head, in order of name."""
    yield ("number", "name", "job title", "market", "fte", "state", "new role", "seat in", "wave", "locked")
    for one in crew.everybody.values():
        placement = one.placement
        role = crew.design.of("role")[placement["role"]]["name"] if placement["role"] else ""
        where = crew.design.market_name(placement["market"]) if role else ""
        locked = "yes" if placement["locked"] else "no"
        yield (
            one.number,
            one.name,
            one.title,
            one.market,
            one.mfte / 1000,
            placement["state"],
            role,
            where,
            one.wave,
            locked,
        )


def card_lines(deck: Deck, found: Iterable[Held]) -> Lines:
    """Lines with a head, one per person."""
    sides = [
        f"{what} {side}" for what in ("title", "role", "manager", "team", "region") for side in ("before", "after")
    ]
    yield ("number", "name", "state", "wave", "changes (0-4)", *sides, "teammates kept %", "levels to develop")
    for one in found:
        lines = deck.lines(one)
        kept = one.card.kept
        yield (
            one.person.number,
            one.person.name,
            one.card.state,
            one.person.wave,
            one.flags,
            *(text for line in lines for text in (line.before, line.after)),
            None if kept is None else int(kept * 100),
            short_words(deck.design, one.card.develop),
        )


def development_lines(tasks: Iterable[Task]) -> Lines:
    """Lines with a head."""
    yield (
        "number",
        "name",
        "skill or topic",
        "from level",
        "to level",
        "how",
        "by when",
        "owner",
        "progress",
        "overdue",
    )
    for one in tasks:
        row = one.item
        owner = row.owner.display_name if row.owner else ""
        yield (
            row.number,
            one.person,
            one.about,
            row.from_level,
            row.to_level,
            row.how,
            row.due,
            owner,
            row.progress,
            "yes" if one.overdue else "no",
        )
