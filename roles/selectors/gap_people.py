"""The people behind a figure, by name: for those who may see people only. And the activities behind a need."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from roles.findings import NeedRow
from roles.models import DemandCell, Person, SkillLevel
from roles.places import Tree
from roles.selectors.gap_filter import GapFilter


def holders(skill: int, level: int, chosen: GapFilter, tree: Tree) -> QuerySet[SkillLevel]:
    """Effective ratings at the level or better of those who count, best first, with their person."""
    rows = SkillLevel.objects.filter(effective=True, skill_id=skill, level__gte=level, person__left_on__isnull=True)
    if chosen.market:
        rows = rows.filter(person__market_id__in=tree.inside(chosen.market))
    if chosen.function is not None:
        ours = Q(person__function_id=chosen.function) if chosen.function else Q(person__function__isnull=True)
        rows = rows.filter(ours)
    people = rows.select_related("person", "person__market", "person__function")
    return people.order_by("-level", "person__name", "person_id")


def one_level_short(skill: int, level: int, market: int, tree: Tree) -> QuerySet[SkillLevel]:
    """The ratings of those who lack exactly one level for a need in a market (0: anywhere)."""
    rows = SkillLevel.objects.filter(effective=True, skill_id=skill, level=level - 1, person__left_on__isnull=True)
    if market:
        rows = rows.filter(person__market_id__in=tree.inside(market))
    return (
        rows.filter(person__mfte__gt=0)
        .select_related("person", "person__market", "person__function")
        .order_by("person__name", "person_id")
    )


def able_people(needs: Iterable[NeedRow], tree: Tree) -> QuerySet[Person]:
    """Everybody with FTE who can do any of the needs, by name."""
    rated = SkillLevel.objects.filter(person_id=OuterRef("pk"), effective=True)
    able = Exists(rated.filter(_any_of(needs, tree)))
    people = Person.objects.filter(able, left_on__isnull=True, mfte__gt=0)
    return people.select_related("market", "function").order_by("name", "pk")


def _any_of(needs: Iterable[NeedRow], tree: Tree) -> Q:
    """One alternative per (market, level), each with the skills it takes there."""
    lowest: dict[tuple[int, int], int] = {}
    for skill, level, market, _ in needs:
        lowest[skill, market] = min(level, lowest.get((skill, market), level))
    skills: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for (skill, market), level in lowest.items():
        skills[market, level].add(skill)
    found = Q(pk__in=[])
    for (market, level), wanted in skills.items():
        place = Q(person__market_id__in=tree.inside(market)) if market else Q()
        found |= place & Q(skill_id__in=wanted, level__gte=level)
    return found


@dataclass(frozen=True)
class Work:
    """An activity's need of a skill, in the stages and markets of the filter. markets: (id or 0, mfte), most first."""

    activity: int
    name: str
    level: int
    stages: tuple[int, ...]
    markets: tuple[tuple[int, int], ...]
    unweighted: bool

    @property
    def mfte(self) -> int:
        return sum(mfte for _, mfte in self.markets)


def work_behind(skill: int, level: int, chosen: GapFilter, tree: Tree) -> list[Work]:
    """The activities behind the need of a skill at the level or better, largest first. One query."""
    rows = _demand_of(chosen, tree).filter(skill_id=skill, level__gte=level)
    values = rows.order_by().values_list("activity_id", "activity__name", "level", "market_id", "stage_id")
    found: defaultdict[tuple[int, str, int], list[_Part]] = defaultdict(list)
    for activity, name, needed, market, stage, mfte, unknown in values.annotate(
        sum=Sum("mfte"), unknown=Count("pk", filter=Q(unweighted=True))
    ):
        found[activity, name, needed].append(_Part(market or 0, stage or 0, mfte, unknown > 0))
    return sorted((_work(*key, parts) for key, parts in found.items()), key=lambda one: (-one.mfte, one.name))


class Efforts(NamedTuple):
    """How many activities bring the need under a filter, and how many of them have no effort entered."""

    activities: int
    unknown: int


def efforts(chosen: GapFilter, tree: Tree) -> Efforts:
    """One query."""
    activity = "activity_id"
    counted = _demand_of(chosen, tree).aggregate(
        every=Count(activity, distinct=True), unknown=Count(activity, distinct=True, filter=Q(unweighted=True))
    )
    return Efforts(counted["every"], counted["unknown"])


class _Part(NamedTuple):
    market: int
    stage: int
    mfte: int
    unweighted: bool


def _work(activity: int, name: str, level: int, parts: list[_Part]) -> Work:
    markets: Counter[int] = Counter()
    for part in parts:
        markets[part.market] += part.mfte
    return Work(
        activity=activity,
        name=name,
        level=level,
        stages=tuple(sorted({part.stage for part in parts})),
        markets=tuple(markets.most_common()),
        unweighted=any(part.unweighted for part in parts),
    )


def _demand_of(chosen: GapFilter, tree: Tree) -> QuerySet[DemandCell]:
    """The stored need of the chosen stage and market."""
    rows = DemandCell.objects.filter(journey=chosen.journey)
    if chosen.stage is not None:
        rows = rows.filter(Q(stage_id=chosen.stage) if chosen.stage else Q(stage__isnull=True))
    return rows if chosen.market is None else rows.filter(_needed_in(chosen, tree))


def _needed_in(chosen: GapFilter, tree: Tree) -> Q:
    if not chosen.market:
        return Q(market__isnull=True)
    return Q(market_id__in=[chosen.market] if chosen.own else tree.inside(chosen.market))


def useful_levels(people: Collection[Person], needs: Iterable[NeedRow]) -> dict[int, list[tuple[int, int]]]:
    """Person -> (skill, level) of the ratings that serve one of the needs by level. One query."""
    lowest = _lowest_levels(needs)
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = SkillLevel.objects.filter(person__in=people, skill_id__in=lowest, effective=True).order_by("-level", "pk")
    for person, skill, level in rows.values_list("person_id", "skill_id", "level"):
        if level >= lowest[skill]:
            found[person].append((skill, level))
    return found


def _lowest_levels(needs: Iterable[NeedRow]) -> dict[int, int]:
    lowest: dict[int, int] = {}
    for skill, level, _, _ in needs:
        lowest[skill] = min(level, lowest.get(skill, level))
    return lowest
