"""One row per needed skill: need, bench and difference, and the same by market, stage or legacy function."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from journeys.models import Skill
from roles.gap import LEVELS, SkillBalance
from roles.gap_words import heat_of, state_of
from roles.places import NONE, Column, columns
from roles.selectors.gap_bench import Bench, Populated
from roles.selectors.gap_cells import Amount, NeedCell
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_places import Places


@dataclass(frozen=True)
class Row:
    """A skill at "this level or better". need, difference: mfte. bench, difference None: hidden from the reader.

    slots: stages whose work takes the skill, as colours. unweighted: part of the need is of unknown effort.
    """

    skill: int
    name: str
    level: int
    need: int
    bench: Amount | None
    unweighted: bool
    slots: tuple[str, ...]
    needs: tuple[NeedCell, ...]

    @property
    def difference(self) -> int | None:
        return None if self.bench is None else self.bench.mfte - self.need

    @property
    def state(self) -> str:
        """low | watch | even | high; empty where hidden."""
        return "" if self.difference is None else state_of(self.difference, self.need)


@dataclass(frozen=True)
class Head:
    """A column of "Where". key: id of the market, stage or function. own: see roles.places.Column."""

    key: int
    name: str
    slot: str = ""
    own: bool = False


@dataclass(frozen=True)
class Spot:
    """A figure of "Where" in mfte; None: hidden. step: of the heat scale. empty: nothing is needed or held there."""

    head: Head
    value: int | None
    step: str
    empty: bool
    unweighted: bool


def gap_rows(needs: Iterable[NeedCell], bench: Bench, chosen: GapFilter, places: Places) -> list[Row]:
    """The rows of what the filter leaves, sorted. One query, for the names."""
    wanted: defaultdict[int, list[NeedCell]] = defaultdict(list)
    for need in needs:
        if chosen.holds(need, places):
            wanted[need.skill].append(need)
    names = dict(Skill.objects.filter(pk__in=wanted).values_list("pk", "name"))
    found = [_row(skill, names.get(skill, ""), cells, bench, places) for skill, cells in wanted.items()]
    return sorted(found, key=SORT_KEYS[chosen.sort.lstrip("-")], reverse=chosen.sort.startswith("-"))


def _row(skill: int, name: str, cells: list[NeedCell], bench: Bench, places: Places) -> Row:
    demand = tuple(sum(cell.mfte for cell in cells if cell.level >= level) for level in LEVELS)
    level = bench.level_of(skill) or _headline(skill, demand, bench)
    if not demand[level - 1]:  # the reader's one level is above what is needed here
        level = max(cell.level for cell in cells)
    counted = tuple(cell for cell in cells if cell.level >= level)
    slots = {places.stages[cell.stage].slot for cell in cells if cell.stage in places.stages}
    return Row(
        skill=skill,
        name=name,
        level=level,
        need=demand[level - 1],
        bench=bench.here(skill, level),
        unweighted=any(cell.unweighted for cell in counted),
        slots=tuple(stage.slot for stage in places.stages.values() if stage.slot in slots),
        needs=counted,
    )


def _headline(skill: int, demand: tuple[int, ...], bench: Bench) -> int:
    supply = tuple(amount.mfte if (amount := bench.here(skill, level)) else 0 for level in LEVELS)
    return SkillBalance(skill, demand, supply).headline


def _by_gap(row: Row) -> tuple[bool, int, int, str]:
    """The largest shortage first; what is hidden comes last and in an order that says nothing about it."""
    return row.difference is None, row.difference or 0, -row.need, row.name.casefold()


SORT_KEYS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "gap": _by_gap,
    "skill": lambda row: (row.name.casefold(), row.skill),
    "need": lambda row: (row.need, row.name.casefold()),
    "bench": lambda row: (row.bench is None, row.bench.mfte if row.bench else 0, row.name.casefold()),
}


def heads(needs: Iterable[NeedCell], populated: Populated, chosen: GapFilter, places: Places) -> list[Head]:
    """The columns of "Where" for the chosen split."""
    if chosen.by == "stage":
        stages = [Head(stage.pk, stage.name, stage.slot) for stage in places.stages.values()]
        loose = any(need.stage == NONE for need in needs)
        found = stages + ([Head(NONE, places.stage_name(NONE))] if loose else [])
        return [head for head in found if chosen.stage in (None, head.key)]
    if chosen.by == "function":
        used = [Head(pk, name) for pk, name in places.functions.items() if pk in populated.functions]
        found = used + ([Head(NONE, places.function_name(NONE))] if NONE in populated.functions else [])
        return [head for head in found if chosen.function in (None, head.key)]
    return [Head(column.market, column.name, own=column.own) for column in _markets(needs, populated, chosen, places)]


def _markets(needs: Iterable[NeedCell], populated: Populated, chosen: GapFilter, places: Places) -> list[Column]:
    if chosen.market == NONE:
        return [Column(NONE, "Anywhere", own=True)]
    return columns(places.markets, {need.market for need in needs}, populated.markets, chosen.market)


def spots(
    rows: Sequence[Row], split: Sequence[Head], bench: Bench, chosen: GapFilter, places: Places
) -> list[list[Spot]]:
    """One line per row: by market the difference, by stage the need, by legacy function the bench."""
    read = {"market": _difference, "stage": _need, "function": _held}[chosen.by]
    values = [[read(row, head, bench, places) for head in split] for row in rows]
    shaded = chosen.by == "market"
    largest = max((abs(value) for line in values for value, _ in line if value is not None), default=0)
    return [
        [
            Spot(
                head,
                value,
                heat_of(value, largest) if shaded and value is not None else "0",
                empty,
                any(need.unweighted for need in _counted(row, head, chosen, places)),
            )
            for head, (value, empty) in zip(split, line, strict=True)
        ]
        for row, line in zip(rows, values, strict=True)
    ]


Value = tuple[int | None, bool]
"""mfte (None: hidden), and whether there is nothing to show at all."""


def _difference(row: Row, head: Head, bench: Bench, places: Places) -> Value:
    need = sum(cell.mfte for cell in _in_market(row, head, places))
    held = bench.in_market(row.skill, row.level, head.key)
    return (None, False) if held is None else (held.mfte - need, not need and not held.people)


def _need(row: Row, head: Head, bench: Bench, places: Places) -> Value:
    need = sum(cell.mfte for cell in row.needs if cell.stage == head.key)
    return need, not any(cell.stage == head.key for cell in row.needs)


def _held(row: Row, head: Head, bench: Bench, places: Places) -> Value:
    held = bench.in_function(row.skill, row.level, head.key)
    return (None, False) if held is None else (held.mfte, not held.people)


def _in_market(row: Row, head: Head, places: Places) -> list[NeedCell]:
    inside = Column(head.key, head.name, head.own).needs_of(places.markets)
    return [cell for cell in row.needs if cell.market in inside]


def _counted(row: Row, head: Head, chosen: GapFilter, places: Places) -> Sequence[NeedCell]:
    if chosen.by == "market":
        return _in_market(row, head, places)
    return [cell for cell in row.needs if cell.stage == head.key] if chosen.by == "stage" else ()
