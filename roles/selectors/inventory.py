"""People and their effective ratings as the arrays that roles.supply computes with."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from django.db.models import Count, QuerySet

from roles.models import Person, SkillLevel
from roles.supply import NOWHERE, IntArray, Supply, supply_of
from uniengine.accounts.models import Market

CHUNK = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Inventory:
    """Everybody who counts. function, market: per person of `supply.person`, 0 for none."""

    supply: Supply
    function: IntArray
    market: IntArray


def inventory(skills: Iterable[int]) -> Inventory:
    """The people who count, with their ratings on these skills alone: the others cannot change any figure.

    Reads people, then ratings. Ratings of somebody who came in between are left out; whoever stores the figures
    compares revisions and has them computed again.
    """
    rows = Person.objects.filter(left_on__isnull=True).order_by("pk")
    people, mfte, market, function = _columns(rows, "pk", "mfte", "market_id", "function_id")
    rated = np.fromiter(chain.from_iterable(ratings_of(list(skills))), dtype=np.int64)
    person, skill, level = rated.reshape(-1, 3).T.copy()
    known = np.isin(person, people)
    supply = supply_of(
        (people, mfte, np.where(market == 0, NOWHERE, market)), (person[known], skill[known], level[known]), serves()
    )
    return Inventory(supply, function, market)


def ratings_of(skills: Collection[int]) -> Iterable[tuple[int, int, int]]:
    """(person, skill, level) of the effective ratings on these skills of everybody who counts."""
    rows = SkillLevel.objects.filter(effective=True, person__left_on__isnull=True, skill__in=skills).order_by()
    return rows.values_list("person_id", "skill_id", "level").iterator(CHUNK)


def ratings_count() -> tuple[int, int]:
    """How many people who count have an effective rating, and how many such ratings there are."""
    rows = SkillLevel.objects.filter(effective=True, person__left_on__isnull=True).order_by()
    found = rows.aggregate(rated=Count("person_id", distinct=True), ratings=Count("pk"))
    return found["rated"], found["ratings"]


def serves() -> dict[int, frozenset[int]]:
    """Market -> the markets whose needs its people may serve: itself and those above. See docs/decisions/0007."""
    paths = Market.objects.values_list("pk", "path")
    return {pk: frozenset(map(int, path.strip("/").split("/"))) for pk, path in paths}


def _columns(rows: QuerySet[Person], *names: str) -> list[IntArray]:
    """The named columns as whole numbers, 0 for none."""
    values = rows.values_list(*names).iterator(CHUNK)
    flat = np.fromiter((value or 0 for value in chain.from_iterable(values)), dtype=np.int64)
    return list(flat.reshape(-1, len(names)).T.copy())
