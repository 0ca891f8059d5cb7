"""One role as a sheet: its activities, the skill profile that follows from them, seats, and overlaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from redesigns.records import ACCOUNTABLE, Fields
from redesigns.role_counts import Heads, split
from redesigns.selectors.design import Design
from redesigns.selectors.designer import ActivityRef, Designer, Fitting, RoleLine, activities_in_order, activity_ref
from roles.fit import Asked, Mark, profile
from roles.leverage import Shape


@dataclass(frozen=True, slots=True)
class DutySkill:
    """A skill of an activity; mine: the role carries it."""

    pk: int
    name: str
    level: int
    mine: bool


@dataclass(frozen=True, slots=True)
class DutyView:
    """An activity of the role. mfte: what the role carries of it, rounded. others: (uid, name, part) of other roles.

    gone: it is not on the journey any more. doubled: another role is accountable as well.
    """

    pk: int
    name: str
    part: str
    slot: str
    stage_name: str
    mfte: int
    unweighted: bool
    skills: tuple[DutySkill, ...]
    others: tuple[tuple[str, str, str], ...]
    gone: bool = False

    @property
    def accountable(self) -> bool:
        return self.part == ACCOUNTABLE

    @property
    def part_only(self) -> bool:
        """Whether the role carries only some of the skills."""
        return any(not skill.mine for skill in self.skills)

    @property
    def doubled(self) -> bool:
        return self.accountable and any(part == ACCOUNTABLE for _, _, part in self.others)


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A skill the role asks for. derived: as its activities ask, None where none does. asked None: a mark without
    effect. share: percent of the weight. at, near, rest: people at the level, one below, and the others."""

    pk: int
    name: str
    asked: Asked | None
    derived: Asked | None
    mark: Mark | None
    share: int
    at: Heads
    near: Heads
    rest: Heads
    bar: tuple[int, int]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Seats in a market (0: anywhere). placed None: hidden."""

    market: int
    name: str
    seats: int
    placed: int | None
    least_mfte: int

    @property
    def vacant(self) -> int | None:
        return None if self.placed is None else self.seats - self.placed


@dataclass(frozen=True, slots=True)
class OverlapView:
    """What the role shares with another; percent: of the skills of both."""

    uid: str
    name: str
    percent: int
    skills: tuple[str, ...]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """Everything about one role but people's names."""

    uid: str
    fields: Fields
    line: RoleLine
    shape: Shape
    fitting: Fitting | None
    able_mfte: int | None
    duties: tuple[DutyView, ...]
    profile: tuple[ProfileRow, ...]
    seats: tuple[SeatRow, ...]
    overlaps: tuple[OverlapView, ...]
    people: int

    @property
    def gone(self) -> int:
        return sum(duty.gone for duty in self.duties)


def role_sheet(designer: Designer, role: str) -> RoleSheet:
    """No query of its own. Raises KeyError for a role that is not there."""
    design = designer.design
    return RoleSheet(
        uid=role,
        fields=design.roles[role],
        line=designer.line(role),
        shape=design.shapes[role],
        fitting=designer.fitting(role),
        able_mfte=designer.able_mfte(role),
        duties=_duties(design, role),
        profile=_profile(designer, role),
        seats=_seats(designer, role),
        overlaps=_overlaps(design, role),
        people=len(designer.bench.people),
    )


def _duties(design: Design, role: str) -> tuple[DutyView, ...]:
    every = {fields["activity"]: fields for fields in design.under("duty", "role", role)}
    there = [_duty(design, every[pk]) for pk in activities_in_order(design) if pk in every]
    gone = [_gone(fields) for pk, fields in sorted(every.items()) if pk not in design.activities]
    return tuple(there + gone)


def _duty(design: Design, fields: Fields) -> DutyView:
    pk = fields["activity"]
    ref = activity_ref(design, pk)
    carried = next(duty for duty in design.duties[fields["role"]] if duty.activity.id == pk)
    mine = carried.skill_set
    skills = tuple(
        DutySkill(need.skill_id, need.skill.name, need.level, need.skill_id in mine)
        for need in design.journey.needs.get(pk, ())
    )
    others = tuple(
        (one["role"], design.roles[one["role"]]["name"], one["part"])
        for one in design.under("duty", "activity", pk)
        if one["role"] != fields["role"]
    )
    return DutyView(
        pk=pk,
        name=ref.name,
        part=fields["part"],
        slot=ref.slot,
        stage_name=design.stage_name(ref.stage) if ref.stage else "No stage",
        mfte=round(carried.mfte),
        unweighted=design.journey.needed(pk).unweighted,
        skills=skills,
        others=others,
    )


