"""A redesign in memory: its records beside the journey and the places they speak of. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from journeys.models import Skill, Stage
from journeys.selectors.loading import Loaded, journey_load
from redesigns.models import Redesign
from redesigns.records import Fields, Key, State
from redesigns.selectors.states import state_of
from roles.fit import Activity, Ask, Asked, Duty, Mark, profile
from roles.leverage import Shape, shapes
from roles.places import Tree
from roles.selectors.gap_places import market_tree


@dataclass(frozen=True)
class Design:
    """The records of a redesign by kind, and what they mean. Roles are named by their uids, in the leaders' order."""

    redesign: Redesign
    state: State
    journey: Loaded
    markets: Tree

    @cached_property
    def kinds(self) -> Mapping[str, Mapping[str, Fields]]:
        """Kind -> key -> record."""
        found: dict[str, dict[str, Fields]] = {}
        for (kind, key), fields in self.state.items():
            found.setdefault(kind, {})[key] = fields
        return found

    def of(self, kind: str) -> Mapping[str, Fields]:
        """All records of a kind, by key."""
        return self.kinds.get(kind, {})

    def under(self, kind: str, owner: str, uid: str) -> list[Fields]:
        """The records of a kind that belong to another: the duties of a role, the skills of a group."""
        return [fields for fields in self.of(kind).values() if fields[owner] == uid]

    @cached_property
    def roles(self) -> Mapping[str, Fields]:
        """Roles in order: by stage, cross-stage last, then as positioned, then by name."""
        place = {stage.pk: number for number, stage in enumerate(self.journey.stages)}
        last = len(place)

        def order(one: tuple[str, Fields]) -> tuple[int, int, str, str]:
            uid, fields = one
            return place.get(fields["stage"], last), fields["position"], fields["name"].casefold(), uid

        return dict(sorted(self.of("role").items(), key=order))

    @cached_property
    def stages(self) -> Mapping[int, Stage]:
        return {stage.pk: stage for stage in self.journey.stages}

    @cached_property
    def activities(self) -> Mapping[int, Activity]:
        """The journey's activities as roles.fit and roles.leverage take them."""
        jobs = self.journey.jobs_per_stage()
        return {
            pk: Activity(
                pk,
                self.journey.needed(pk).mfte,
                tuple(Ask(n.skill_id, n.level, n.share, n.mandatory) for n in self.journey.needs.get(pk, ())),
                jobs.get(pk, {}),
            )
            for pk in self.journey.activities
        }

    @cached_property
    def duties(self) -> Mapping[str, tuple[Duty, ...]]:
        """Role -> its duties whose activities are still there."""
        found: dict[str, list[Duty]] = {uid: [] for uid in self.roles}
        for fields in self.of("duty").values():
            activity = self.activities.get(fields["activity"])
            if activity is not None:
                only = None if fields["skills"] is None else frozenset(fields["skills"])
                found[fields["role"]].append(Duty(activity, only))
        return {uid: tuple(duties) for uid, duties in found.items()}

    @cached_property
    def gone(self) -> tuple[Key, ...]:
        """Duties whose activity is not on the journey any more: they count for nothing until they are taken away."""
        return tuple(("duty", key) for key, one in self.of("duty").items() if one["activity"] not in self.activities)

    @cached_property
    def profiles(self) -> Mapping[str, Mapping[int, Asked]]:
        """Role -> skill -> what is asked."""
        marks: dict[str, list[Mark]] = {}
        for fields in self.of("mark").values():
            marks.setdefault(fields["role"], []).append(Mark(fields["skill"], fields["level"], fields["mandatory"]))
        return {uid: profile(duties, marks.get(uid, ())) for uid, duties in self.duties.items()}

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """Role -> leverage, cohesion, distinctness, focus, overlaps."""
        return shapes(self.duties)

    @cached_property
    def skills(self) -> Mapping[int, Skill]:
        """Every skill that is named anywhere here."""
        used = {skill for asked in self.profiles.values() for skill in asked}
        used |= {need.skill_id for needs in self.journey.needs.values() for need in needs}
        used |= {fields["skill"] for kind in ("mark", "group_skill") for fields in self.of(kind).values()}
        return Skill.objects.in_bulk(sorted(used))

    def skill_name(self, skill: int) -> str:
        found = self.skills.get(skill)
        return found.name if found else "Removed skill"

    def market_name(self, market: int | None) -> str:
        """The market's name; None is "Anywhere"."""
        if market is None:
            return "Anywhere"
        return self.markets.name(market) if market in self.markets.nodes else "Removed market"

    def stage_name(self, stage: int | None) -> str:
        """The stage's name; None is "Cross-stage"."""
        if stage is None:
            return "Cross-stage"
        return self.stages[stage].name if stage in self.stages else "Removed stage"

    def seats(self, role: str) -> int:
        """Headcount of a role over all markets."""
        return sum(fields["seats"] for fields in self.under("headcount", "role", role))


def design_load(redesign: Redesign, state: State | None = None) -> Design:
    """The redesign as it is, or with a state of another time."""
    known = state_of(redesign) if state is None else state
    return Design(redesign, known, journey_load(redesign.journey), market_tree())
