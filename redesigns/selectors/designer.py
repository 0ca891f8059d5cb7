"""The roles of a redesign with what follows from them: figures, who fits, and what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from redesigns import small_groups
from redesigns.models import Redesign
from redesigns.records import ACCOUNTABLE, BENCH, LEAVING, Fields, is_placed
from redesigns.role_counts import Heads, split
from redesigns.selectors.access import sees_names
from redesigns.selectors.bench import Bench, bench_load
from redesigns.selectors.design import Design, design_load
from roles.fit_table import FitTable, fitting
from roles.leverage import ENOUGH
from roles.supply import IntArray
from uniengine.accounts.access import Actor


@dataclass(frozen=True, slots=True)
class Fitting:
    """People against a role: ready holds able (fit of at least 0.7). None: the role asks for nothing."""

    able: Heads
    ready: Heads
    developable: Heads
    not_ready: Heads


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in the list. leverage: mfte for each skill, rounded. placed, able: hidden where the group is too small."""

    uid: str
    name: str
    title: str
    stage: int | None
    leads: bool
    group: str
    leverage: int | None
    duties: int
    skills: int
    seats: int
    placed: int | None
    able: Heads | None

    @property
    def vacant(self) -> int | None:
        return None if self.placed is None else self.seats - self.placed


@dataclass(frozen=True, slots=True)
class StageRoles:
    """The roles of a stage; the last one is cross-stage (slot "none")."""

    stage: int | None
    name: str
    slot: str
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class ActivityRef:
    """An activity by name. stages: those of the jobs it serves; slot: of the first of them."""

    pk: int
    name: str
    stage: int | None
    slot: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flags:
    """What needs a look. unowned: in no role; unanswered: done, but nobody is accountable; doubled: several are."""

    unowned: tuple[ActivityRef, ...]
    unanswered: tuple[ActivityRef, ...]
    doubled: tuple[ActivityRef, ...]
    gone: Mapping[str, int]

    @property
    def count(self) -> int:
        return len(self.unowned) + len(self.unanswered) + len(self.doubled) + sum(self.gone.values())


@dataclass(frozen=True)
class Designer:
    """A redesign with everybody of its baseline. smallest: 0 for somebody who sees names."""

    design: Design
    bench: Bench
    smallest: int

    @cached_property
    def table(self) -> FitTable:
        """Everybody against every role."""
        return self.bench.fits(self.design.profiles)

    @cached_property
    def mfte(self) -> IntArray:
        return np.array([person.mfte for person in self.bench.people.values()], dtype=np.int64)

    @cached_property
    def heads(self) -> small_groups.Shown:
        """Who is placed where, as far as it may be shown."""
        return small_groups.shown(self._heads(), self.smallest)

    @cached_property
    def placed(self) -> Mapping[str, int]:
        """Role -> everybody placed in it, hidden or not."""
        rows = (one["role"] for one in self.design.of("placement").values() if is_placed(one))
        return Counter(rows)

    def fitting(self, role: str) -> Fitting | None:
        """How many people are ready for a role, could be, or are not."""
        if not self.design.profiles[role]:
            return None
        column = self.table.column(role)
        ready, near = self.table.ready[:, column], self.table.developable[:, column]
        able = fitting(self.table, role, ENOUGH)
        parts = {
            "able": int(able.sum()),
            "ready": int((ready & ~able).sum()),
            "developable": int(near.sum()),
            "not_ready": int((~ready & ~near).sum()),
        }
        return Fitting(**split(parts, self.smallest, {"able": "ready"}))

    def able_mfte(self, role: str) -> int | None:
        """FTE of those who fit; None where the reader may not know it."""
        return None if self.smallest else int(self.mfte[fitting(self.table, role, ENOUGH)].sum())

    def line(self, role: str) -> RoleLine:
        """The role as the list shows it."""
        fields, shape = self.design.roles[role], self.design.shapes[role]
        found = self.fitting(role)
        return RoleLine(
            uid=role,
            name=fields["name"],
            title=fields["title"],
            stage=fields["stage"],
            leads=fields["leads"],
            group=group_name(self.design, fields),
            leverage=None if shape.leverage is None else round(shape.leverage),
            duties=len(self.design.duties[role]),
            skills=shape.skills,
            seats=self.design.seats(role),
            placed=self.heads.roles.get(role, 0),
            able=found.able if found else None,
        )

    @cached_property
    def lines(self) -> tuple[RoleLine, ...]:
        return tuple(self.line(role) for role in self.design.roles)

    @cached_property
    def stages(self) -> tuple[StageRoles, ...]:
        """Every stage in order, with or without roles; cross-stage only where there are some."""
        by_stage: dict[int | None, list[RoleLine]] = {}
        for line in self.lines:
            by_stage.setdefault(line.stage if line.stage in self.design.stages else None, []).append(line)
        found = [
            StageRoles(stage.pk, stage.name, stage.slot, tuple(by_stage.get(stage.pk, ())))
            for stage in self.design.journey.stages
        ]
        rest = tuple(by_stage.get(None, ()))
        return tuple(found) + ((StageRoles(None, "Cross-stage", "none", rest),) if rest else ())

    @cached_property
    def flags(self) -> Flags:
        return flags_of(self.design)

    def _heads(self) -> small_groups.Heads:
        placed: Counter[tuple[str, int]] = Counter(
            {(one["role"], one["market"] or 0): 0 for one in self.design.of("headcount").values()}
        )
        here: Counter[int] = Counter()
        away: dict[str, Counter[int]] = {BENCH: Counter(), LEAVING: Counter()}
        for number, one in self.design.of("placement").items():
            person = self.bench.people.get(int(number))
            market = (person.market or 0) if person else 0
            here[market] += 1
            if is_placed(one):
                placed[one["role"], one["market"] or 0] += 1
            else:
                away[one["state"]][market] += 1
        return small_groups.Heads(placed, away[BENCH], away[LEAVING], here)


