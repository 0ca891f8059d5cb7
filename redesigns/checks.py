"""Coverage checks: is every segment looked after in every stage, by roles that are named and have seats?

Pure. Source: brief, section 4. Per segment and stage: exactly one role accountable, at least one other doing. Per
segment: hand-over from hunter to farmer, the way of a problem, a specialist in reach, local presence. What nobody has
entered yet is "not decided"; "broken" is only what was entered and does not hold. Every finding says what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from redesigns.records import ACCOUNTABLE, DOING, SPECIALIST, Fields, State

SUPPORT = "support"
"""The slot of the stage in which problems are solved, whatever the stage is called."""

SHORTEST_ROUTE = 3
"""Account lead, Support, account lead."""


class Verdict(StrEnum):
    """Of one check, or of several: the worst counts, and what is broken is worse than what is open."""

    OK = "ok"
    NOT_DECIDED = "not_decided"
    BROKEN = "broken"


class Check(StrEnum):
    """The first three are made per segment and stage, the others per segment."""

    ACCOUNTABLE = "accountable"
    DOING = "doing"
    SPECIALIST_SEATED = "specialist_seated"
    SPECIALIST = "specialist"
    HANDOVER = "handover"
    PROBLEMS = "problems"
    LOCAL_PRESENCE = "local_presence"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the journey; slot is one of the five colours, which renamed stages keep."""

    id: int
    name: str
    slot: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where segments are.

    under: market -> itself and every market above it. names: of the markets.
    interest: segment -> the markets in which its customers are; a segment left out has none named.
    """

    under: Mapping[int, frozenset[int]]
    names: Mapping[int, str]
    interest: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one check. roles: uids of those it is about; markets: those that lack something."""

    check: Check
    verdict: Verdict
    words: str
    roles: tuple[str, ...] = ()
    markets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One segment in one stage."""

    segment: str
    stage: int
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        return worst(self.findings)


@dataclass(frozen=True, slots=True)
class Row:
    """One segment: what holds for it as a whole, and its stages in order."""

    segment: str
    findings: tuple[Finding, ...]
    cells: tuple[Cell, ...]

    @property
    def verdict(self) -> Verdict:
        return worst(finding for part in (self.findings, *(cell.findings for cell in self.cells)) for finding in part)


def worst(findings: Iterable[Finding]) -> Verdict:
    """Broken before not decided before ok; ok for no finding at all."""
    order = list(Verdict)
    return max((finding.verdict for finding in findings), key=order.index, default=Verdict.OK)


def grid(state: State, stages: Sequence[Stage], places: Places) -> tuple[Row, ...]:
    """Every segment of a redesign, by name, with a cell per stage in the order given."""
    reading = _Reading(state, stages, places)
    segments = sorted((f["name"], key, f) for (kind, key), f in state.items() if kind == "segment")
    return tuple(_row(reading, key, fields) for _, key, fields in segments)


class _Reading:
    """A state read once: roles, who covers what, and where there are seats."""

    def __init__(self, state: State, stages: Sequence[Stage], places: Places) -> None:
        self.stages, self.places = stages, places
        self.roles = {key: f for (kind, key), f in state.items() if kind == "role"}
        self.support = {stage.id for stage in stages if stage.slot == SUPPORT}
        self.seats: defaultdict[str, list[int | None]] = defaultdict(list)
        self._covers: defaultdict[tuple[str, int | None, str], list[str]] = defaultdict(list)
        for (kind, _), f in sorted(state.items(), key=lambda item: item[0]):
            if kind == "headcount":
                self.seats[f["role"]].append(f["market"])
            if kind == "cover":
                self._covers[f["segment"], f["stage"], f["part"]].append(f["role"])

    def covers(self, segment: str, part: str, stage: int | None = None) -> tuple[str, ...]:
        """Roles with this part in a stage; without a stage, in any of the journey."""
        stages = [one.id for one in self.stages] if stage is None else [stage]
        found = (role for one in stages for role in self._covers[segment, one, part])
        return tuple(dict.fromkeys(found))

    def names(self, roles: Iterable[str]) -> str:
        return ", ".join(self.roles[role]["name"] for role in roles)

    def markets(self, markets: Iterable[int]) -> str:
        return ", ".join(self.places.names.get(market, "?") for market in markets)

    def local(self, role: str, market: int) -> bool:
        """Whether a seat of the role is in the market or below it; a seat that may be anywhere is not local."""
        return any(at is not None and market in self._under(at) for at in self.seats[role])

    def reaches(self, role: str, market: int) -> bool:
        """Whether a seat of the role is anywhere, in the market, below it, or above it."""
        above = self._under(market)
        return any(at is None or at in above or market in self._under(at) for at in self.seats[role])

    def _under(self, market: int) -> frozenset[int]:
        return self.places.under.get(market, frozenset({market}))


def _row(reading: _Reading, segment: str, fields: Fields) -> Row:
    findings = (
        _handover(reading, fields),
        _problems(reading, fields),
        _specialist(reading, segment, fields),
        _local_presence(reading, segment, fields),
    )
    cells = tuple(_cell(reading, segment, stage) for stage in reading.stages)
    return Row(segment, findings, cells)


def _cell(reading: _Reading, segment: str, stage: Stage) -> Cell:
    accountable = reading.covers(segment, ACCOUNTABLE, stage.id)
    doing = reading.covers(segment, DOING, stage.id)
    findings = [_accountable(reading, accountable, open=not doing), _doing(reading, doing, open=not accountable)]
    specialists = reading.covers(segment, SPECIALIST, stage.id)
    if specialists:
        findings.append(_seated(reading, specialists))
    return Cell(segment, stage.id, tuple(findings))


def _accountable(reading: _Reading, roles: tuple[str, ...], *, open: bool) -> Finding:
    if len(roles) == 1:
        return Finding(Check.ACCOUNTABLE, Verdict.OK, f"{reading.names(roles)} is accountable.", roles)
    if roles:
        words = f"{reading.names(roles)} are all accountable: keep one, let the others do it."
        return Finding(Check.ACCOUNTABLE, Verdict.BROKEN, words, roles)
    verdict = Verdict.NOT_DECIDED if open else Verdict.BROKEN
    return Finding(Check.ACCOUNTABLE, verdict, "Nobody is accountable: choose one role.")


def _doing(reading: _Reading, roles: tuple[str, ...], *, open: bool) -> Finding:
    if roles:
        return Finding(Check.DOING, Verdict.OK, f"Done by {reading.names(roles)}.", roles)
    verdict = Verdict.NOT_DECIDED if open else Verdict.BROKEN
    return Finding(Check.DOING, verdict, "No role does the work: choose at least one.")


def _seated(reading: _Reading, specialists: tuple[str, ...]) -> Finding:
    empty = tuple(role for role in specialists if not reading.seats[role])
    if not empty:
        words = f"{reading.names(specialists)} can be called in."
        return Finding(Check.SPECIALIST_SEATED, Verdict.OK, words, specialists)
    words = f"No seat for {reading.names(empty)}: give the role a headcount."
    return Finding(Check.SPECIALIST_SEATED, Verdict.BROKEN, words, empty)


def _handover(reading: _Reading, fields: Fields) -> Finding:
    hunter, farmer = fields["hunter"], fields["farmer"]
    roles = tuple(dict.fromkeys(role for role in (hunter, farmer) if role))
    said = bool(fields["handover"].strip())
    if not roles and not said:
        words = "Not decided who wins customers and who keeps them: name both roles."
        return Finding(Check.HANDOVER, Verdict.NOT_DECIDED, words)
    if not hunter or not farmer:
        missing = "wins customers (hunter)" if farmer or not hunter else "keeps customers (farmer)"
        return Finding(Check.HANDOVER, Verdict.BROKEN, f"Name the role that {missing}.", roles)
    if len(roles) == 1:
        words = f"{reading.names(roles)} wins customers and keeps them: nothing is handed over."
        return Finding(Check.HANDOVER, Verdict.OK, words, roles)
    if said:
        return Finding(Check.HANDOVER, Verdict.OK, f"{reading.names(roles)}: the hand-over is defined.", roles)
    words = f"Say how {reading.names([hunter])} hands a customer over to {reading.names([farmer])}."
    return Finding(Check.HANDOVER, Verdict.BROKEN, words, roles)


def _problems(reading: _Reading, fields: Fields) -> Finding:
    route, lead = tuple(fields["problem_route"]), fields["farmer"]
    if not route:
        words = "Not decided which way a problem takes: account lead, Support, account lead."
        return Finding(Check.PROBLEMS, Verdict.NOT_DECIDED, words)
    wrong = _route_fault(reading, route, lead)
    if wrong:
        return Finding(Check.PROBLEMS, Verdict.BROKEN, wrong, route)
    words = f"A problem starts and ends with {reading.names([lead])}, and Support solves it."
    return Finding(Check.PROBLEMS, Verdict.OK, words, route)


def _route_fault(reading: _Reading, route: tuple[str, ...], lead: str | None) -> str:
    """What is wrong with the way of a problem; empty when nothing is."""
    if lead is None:
        return "Name the role that keeps customers (farmer): it leads the account and comes first and last."
    if route[0] != lead or route[-1] != lead or len(route) < SHORTEST_ROUTE:
        return f"Let a problem start and end with {reading.names([lead])}, who leads the account."
    if not any(reading.roles[role]["stage"] in reading.support for role in route[1:-1]):
        return "Put a role of the Support stage between the first and the last step."
    return ""


def _specialist(reading: _Reading, segment: str, fields: Fields) -> Finding:
    roles = reading.covers(segment, SPECIALIST)
    if not fields["specialist"]:
        return Finding(Check.SPECIALIST, Verdict.OK, "This segment needs no specialist.", roles)
    if not roles:
        words = "The segment needs a specialist: mark a role as specialist in one of its stages."
        return Finding(Check.SPECIALIST, Verdict.NOT_DECIDED, words)
    seated = tuple(role for role in roles if reading.seats[role])
    if not seated:
        words = f"No seat for {reading.names(roles)}: give the role a headcount."
        return Finding(Check.SPECIALIST, Verdict.BROKEN, words, roles)
    interest = reading.places.interest.get(segment, ())
    far = tuple(market for market in interest if not any(reading.reaches(role, market) for role in seated))
    if far:
        words = f"No specialist in reach of {reading.markets(far)}: add a seat there, above it, or anywhere."
        return Finding(Check.SPECIALIST, Verdict.BROKEN, words, seated, far)
    return Finding(Check.SPECIALIST, Verdict.OK, f"{reading.names(seated)} is in reach.", seated)


def _local_presence(reading: _Reading, segment: str, fields: Fields) -> Finding:
    roles = tuple(dict.fromkeys((*reading.covers(segment, ACCOUNTABLE), *reading.covers(segment, DOING))))
    interest = reading.places.interest.get(segment, ())
    if not fields["local_presence"]:
        return Finding(Check.LOCAL_PRESENCE, Verdict.OK, "This segment needs nobody on the spot.", roles)
    if not interest or not roles:
        lacking = "which markets its customers are in" if not interest else "which roles look after it"
        return Finding(
            Check.LOCAL_PRESENCE, Verdict.NOT_DECIDED, f"Say {lacking}: it needs somebody on the spot.", roles
        )
    away = tuple(market for market in interest if not any(reading.local(role, market) for role in roles))
    if away:
        words = f"Nobody on the spot in {reading.markets(away)}: give one of {reading.names(roles)} a seat there."
        return Finding(Check.LOCAL_PRESENCE, Verdict.BROKEN, words, roles, away)
    return Finding(Check.LOCAL_PRESENCE, Verdict.OK, f"Somebody on the spot in {reading.markets(interest)}.", roles)
