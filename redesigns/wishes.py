"""What each side of a merge decided, apart from what only followed from it; and what it needs that the other took away.

Taking a role away benches its people and empties references to it. That follows; nobody decided it about these people.
If the other side moved one of them to another role meanwhile, that is the only decision there is about them. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from redesigns.mending import BENCHED, POINTERS, alive, has_seat, order, owners
from redesigns.records import Fields, Key, State, is_placed, seat_key


def wished(base: State, side: State) -> dict[Key, Fields]:
    """The side with all that only followed from something being gone put back as it was in the base.

    The result can have references to what is gone; they are emptied again after the merge.
    """
    return {key: _wished(key, base[key], fields, side) if key in base else fields for key, fields in side.items()}


def _wished(key: Key, before: Fields, fields: Fields, side: State) -> Fields:
    if fields == before:
        return fields
    if key[0] == "placement":
        if fields == BENCHED and is_placed(before) and not has_seat(before, side):
            return before
        if not is_placed(fields):
            return fields
    back = {}
    for name, field in POINTERS[key[0]]:
        was = before[name]
        if was and fields[name] != was and fields[name] == alive(field, was, side):
            back[name] = was
    return {**fields, **back} if back else fields


def needed(base: State, keeper: State, other: State) -> dict[Key, list[Key]]:
    """What the other side took away although the keeper built on it -> the keeper's records that did, in order.

    keeper: as wished. One entry for a role, whatever of it was built on; nothing for what the role's going took along.
    """
    lost = {key for key in base.keys() - other.keys() if key in keeper}
    found: defaultdict[Key, set[Key]] = defaultdict(set)
    for key, fields in keeper.items() if lost else ():
        if key[0] == "ban" or base.get(key) == fields:
            continue
        for wanted in _wanted(key, fields, base.get(key)):
            for root in _roots(wanted, keeper, lost):
                found[root].add(key)
    return {root: sorted(found[root], key=order) for root in sorted(found, key=order)}


def _wanted(key: Key, fields: Fields, before: Fields | None) -> Iterator[Key]:
    """What a record that was made or changed needs to be there."""
    yield key
    yield from owners(key, fields)
    if key[0] == "placement" and is_placed(fields):
        yield seat_key(fields["role"], fields["market"])
        yield "role", fields["role"]
    for name, field in POINTERS[key[0]]:
        value = fields[name]
        if before is None or before[name] != value:
            for uid in value if field.many else (value,):
                yield field.refers, uid


def _roots(key: Key, keeper: State, lost: set[Key]) -> Iterator[Key]:
    """The record itself if it was taken away on its own, else what it went with."""
    if key not in lost:
        return
    above = [owner for owner in owners(key, keeper[key]) if owner in lost]
    if not above:
        yield key
    for owner in above:
        yield from _roots(owner, keeper, lost)


def belongings(base: State, roots: Iterable[Key]) -> dict[Key, Fields]:
    """The records and all that belongs to them."""
    wanted, found = set(roots), dict[Key, Fields]()
    for key in sorted(base, key=order) if wanted else ():
        if key in wanted or any(owner in found for owner in owners(key, base[key])):
            found[key] = base[key]
    return found


def people_in(state: State) -> Mapping[Key, list[int]]:
    """Headcount -> the numbers of the people placed in it, ascending."""
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for key, fields in state.items():
        if key[0] == "placement" and is_placed(fields):
            found[seat_key(fields["role"], fields["market"])].append(int(key[1]))
    return {seat: sorted(numbers) for seat, numbers in found.items()}
