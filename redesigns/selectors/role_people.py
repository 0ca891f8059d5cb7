"""Who fits a role, by name: for those who see names in this redesign (access.sees_names), whoever calls asks that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redesigns.models import BaselinePerson
from redesigns.records import BENCH, LEAVING, PLACED
from redesigns.selectors.designer import Designer
from roles.fit import Assessment, Short, assessment

SHOWS = ("all", "ready", "developable", "not_ready")
STATES = {BENCH: "On the bench", LEAVING: "Leaving"}


@dataclass(frozen=True, slots=True)
class PersonFit:
    """Somebody against the role. percent: fit; None for a role that asks for nothing. where: in this redesign.

    why: the skills in the way of being ready, as (name, has or None, needs).
    """

    number: int
    name: str
    employee_id: str
    title: str
    market: str
    mfte: int
    percent: int | None
    found: Assessment
    why: tuple[tuple[str, int | None, int], ...]
    where: str
    here: bool

    @property
    def readiness(self) -> str:
        """ready, developable or not_ready."""
        if self.found.ready:
            return "ready"
        return "developable" if self.found.developable else "not_ready"


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """show: one of SHOWS. market: and below; None: everywhere."""

    show: str = "all"
    market: int | None = None


def people_ranked(designer: Designer, role: str, chosen: PeopleFilter) -> list[int]:
    """Numbers, the ready first, then those who could be; each by fit, then by number. No query."""
    table = designer.table
    column = table.column(role)
    inside = None if chosen.market is None else designer.design.markets.inside(chosen.market)
    rows: list[tuple[int, int, int]] = []
    for row, number in enumerate(table.people.tolist()):
        ready, near = bool(table.ready[row, column]), bool(table.developable[row, column])
        group = 0 if ready else 1 if near else 2
        if chosen.show != "all" and SHOWS[group + 1] != chosen.show:
            continue
        if inside is not None and designer.bench.people[number].market not in inside:
            continue
        rows.append((group, -int(table.millionths[row, column]), number))
    return [number for _, _, number in sorted(rows)]


def people_fits(designer: Designer, role: str, numbers: Sequence[int]) -> list[PersonFit]:
    """These people, in this order. One query."""
    rows = BaselinePerson.objects.filter(baseline=designer.bench.baseline, number__in=numbers).select_related("person")
    known = {row.number: row for row in rows}
    return [_fit(designer, role, known[number]) for number in numbers if number in known]


def _fit(designer: Designer, role: str, row: BaselinePerson) -> PersonFit:
    design = designer.design
    found = assessment(design.profiles[role], designer.bench.people[row.number].levels)
    where, here = _place(designer, role, row.number)
    return PersonFit(
        number=row.number,
        name=row.person.name or f"Person {row.number}" if row.person else f"Person {row.number}",
        employee_id=row.person.employee_id or "" if row.person else "",
        title=row.title,
        market=design.markets.name(row.market_id) if row.market_id else "No market",
        mfte=row.mfte,
        percent=None if found.fit is None else int(100 * found.fit),
        found=found,
        why=tuple(_reason(designer, short) for short in found.not_ready),
        where=where,
        here=here,
    )


def _reason(designer: Designer, short: Short) -> tuple[str, int | None, int]:
    return designer.design.skill_name(short.skill), short.has, short.needs


def _place(designer: Designer, role: str, number: int) -> tuple[str, bool]:
    """Where somebody is in this redesign, and whether that is this role."""
    design = designer.design
    one = design.of("placement").get(str(number))
    if one is None:
        return "", False
    if one["state"] in PLACED:
        return f"{design.roles[one['role']]['name']}, {design.market_name(one['market'])}", one["role"] == role
    return STATES[one["state"]], False
