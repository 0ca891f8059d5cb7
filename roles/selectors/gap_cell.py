"""What one figure is made of: the activities behind the need and the people behind the bench."""

from dataclasses import dataclass

from journeys.models import Skill
from roles.gap import LEVELS
from roles.selectors.gap_bench import Bench, bench_for
from roles.selectors.gap_cells import Amount, NeedCell, need_cells
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_overview import smallest_shown
from roles.selectors.gap_people import Work, work_behind
from roles.selectors.gap_places import Places, places
from roles.selectors.gap_results import Results, gap_results
from uniengine.accounts.access import Actor


@dataclass(frozen=True)
class Step:
    """One level: what is needed at it or above, and who can do that. bench None: hidden."""

    level: int
    need: int
    bench: Amount | None


@dataclass(frozen=True)
class Group:
    """The bench in one market or function; None: hidden."""

    key: int
    name: str
    bench: Amount | None


@dataclass(frozen=True)
class CellView:
    """A skill at a level or better, under a filter. need: mfte. bench None: hidden from the reader."""

    chosen: GapFilter
    places: Places
    results: Results
    skill: Skill
    level: int
    need: int
    bench: Amount | None
    unweighted: bool
    work: tuple[Work, ...]
    steps: tuple[Step, ...]
    groups: tuple[Group, ...]

    @property
    def difference(self) -> int | None:
        return None if self.bench is None else self.bench.mfte - self.need


def gap_cell(*, actor: Actor, chosen: GapFilter, skill: Skill, level: int) -> CellView:
    """About ten queries. The people by name are a queryset of their own, see gap_people.holders."""
    found = places(chosen.journey)
    results = gap_results(chosen.journey, chosen.slice, smallest_shown(actor), found.markets)
    needs = [need for need in need_cells(chosen.journey) if need.skill == skill.pk and chosen.holds(need, found)]
    bench = bench_for(actor, {skill.pk}, found.markets, chosen.reach, results.populated)
    work = work_behind(skill.pk, level, chosen, found.markets)
    return CellView(
        chosen=chosen,
        places=found,
        results=results,
        skill=skill,
        level=level,
        need=sum(one.mfte for one in work),
        bench=bench.here(skill.pk, level),
        unweighted=any(one.unweighted for one in work),
        work=tuple(work),
        steps=_steps(needs, bench, skill.pk),
        groups=_groups(bench, found, results, chosen, skill.pk, level),
    )


def _steps(needs: list[NeedCell], bench: Bench, skill: int) -> tuple[Step, ...]:
    """Every level with a need or a bench at it or above; readers who know one level only see that one."""
    only = bench.level_of(skill)
    levels = LEVELS if only is None else (only,)
    return tuple(
        Step(level, sum(need.mfte for need in needs if need.level >= level), bench.here(skill, level))
        for level in levels
    )


def _groups(
    bench: Bench, places: Places, results: Results, chosen: GapFilter, skill: int, level: int
) -> tuple[Group, ...]:
    """The bench by legacy function, or by market where the page is about one function already."""
    if chosen.function is None:
        found = [
            Group(key, places.function_name(key), bench.in_function(skill, level, key))
            for key in (*places.functions, 0)
            if key in results.populated.functions
        ]
    else:
        found = [
            Group(key, places.markets.name(key), bench.in_market(skill, level, key))
            for key in places.markets.nodes
            if key in results.populated.markets
        ]
    return tuple(group for group in found if group.bench is None or group.bench.people)
