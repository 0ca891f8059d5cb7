"""Shared services groups of a redesign: skills, members, and whom they serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redesigns.models import BaselinePerson
from redesigns.records import WHOLE, is_placed
from redesigns.selectors.designer import Designer, RoleLine


@dataclass(frozen=True, slots=True)
class ServedStage:
    """share: thousandths of the group's time for the stage."""

    pk: int
    name: str
    slot: str
    share: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group. placed: people in its roles, None where hidden. off: thousandths missing to the whole, below 0 if over.

    needed: mfte of the work its roles carry.
    """

    uid: str
    name: str
    purpose: str
    skills: tuple[tuple[int, str], ...]
    services: tuple[ServedStage, ...]
    roles: tuple[RoleLine, ...]
    seats: int
    placed: int | None
    needed: int

    @property
    def off(self) -> int:
        return WHOLE - sum(service.share for service in self.services)

    @property
    def over(self) -> int:
        """Thousandths given away beyond the whole."""
        return max(0, -self.off)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody placed in a role of the group."""

    number: int
    name: str
    role: str
    market: str


def groups_of(designer: Designer) -> tuple[GroupView, ...]:
    """All groups by name. No query."""
    rows = sorted(designer.design.of("group").items(), key=lambda one: (one[1]["name"].casefold(), one[0]))
    return tuple(group_view(designer, uid) for uid, _ in rows)


def group_view(designer: Designer, uid: str) -> GroupView:
    """Raises KeyError for a group that is not there."""
    design = designer.design
    fields = design.of("group")[uid]
    shares = {one["stage"]: one["share"] for one in design.under("service", "group", uid)}
    skills = [(one["skill"], design.skill_name(one["skill"])) for one in design.under("group_skill", "group", uid)]
    roles = tuple(line for line in designer.lines if design.roles[line.uid]["group"] == uid)
    placed = [line.placed for line in roles]
    return GroupView(
        uid=uid,
        name=fields["name"],
        purpose=fields["purpose"],
        skills=tuple(sorted(skills, key=lambda one: one[1].casefold())),
        services=tuple(
            ServedStage(stage.pk, stage.name, stage.slot, shares.get(stage.pk, 0)) for stage in design.journey.stages
        ),
        roles=roles,
        seats=sum(line.seats for line in roles),
        placed=None if None in placed else sum(count or 0 for count in placed),
        needed=int(sum(design.shapes[line.uid].mfte for line in roles)),
    )


def members_of(designer: Designer, group: GroupView) -> Sequence[Member]:
    """Everybody placed in the group's roles, by name: for those who see names. One query."""
    design = designer.design
    roles = {line.uid: line.name for line in group.roles}
    at = {int(number): one for number, one in design.of("placement").items() if is_placed(one) and one["role"] in roles}
    rows = BaselinePerson.objects.filter(baseline=designer.bench.baseline, number__in=list(at)).select_related("person")
    found = [
        Member(
            row.number,
            row.person.name or f"Person {row.number}" if row.person else f"Person {row.number}",
            roles[at[row.number]["role"]],
            design.market_name(at[row.number]["market"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.role.casefold(), one.name.casefold(), one.number))
