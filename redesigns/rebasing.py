"""A redesign brought onto a new baseline after the people have changed.

Who joined starts on the bench, who left is gone, and nobody else loses anything: only where a placed person's seat is
in question somebody is asked, once per person. The answers are carried out together, in order of number, so the order
of answering cannot matter. No answer breaks a rule, and everybody of the new baseline is there exactly once. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from redesigns.changes import difference
from redesigns.conflicts import NO_CHOICES, Choices, Conflict, Option, conflict_id
from redesigns.mending import BENCHED
from redesigns.records import PROPOSED, Fields, Key, Puts, State, is_placed, seat_key
from redesigns.renewal import FTE, LEFT, LEVELS, MOVED, BasePerson, Note, Renewal, news, notes
from redesigns.rules import BASIS, seats

STAY, FOLLOW, TO_BENCH, FREE, DROP = "stay", "follow", "bench", "free", "drop"
NO_SEAT = "no_seat"

LEFT_OPTIONS = (Option(FREE, "Keep the seat; it is vacant"), Option(DROP, "Drop the seat"))
IN_SEAT, ON_BENCH = Option(STAY, "Stay in the seat"), Option(TO_BENCH, "Go to the bench")
FOLLOWING = Option(FOLLOW, "The same role in the new market, if a seat is vacant")
DEVELOPING = Option(STAY, "Stay in the seat and develop")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one answer: the option carried out, or "no_seat" for who followed, found none and is on the bench.

    seat: the headcount they are in now, the one they left for those who left the company and free or drop it.
    """

    number: int
    result: str
    seat: Key | None


@dataclass(frozen=True, slots=True)
class Rebase:
    """puts: lead to the state, the new baseline among them. notes: by group of `redesigns.renewal`."""

    puts: Puts
    notes: Mapping[str, tuple[Note, ...]]
    conflicts: tuple[Conflict, ...]
    outcome: tuple[Outcome, ...]
    state: State


def rebase(state: State, renewal: Renewal, choices: Choices = NO_CHOICES) -> Rebase:
    """The redesign on the new baseline, as chosen; defaults (everybody stays, seats stay) where nothing is.

    The conflicts do not depend on the choices. Raises ValueError unless the people of the state are the old ones.
    """
    if {int(key[1]) for key in state if key[0] == "placement"} != renewal.old.keys():
        raise ValueError("The people of this redesign are not those of the baseline it is rebased from.")
    conflicts = _conflicts(state, renewal)
    answers = {int(conflict.key[1]): conflict.chosen(choices) for conflict in conflicts}
    after = _with_new_people(state, renewal)
    outcome = _carried_out(after, state, renewal, answers)
    return Rebase(difference(state, after), notes(renewal.old, renewal.new), conflicts, outcome, after)


def resolved(state: State, renewal: Renewal, choices: Choices) -> Puts:
    """The puts that rebase the state, as chosen."""
    return rebase(state, renewal, choices).puts


def _conflicts(state: State, renewal: Renewal) -> tuple[Conflict, ...]:
    found = []
    for number in sorted(renewal.old):
        placement = state["placement", str(number)]
        if not is_placed(placement):
            continue
        reasons = dict(_reasons(placement, state, renewal, number))
        if reasons:
            found.append(_conflict(number, placement, state, renewal, reasons))
    return tuple(found)


def _reasons(placement: Fields, state: State, renewal: Renewal, number: int) -> Iterator[tuple[str, Any]]:
    """(kind, facts) for everything that now speaks against the seat and did not before, gravest first."""
    old, new = renewal.old[number], renewal.new.get(number)
    if new is None:
        yield LEFT, {}
        return
    market = placement["market"]
    if old.market != new.market and market is not None and market not in renewal.reach(new):
        yield MOVED, {}
    least = state[_seat(placement)]["least_mfte"]
    if new.mfte < least <= old.mfte:
        yield FTE, {"least_mfte": least}
    if missing := _missing(renewal.profiles.get(placement["role"], {}), old, new):
        yield LEVELS, {"missing": missing}


def _missing(profile: Mapping[int, tuple[int, bool]], old: BasePerson, new: BasePerson) -> list[dict[str, int | None]]:
    """The mandatory levels that were held and no longer are."""
    return [
        {"skill": skill, "level": level, "before": old.levels.get(skill), "after": new.levels.get(skill)}
        for skill, (level, mandatory) in sorted(profile.items())
        if mandatory and new.levels.get(skill, 0) < level <= old.levels.get(skill, 0)
    ]


