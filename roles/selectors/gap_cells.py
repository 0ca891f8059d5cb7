"""The stored cells of demand and supply, read once per page and added up as asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from journeys.models import Journey
from roles.gap import LEVELS
from roles.models import DemandCell, SupplyCell

Cell = tuple[int, int]
"""(skill, level)"""


class Amount(NamedTuple):
    """People and their FTE in thousandths."""

    people: int
    mfte: int


Spread = Mapping[tuple[int, int], Mapping[int, Amount]]
"""(skill, level held) -> market or function (0: none) -> amount at exactly this level."""


class NeedCell(NamedTuple):
    """What a journey needs of a skill at exactly this level in one stage and market (0: none)."""

    skill: int
    level: int
    stage: int
    market: int
    mfte: int
    unweighted: bool


def need_cells(journey: Journey) -> list[NeedCell]:
    """One query, added up over activities."""
    rows = (
        DemandCell.objects.filter(journey=journey)
        .order_by()
        .values_list("skill_id", "level", "stage_id", "market_id")
        .annotate(sum=Sum("mfte"), unknown=Count("pk", filter=Q(unweighted=True)))
    )
    return [
        NeedCell(skill, level, stage or 0, market or 0, mfte, unknown > 0)
        for skill, level, stage, market, mfte, unknown in rows
    ]


def spread_over(field: str, skills: Collection[int], only: Q | None = None) -> Spread:
    """Supply of these skills by `market_key` or `function_key`. One query."""
    found: defaultdict[tuple[int, int], dict[int, Amount]] = defaultdict(dict)
    rows = SupplyCell.objects.filter(only or Q(), skill_id__in=skills).order_by()
    for skill, level, key, people, mfte in rows.values_list("skill_id", "level", field).annotate(
        heads=Sum("people"), fte=Sum("mfte")
    ):
        if people:
            found[skill, level][key] = Amount(people, mfte)
    return found


def at_least(spread: Spread, skill: int, level: int, keys: Collection[int] | None = None) -> Amount:
    """Everybody at the level or better, in these places (all)."""
    people = mfte = 0
    for held in range(level, LEVELS[-1] + 1):
        for key, amount in spread.get((skill, held), {}).items():
            if keys is None or key in keys:
                people, mfte = people + amount.people, mfte + amount.mfte
    return Amount(people, mfte)


def needed_anywhere() -> dict[Cell, int]:
    """mfte per (skill, level), over all active journeys. One query."""
    rows = DemandCell.objects.filter(journey__archived_at__isnull=True).order_by().values_list("skill_id", "level")
    return {(skill, level): mfte for skill, level, mfte in rows.annotate(sum=Sum("mfte"))}
