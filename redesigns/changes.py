"""Changes to a redesign as values: apply them, turn them round, write them down, go back through them.

Entries are what a change did, record by record, ready for JSON: {"kind", "key", "before", "after"} with all fields of
the record, or null where it did not exist. Pure: nothing here checks rules (`redesigns.rules`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from redesigns.mending import mended, order
from redesigns.records import Fields, Key, Puts, State

Entry = Mapping[str, Any]


def applied(state: State, puts: Puts) -> dict[Key, Fields]:
    """The state after the puts; taking away what is not there changes nothing."""
    after = dict(state)
    for key, fields in puts.items():
        if fields is None:
            after.pop(key, None)
        else:
            after[key] = fields
    return after


def inverse(state: State, puts: Puts) -> dict[Key, Fields | None]:
    """The puts that lead back to this state after these; what would not change is left out."""
    return {key: state.get(key) for key, fields in puts.items() if state.get(key) != fields}


def difference(before: State, after: State) -> dict[Key, Fields | None]:
    """The puts that lead from one state to the other."""
    gone: dict[Key, Fields | None] = {key: None for key in before if key not in after}
    return gone | {key: fields for key, fields in after.items() if before.get(key) != fields}


def entries(state: State, puts: Puts) -> list[dict[str, Any]]:
    """What the puts do to the state, in the order of writing; records that stay as they are are left out."""
    changed = sorted((key for key, fields in puts.items() if state.get(key) != fields), key=order)
    return [
        {"kind": key[0], "key": key[1], "before": _copy(state.get(key)), "after": _copy(puts[key])} for key in changed
    ]


def puts_of(done: Iterable[Entry]) -> dict[Key, Fields | None]:
    """The puts that do these entries again."""
    return {_key(entry): entry["after"] for entry in done}


def undone(done: Iterable[Entry]) -> dict[Key, Fields | None]:
    """The puts that take these entries back, right where nothing has changed since (`undo_clash` otherwise)."""
    return {_key(entry): entry["before"] for entry in done}


def touched(done: Iterable[Entry]) -> frozenset[Key]:
    """The records the entries changed."""
    return frozenset(_key(entry) for entry in done)


def rolled_back(state: State, changes: Iterable[Iterable[Entry]]) -> dict[Key, Fields]:
    """The state before these changes, given newest first; the state has to be the one right after the newest."""
    earlier = dict(state)
    for done in changes:
        for entry in done:
            if entry["before"] is None:
                earlier.pop(_key(entry), None)
            else:
                earlier[_key(entry)] = entry["before"]
    return earlier


def undo_clash(state: State, done: Iterable[Entry]) -> list[Key]:
    """The records that are no longer as the entries left them, in order of writing: undoing would lose more.

    A change of fields clashes only where one of those very fields has changed since. A record that was made or taken
    away has to be exactly as it was left.
    """
    return sorted((_key(entry) for entry in done if _clashes(entry, state.get(_key(entry)))), key=order)


def undo_puts(state: State, done: Iterable[Entry]) -> dict[Key, Fields | None]:
    """The puts that undo the entries in this state: only the fields they changed. Raises ValueError on a clash."""
    done = list(done)
    if clash := undo_clash(state, done):
        raise ValueError(f"Changed since: {', '.join('/'.join(key) for key in clash)}.")
    puts: dict[Key, Fields | None] = {}
    for entry in done:
        key, before = _key(entry), entry["before"]
        now = state.get(key)
        if before is None or now is None:
            puts[key] = before
        else:
            puts[key] = {**now, **{name: before[name] for name in _changed_fields(entry)}}
    return puts


def taken_away(state: State, key: Key) -> dict[Key, Fields | None]:
    """The puts that take a record away with all that belongs to it; people in its seats go to the bench.

    Raises KeyError if it is not there, ValueError for the basis and for a placement: people are never taken away.
    """
    if key[0] in ("basis", "placement"):
        raise ValueError(f"A {key[0]} cannot be taken away.")
    without = dict(state)
    del without[key]
    return difference(state, mended(without))


def _key(entry: Entry) -> Key:
    return entry["kind"], entry["key"]


def _copy(fields: Fields | None) -> dict[str, Any] | None:
    return None if fields is None else dict(fields)


def _changed_fields(entry: Entry) -> list[str]:
    return [name for name, value in entry["after"].items() if entry["before"].get(name) != value]


def _clashes(entry: Entry, now: Fields | None) -> bool:
    before, after = entry["before"], entry["after"]
    if before is None or after is None or now is None:
        return bool(now != after)
    return any(now[name] != after[name] for name in _changed_fields(entry))
