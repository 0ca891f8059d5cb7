"""The unified template: one expert per stage, a leader per market, and three shared services groups.

Pure. The roles are those of the reference case in the brief (sections 2 and 4); the words are this product's own. What
comes out is a change like any other: leaders edit it from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from journeys.effort import MFTE, apportion, by_stage
from redesigns.checks import Stage
from redesigns.given import Market
from redesigns.records import ACCOUNTABLE, Fields, Key, Puts, key_of, record, uid_new


@dataclass(frozen=True, slots=True)
class Expert:
    """The role of a stage."""

    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A shared services group with its one role. words: what a skill's category, or else its name, has in it."""

    name: str
    purpose: str
    role: str
    role_purpose: str
    words: tuple[str, ...]


EXPERTS: Mapping[str, Expert] = {
    "learn": Expert(
        "Learn expert",
        "Helps companies notice a problem early and understand it, wherever they look for answers.",
    ),
    "buy": Expert(
        "Buy expert",
        "Guides a buying group to a decision it can stand by, from its list of requirements to the signature.",
    ),
    "order": Expert(
        "Order, ship and install expert",
        "Brings what was bought to the customer: ordered right, there on time, installed and working.",
    ),
    "adopt": Expert(
        "Adopt expert",
        "Sees to it that people use what they have, and that it brings what they wanted it for.",
    ),
    "support": Expert(
        "Support expert",
        "Solves problems fast, tells the customer where they stand, and removes the causes.",
    ),
}
"""By the slot of the stage, which stays when a stage is renamed."""

LEADER = Expert(
    "Pod leader",
    "Answers for all customers of one market over the whole journey, and leads the people who look after them.",
)

GROUPS: tuple[Shared, ...] = (
    Shared(
        "Customer systems",
        "One set of systems and customer data for everybody who works with customers.",
        "Customer systems specialist",
        "Runs and improves the systems every stage works with, and keeps their data right.",
        ("customer system", "crm", "customer data", "commercial system"),
    ),
    Shared(
        "Analytics",
        "One view of customers and results that every stage decides by.",
        "Customer analyst",
        "Turns what is known about customers into answers that teams can act on.",
        ("analytic", "data analysis", "data science", "reporting"),
    ),
    Shared(
        "Digital and creative experience",
        "One voice and one experience for customers, on every channel and in every stage.",
        "Digital and creative specialist",
        "Makes the content and the digital ways by which customers help themselves.",
        ("digital", "creative", "content", "user experience"),
    ),
)


@dataclass(frozen=True, slots=True)
class SkillPart:
    """A skill an activity takes, with its share of the effort in thousandths."""

    skill: int
    name: str
    category: str
    share: int


@dataclass(frozen=True, slots=True)
class Work:
    """An activity. stage: its main one, None when it serves no job. needed: market -> d_a (mfte) there.

    jobs: stage -> number of jobs it serves there; left out, all its work is in the main stage.
    """

    id: int
    stage: int | None
    skills: tuple[SkillPart, ...] = ()
    needed: Mapping[Market, int] = field(default_factory=dict)
    jobs: Mapping[int, int] = field(default_factory=dict)


def unified(
    stages: Sequence[Stage],
    activities: Iterable[Work],
    markets: Sequence[int],
    *,
    candidates: Collection[int] | None = None,
    uid: Callable[[], str] = uid_new,
) -> Puts:
    """The records of the template for one journey.

    stages: in order. markets: those that get a leader each (the leaves). candidates: skills that may go to shared
    services (roles.shared_services); None: any. uid: called for each group, then each role, in the order of the list.

    Every activity with a stage is accountable to the role of its stage; where more than half of its effort is skills
    of shared services, to the group with most of it. A role gets as many seats in a market as the FTE needed there,
    rounded up; groups sit anywhere and serve the stages in which their activities take time. Raises KeyError for an
    activity in a stage that is not among the stages.
    """
    build = _Build(stages, sorted(activities, key=lambda one: one.id), candidates, uid)
    build.add_groups()
    build.add_roles()
    build.add_work(markets)
    return build.puts


