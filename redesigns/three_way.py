"""Three versions of one record into one: field by field against what both sides started from. Pure.

A list is one value. So is somebody's seat: role, market and state make sense together only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from redesigns.conflicts import Choices, Conflict, Option, conflict_id
from redesigns.mending import POINTERS, alive, has_seat
from redesigns.records import Fields, Key, is_placed

FIELD, SEAT = "field", "seat"
OURS, THEIRS = "ours", "theirs"
SIDES = (Option(OURS, "As it is here"), Option(THEIRS, "As it is in the other redesign"))

Unit = tuple[str, ...]
Values = tuple[tuple[Any, ...] | None, tuple[Any, ...], tuple[Any, ...]]
"""What a unit's fields hold in the base (None: there was no such record), here and there."""
SEAT_UNITS: tuple[Unit, ...] = (("state", "role", "market"), ("wave",), ("locked",))
"""Of somebody placed on both sides or on neither."""
ONE_UNIT: tuple[Unit, ...] = (("state", "role", "market", "wave", "locked"),)
"""Of somebody placed on one side only."""


def record_merged(
    key: Key,
    versions: tuple[Fields | None, Fields | None, Fields | None],
    whole: Mapping[Key, Fields],
    choices: Choices,
) -> tuple[Fields | None, list[Conflict]]:
    """The record both sides lead to, as chosen, and its conflicts.

    versions: base, ours, theirs. whole: the merged records of all kinds written before this one; a value that names
    something not in it is no answer any more. Gone on one side is gone: whether it should be is asked before.
    """
    base, ours, theirs = versions
    if ours == theirs or theirs == base:
        return ours, []
    if ours == base:
        return theirs, []
    if ours is None or theirs is None:
        return None, []
    merged, conflicts = dict(ours), []
    for unit, (was, here, there) in _units(key, base, ours, theirs, whole):
        ours_stands = there == was
        if here not in (there, was) and there != was:
            conflict = _conflict(key, unit, (was, here, there), added=base is None)
            conflicts.append(conflict)
            ours_stands = conflict.chosen(choices) == OURS
        merged |= zip(unit, here if ours_stands else there, strict=True)
    return merged, conflicts


def _units(
    key: Key, base: Fields | None, ours: Fields, theirs: Fields, whole: Mapping[Key, Fields]
) -> Iterator[tuple[Unit, Values]]:
    if key[0] == "placement":
        yield from _seat_units(base, ours, theirs, whole)
        return
    pointers = dict(POINTERS[key[0]])
    for name in ours:
        was, here, there = (base[name],) if base else None, (ours[name],), (theirs[name],)
        if (field := pointers.get(name)) is None:
            yield (name,), (was, here, there)
        elif field.many:
            was = None if was is None else (alive(field, was[0], whole),)
            yield (name,), (was, (alive(field, ours[name], whole),), (alive(field, theirs[name], whole),))
        else:
            none = was or (None,)
            kept = [value if (field.refers, value[0]) in whole or not value[0] else none for value in (here, there)]
            yield (name,), (was, kept[0], kept[1])


def _seat_units(
    base: Fields | None, ours: Fields, theirs: Fields, whole: Mapping[Key, Fields]
) -> Iterator[tuple[Unit, Values]]:
    """A seat or a wave that is gone is no answer: the other side's is the only one."""
    for unit in SEAT_UNITS if is_placed(ours) == is_placed(theirs) else ONE_UNIT:
        was = tuple(base[name] for name in unit) if base else None
        here, there = tuple(ours[name] for name in unit), tuple(theirs[name] for name in unit)
        if _is_gone(unit, ours, whole):
            here = there
        elif _is_gone(unit, theirs, whole):
            there = here
        yield unit, (was, here, there)


def _is_gone(unit: Unit, placement: Fields, whole: Mapping[Key, Fields]) -> bool:
    if "role" in unit:
        return is_placed(placement) and not has_seat(placement, whole)
    return unit == ("wave",) and placement["wave"] is not None and ("wave", placement["wave"]) not in whole


def _conflict(key: Key, unit: Unit, values: Values, *, added: bool) -> Conflict:
    field = SEAT if len(unit) > 1 else unit[0]
    was, here, there = (_fact(unit, value) for value in values)
    facts = {"base": was, OURS: here, THEIRS: there, "added": added}
    return Conflict(conflict_id(FIELD, key, field), FIELD, key, field, SIDES, OURS, facts)


def _fact(unit: Unit, value: tuple[Any, ...] | None) -> Any:
    if value is None or len(unit) == 1:
        return value and value[0]
    return dict(zip(unit, value, strict=True))