def _gone(fields: Fields) -> DutyView:
    return DutyView(fields["activity"], "Removed activity", fields["part"], "none", "", 0, False, (), (), gone=True)


def _profile(designer: Designer, role: str) -> tuple[ProfileRow, ...]:
    """Most weight first; marks that change nothing last."""
    design = designer.design
    asked, derived = design.profiles[role], profile(design.duties[role])
    marks = {
        one["skill"]: Mark(one["skill"], one["level"], one["mandatory"]) for one in design.under("mark", "role", role)
    }
    whole = sum(one.weight for one in asked.values()) or 1
    names = _asking(design, role)
    order = sorted(asked, key=lambda skill: (-asked[skill].weight, design.skill_name(skill).casefold()))
    idle = [skill for skill in marks if skill not in asked]
    rows = []
    for skill in order + idle:
        one = asked.get(skill)
        counts, bar = (
            _levels(designer, skill, one.level) if one else (split({"at": 0, "near": 0, "rest": 0}, 0), (0, 0))
        )
        share = round(100 * one.weight / whole) if one else 0
        known = derived.get(skill)
        activities = names.get(skill, ())
        row = ProfileRow(
            skill,
            design.skill_name(skill),
            one,
            known,
            marks.get(skill),
            share,
            **counts,
            bar=bar,
            activities=activities,
        )
        rows.append(row)
    return tuple(rows)


def _levels(designer: Designer, skill: int, level: int) -> tuple[dict[str, Heads], tuple[int, int]]:
    """People at the level, one below and the rest; and the first two as percent of everybody, for a bar."""
    held = [levels.get(skill) for levels in designer.bench.levels.values()]
    at = sum(1 for one in held if one is not None and one >= level)
    near = sum(1 for one in held if one is not None and one == level - 1)
    parts = {"at": at, "near": near, "rest": len(held) - at - near}
    found = split(parts, designer.smallest)
    whole = len(held) or 1
    return found, (100 * (found["at"].count or 0) // whole, 100 * (found["near"].count or 0) // whole)


def _asking(design: Design, role: str) -> Mapping[int, tuple[str, ...]]:
    """Skill -> the activities of the role that ask for it, with their levels."""
    found: dict[int, list[str]] = {}
    for duty in design.duties[role]:
        for ask in duty.asks:
            found.setdefault(ask.skill, []).append(
                f"{design.journey.activities[duty.activity.id].name} (level {ask.level})"
            )
    return {skill: tuple(names) for skill, names in found.items()}


def _seats(designer: Designer, role: str) -> tuple[SeatRow, ...]:
    design = designer.design
    place = {pk: number for number, pk in enumerate(design.markets.nodes, start=1)}
    rows = sorted(design.under("headcount", "role", role), key=lambda one: place.get(one["market"], 0))
    return tuple(
        SeatRow(
            market=one["market"] or 0,
            name=design.market_name(one["market"]),
            seats=one["seats"],
            placed=designer.heads.seats.get((role, one["market"] or 0)),
            least_mfte=one["least_mfte"],
        )
        for one in rows
    )


def _overlaps(design: Design, role: str) -> tuple[OverlapView, ...]:
    return tuple(
        OverlapView(
            uid=one.role,
            name=design.roles[one.role]["name"],
            percent=int(100 * one.jaccard),
            skills=tuple(sorted(design.skill_name(skill) for skill in one.skills)),
            activities=tuple(design.journey.activities[pk].name for pk in one.activities),
        )
        for one in design.shapes[role].overlaps
    )


@dataclass(frozen=True, slots=True)
class Finds:
    """Activities that can be added. more: how many others fit the words."""

    rows: tuple[ActivityRef, ...]
    more: int
    words: str

    @property
    def free(self) -> bool:
        """Whether some of them are in no role."""
        return any(not one.roles for one in self.rows)


def activities_found(design: Design, role: str, words: str, most: int = 8) -> Finds:
    """Those the role does not have: first what no role has, then of its stage. words: all in the name, any case."""
    mine = {fields["activity"] for fields in design.under("duty", "role", role)}
    holders: dict[int, list[str]] = {}
    for one in design.of("duty").values():
        holders.setdefault(one["activity"], []).append(design.roles[one["role"]]["name"])
    parts = words.casefold().split()[:6]
    stage = design.roles[role]["stage"]
    names = {pk: row.name.casefold() for pk, row in design.journey.activities.items()}
    found = [pk for pk in activities_in_order(design) if pk not in mine and all(part in names[pk] for part in parts)]
    found.sort(key=lambda pk: (pk in holders, not design.activities[pk].jobs.get(stage or 0)))
    rows = tuple(activity_ref(design, pk, tuple(holders.get(pk, ()))) for pk in found[:most])
    return Finds(rows, len(found) - len(rows), words)
