"""Two branches into one: what either changed since they parted, and the questions where that does not go together.

Three kinds of question, each asked once: "gone" (one side took away what the other built on), "field" (both changed the
same field) and "seats" (together more people than seats). Later ones depend on the answers to earlier ones, so the
list is a function of the choices so far; choices for questions that are not asked (any more) do nothing. With any
choices, or none, the result breaks no rule, nobody is lost and nobody is placed twice. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from redesigns.changes import difference
from redesigns.conflicts import NO_CHOICES, Choices, Conflict, Option, conflict_id
from redesigns.mending import BENCHED, mended_record, order, owners
from redesigns.records import Fields, Key, Puts, State
from redesigns.rules import BASIS
from redesigns.three_way import OURS, THEIRS, record_merged
from redesigns.wishes import belongings, needed, people_in, wished

GONE, SEATS = "gone", "seats"
KEEP, AWAY, RAISE = "keep", "away", "raise"
GONE_OPTIONS = (Option(KEEP, "Keep it"), Option(AWAY, "Take it away; its people go to the bench"))


class RebaseFirst(ValueError):
    """The two sides stand on different baselines."""


@dataclass(frozen=True, slots=True)
class Merge:
    """puts: to be applied to ours; they lead to the state. conflicts: all there are, chosen or not."""

    puts: Puts
    conflicts: tuple[Conflict, ...]
    state: State


def merge(base: State, ours: State, theirs: State, choices: Choices = NO_CHOICES) -> Merge:
    """What theirs changed since the base, brought into ours, which itself has changed.

    The three states break no rule. Raises RebaseFirst unless ours and theirs stand on the same baseline and people.
    """
    _ensure_same_people(ours, theirs)
    wishes = {OURS: wished(base, ours), THEIRS: wished(base, theirs)}
    conflicts = _gone(base, wishes, {OURS: people_in(ours), THEIRS: people_in(theirs)})
    for conflict in conflicts:
        if conflict.chosen(choices) == KEEP:
            side = wishes[conflict.facts["by"]]
            for key, fields in belongings(base, [conflict.key]).items():
                side.setdefault(key, fields)
    state, fields_in_question = _merged(base, wishes[OURS], wishes[THEIRS], choices)
    seats_in_question = _overfull(state, ours, theirs)
    for conflict in seats_in_question:
        _make_room(state, conflict, conflict.chosen(choices))
    return Merge(difference(ours, state), (*conflicts, *fields_in_question, *seats_in_question), state)


def resolved(base: State, ours: State, theirs: State, choices: Choices) -> Puts:
    """The puts on ours that merge theirs in, as chosen; defaults where nothing is."""
    return merge(base, ours, theirs, choices).puts


def _ensure_same_people(ours: State, theirs: State) -> None:
    people = [{key for key in state if key[0] == "placement"} for state in (ours, theirs)]
    if ours.get(BASIS) != theirs.get(BASIS) or people[0] != people[1]:
        raise RebaseFirst("The two redesigns stand on different baselines. Rebase first.")


def _gone(base: State, wishes: Mapping[str, State], people: Mapping[str, Mapping[Key, list[int]]]) -> list[Conflict]:
    """One conflict per record one side took away and the other built on; facts["people"]: who would lose their seat."""
    found = {}
    for by, keeper in ((OURS, THEIRS), (THEIRS, OURS)):
        for key, because in needed(base, wishes[keeper], wishes[by]).items():
            seated = [one for seat, numbers in people[keeper].items() if _is_under(seat, key) for one in numbers]
            facts = {"by": by, "because": [list(one) for one in because], "people": sorted(seated)}
            found[key] = Conflict(conflict_id(GONE, key), GONE, key, "", GONE_OPTIONS, KEEP, facts)
    return [found[key] for key in sorted(found, key=order)]


def _is_under(seat: Key, key: Key) -> bool:
    """Whether a headcount is the record, or belongs to it."""
    return seat == key or (key[0] == "role" and seat[1].split(":")[0] == key[1])


def _merged(base: State, ours: State, theirs: State, choices: Choices) -> tuple[dict[Key, Fields], list[Conflict]]:
    whole: dict[Key, Fields] = {}
    conflicts: list[Conflict] = []
    for key in sorted(ours.keys() | theirs.keys(), key=order):
        before = base.get(key, BENCHED if key[0] == "placement" else None)
        here, there = _with_owners(key, ours.get(key), theirs.get(key), whole)
        fields, found = record_merged(key, (before, here, there), whole, choices)
        mended = None if fields is None else mended_record(key, fields, whole)
        if mended is not None:
            whole[key] = mended
            conflicts.extend(found)
    return whole, conflicts


def _with_owners(
    key: Key, ours: Fields | None, theirs: Fields | None, whole: State
) -> tuple[Fields | None, Fields | None]:
    """Both versions; one that belongs to something gone is no answer, so the other stands for both."""
    if ours is not None and any(owner not in whole for owner in owners(key, ours)):
        return theirs, theirs
    if theirs is not None and any(owner not in whole for owner in owners(key, theirs)):
        return ours, ours
    return ours, theirs


def _overfull(state: State, ours: State, theirs: State) -> list[Conflict]:
    """One conflict per headcount with more people than seats.

    "ours" is an option where those who have the seat in ours fit, so is "theirs"; one of them always does, since the
    seats are as many as on one of the sides.
    """
    here, there = people_in(ours), people_in(theirs)
    found = []
    for seat, numbers in sorted(people_in(state).items()):
        size = state[seat]["seats"]
        if len(numbers) > size:
            sides = {OURS: set(here.get(seat, ())), THEIRS: set(there.get(seat, ()))}
            found.append(_too_many(seat, size, numbers, sides))
    return found


def _too_many(seat: Key, size: int, numbers: list[int], sides: Mapping[str, set[int]]) -> Conflict:
    staying = {side: [number for number in numbers if number in people] for side, people in sides.items()}
    options = [Option(RAISE, "Raise the seats so that everybody fits")]
    if len(staying[OURS]) <= size:
        options.append(Option(OURS, "Keep the people placed here; the others go to the bench"))
    if len(staying[THEIRS]) <= size:
        options.append(Option(THEIRS, "Keep the people placed in the other redesign; the others go to the bench"))
    facts = {"seats": size, "people": numbers, **staying}
    return Conflict(conflict_id(SEATS, seat), SEATS, seat, "seats", tuple(options), RAISE, facts)


def _make_room(state: dict[Key, Fields], conflict: Conflict, choice: str) -> None:
    numbers = conflict.facts["people"]
    if choice == RAISE:
        state[conflict.key] = {**state[conflict.key], "seats": len(numbers)}
        return
    for number in set(numbers) - set(conflict.facts[choice]):
        state["placement", str(number)] = dict(BENCHED)
