"""People of a redesign by name, for those who see names: in a seat, without one, and fitting one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from redesigns.models import BaselinePerson, Redesign
from redesigns.placing_reasons import Unplaced
from redesigns.records import LEAVING, Fields, is_placed
from redesigns.selectors.bench import Bench
from redesigns.selectors.design import Design
from redesigns.selectors.placing import Run, waiting_plan
from roles.fit import Assessment, assessment
from roles.models import Person

ALL, BENCH_ONLY, PLACED_ONLY, LEAVING_ONLY = "", "bench", "placed", "leaving"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the baseline with their placement. name: "Person 12" for somebody erased."""

    number: int
    name: str
    title: str
    department: str
    market: str
    mfte: int
    placement: Fields
    seat: str
    wave: str

    @property
    def placed(self) -> bool:
        return is_placed(self.placement)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A person against a role. banned: "not here" is set."""

    person: Somebody
    assessment: Assessment
    banned: bool

    @property
    def percent(self) -> int | None:
        """The fit in whole percent, rounded down; None for a role that asks for nothing."""
        fit = self.assessment.fit
        return None if fit is None else int(fit * 100)

    @property
    def strict(self) -> int | None:
        strict = self.assessment.strict
        return None if strict is None else int(strict * 100)


@dataclass(frozen=True)
class Crew:
    """Everybody of a redesign, by name."""

    design: Design
    bench: Bench

    @cached_property
    def names(self) -> Mapping[int, str]:
        return names_of(self.bench.people)

    @cached_property
    def everybody(self) -> Mapping[int, Somebody]:
        """By number, in order of name."""
        departments = dict(
            BaselinePerson.objects.filter(baseline=self.bench.baseline).values_list("number", "department")
        )
        found = [self._somebody(int(key), fields, departments) for key, fields in self.design.of("placement").items()]
        return {one.number: one for one in sorted(found, key=lambda one: (one.name.casefold(), one.number))}

    def _somebody(self, number: int, placement: Fields, departments: Mapping[int, str]) -> Somebody:
        known = self.bench.people[number]
        market = known.market
        return Somebody(
            number=number,
            name=self.names.get(number, f"Person {number}"),
            title=known.title,
            department=departments.get(number, ""),
            market=self.design.market_name(market) if market else "No market",
            mfte=known.mfte,
            placement=placement,
            seat=seat_name(self.design, placement),
            wave=self.design.of("wave")[placement["wave"]]["name"] if placement["wave"] else "",
        )

    def sitting(self, role: str, market: int) -> list[Fitting]:
        """Who sits in a group of seats, by name."""
        here = [
            one
            for one in self.everybody.values()
            if one.placement["role"] == role and (one.placement["market"] or 0) == market
        ]
        return [self.fitting(one, role) for one in here]

    def others(self, role: str, market: int, among: str) -> list[Somebody]:
        """Who else there is, best fit first: those on the bench, or everybody but who leaves."""
        fits = self.bench.fits({role: self.design.profiles[role]})
        order = np.lexsort((fits.people, -fits.ready[:, 0].astype(int), -fits.millionths[:, 0]))
        found = (self.everybody[number] for number in fits.people[order].tolist())
        return [one for one in found if self._may_come(one, role, market, among)]

    @staticmethod
    def _may_come(one: Somebody, role: str, market: int, among: str) -> bool:
        placement = one.placement
        if placement["state"] == LEAVING or (among == BENCH_ONLY and one.placed):
            return False
        return not (placement["role"] == role and (placement["market"] or 0) == market)

    def fitting(self, one: Somebody, role: str) -> Fitting:
        """How they fit a role, with every skill they lack."""
        found = assessment(self.design.profiles[role], self.bench.levels[one.number])
        return Fitting(one, found, f"{one.number}:{role}" in self.design.of("ban"))

    def without_seat(self, among: str = ALL, text: str = "") -> list[Somebody]:
        """Those on the bench and those leaving, by name."""
        found = [one for one in self.everybody.values() if not one.placed and named(one, text)]
        return [one for one in found if among in (ALL, one.placement["state"])]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody without a seat: a vacant seat they could take now, or why there is none. Both None: not asked about."""

    person: Somebody
    could: str
    fit: int | None
    why: Unplaced | None


def waiting(crew: Crew, people: Iterable[Somebody], run: Run | None = None) -> list[Waiting]:
    """What the solver says about each of them. run: its last one."""
    plan = waiting_plan(crew.design, crew.bench, run).plan
    found = []
    for one in people:
        seat = plan.assigned.get(one.number)
        name = "" if seat is None else place_name(crew.design, seat[0], seat[1])
        fit = None if seat is None else crew.fitting(one, seat[0]).percent
        found.append(Waiting(one, name, fit, plan.unplaced.get(one.number)))
    return found


def names_of(numbers: Collection[int]) -> dict[int, str]:
    """Numbers of people -> names, of those who are still known. One query per 500."""
    wanted = sorted(numbers)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        found |= {person.pk: str(person) for person in Person.objects.filter(pk__in=wanted[start : start + 500])}
    return found


def named(one: Somebody, text: str) -> bool:
    """Whether every word of a search is in name, title or number."""
    known = f"{one.name} {one.title} {one.number}".casefold()
    return all(word in known for word in text.casefold().split()[:5])


def seat_name(design: Design, placement: Fields) -> str:
    """Where somebody sits in words; empty for nobody's seat."""
    if not is_placed(placement):
        return ""
    return place_name(design, placement["role"], placement["market"])


def place_name(design: Design, role: str, market: int | None) -> str:
    """ "Buy expert, DACH"."""
    name = design.of("role")[role]["name"]
    return f"{name}, {design.market_name(market) if market else 'anywhere'}"


def known_number(redesign: Redesign, number: int) -> bool:
    """Whether this is somebody of the redesign's baseline."""
    return BaselinePerson.objects.filter(baseline=redesign.baseline_id, number=number).exists()
