"""What belongs to what in a redesign, and how a state is mended after something in it is gone.

A duty belongs to its role: without the role there is no duty. A role only points at its group: without the group
the role stays and points at none. A person belongs to nobody: without the seat they are on the bench. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from redesigns.records import KINDS, Field, Fields, Key, State, is_placed, record, seat_key

BENCHED: Fields = MappingProxyType(record("placement"))
"""Somebody without a seat."""

RANK: Mapping[str, int] = MappingProxyType({kind: rank for rank, kind in enumerate(KINDS)})


def _is_owner(kind: str, name: str, field: Field) -> bool:
    return bool(field.refers) and not field.many and (name in KINDS[kind].key or kind == "measure")


OWNERS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        kind: tuple((name, field.refers) for name, field in shape.fields.items() if _is_owner(kind, name, field))
        for kind, shape in KINDS.items()
    }
)
"""Kind -> (field, kind of owner): a record goes with any of its owners."""

POINTERS: Mapping[str, tuple[tuple[str, Field], ...]] = MappingProxyType(
    {
        kind: tuple(
            (name, field) for name, field in shape.fields.items() if field.refers and not _is_owner(kind, name, field)
        )
        for kind, shape in KINDS.items()
    }
)
"""Kind -> (name, field) of the references that are emptied when what they name is gone."""


def order(key: Key) -> tuple[int, str]:
    """Sorts keys in the order in which records are written."""
    return RANK.get(key[0], len(RANK)), key[1]


def owners(key: Key, fields: Fields) -> Iterator[Key]:
    """The records without which this one cannot be."""
    for name, kind in OWNERS[key[0]]:
        yield kind, fields[name]
    if key[0] == "ban":
        yield "placement", str(fields["person"])


def alive(field: Field, value: Any, whole: Mapping[Key, Any]) -> Any:
    """The value of a reference without what is not in the whole: None, or the rest of a list."""
    if field.many:
        return [uid for uid in value if (field.refers, uid) in whole]
    return value if (field.refers, value) in whole else None


def has_seat(placement: Fields, whole: Mapping[Key, Any]) -> bool:
    """Whether the seat somebody is placed in exists; full or not."""
    role = placement["role"]
    return ("role", role) in whole and seat_key(role, placement["market"]) in whole


def mended(state: State) -> dict[Key, Fields]:
    """The state with nothing dangling; the records themselves are shared, not copied.

    What belongs to something that is not there is gone too, references to it are emptied, and people placed in a
    seat that is not there are on the bench. Says nothing about seats that are too few.
    """
    by_kind: defaultdict[str, list[Key]] = defaultdict(list)
    for key in state:
        by_kind[key[0]].append(key)
    whole: dict[Key, Fields] = {}
    for kind in KINDS:
        for key in by_kind[kind]:
            fields = mended_record(key, state[key], whole)
            if fields is not None:
                whole[key] = fields
    return whole


def mended_record(key: Key, fields: Fields, whole: Mapping[Key, Fields]) -> Fields | None:
    """One record as it can be beside the whole, which has to hold all kinds written before it; None: it is gone."""
    if any(owner not in whole for owner in owners(key, fields)):
        return None
    if key[0] == "placement" and is_placed(fields) and not has_seat(fields, whole):
        return dict(BENCHED)
    emptied = {}
    for name, field in POINTERS[key[0]]:
        value = fields[name]
        if value and (left := alive(field, value, whole)) != value:
            emptied[name] = left
    return {**fields, **emptied} if emptied else fields
