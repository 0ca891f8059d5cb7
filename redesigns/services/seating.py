"""A seat for somebody, by hand: what keeps them from it, and how room is made in a full group.

Locks, "not here" and the FTE a seat takes are kept, and what stands in the way is said in heads. A full group is
refused with what would mend it: more seats, or a swap with those who fit least.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from redesigns.changes import applied
from redesigns.models import Redesign
from redesigns.records import BENCH, PROPOSED, Fields, Key, State, is_placed, record, seat_key
from redesigns.selectors.bench import bench_load
from redesigns.selectors.design import design_load
from redesigns.services.placement_words import heads, seat_words
from uniengine.kit.errors import DomainError


class Repair(StrEnum):
    """What makes room in a full group: more seats, or the seats of those who fit least."""

    NONE = ""
    RAISE = "raise"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Target:
    """Where people go. role None: to the bench, or away if state is "leaving". state: of those who get the seat."""

    role: str | None = None
    market: int | None = None
    state: str = PROPOSED
    repair: Repair = Repair.NONE

    @property
    def key(self) -> Key:
        """The headcount."""
        return seat_key(self.role or "", self.market)


def seated(redesign: Redesign, target: Target, state: State, chosen: Mapping[Key, Fields]) -> Mapping[Key, Fields]:
    """The puts that seat these people. Raises DomainError `seats_full` with what would mend it, and others."""
    if target.key not in state:
        raise DomainError("seats_gone", "There are no such seats any more. Choose others.", field="to")
    _ensure_allowed(redesign, target, state, chosen)
    puts: dict[Key, Fields] = {key: _seated(target, fields) for key, fields in chosen.items()}
    seats = state[target.key]
    over = len(sitting(applied(state, puts), target.key)) - seats["seats"]
    if over <= 0:
        return puts
    if target.repair == Repair.RAISE:
        return {**puts, target.key: {**seats, "seats": seats["seats"] + over}}
    others = [key for key in sitting(state, target.key) if key not in chosen]
    if target.repair == Repair.SWAP:
        came = [fields for fields in chosen.values() if not _is_here(target, fields)]
        return {**puts, **_swapped(redesign, target, state, came, others, over)}
    raise _full(redesign, target, state, others, over)


def sitting(state: State, seat: Key) -> list[Key]:
    """The placements in a group of seats, in order of number."""
    found = [
        key
        for key, fields in state.items()
        if key[0] == "placement" and is_placed(fields) and seat_key(fields["role"], fields["market"]) == seat
    ]
    return sorted(found, key=lambda key: int(key[1]))


def _seated(target: Target, before: Fields) -> Fields:
    if _is_here(target, before) and target.state == PROPOSED:
        return before
    return record("placement", state=target.state, role=target.role, market=target.market, wave=before["wave"])


def _is_here(target: Target, fields: Fields) -> bool:
    return is_placed(fields) and seat_key(fields["role"], fields["market"]) == target.key


def _ensure_allowed(redesign: Redesign, target: Target, state: State, chosen: Mapping[Key, Fields]) -> None:
    banned = sum(("ban", f"{key[1]}:{target.role}") in state for key in chosen)
    if banned:
        words = f"“Not here” is set for this role and {heads(banned)} chosen. Take that off first."
        raise DomainError("banned", words, field="to")
    least = state[target.key]["least_mfte"]
    short = len(_too_few(redesign, least, chosen)) if least else 0
    if short:
        words = f"A seat here takes at least {least / 1000:g} FTE, and {heads(short)} chosen work less."
        raise DomainError("too_few_fte", words, field="to")


def _too_few(redesign: Redesign, least: int, keys: Collection[Key]) -> list[Key]:
    """Those who work less than a seat takes."""
    people = bench_load(redesign.baseline).people
    return [key for key in keys if people[int(key[1])].mfte < least]


def _swapped(
    redesign: Redesign, target: Target, state: State, came: Collection[Fields], others: Collection[Key], over: int
) -> dict[Key, Fields]:
    """Those who fit least get the old places of those who come, where they may take them; else the bench."""
    free = [key for key in others if not state[key]["locked"]]
    if len(free) < over:
        words = "Not enough of the people here can be moved: the others are locked. Unlock somebody, or add a seat."
        raise DomainError("seats_kept", words, field="to")
    least = _by_fit(redesign, target, free)[:over]
    places = sorted(came, key=lambda fields: not is_placed(fields))
    return {key: _place_left(redesign, state, key, place) for key, place in zip(least, places, strict=False)}


def _by_fit(redesign: Redesign, target: Target, keys: Collection[Key]) -> list[Key]:
    """Least fit first; of those who fit alike, the highest number."""
    fits = bench_load(redesign.baseline).fits(design_load(redesign).profiles)
    column = fits.column(target.role or "")
    return sorted(keys, key=lambda key: (int(fits.millionths[fits.row(int(key[1])), column]), -int(key[1])))


def _place_left(redesign: Redesign, state: State, key: Key, place: Fields) -> Fields:
    bench = record("placement", state=BENCH)
    if not is_placed(place) or ("ban", f"{key[1]}:{place['role']}") in state:
        return bench
    least = state[seat_key(place["role"], place["market"])]["least_mfte"]
    if least and _too_few(redesign, least, [key]):
        return bench
    return record("placement", state=PROPOSED, role=place["role"], market=place["market"], wave=state[key]["wave"])


def _full(redesign: Redesign, target: Target, state: State, others: Collection[Key], over: int) -> DomainError:
    seats = state[target.key]["seats"]
    movable = sum(not state[key]["locked"] for key in others)
    room = "1 seat" if seats == 1 else f"{seats} seats"
    more = "1 seat is" if over == 1 else f"{over} seats are"
    words = seat_words(redesign, target.role or "", target.market)
    return DomainError(
        "seats_full",
        f"{words} has {room}, and {heads(len(others))} in them: {more} missing.",
        field="to",
        details={"seats": seats, "missing": over, "raise_to": seats + over, "can_swap": movable >= over},
    )
