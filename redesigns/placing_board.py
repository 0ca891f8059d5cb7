"""What a placement is asked: people, seats, fits and rules; and the same laid out as arrays of people x seat groups.

Pure. Fits are whole millionths (roles.fit_table), FTE whole thousandths (mfte). Markets are opaque integers, roles
uids, people numbers. All seats of a role in one market are one group: it makes no difference which of them is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from roles.fit_table import FitTable
from roles.supply import IntArray

SeatKey = tuple[str, int | None]
"""(role, market); market None: the seat is open to anywhere."""
NOWHERE = -1
"""The row of nobody's seat: the person sits nowhere yet."""
MOST_MFTE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be placed. market None: they may take seats open to anywhere, and no others."""

    number: int
    mfte: int
    market: int | None


@dataclass(frozen=True, slots=True)
class Seats:
    """A headcount: how many seats a role has in a market, and the FTE somebody needs at the least to take one."""

    role: str
    market: int | None
    seats: int
    least_mfte: int = 0

    @property
    def key(self) -> SeatKey:
        return self.role, self.market


@dataclass(frozen=True, slots=True)
class Terms:
    """least_fit: in millionths. only_ready: every mandatory skill is there. zero_fit: also people without any fit."""

    least_fit: int = 0
    only_ready: bool = False
    zero_fit: bool = False

    @property
    def floor(self) -> int:
        """The least fit that counts."""
        return max(self.least_fit, 0 if self.zero_fit else 1)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A placement to be found. Whoever is on the bench or leaving by decision is left out of `people`.

    reach: a person's market -> the markets whose seats they may take (itself and those above it).
    bans: (person, role): "not here". fixed: who keeps which seat, whatever the rules say about it.
    """

    people: Sequence[Candidate]
    seats: Sequence[Seats]
    fits: FitTable
    reach: Mapping[int, Collection[int]]
    bans: Collection[tuple[int, str]] = ()
    fixed: Mapping[int, SeatKey] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)


class Barrier(IntEnum):
    """What keeps a person from a seat: the first of these that does, the last when nothing does."""

    MARKET = 0
    BANNED = 1
    FTE = 2
    FIT = 3
    READY = 4
    NONE = 5


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """People in order of number, seat groups in order of role and market (anywhere first).

    fits: people x roles, in millionths, 0 where none is known; role: the column of each group in it. seats: per group.
    fixed: per person the group whose seat they keep, or NOWHERE.
    person, group, fit, barrier: one row per pair of a person and a group in their market, in that order; every other
    pair has the barrier MARKET.
    """

    numbers: IntArray
    groups: tuple[Seats, ...]
    seats: IntArray
    fits: IntArray
    role: IntArray
    fixed: IntArray
    person: IntArray
    group: IntArray
    fit: IntArray
    barrier: NDArray[np.int8]

    @property
    def free(self) -> NDArray[np.bool_]:
        """Per person, whether they may be moved."""
        return np.equal(self.fixed, NOWHERE)

    @property
    def open_seats(self) -> IntArray:
        """Per group, the seats that nobody keeps."""
        return self.seats - taken(self.fixed, len(self.groups))

    @property
    def movable(self) -> NDArray[np.bool_]:
        """Per pair, whether the person may be moved and nothing keeps them from the group."""
        return np.equal(self.barrier, Barrier.NONE) & self.free[self.person]

    def picked(self, pairs: NDArray[np.bool_]) -> tuple[IntArray, IntArray, IntArray]:
        """Person, group and fit of some pairs. Usually it is all of them, and they are not copied."""
        if pairs.all():
            return self.person, self.group, self.fit
        rows = np.flatnonzero(pairs)
        return self.person[rows], self.group[rows], self.fit[rows]

    def pairs_of(self, row: int) -> slice:
        """The pairs of one person."""
        return slice(*np.searchsorted(self.person, [row, row + 1]).tolist())

    def row(self, number: int) -> int:
        """Raises ValueError for a person who is not listed."""
        at = int(np.searchsorted(self.numbers, number))
        if at == len(self.numbers) or self.numbers[at] != number:
            raise ValueError(f"Person {number} is not listed.")
        return at


def taken(seat: IntArray, groups: int) -> IntArray:
    """Per group, how many people sit in it. seat: per person a group, or NOWHERE."""
    return np.bincount(seat[seat != NOWHERE], minlength=groups).astype(np.int64)