def group_of(skill: SkillPart, candidates: Collection[int] | None = None) -> Shared | None:
    """The group a skill belongs to, by its category or, where that says nothing, by its name."""
    if candidates is not None and skill.skill not in candidates:
        return None
    for text in (skill.category.casefold(), skill.name.casefold()):
        for group in GROUPS:
            if any(word in text for word in group.words):
                return group
    return None


class _Build:
    """Collects the records; groups and roles by name of the group, stage, or None for the leader."""

    def __init__(
        self,
        stages: Sequence[Stage],
        activities: list[Work],
        candidates: Collection[int] | None,
        uid: Callable[[], str],
    ) -> None:
        self.puts: dict[Key, Fields] = {}
        self.stages, self.activities, self.uid = stages, activities, uid
        self.groups: dict[str, str] = {}
        self.roles: dict[int | str | None, str] = {}
        self.group_of = {
            part.skill: group.name
            for one in activities
            for part in one.skills
            if (group := group_of(part, candidates)) is not None
        }

    def add_groups(self) -> None:
        """The groups with their skills and the share of their FTE for every stage."""
        for group in GROUPS:
            key = self.groups[group.name] = self.uid()
            self._put("group", key, name=group.name, purpose=group.purpose)
            for skill in sorted(skill for skill, name in self.group_of.items() if name == group.name):
                self._put("group_skill", group=key, skill=skill)
            for stage, share in self._shares(group.name).items():
                self._put("service", group=key, stage=stage, share=share)

    def add_roles(self) -> None:
        """An expert per stage, the leader, a role per group."""
        for position, (key, fields) in enumerate(self._role_list()):
            self.roles[key] = self.uid()
            self._put("role", self.roles[key], position=position, **fields)

    def add_work(self, markets: Sequence[int]) -> None:
        """Duties, and the seats they call for."""
        needed: defaultdict[tuple[str, Market], int] = defaultdict(int)
        for one in self.activities:
            group = self._shared(one)
            owner = group or one.stage
            if owner is None:
                continue
            role = self.roles[owner]
            self._put("duty", role=role, activity=one.id, part=ACCOUNTABLE)
            for market, mfte in one.needed.items():
                needed[role, None if group else market] += mfte
        for (role, market), mfte in needed.items():
            if mfte:
                self._put("headcount", role=role, market=market, seats=-(-mfte // MFTE))
        for market in markets:
            self._put("headcount", role=self.roles[None], market=market, seats=1)

    def _role_list(self) -> Iterator[tuple[int | str | None, dict[str, Any]]]:
        taken: set[str] = set()
        for stage in self.stages:
            expert = EXPERTS.get(stage.slot)
            name = expert.name if expert and stage.slot not in taken else f"{stage.name} expert"[:120]
            taken.add(stage.slot)
            yield stage.id, {"name": name, "purpose": expert.purpose if expert else "", "stage": stage.id}
        yield None, {"name": LEADER.name, "purpose": LEADER.purpose, "leads": True}
        for group in GROUPS:
            yield group.name, {"name": group.role, "purpose": group.role_purpose, "group": self.groups[group.name]}

    def _shared(self, one: Work) -> str | None:
        """The group an activity goes to; the one listed first of two with equal shares."""
        shares = {group.name: self._share(one, group.name) for group in GROUPS}
        if 2 * sum(shares.values()) <= sum(part.share for part in one.skills):
            return None
        return max(shares, key=lambda name: shares[name])

    def _share(self, one: Work, group: str) -> int:
        return sum(part.share for part in one.skills if self.group_of.get(part.skill) == group)

    def _shares(self, group: str) -> dict[int, int]:
        """Stage -> thousandths: by the FTE its activities need there, evenly over all stages where none is known."""
        takes: dict[int | None, int] = {stage.id: 0 for stage in self.stages}
        for one in self.activities:
            if self._shared(one) == group and one.stage is not None:
                for stage, mfte in by_stage(sum(one.needed.values()), one.jobs or {one.stage: 1}).items():
                    takes[stage] += mfte
        ids = [stage.id for stage in self.stages]
        return dict(zip(ids, apportion(MFTE, [takes[stage] for stage in ids]), strict=True)) if ids else {}

    def _put(self, kind: str, uid: str | None = None, **fields: Any) -> None:
        whole = record(kind, **fields)
        self.puts[(kind, uid) if uid else key_of(kind, whole)] = whole
