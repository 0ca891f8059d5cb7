"""Who or what a record is about, in words: names of roles, activities, skills, markets, and of people where allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from journeys.models import Skill, Stage, SupplierActivity
from redesigns.models import BaselinePerson, Redesign
from redesigns.records import Fields, Key, State
from redesigns.selectors.access import sees_names
from redesigns.selectors.redesigns import smallest_for
from roles.models import Person
from roles.places import Tree
from roles.selectors.gap_places import market_tree
from uniengine.accounts.access import Actor

STATE_WORDS = {
    "proposed": "proposed",
    "selected": "selected",
    "confirmed": "confirmed",
    "bench": "on the bench",
    "leaving": "leaving",
}
ANYWHERE = "anywhere"


@dataclass(frozen=True)
class Words:
    """Names for the ids in records. people: number -> name, or nothing for readers who see no names.

    Lookups fall back to "a removed ..." so that an old change stays readable.
    """

    records: State
    stages: Mapping[int, str]
    activities: Mapping[int, str]
    skills: Mapping[int, str]
    markets: Tree
    people: Mapping[int, str]
    at: Mapping[int, int | None]
    smallest: int

    @property
    def named(self) -> bool:
        """Whether the reader sees names."""
        return not self.smallest

    @cached_property
    def _crowd(self) -> Counter[int | None]:
        return Counter(self.at.values())

    def role(self, uid: str | None) -> str:
        return self._name("role", uid, "no role", "a removed role")

    def group(self, uid: str | None) -> str:
        return self._name("group", uid, "no group", "a removed group")

    def wave(self, uid: str | None) -> str:
        return self._name("wave", uid, "no wave", "a removed wave")

    def segment(self, uid: str | None) -> str:
        return self._name("segment", uid, "no segment", "a removed segment")

    def _name(self, kind: str, uid: str | None, none: str, gone: str) -> str:
        if uid is None:
            return none
        found = self.records.get((kind, uid))
        return str(found["name"]) if found else gone

    def stage(self, pk: int | None) -> str:
        return "cross-stage" if pk is None else self.stages.get(pk, "a removed stage")

    def activity(self, pk: int) -> str:
        return self.activities.get(pk, "a removed activity")

    def skill(self, pk: int) -> str:
        return self.skills.get(pk, "a removed skill")

    def market(self, pk: int | None) -> str:
        if pk is None:
            return ANYWHERE
        return self.markets.name(pk) if pk in self.markets.nodes else "a removed market"

    def person(self, number: int) -> str:
        """The name, or as much as may be said: the market, where enough people are in it."""
        if self.named:
            return self.people.get(number) or f"Person {number}"
        market = self.at.get(number)
        if market is None or self._crowd[market] < self.smallest:
            return "A person"
        return f"A person in {self.market(market)}"

    def seat(self, fields: Mapping[str, Any]) -> str:
        """Where somebody is: "Guide, DACH, proposed" or "on the bench"."""
        state = STATE_WORDS.get(fields["state"], str(fields["state"]))
        if fields["role"] is None:
            return state
        return f"{self.role(fields['role'])}, {self.market(fields['market'])}, {state}"


def words_of(actor: Actor, redesign: Redesign, states: Collection[State], baselines: Collection[int] = ()) -> Words:
    """Names for everything in these states; later ones win. Seven queries, people's names only where they are seen.

    baselines: beside the redesign's own, where people are said to be.
    """
    records: dict[Key, Fields] = {}
    for state in states:
        records.update({key: one for key, one in state.items() if key[0] in ("role", "group", "wave", "segment")})
    wanted = {redesign.baseline_id, *baselines}
    at = dict(
        BaselinePerson.objects.filter(baseline__in=wanted).order_by("baseline_id").values_list("number", "market")
    )
    names = sees_names(actor, redesign)
    return Words(
        records=records,
        stages=dict(Stage.objects.filter(journey=redesign.journey_id).values_list("pk", "name")),
        activities=dict(SupplierActivity.objects.filter(journey=redesign.journey_id).values_list("pk", "name")),
        skills=dict(Skill.objects.values_list("pk", "name")),
        markets=market_tree(),
        people=names_of(at) if names else {},
        at=at,
        smallest=0 if names else smallest_for(actor, redesign),
    )


def names_of(numbers: Collection[int]) -> dict[int, str]:
    """Number -> name, or the employee id of somebody without one; those erased are left out."""
    wanted = set(numbers)
    rows = Person.objects.values_list("pk", "name", "employee_id")
    rows = rows.filter(pk__in=wanted) if len(wanted) <= 500 else rows
    return {pk: name or employee for pk, name, employee in rows if pk in wanted}
