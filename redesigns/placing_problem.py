"""What the solver is asked about a redesign, and what its plan means for the records.

Pure. Whoever leaves, and whoever is locked on the bench, is not asked about; whoever is confirmed or locked in a seat
keeps it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from redesigns.placing_board import Candidate, Problem, SeatKey, Seats, Terms
from redesigns.records import BENCH, CONFIRMED, LEAVING, PROPOSED, Fields, Key, State, is_placed, record
from roles.fit_table import MILLION, FitTable

BENCH_ONLY, EVERYBODY = "bench", "everybody"
WHO = (BENCH_ONLY, EVERYBODY)
ASKED = frozenset({"basis", "role", "duty", "mark", "headcount", "placement", "ban"})
"""Kinds of records a plan depends on."""


class Somebody(Protocol):
    """What is asked of a person of the baseline."""

    @property
    def mfte(self) -> int: ...
    @property
    def market(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Options:
    """who: only those on the bench get seats, or everybody who is neither locked nor confirmed may be moved.

    least_fit: percent. only_ready: nobody who misses a mandatory skill.
    """

    who: str = BENCH_ONLY
    least_fit: int = 0
    only_ready: bool = False

    def stored(self) -> dict[str, Any]:
        return {"who": self.who, "least_fit": self.least_fit, "only_ready": self.only_ready}

    @property
    def terms(self) -> Terms:
        return Terms(least_fit=self.least_fit * MILLION // 100, only_ready=self.only_ready)


def options_of(stored: Mapping[str, Any]) -> Options:
    """The options as they were stored."""
    return Options(str(stored["who"]), int(stored["least_fit"]), bool(stored["only_ready"]))


def problem(
    state: State,
    people: Mapping[int, Somebody],
    fits: FitTable,
    reach: Mapping[int, Collection[int]],
    options: Options,
) -> Problem:
    """people, fits: of the baseline. reach: market of a person -> markets whose seats they may take."""
    asked = {int(key): fields for (kind, key), fields in state.items() if kind == "placement" and _counts(fields)}
    fixed = {number: _seat(fields) for number, fields in asked.items() if _stays(fields, options.who)}
    return Problem(
        people=[Candidate(number, people[number].mfte, people[number].market) for number in sorted(asked)],
        seats=seats(state),
        fits=fits,
        reach=reach,
        bans=[(fields["person"], fields["role"]) for (kind, _), fields in state.items() if kind == "ban"],
        fixed=fixed,
        terms=options.terms,
    )


def seats(state: State) -> list[Seats]:
    """Every headcount."""
    counts = [fields for (kind, _), fields in state.items() if kind == "headcount"]
    return [Seats(one["role"], one["market"], one["seats"], one["least_mfte"]) for one in counts]


def placed_by(state: State, assigned: Mapping[int, SeatKey], fixed: Collection[int]) -> dict[Key, Fields]:
    """The puts of a plan: new seats are proposed, seats kept stay as they are, who lost a seat is on the bench."""
    puts: dict[Key, Fields] = {}
    for key, fields in state.items():
        if key[0] != "placement" or not _counts(fields) or int(key[1]) in fixed:
            continue
        seat = assigned.get(int(key[1]))
        if seat is None:
            puts[key] = record("placement", state=BENCH)
        elif not is_placed(fields) or _seat(fields) != seat:
            puts[key] = record("placement", state=PROPOSED, role=seat[0], market=seat[1], wave=fields["wave"])
    return {key: fields for key, fields in puts.items() if fields != state[key]}


def basis_of(state: State) -> dict[Key, Fields]:
    """The records a plan depends on: if one of them differs later, the plan is of yesterday."""
    return {key: fields for key, fields in state.items() if key[0] in ASKED}


def _counts(placement: Fields) -> bool:
    return placement["state"] != LEAVING and (is_placed(placement) or not placement["locked"])


def _stays(placement: Fields, who: str) -> bool:
    if not is_placed(placement):
        return False
    return who == BENCH_ONLY or placement["locked"] or placement["state"] == CONFIRMED


def _seat(placement: Fields) -> SeatKey:
    return placement["role"], placement["market"]
