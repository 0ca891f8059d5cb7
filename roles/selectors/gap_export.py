"""The gap as tables: what a spreadsheet or another system takes along. Hidden figures say "hidden"."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from roles.selectors.gap_overview import Overview
from roles.selectors.gap_rows import Head, Row

TABLES = ("skills", "proof", "growth", "free")
HIDDEN = "hidden"
ALL, ANYBODY = "All", "No market: anybody can serve it"
COUNTED = "Effort not entered: each activity without effort counts as 1 FTE"
Line = Sequence[object]


def gap_table(overview: Overview, table: str, skills: Mapping[int, str]) -> Iterator[Line]:
    """The lines of one table with its head; FTE as decimal numbers, levels as whole ones.

    table: skills (by market, with a line for the whole), proof, growth, free. skills: id -> name.
    """
    return {"skills": _skills, "proof": _proof, "growth": _growth, "free": _free}[table](overview, skills)


def _skills(overview: Overview, skills: Mapping[int, str]) -> Iterator[Line]:
    del skills
    yield ("skill", "level and up", "market", "need FTE", "bench FTE", "difference FTE", "people", "unweighted", "note")
    split = overview.split()
    same = _same_as_whole(split, overview)
    for row, spots in zip(overview.rows, overview.lines(overview.rows, split), strict=True):
        yield _whole(row, same.name if same and same.key else ALL)
        for spot in spots:
            if spot.empty or same:
                continue
            held = overview.bench.in_market(row.skill, row.level, spot.head.key)
            need = None if spot.value is None or held is None else held.mfte - spot.value
            yield (
                row.name,
                row.level,
                spot.head.name if spot.head.key else ANYBODY,
                HIDDEN if need is None else _fte(need),
                HIDDEN if held is None else _fte(held.mfte),
                HIDDEN if spot.value is None else _fte(spot.value),
                HIDDEN if held is None else held.people,
                _yes(spot.unweighted),
                _note(spot.unweighted),
            )


def _same_as_whole(split: Sequence[Head], overview: Overview) -> Head | None:
    """The one column that says the same as the line for the whole, where there is no other."""
    return split[0] if len(split) == 1 and split[0].key in (0, overview.chosen.market) else None


def _whole(row: Row, name: str) -> Line:
    return (
        row.name,
        row.level,
        name,
        _fte(row.need),
        HIDDEN if row.bench is None else _fte(row.bench.mfte),
        HIDDEN if row.difference is None else _fte(row.difference),
        HIDDEN if row.bench is None else row.bench.people,
        _yes(row.unweighted),
        _note(row.unweighted),
    )


def _proof(overview: Overview, skills: Mapping[int, str]) -> Iterator[Line]:
    yield ("part", "skill", "level", "market", "need FTE", "part: can do any of it FTE", "part: undone FTE", "note")
    asked = overview.results.asked
    counted = {(need.skill, need.level, need.market) for need in overview.needs if need.unweighted}
    for piece in overview.proof.pieces if overview.proof and asked else ():
        assert asked is not None
        for skill, level, market, mfte in asked.proof[piece.number]["needs"]:
            yield (
                piece.number + 1,
                skills.get(skill, ""),
                level,
                overview.places.market_name(market),
                _fte(mfte),
                HIDDEN if piece.capacity is None else _fte(piece.capacity),
                HIDDEN if piece.short is None else _fte(piece.short),
                _note((skill, level, market) in counted),
            )


def _growth(overview: Overview, skills: Mapping[int, str]) -> Iterator[Line]:
    yield ("skill", "from level", "to level", "market", "FTE", "people one level short")
    asked = overview.results.asked
    for one in asked.figures.get("grows", []) if asked else []:
        skill, level, market, mfte = one["need"]
        shown = one["people"] >= overview.smallest
        yield (
            skills.get(skill, ""),
            level - 1,
            level,
            overview.places.market_name(market),
            _fte(mfte) if shown else HIDDEN,
            one["people"] if shown else HIDDEN,
        )


def _free(overview: Overview, skills: Mapping[int, str]) -> Iterator[Line]:
    del skills
    yield ("group", "people", "free FTE at least", "free FTE at most")
    for one in overview.free:
        hidden = one.least is None or one.most is None
        yield (
            one.name,
            HIDDEN if one.people is None else one.people,
            HIDDEN if hidden else _fte(one.least or 0),
            HIDDEN if hidden else _fte(one.most or 0),
        )


def _fte(mfte: int) -> Decimal:
    return Decimal(mfte) / 1000


def _note(unweighted: bool) -> str:
    return COUNTED if unweighted else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
