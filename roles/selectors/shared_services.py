"""Candidates for shared services groups of a journey, from the stored cells of demand and supply.

Whoever may not see people by name sees which functions supply a skill, and no figure of people: the gap pages show them
one level per skill (selectors.gap_bench), and sums at a second one would tell, by subtraction, who sits between the
two. For them a function with fewer people than the organization's smallest group does not count as a supplier, and
the least FTE is the usual one: moving it would measure a function bit by bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Sum

from journeys.models import Journey, LegacyFunction, Skill, Stage
from roles.models import DemandCell, GapResult, InventoryState, SupplyCell
from roles.shared_services import Candidate, Held, Needed, Thresholds, candidates
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission


@dataclass(frozen=True, slots=True)
class StageUse:
    """A stage of the journey and the mfte of a skill it needs; 0 where it does not use it."""

    pk: int
    name: str
    slot: str
    mfte: int
    used: bool


@dataclass(frozen=True, slots=True)
class FunctionHolding:
    """What a legacy function has of a skill; None where the reader may not know.

    share: percent of the largest supplier, for a bar.
    """

    pk: int
    name: str
    people: int | None
    mfte: int | None
    share: int


@dataclass(frozen=True, slots=True)
class SharedSkill:
    """A candidate with names. level: the lowest any activity asks for. needed, held: mfte."""

    pk: int
    name: str
    category: str
    level: int
    stages: tuple[StageUse, ...]
    functions: tuple[FunctionHolding, ...]
    needed: int
    held: int | None

    @property
    def stage_count(self) -> int:
        """Stages that use it."""
        return sum(stage.used for stage in self.stages)


@dataclass(frozen=True, slots=True)
class SharedServices:
    """What the page shows. computed_at: None while the gap of the journey was never worked out.

    needed, staged, held: whether anything is needed at all, in a stage, and held by people with a legacy function.
    thresholds: those in force. small_group: functions with fewer people are left out, and figures of people are not
    shown; 0 for those who may see people.
    """

    journey: Journey
    thresholds: Thresholds
    stage_count: int
    skills: tuple[SharedSkill, ...]
    computed_at: datetime | None
    stale: bool
    unweighted: bool
    small_group: int
    needed: bool
    staged: bool
    held: bool


def shared_services(*, actor: Actor, journey: Journey, thresholds: Thresholds) -> SharedServices:
    """The candidates of a journey. Seven queries, whatever the size. Needs the scope of the organization."""
    smallest = 0 if actor.may(Permission.PEOPLE_VIEW) else actor.organization.small_group
    if smallest:
        thresholds = replace(thresholds, mfte=Thresholds().mfte, people=smallest)
    every, unweighted = _needs(journey)
    needs = [need for need in every if need.stage]
    holders = _holders({need.skill for need in needs})
    found = candidates(needs, holders, thresholds)
    stages = list(Stage.objects.filter(journey=journey).order_by("position", "pk"))
    computed_at, stale = _age(journey)
    return SharedServices(
        journey=journey,
        thresholds=thresholds,
        stage_count=len(stages),
        skills=tuple(_named(found, stages, open_to=not smallest)),
        computed_at=computed_at,
        stale=stale,
        unweighted=unweighted,
        small_group=smallest,
        needed=bool(every),
        staged=bool(needs),
        held=bool(holders),
    )


def _needs(journey: Journey) -> tuple[list[Needed], bool]:
    """What the journey needs (stage 0: of activities without one); whether any of it in a stage is unweighted."""
    rows = DemandCell.objects.filter(journey=journey).order_by()
    summed = rows.values_list("skill_id", "stage_id", "level", "unweighted").annotate(sum=Sum("mfte"))
    needs, unweighted = [], False
    for skill, stage, level, unknown, mfte in summed:
        needs.append(Needed(skill, stage or 0, level, mfte))
        unweighted = unweighted or (unknown and stage is not None)
    return needs, unweighted


def _holders(skills: set[int]) -> list[Held]:
    """What functions hold; people without a function supply none."""
    rows = SupplyCell.objects.filter(skill_id__in=skills).exclude(function_key=0).order_by()
    summed = rows.values_list("skill_id", "function_key", "level").annotate(heads=Sum("people"), sum=Sum("mfte"))
    return [Held(*row) for row in summed]


def _age(journey: Journey) -> tuple[datetime | None, bool]:
    """When the figures were worked out, and whether people, ratings or the journey changed since."""
    result = GapResult.objects.filter(journey=journey, slice="all").first()
    if result is None:
        return None, False
    state = InventoryState.objects.first()
    moved = state is not None and state.revision != result.inventory_revision
    return result.computed_at, moved or journey.revision != result.journey_revision


def _named(found: list[Candidate], stages: list[Stage], *, open_to: bool) -> list[SharedSkill]:
    skills = Skill.objects.in_bulk([one.skill for one in found])
    suppliers = {supplier.function for one in found for supplier in one.suppliers}
    functions = dict(LegacyFunction.objects.filter(pk__in=suppliers).values_list("pk", "name"))
    return [
        SharedSkill(
            pk=one.skill,
            name=skills[one.skill].name,
            category=skills[one.skill].category,
            level=one.level,
            stages=_uses(one, stages),
            functions=_holdings(one, functions) if open_to else _suppliers(one, functions),
            needed=one.needed,
            held=one.held if open_to else None,
        )
        for one in found
    ]


def _uses(one: Candidate, stages: list[Stage]) -> tuple[StageUse, ...]:
    return tuple(
        StageUse(stage.pk, stage.name, stage.slot, one.stages.get(stage.pk, 0), stage.pk in one.stages)
        for stage in stages
    )


def _holdings(one: Candidate, names: dict[int, str]) -> tuple[FunctionHolding, ...]:
    """With figures, the largest first."""
    most = max(1, one.suppliers[0].mfte)
    return tuple(
        FunctionHolding(held.function, names[held.function], held.people, held.mfte, 100 * held.mfte // most)
        for held in one.suppliers
    )


def _suppliers(one: Candidate, names: dict[int, str]) -> tuple[FunctionHolding, ...]:
    """Names alone, by name: an order by size would be a figure too."""
    found = (FunctionHolding(held.function, names[held.function], None, None, 0) for held in one.suppliers)
    return tuple(sorted(found, key=lambda holding: holding.name))
