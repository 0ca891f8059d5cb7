"""What stands beside the rows: the proof, who could grow, what hangs on one person, who is free."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roles.disclosure import Place, showable
from roles.findings import Figures, Piece
from roles.gap import Fragility, fragile_skills
from roles.selectors.gap_bench import Bench
from roles.selectors.gap_cells import NeedCell
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_places import Places

WHOLE = -1


@dataclass(frozen=True)
class PieceView:
    """A part of the proof. capacity, short, people: None where hidden. number: its place in the stored proof."""

    number: int
    skills: tuple[tuple[int, str, int], ...]
    markets: tuple[str, ...]
    demand: int
    capacity: int | None
    short: int | None
    people: int | None


@dataclass(frozen=True)
class ProofView:
    """All parts together, and each of them. skills: (id, name, mfte needed), most needed first."""

    whole: PieceView
    pieces: tuple[PieceView, ...]


def proof_view(proof: Sequence[Piece], names: Mapping[int, str], places: Places, smallest: int) -> ProofView | None:
    """The proof in names; None where everything can be met. smallest: hide groups under it (0: none)."""
    if not proof:
        return None
    groups: dict[int, Place[int]] = {WHOLE: Place(None, 0, False)}
    groups |= {number: Place(WHOLE, piece["people"], True) for number, piece in enumerate(proof)}
    shown = showable(groups, smallest) if smallest else frozenset(groups)
    views = tuple(_piece(number, piece, names, places, number in shown) for number, piece in enumerate(proof))
    return ProofView(_together(proof, names, places, WHOLE in shown), views)


def _together(proof: Sequence[Piece], names: Mapping[int, str], places: Places, shown: bool) -> PieceView:
    """The parts share nobody, so their people and FTE add up."""
    union = Piece(
        needs=[need for piece in proof for need in piece["needs"]],
        demand=sum(piece["demand"] for piece in proof),
        capacity=sum(piece["capacity"] for piece in proof),
        short=sum(piece["short"] for piece in proof),
        people=sum(piece["people"] for piece in proof),
    )
    return _piece(WHOLE, union, names, places, shown)


def _piece(number: int, piece: Piece, names: Mapping[int, str], places: Places, shown: bool) -> PieceView:
    needed: defaultdict[int, int] = defaultdict(int)
    for skill, _, _, mfte in piece["needs"]:
        needed[skill] += mfte
    order = sorted(needed, key=lambda skill: (-needed[skill], skill))
    markets = {need[2] for need in piece["needs"]}
    return PieceView(
        number=number,
        skills=tuple((skill, names.get(skill, "a skill that is gone"), needed[skill]) for skill in order),
        markets=() if 0 in markets else tuple(places.market_name(market) for market in sorted(markets)),
        demand=piece["demand"],
        capacity=piece["capacity"] if shown else None,
        short=piece["short"] if shown else None,
        people=piece["people"] if shown else None,
    )


@dataclass(frozen=True)
class Growth:
    """What one level more would close. gain (mfte), people: None where hidden. most: the skill it helps most."""

    gain: int | None
    people: int | None
    most: str


def growth(figures: Figures, names: Mapping[int, str], smallest: int) -> Growth:
    people = figures.get("growing", 0)
    if 0 < people < smallest:
        return Growth(None, None, "")
    by_skill: defaultdict[int, int] = defaultdict(int)
    heads: defaultdict[int, int] = defaultdict(int)
    for one in figures.get("grows", []):
        by_skill[one["need"][0]] += one["need"][3]
        heads[one["need"][0]] = max(heads[one["need"][0]], one["people"])
    most = max(by_skill, key=lambda skill: (by_skill[skill], -skill), default=None)
    told = names.get(most, "") if most is not None and heads[most] >= smallest else ""
    return Growth(figures.get("developable", 0), people, told)


@dataclass(frozen=True)
class Fragile:
    """A needed skill that hangs on nobody, on one person, or (for readers who may not know) on a small group."""

    skill: int
    name: str
    level: int
    kind: str


def fragile(needs: Iterable[NeedCell], bench: Bench, names: Mapping[int, str]) -> list[Fragile]:
    """One entry per skill, the worst first. For guarded readers: of the whole company, and without counts."""
    wanted = {(need.skill, need.level) for need in needs}
    if bench.guarded:
        few = {skill for skill, _ in wanted if _hidden(bench, skill)}
        return [Fragile(skill, names.get(skill, ""), bench.level_of(skill) or 1, "few") for skill in _named(few, names)]
    heads = _holders(wanted, bench)
    found: dict[int, Fragile] = {}
    order = {Fragility.NOBODY: 0, Fragility.ONE: 1}
    for one in sorted(fragile_skills(wanted, heads), key=lambda one: (order[one.kind], one.level)):
        found.setdefault(one.skill, Fragile(one.skill, names.get(one.skill, ""), one.level, one.kind.value))
    return sorted(found.values(), key=lambda one: (one.kind != "nobody", one.name.casefold()))


def _hidden(bench: Bench, skill: int) -> bool:
    level = bench.level_of(skill)
    return level is not None and bench.in_market(skill, level, 0) is None


def _named(skills: Iterable[int], names: Mapping[int, str]) -> list[int]:
    return sorted(skills, key=lambda skill: names.get(skill, "").casefold())


def _holders(wanted: Iterable[tuple[int, int]], bench: Bench) -> dict[tuple[int, int], int]:
    """People at exactly each level, as fragile_skills adds them up again."""
    heads = {}
    for skill in {skill for skill, _ in wanted}:
        above = 0
        for level in range(5, 0, -1):
            amount = bench.here(skill, level)
            people = amount.people if amount else 0
            heads[skill, level], above = people - above, people
    return heads


@dataclass(frozen=True)
class Free:
    """The mfte of a group that no need takes, as a range. None: hidden."""

    key: int
    name: str
    people: int | None
    least: int | None
    most: int | None


def free(figures: Figures, by: str, chosen: GapFilter, places: Places, smallest: int) -> list[Free]:
    """By legacy function or by market, of the whole journey; the filter leaves the groups it names."""
    rows = figures.get("functions", []) if by == "function" else figures.get("markets", [])
    found = []
    for row in rows:
        key = row["key"]
        if by == "function" and chosen.function not in (None, key):
            continue
        if by == "market" and chosen.market and key not in places.markets.inside(chosen.market):
            continue
        name = places.function_name(key) if by == "function" else places.markets.name(key)
        if row["people"] >= smallest:
            found.append(Free(key, name, row["people"], row["least"], row["most"]))
        else:
            found.append(Free(key, name, None, None, None))
    return sorted(found, key=lambda one: (one.most is None, -(one.most or 0), one.name))