def _conflict(number: int, placement: Fields, state: State, renewal: Renewal, reasons: Mapping[str, Any]) -> Conflict:
    kind = next(iter(reasons))
    options = _options(kind, placement, state, renewal, number)
    facts: dict[str, Any] = {"number": number, "reasons": list(reasons)}
    facts |= {name: placement[name] for name in ("role", "market", "state", "locked")}
    for more in reasons.values():
        facts |= more
    if number in renewal.new:
        changed = news(renewal.old[number], renewal.new[number])
        facts["changes"] = {group: {"before": before, "after": after} for group, before, after in changed}
    key = "placement", str(number)
    return Conflict(conflict_id(kind, key), kind, key, "", options, options[0].value, facts)


def _options(kind: str, placement: Fields, state: State, renewal: Renewal, number: int) -> tuple[Option, ...]:
    if kind == LEFT:
        return LEFT_OPTIONS
    if kind != MOVED:
        return DEVELOPING, ON_BENCH
    if any(True for _ in _seats_to_follow(placement, state, renewal, number)):
        return IN_SEAT, FOLLOWING, ON_BENCH
    return IN_SEAT, ON_BENCH


def _seats_to_follow(placement: Fields, state: State, renewal: Renewal, number: int) -> Iterator[Key]:
    """Headcounts of the same role within reach, that take the person's FTE: the new market, wider ones, anywhere."""
    person = renewal.new[number]
    wider = sorted(renewal.reach(person) - {person.market})
    for market in dict.fromkeys((person.market, *wider, None)):
        seat = seat_key(placement["role"], market)
        if seat in state and state[seat]["least_mfte"] <= person.mfte:
            yield seat


def _with_new_people(state: State, renewal: Renewal) -> dict[Key, Fields]:
    """The state with the new basis and exactly the new people, everybody else as they were."""
    gone = renewal.old.keys() - renewal.new.keys()
    after = {
        key: fields
        for key, fields in state.items()
        if not (key[0] == "placement" and int(key[1]) in gone) and not (key[0] == "ban" and fields["person"] in gone)
    }
    after[BASIS] = {**state[BASIS], "baseline": renewal.baseline}
    joined = renewal.new.keys() - renewal.old.keys()
    return after | {("placement", str(number)): dict(BENCHED) for number in sorted(joined)}


def _carried_out(
    after: dict[Key, Fields], state: State, renewal: Renewal, answers: Mapping[int, str]
) -> tuple[Outcome, ...]:
    """Carry the answers out on `after`: seats are dropped and given up first, then people follow in order of number."""
    for number, answer in answers.items():
        if answer == DROP:
            _drop(after, _seat(state["placement", str(number)]))
        elif answer in (TO_BENCH, FOLLOW):
            after["placement", str(number)] = dict(BENCHED)
    vacant = Counter({seat: size - taken for seat, (size, taken) in seats(after).items()})
    found = []
    for number in sorted(answers):
        placement, answer = state["placement", str(number)], answers[number]
        seat: Key | None = None if answer == TO_BENCH else _seat(placement)
        if answer == FOLLOW:
            options = _seats_to_follow(placement, after, renewal, number)
            seat = next((option for option in options if vacant[option] > 0), None)
            answer = _follow(after, number, placement, seat, vacant)
        found.append(Outcome(number, answer, seat))
    return tuple(found)


def _follow(after: dict[Key, Fields], number: int, placement: Fields, seat: Key | None, vacant: Counter[Key]) -> str:
    """Take the seat, as a proposal: nobody has selected them for this one."""
    if seat is None:
        return NO_SEAT
    vacant[seat] -= 1
    taken = {"market": after[seat]["market"], "state": PROPOSED, "locked": False}
    after["placement", str(number)] = {**placement, **taken}
    return FOLLOW


def _drop(after: dict[Key, Fields], seat: Key) -> None:
    left = after[seat]["seats"] - 1
    if left:
        after[seat] = {**after[seat], "seats": left}
    else:
        del after[seat]


def _seat(placement: Fields) -> Key:
    return seat_key(placement["role"], placement["market"])
