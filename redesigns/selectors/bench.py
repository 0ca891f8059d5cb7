"""Everybody of a baseline as the pure modules take them: numbers, places, time and levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from redesigns.models import Baseline, BaselinePerson
from redesigns.renewal import BasePerson
from roles.fit import Levels
from roles.fit_table import FitTable, fit_table, levels_columns
from roles.selectors.inventory import serves


@dataclass(frozen=True)
class Bench:
    """people: by number, in order of number."""

    baseline: Baseline
    people: Mapping[int, BasePerson]
    serves: Mapping[int, frozenset[int]]

    @cached_property
    def levels(self) -> Mapping[int, Levels]:
        return {number: person.levels for number, person in self.people.items()}

    def fits(self, profiles: Mapping[str, Mapping[int, object]]) -> FitTable:
        """Everybody against every role."""
        return fit_table(list(self.people), levels_columns(self.levels), profiles)  # type: ignore[arg-type]


def bench_load(baseline: Baseline) -> Bench:
    """Two queries, whatever the size."""
    rows = BaselinePerson.objects.filter(baseline=baseline).order_by("number")
    people = {
        row.number: BasePerson(
            number=row.number,
            mfte=row.mfte,
            market=row.market_id,
            function=row.function_id,
            title=row.title,
            manager=row.manager,
            levels={int(skill): level for skill, level in row.levels.items()},
        )
        for row in rows.iterator(5_000)
    }
    return Bench(baseline, people, serves())
