"""The rules every redesign keeps at all times, and the figures that follow from them.

People = placed + bench + leaving; seats = placed + vacant, headcount by headcount; nothing dangles. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from redesigns.mending import OWNERS, POINTERS
from redesigns.ranges import RANGES
from redesigns.records import BENCH, KINDS, LEAVING, PLACED, SELF, Field, Fields, Key, State, is_placed, seat_key

BASIS: Key = ("basis", SELF)

REFERENCES: Mapping[str, tuple[tuple[str, Field], ...]] = MappingProxyType(
    {
        kind: tuple((name, field) for name, field in shape.fields.items() if field.refers)
        for kind, shape in KINDS.items()
    }
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule a state breaks. code: stable; message: a sentence for a person; keys: the records it is about."""

    code: str
    message: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Heads and seats of a redesign."""

    people: int
    placed: int
    bench: int
    leaving: int
    seats: int
    vacant: int


def broken(state: State, people: frozenset[int] | None = None) -> list[Broken]:
    """The rules this state breaks, none for a good one.

    people: the numbers of everybody in the baseline; without them nobody checks who should have a placement.
    Records with wrong fields or values are reported as that, and nothing else is said about them.
    """
    found = [flaw for key, fields in state.items() for flaw in _flaws(key, fields)]
    bad = {flaw.keys[0] for flaw in found}
    sound = {key: fields for key, fields in state.items() if key not in bad} if bad else state
    if BASIS not in state:
        found.append(Broken("basis", "A redesign stands on one baseline.", (BASIS,)))
    for key, fields in sound.items():
        found.extend(_references(key, fields, state))
        if key[0] == "placement":
            found.extend(_seat(key, fields, state))
    found.extend(_overfull(sound))
    if people is not None:
        found.extend(_everybody(sound, people))
    return found


def seats(state: State) -> dict[Key, tuple[int, int]]:
    """Headcount -> (seats, people placed in them)."""
    placed = _placed(state)
    return {key: (fields["seats"], placed[key]) for key, fields in state.items() if key[0] == "headcount"}


def tally(state: State) -> Tally:
    """Heads by state, seats and vacant seats."""
    states = Counter(fields["state"] for key, fields in state.items() if key[0] == "placement")
    total = sum(fields["seats"] for key, fields in state.items() if key[0] == "headcount")
    placed = sum(states[name] for name in PLACED)
    return Tally(states.total(), placed, states[BENCH], states[LEAVING], total, total - placed)


def _placed(state: State) -> Counter[Key]:
    return Counter(
        seat_key(fields["role"], fields["market"])
        for key, fields in state.items()
        if key[0] == "placement" and is_placed(fields)
    )


def _flaws(key: Key, fields: Fields) -> Iterator[Broken]:
    """What is wrong with a record on its own."""
    if shape := _shape(key, fields):
        yield shape
    else:
        yield from _values(key, fields)


def _shape(key: Key, fields: Fields) -> Broken | None:
    shape = KINDS.get(key[0])
    if shape is None:
        return Broken("kind", f"A redesign has no records of the kind “{key[0]}”.", (key,))
    if fields.keys() != shape.fields.keys():
        return Broken("fields", f"The fields of this {key[0]} are not the ones it should have.", (key,))
    if not all(_is_reference(fields[name], field) for name, field in REFERENCES[key[0]]):
        return Broken("fields", f"This {key[0]} names another record by something that is not a name.", (key,))
    if not _is_key(key, fields):
        return Broken("key", f"The key of this {key[0]} does not fit what it holds.", (key,))
    return None


def _is_reference(value: Any, field: Field) -> bool:
    if field.many:
        return isinstance(value, list | tuple) and all(isinstance(uid, str) for uid in value)
    return value is None or isinstance(value, str)


def _is_key(key: Key, fields: Fields) -> bool:
    kind, text = key
    if kind == "placement":
        return text.isdecimal() and text[0] != "0"
    if kind == "basis":
        return text == SELF
    parts = KINDS[kind].key
    if parts:
        return text == ":".join([str(fields[part] or 0) for part in parts])
    return bool(text) and ":" not in text


def _values(key: Key, fields: Fields) -> Iterator[Broken]:
    for name, (test, sentence) in RANGES[key[0]].items():
        if not test(fields[name]):
            yield Broken("range", sentence, (key,))


def _references(key: Key, fields: Fields, state: State) -> Iterator[Broken]:
    for name, owner in OWNERS[key[0]]:
        if (owner, fields[name]) not in state:
            yield Broken("dangling", f"This {key[0]} belongs to a {owner} that does not exist.", (key,))
    for name, field in POINTERS[key[0]]:
        value = fields[name]
        for uid in value if field.many else (value,):
            if uid is not None and (field.refers, uid) not in state:
                yield Broken("dangling", f"This {key[0]} names a {field.refers} that does not exist.", (key,))
    if key[0] == "ban" and ("placement", str(fields["person"])) not in state:
        yield Broken("dangling", "Somebody is kept out of a role who is not among the people.", (key,))


def _seat(key: Key, fields: Fields, state: State) -> Iterator[Broken]:
    role, market = fields["role"], fields["market"]
    if not is_placed(fields):
        if not (role is None and market is None and fields["wave"] is None):
            yield Broken("seat_left", "Somebody on the bench or leaving cannot have a role, market or wave.", (key,))
    elif role is None:
        yield Broken("no_role", "Somebody is placed without a role.", (key,))
    elif (seat := seat_key(role, market)) not in state:
        words = "anywhere" if market is None else "in this market"
        yield Broken("no_seat", f"{_role_name(role, state)} has no seats {words}.", (key, seat))


def _overfull(state: State) -> Iterator[Broken]:
    for seat, count in _placed(state).items():
        headcount = state.get(seat)
        if headcount is not None and count > headcount["seats"]:
            where = "" if headcount["market"] is None else " in one market"
            text = f"{_role_name(headcount['role'], state)} has fewer seats{where} than people placed there."
            yield Broken("overfull", text, (seat,))


def _everybody(state: State, people: frozenset[int]) -> Iterator[Broken]:
    has = {int(key[1]) for key in state if key[0] == "placement"}
    for number in sorted(people - has):
        yield Broken("person_missing", "Somebody is neither placed, nor on the bench, nor leaving.", (_person(number),))
    for number in sorted(has - people):
        yield Broken("person_unknown", "Somebody has a place who is not in the baseline.", (_person(number),))


def _person(number: int) -> Key:
    return "placement", str(number)


def _role_name(role: str, state: Mapping[Key, Fields]) -> str:
    found = state.get(("role", role))
    return str(found.get("name") or "This role") if found else "This role"