def designer_load(actor: Actor, redesign: Redesign) -> Designer:
    """A fixed number of queries, whatever the size."""
    smallest = 0 if sees_names(actor, redesign) else actor.organization.small_group
    return Designer(design_load(redesign), bench_load(redesign.baseline), smallest)


def group_name(design: Design, role: Fields) -> str:
    """The shared services group of a role; empty for none."""
    found = design.of("group").get(role["group"] or "")
    return str(found["name"]) if found else ""


def activity_ref(design: Design, pk: int, roles: tuple[str, ...] = ()) -> ActivityRef:
    """An activity with its first stage."""
    jobs = design.activities[pk].jobs
    stage = next((one for one in design.stages if jobs.get(one)), None)
    return ActivityRef(
        pk, design.journey.activities[pk].name, stage, design.stages[stage].slot if stage else "none", roles
    )


def flags_of(design: Design) -> Flags:
    """Activities without a role or with several that answer for them, and duties whose activity is gone."""
    holders: dict[int, list[str]] = {}
    answering: dict[int, list[str]] = {}
    for role in design.roles:
        for duty in _by_role(design).get(role, ()):
            holders.setdefault(duty["activity"], []).append(role)
            if duty["part"] == ACCOUNTABLE:
                answering.setdefault(duty["activity"], []).append(role)
    order = activities_in_order(design)
    gone = Counter(key.split(":")[0] for _, key in design.gone)
    return Flags(
        unowned=tuple(activity_ref(design, pk) for pk in order if pk not in holders),
        unanswered=tuple(
            activity_ref(design, pk, tuple(holders[pk])) for pk in order if pk in holders and pk not in answering
        ),
        doubled=tuple(
            activity_ref(design, pk, tuple(found)) for pk in order if len(found := answering.get(pk, [])) > 1
        ),
        gone=gone,
    )


def _by_role(design: Design) -> Mapping[str, list[Fields]]:
    found: dict[str, list[Fields]] = {}
    for duty in design.of("duty").values():
        found.setdefault(duty["role"], []).append(duty)
    return found


def activities_in_order(design: Design) -> list[int]:
    """By stage, as the journey has them, then by name; those without a stage last."""
    place = {pk: number for number, pk in enumerate(design.stages)}

    def order(pk: int) -> tuple[int, str, int]:
        jobs = design.activities[pk].jobs
        first = min((place[stage] for stage in jobs if stage in place), default=len(place))
        return first, design.journey.activities[pk].name.casefold(), pk

    return sorted(design.journey.activities, key=order)
