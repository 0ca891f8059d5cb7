"""What legacy functions do twice on a journey, in FTE and money, per activity, pair of functions and stage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from journeys.models import Journey, LegacyFunction
from journeys.redundancy import ActivityRedundancy, Redundancy, redundancy
from journeys.selectors.board import Chip
from journeys.selectors.loading import Loaded, journey_load


@dataclass(frozen=True, slots=True)
class FunctionView:
    """A function that does something on the journey. cost_per_fte in minor units, 0 when not known."""

    pk: int
    name: str
    cost_per_fte: int
    activities: int
    mfte: int


@dataclass(frozen=True, slots=True)
class RedundantActivity:
    """One activity somebody does. times_unknown: functions that do it for a time nobody knows; they are in
    `functions` but in no figure. excess_*: None when what the activity needs is not known."""

    pk: int
    name: str
    stages: tuple[int, ...]
    functions: tuple[Chip, ...]
    total_mfte: int
    needed_mfte: int | None
    consolidatable_mfte: int
    consolidatable_minor: int
    unpriced_mfte: int
    excess_mfte: int | None
    excess_minor: int | None
    fragmentation: float
    times_unknown: int


@dataclass(frozen=True, slots=True)
class PairOverlap:
    """Two functions (ids). mfte: FTE both spend on the same activities; shared: activities both do, with and
    without a known time."""

    first: int
    second: int
    mfte: int
    at_least_minor: int
    shared: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RedundantStage:
    """The figures of one stage; pk None: activities that help no job yet."""

    pk: int | None
    name: str
    slot: str
    total_mfte: int
    consolidatable_mfte: int
    consolidatable_minor: int
    excess_mfte: int
    excess_minor: int


@dataclass(frozen=True, slots=True)
class JourneyRedundancy:
    """All of it; activities with the most to gain first. Money per year in minor units of `currency`.

    many, nobody: activities done by several functions, by none. times_unknown: function entries without a time.
    excess_unknown: activities whose need is not known. unpriced: functions without a cost.
    """

    functions: tuple[FunctionView, ...]
    activities: tuple[RedundantActivity, ...]
    pairs: dict[tuple[int, int], PairOverlap]
    stages: tuple[RedundantStage, ...]
    currency: str
    total_mfte: int
    consolidatable_mfte: int
    consolidatable_minor: int
    unpriced_mfte: int
    excess_mfte: int
    excess_minor: int
    many: int
    nobody: int
    times_unknown: int
    excess_unknown: int
    unpriced: tuple[str, ...]

    def pair(self, first: int, second: int) -> PairOverlap | None:
        """A cell of the matrix, whichever way round; None when the two share nothing."""
        return self.pairs.get((first, second)) or self.pairs.get((second, first))


def journey_redundancy(journey: Journey) -> JourneyRedundancy:
    """Nine queries, whatever the size."""
    loaded = journey_load(journey)
    spent = {
        pk: {row.function_id: row.mfte for row in loaded.efforts.get(pk, ()) if row.mfte is not None}
        for pk in loaded.activities
    }
    needs = {pk: loaded.needed(pk) for pk in loaded.activities}
    found = redundancy(
        spent,
        needed={pk: need.mfte for pk, need in needs.items() if not need.unweighted},
        rates={pk: function.cost_per_fte for pk, function in loaded.functions.items() if function.cost_per_fte},
        jobs=loaded.jobs_per_stage(),
        stages=tuple(stage.pk for stage in loaded.stages),
    )
    return _view(loaded, found)


def _view(loaded: Loaded, found: Redundancy[int, int, int]) -> JourneyRedundancy:
    doing = {pk: loaded.efforts.get(pk, []) for pk in loaded.activities}
    per_stage = loaded.jobs_per_stage()
    rows = [_activity(loaded, row, per_stage) for row in found.activities if doing[row.activity]]
    rows.sort(key=lambda row: (-row.consolidatable_mfte, -len(row.functions), row.name))
    functions = _functions(loaded)
    return JourneyRedundancy(
        functions=functions,
        activities=tuple(rows),
        pairs=_pairs(loaded, found),
        stages=_stages(loaded, found),
        currency=loaded.journey.organization.currency,
        total_mfte=found.total_mfte,
        consolidatable_mfte=found.consolidatable_mfte,
        consolidatable_minor=found.consolidatable_minor,
        unpriced_mfte=found.unpriced_mfte,
        excess_mfte=found.excess_mfte,
        excess_minor=found.excess_minor,
        many=sum(len(efforts) > 1 for efforts in doing.values()),
        nobody=sum(not efforts for efforts in doing.values()),
        times_unknown=sum(row.mfte is None for efforts in doing.values() for row in efforts),
        excess_unknown=sum(row.excess_mfte is None for row in rows),
        unpriced=tuple(function.name for function in functions if not function.cost_per_fte),
    )


def _activity(
    loaded: Loaded, row: ActivityRedundancy[int, int], per_stage: dict[int, dict[int, int]]
) -> RedundantActivity:
    efforts = sorted(loaded.efforts[row.activity], key=lambda effort: -(effort.mfte or 0))
    need = loaded.needed(row.activity)
    return RedundantActivity(
        pk=row.activity,
        name=loaded.activities[row.activity].name,
        stages=tuple(per_stage.get(row.activity, {})),
        functions=tuple(Chip(e.function_id, loaded.functions[e.function_id].name, e.mfte) for e in efforts),
        total_mfte=row.total_mfte,
        needed_mfte=None if need.unweighted else need.mfte,
        consolidatable_mfte=row.consolidatable_mfte,
        consolidatable_minor=row.consolidatable_minor,
        unpriced_mfte=row.unpriced_mfte,
        excess_mfte=row.excess_mfte,
        excess_minor=row.excess_minor,
        fragmentation=float(row.fragmentation),
        times_unknown=sum(effort.mfte is None for effort in efforts),
    )


def _functions(loaded: Loaded) -> tuple[FunctionView, ...]:
    mfte: dict[int, int] = defaultdict(int)
    activities: dict[int, int] = defaultdict(int)
    for efforts in loaded.efforts.values():
        for row in efforts:
            mfte[row.function_id] += row.mfte or 0
            activities[row.function_id] += 1

    def view(function: LegacyFunction) -> FunctionView:
        return FunctionView(
            function.pk, function.name, function.cost_per_fte, activities[function.pk], mfte[function.pk]
        )

    return tuple(view(function) for function in loaded.functions.values() if activities[function.pk])


def _pairs(loaded: Loaded, found: Redundancy[int, int, int]) -> dict[tuple[int, int], PairOverlap]:
    shared: dict[tuple[int, int], list[int]] = defaultdict(list)
    order = {pk: place for place, pk in enumerate(loaded.functions)}
    for activity in loaded.activities:
        doing = sorted((row.function_id for row in loaded.efforts.get(activity, ())), key=order.__getitem__)
        for pair in combinations(doing, 2):
            shared[pair].append(activity)
    known = {frozenset((overlap.first, overlap.second)): overlap for overlap in found.overlaps}
    pairs = {}
    for pair, activities in shared.items():
        overlap = known.get(frozenset(pair))
        figures = (overlap.mfte, overlap.at_least_minor) if overlap else (0, 0)
        pairs[pair] = PairOverlap(*pair, *figures, tuple(activities))
    return dict(sorted(pairs.items(), key=lambda item: (-item[1].mfte, -len(item[1].shared))))


def _stages(loaded: Loaded, found: Redundancy[int, int, int]) -> tuple[RedundantStage, ...]:
    named = {stage.pk: stage for stage in loaded.stages}
    rows = []
    for row in found.stages:
        stage = named.get(row.stage) if row.stage is not None else None
        rows.append(
            RedundantStage(
                pk=row.stage,
                name=stage.name if stage else "Without a job",
                slot=stage.slot if stage else "",
                total_mfte=row.total_mfte,
                consolidatable_mfte=row.consolidatable_mfte,
                consolidatable_minor=row.consolidatable_minor,
                excess_mfte=row.excess_mfte,
                excess_minor=row.excess_minor,
            )
        )
    return tuple(rows)
