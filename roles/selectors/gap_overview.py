"""The gap of a journey as a reader chose to see it: one object for the page, the API and the export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from journeys.models import Journey, Skill
from roles.models import Person
from roles.selectors.gap_bench import Bench, bench_for
from roles.selectors.gap_cards import Fragile, Free, Growth, ProofView, fragile, free, growth, proof_view
from roles.selectors.gap_cells import NeedCell, need_cells
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_places import Places, places
from roles.selectors.gap_results import Results, gap_results
from roles.selectors.gap_rows import Head, Row, Spot, gap_rows, heads, spots
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission


@dataclass(frozen=True)
class Overview:
    """Everything the first page of the gap shows; see the modules the parts come from."""

    chosen: GapFilter
    places: Places
    results: Results
    needs: tuple[NeedCell, ...]
    bench: Bench
    rows: tuple[Row, ...]
    proof: ProofView | None
    growth: Growth
    fragile: tuple[Fragile, ...]
    free: tuple[Free, ...]
    smallest: int

    @property
    def unmet(self) -> int | None:
        """mfte; None: hidden from the reader. 0 where nothing is needed."""
        return self.results.unmet.get(self.chosen.slice.name, 0)

    def split(self) -> list[Head]:
        """The columns of "Where"."""
        return heads(self.needs, self.results.populated, self.chosen, self.places)

    def lines(self, rows: Sequence[Row], split: Sequence[Head]) -> list[list[Spot]]:
        """The figures of "Where" for some of the rows."""
        return spots(rows, split, self.bench, self.chosen, self.places)


def journeys_active() -> list[Journey]:
    """The journeys one can choose from, the oldest first."""
    return list(Journey.objects.filter(archived_at__isnull=True).order_by("pk"))


def gap_overview(*, actor: Actor, chosen: GapFilter) -> Overview:
    """About a dozen queries, whatever the size of the company."""
    found = places(chosen.journey)
    smallest = smallest_shown(actor)
    results = gap_results(chosen.journey, chosen.slice, smallest, found.markets)
    every = need_cells(chosen.journey)
    skills = {need.skill for need in every}
    bench = bench_for(actor, skills, found.markets, chosen.reach, results.populated)
    needs = [need for need in every if chosen.holds(need, found)]
    rows = gap_rows(needs, bench, chosen, found)
    names = {row.skill: row.name for row in rows}
    asked = results.asked
    return Overview(
        chosen=chosen,
        places=found,
        results=results,
        needs=tuple(needs),
        bench=bench,
        rows=tuple(rows),
        proof=proof_view(asked.proof, names, found, smallest) if asked else None,
        growth=_growth(results, names, smallest),
        fragile=tuple(fragile(needs, bench, names)),
        free=tuple(free(results.whole.figures, "market" if chosen.market else "function", chosen, found, smallest)),
        smallest=smallest,
    )


def _growth(results: Results, names: Mapping[int, str], smallest: int) -> Growth:
    if results.asked is None:
        return Growth(0, 0, "")
    return Growth(None, None, "") if results.withheld else growth(results.asked.figures, names, smallest)


def smallest_shown(actor: Actor) -> int:
    """Groups of fewer people are hidden from the actor; 0 for those who may see people."""
    return 0 if actor.may(Permission.PEOPLE_VIEW) else actor.organization.small_group


def anybody() -> bool:
    """Whether there is a person at all."""
    return Person.objects.exists()


def skill_names(skills: Iterable[int]) -> dict[int, str]:
    return dict(Skill.objects.filter(pk__in=list(skills)).values_list("pk", "name"))