def board(problem: Problem) -> Board:
    """Raises ValueError on a person or a group listed twice, a group without seats, a person or role without a row or
    column in the fits, or fixed people who are not listed or more than the seats they keep."""
    people = sorted(problem.people, key=lambda one: one.number)
    groups = tuple(sorted(problem.seats, key=_group_order))
    numbers = np.array([one.number for one in people], dtype=np.int64)
    if (np.diff(numbers) == 0).any() or len({one.key for one in groups}) < len(groups):
        raise ValueError("A person or a seat group is listed twice.")
    if any(one.seats < 1 for one in groups):
        raise ValueError("A seat group has at least one seat.")
    seats = np.array([one.seats for one in groups], dtype=np.int64)
    rows, role = _places(problem.fits, numbers, groups)
    fixed = _fixed(problem.fixed, numbers, groups)
    if (taken(fixed, len(groups)) > seats).any():
        raise ValueError("More people keep a seat than there are.")
    fits = np.maximum(problem.fits.millionths[rows], 0)
    person, group = _near(problem.reach, people, groups)
    cell = role[group]
    cell += person * fits.shape[1]
    fit = fits.ravel()[cell]
    barrier = np.full(len(fit), Barrier.NONE, dtype=np.int8)
    if problem.terms.only_ready:
        barrier[~problem.fits.ready[rows].ravel()[cell]] = Barrier.READY
    barrier[fit < problem.terms.floor] = Barrier.FIT
    barrier[_too_few(people, groups, person, group)] = Barrier.FTE
    barrier[_banned(problem, numbers).ravel()[cell]] = Barrier.BANNED
    return Board(numbers, groups, seats, fits, role, fixed, person, group, fit, barrier)


def _group_order(group: Seats) -> tuple[str, bool, int]:
    return group.role, group.market is not None, group.market or 0


def _places(fits: FitTable, numbers: IntArray, groups: tuple[Seats, ...]) -> tuple[IntArray, IntArray]:
    """The row of each person and the column of each group in the fits."""
    if not np.isin(numbers, fits.people).all():
        raise ValueError("The fit of somebody is not in the table.")
    known = {role: column for column, role in enumerate(fits.roles)}
    if unknown := {group.role for group in groups} - known.keys():
        raise ValueError(f"The fits to {', '.join(sorted(unknown))} are not in the table.")
    columns = np.array([known[group.role] for group in groups], dtype=np.int64)
    return np.searchsorted(fits.people, numbers).astype(np.int64), columns


def _fixed(fixed: Mapping[int, SeatKey], numbers: IntArray, groups: tuple[Seats, ...]) -> IntArray:
    found = np.full(len(numbers), NOWHERE, dtype=np.int64)
    column = {group.key: place for place, group in enumerate(groups)}
    row = dict(zip(numbers.tolist(), range(len(numbers)), strict=True)) if fixed else {}
    for number, key in fixed.items():
        if number not in row or key not in column:
            raise ValueError(f"Person {number} cannot keep {key}: one of them is not listed.")
        found[row[number]] = column[key]
    return found


def _near(
    reach: Mapping[int, Collection[int]], people: Sequence[Candidate], groups: tuple[Seats, ...]
) -> tuple[IntArray, IntArray]:
    """Every pair of a person and a group whose market is open to them; worked out once per market."""
    kinds = {market: kind for kind, market in enumerate(dict.fromkeys(one.market for one in people))}
    near = [_open_to(reach.get(market, ()) if market is not None else (), groups) for market in kinds]
    sizes = np.array([len(one) for one in near], dtype=np.int64)
    kind = np.array([kinds[one.market] for one in people], dtype=np.int64)
    person = np.repeat(np.arange(len(people)), sizes[kind])
    first = np.cumsum(sizes[kind]) - sizes[kind]
    shift = (np.cumsum(sizes) - sizes)[kind] - first
    every = np.concatenate([np.zeros(0, dtype=np.int64), *near])
    at = np.repeat(shift, sizes[kind])
    at += np.arange(len(person))
    return person, every[at]


def _open_to(near: Collection[int], groups: tuple[Seats, ...]) -> IntArray:
    open_to = [at for at, group in enumerate(groups) if group.market is None or group.market in near]
    return np.array(open_to, dtype=np.int64)


def _too_few(
    people: Sequence[Candidate], groups: tuple[Seats, ...], person: IntArray, group: IntArray
) -> NDArray[np.bool_]:
    """Per pair, whether the person works fewer FTE than the seats ask."""
    mfte = np.array([one.mfte for one in people], dtype=np.int32)
    least = np.array([one.least_mfte for one in groups], dtype=np.int32)
    if mfte.min(initial=MOST_MFTE) >= least.max(initial=0):
        return np.zeros(len(person), dtype=np.bool_)
    return np.less(mfte[person], least[group])


def _banned(problem: Problem, numbers: IntArray) -> NDArray[np.bool_]:
    """People x roles; bans of people or roles that are not listed are passed over."""
    row = dict(zip(numbers.tolist(), range(len(numbers)), strict=True))
    column = {role: place for place, role in enumerate(problem.fits.roles)}
    found = np.zeros((len(row), len(column)), dtype=np.bool_)
    for number, role in problem.bans:
        if number in row and role in column:
            found[row[number], column[role]] = True
    return found
