"""What a redesign is made of: records of a few kinds, each under a key that is the same in every branch.

A State holds all records of a redesign; Puts are a change: the records as they are to be, None for those taken away.
Pure. Ids of people ("number"), activities, skills, stages and markets are those of their rows; uids are made here.
FTE and shares are whole thousandths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from types import MappingProxyType
from typing import Any

Key = tuple[str, str]
"""(kind, key)."""
Fields = Mapping[str, Any]
State = Mapping[Key, Fields]
Puts = Mapping[Key, Fields | None]

WHOLE = 1000
SELF = "self"
PROPOSED, SELECTED, CONFIRMED, BENCH, LEAVING = "proposed", "selected", "confirmed", "bench", "leaving"
PLACED = frozenset({PROPOSED, SELECTED, CONFIRMED})
STATES = (PROPOSED, SELECTED, CONFIRMED, BENCH, LEAVING)
ACCOUNTABLE, DOING, SPECIALIST = "accountable", "doing", "specialist"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record. refers: the kind of record a uid in it names; many: a list of such uids or ids."""

    default: Any
    refers: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """key: the fields its key is made of, joined by colons (null is 0); none: the key is a uid of its own."""

    fields: Mapping[str, Field]
    key: tuple[str, ...] = ()


def _kind(*key: str, **fields: Field) -> Kind:
    return Kind(MappingProxyType(fields), key)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "basis": _kind(baseline=Field(None)),
        "group": _kind(name=Field(""), purpose=Field("")),
        "wave": _kind(name=Field(""), starts_on=Field(None), note=Field("")),
        "role": _kind(
            name=Field(""),
            title=Field(""),
            purpose=Field(""),
            stage=Field(None),
            group=Field(None, "group"),
            leads=Field(False),
            fixed_share=Field(None),
            needed_fixed_share=Field(None),
            position=Field(0),
        ),
        "group_skill": _kind("group", "skill", group=Field(None, "group"), skill=Field(None)),
        "service": _kind("group", "stage", group=Field(None, "group"), stage=Field(None), share=Field(0)),
        "duty": _kind(
            "role",
            "activity",
            role=Field(None, "role"),
            activity=Field(None),
            part=Field(ACCOUNTABLE),
            skills=Field(None, many=True),
        ),
        "mark": _kind(
            "role", "skill", role=Field(None, "role"), skill=Field(None), level=Field(None), mandatory=Field(None)
        ),
        "headcount": _kind(
            "role", "market", role=Field(None, "role"), market=Field(None), seats=Field(1), least_mfte=Field(0)
        ),
        "measure": _kind(
            role=Field(None, "role"),
            name=Field(""),
            weight=Field(0),
            needed=Field(0),
            influences=Field(True),
            pod_metric=Field(False),
        ),
        "segment": _kind(
            name=Field(""),
            local_presence=Field(False),
            specialist=Field(False),
            markets=Field((), many=True),
            hunter=Field(None, "role"),
            farmer=Field(None, "role"),
            handover=Field(""),
            problem_route=Field((), "role", many=True),
        ),
        "cover": _kind(
            "segment",
            "stage",
            "role",
            segment=Field(None, "segment"),
            stage=Field(None),
            role=Field(None, "role"),
            part=Field(DOING),
        ),
        "placement": _kind(
            state=Field(BENCH),
            role=Field(None, "role"),
            market=Field(None),
            wave=Field(None, "wave"),
            locked=Field(False),
        ),
        "ban": _kind("person", "role", person=Field(None), role=Field(None, "role")),
    }
)
"""In the order in which records are written: what is referred to comes before what refers to it."""


def uid_new() -> str:
    """A name for a record that no other branch has made: 12 hexadecimal characters."""
    return token_hex(6)


def key_of(kind: str, fields: Fields) -> Key:
    """The key of a record whose key is made of its fields. Raises KeyError for a kind with uids of its own."""
    parts = KINDS[kind].key
    if not parts:
        raise KeyError(kind)
    return kind, ":".join(str(fields[part] or 0) for part in parts)


def record(kind: str, **fields: Any) -> dict[str, Any]:
    """A whole record: what is not given has its default. Raises KeyError for a field the kind does not have."""
    known = KINDS[kind].fields
    if unknown := set(fields) - set(known):
        raise KeyError(f"{kind} has no {', '.join(sorted(unknown))}")
    return {
        name: fields.get(name, list(field.default) if field.many and field.default == () else field.default)
        for name, field in known.items()
    }


def seat_key(role: str, market: int | None) -> Key:
    """The headcount a seat in this role and market is counted under."""
    return "headcount", f"{role}:{market or 0}"


def is_placed(placement: Fields) -> bool:
    """Whether somebody has a seat."""
    return placement["state"] in PLACED
