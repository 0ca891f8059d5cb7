"""The coverage checks of a redesign: every segment in every stage, by roles. No person is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from journeys.models import Stage
from redesigns import checks
from redesigns.checks import Cell, Check, Finding, Places, Row, Verdict, grid
from redesigns.models import Redesign
from redesigns.records import Fields
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.states import state_of
from roles.places import Tree

KINDS = ("role", "headcount", "segment", "cover")
HEADER = ("Segment", "Stage", "Check", "Verdict", "What is found", "Roles", "Markets")
CHECK_WORDS: Mapping[Check, str] = {
    Check.ACCOUNTABLE: "One role accountable",
    Check.DOING: "Somebody does it",
    Check.SPECIALIST_SEATED: "Specialist has a seat",
    Check.HANDOVER: "Hand-over",
    Check.PROBLEMS: "Way of a problem",
    Check.SPECIALIST: "Specialist in reach",
    Check.LOCAL_PRESENCE: "Somebody on the spot",
}
VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.OK: "Holds",
    Verdict.NOT_DECIDED: "Not decided",
    Verdict.BROKEN: "Does not hold",
}


@dataclass(frozen=True)
class Coverage:
    """The grid, and the design its roles, stages and markets are named by."""

    design: Design
    rows: tuple[Row, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for row in self.rows for cell in row.cells)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Of all segments and cells."""
        whole = [finding for row in self.rows for finding in row.findings]
        return (*whole, *(finding for cell in self.cells for finding in cell.findings))

    @cached_property
    def covers(self) -> Mapping[tuple[str, int], Mapping[str, str]]:
        """(segment, stage) -> role -> its part there; cells without any are left out."""
        found: dict[tuple[str, int], dict[str, str]] = {}
        for fields in self.design.of("cover").values():
            found.setdefault((fields["segment"], fields["stage"]), {})[fields["role"]] = fields["part"]
        return found

    @property
    def unowned(self) -> int:
        """Cells no role is accountable for."""
        return sum(is_unowned(cell) for cell in self.cells)

    def count(self, verdict: Verdict) -> int:
        """Checks with this answer."""
        return sum(finding.verdict is verdict for finding in self.findings)

    def segment(self, key: str) -> Fields:
        return self.design.of("segment")[key]

    def row(self, segment: str) -> Row | None:
        """None when there is no segment of this key."""
        return next((row for row in self.rows if row.segment == segment), None)

    def covers_in(self, segment: str, stage: int) -> Mapping[str, str]:
        """Role -> its part in one cell."""
        return self.covers.get((segment, stage), {})

    def role_names(self, roles: Sequence[str]) -> str:
        return ", ".join(self.design.roles[role]["name"] for role in roles)


def coverage(redesign: Redesign) -> Coverage:
    """Every check of every segment. A fixed number of queries."""
    design = design_load(redesign, state_of(redesign, kinds=KINDS))
    stages = [checks.Stage(one.pk, one.name, one.slot) for one in design.journey.stages]
    return Coverage(design, grid(design.state, stages, places(design)))


def places(design: Design) -> Places:
    """The markets as the checks take them; those a segment names that are gone are left out."""
    tree = design.markets
    return Places(
        under={market: _above(tree, market) for market in tree.nodes},
        names={market: node.name for market, node in tree.nodes.items()},
        interest={
            key: [market for market in fields["markets"] if market in tree.nodes]
            for key, fields in design.of("segment").items()
        },
    )


def is_unowned(cell: Cell) -> bool:
    """Whether no role is accountable."""
    return any(one.check is Check.ACCOUNTABLE and not one.roles for one in cell.findings)


def coverage_table(found: Coverage) -> Iterator[Sequence[object]]:
    """A line per check."""
    yield HEADER
    for row in found.rows:
        name = found.segment(row.segment)["name"]
        for finding in row.findings:
            yield name, "All stages", *_line(found, finding)
        for cell in row.cells:
            for finding in cell.findings:
                yield name, found.design.stage_name(cell.stage), *_line(found, finding)


def _line(found: Coverage, finding: Finding) -> tuple[object, ...]:
    markets = ", ".join(found.design.market_name(market) for market in finding.markets)
    verdict = VERDICT_WORDS[finding.verdict]
    return CHECK_WORDS[finding.check], verdict, finding.words, found.role_names(finding.roles), markets


def _above(tree: Tree, market: int) -> frozenset[int]:
    """The market and every market above it."""
    found = []
    here: int | None = market
    while here in tree.nodes:
        assert here is not None
        found.append(here)
        here = tree.nodes[here].parent
    return frozenset(found)


def stages_of(found: Coverage) -> tuple[Stage, ...]:
    """The stages of the journey, in order."""
    return found.design.journey.stages
