"""The pay of every role of a redesign beside what the customer outcome needs. No person is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from journeys.models import Stage
from redesigns.models import Redesign
from redesigns.pay_working import Working, measures_step, measures_working, mix_step, mix_working
from redesigns.records import WHOLE
from redesigns.rewards import Alignment, Measure, alignments, measures_of
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.states import state_of
from redesigns.shares import percent, percent_of, ratio

KINDS = ("role", "measure")
HEADER = (
    "Role",
    "Stage",
    "Fixed pay today (%)",
    "Fixed pay needed (%)",
    "Misalignment of the mix",
    "Misalignment of the measures",
    "Variable pay tied to pod metrics (%)",
    "Measure",
    "Weight today (%)",
    "Weight needed (%)",
    "Role can influence it",
    "Pod metric",
    "What to do",
)


class Standing(StrEnum):
    """Of one role's pay. OPEN: entered in part, and nothing of it is off."""

    FITS = "fits"
    OFF = "off"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RolePay:
    """One role. stage None: cross-stage. measures: the heaviest first."""

    key: str
    name: str
    stage: Stage | None
    alignment: Alignment
    measures: tuple[Measure, ...]

    @property
    def standing(self) -> Standing:
        """Where the role stands; what can be compared and is off comes before what is missing."""
        found = self.alignment
        if not self.measures and (found.fixed_share, found.needed_fixed_share) == (None, None):
            return Standing.UNKNOWN
        if found.mix or found.measures or found.warnings:
            return Standing.OFF
        whole = found.mix is not None and (found.measures is not None or found.fixed_share == WHOLE)
        return Standing.FITS if whole else Standing.OPEN

    @property
    def variable_share(self) -> int | None:
        fixed = self.alignment.fixed_share
        return None if fixed is None else WHOLE - fixed

    @property
    def mix_working(self) -> Working | None:
        return mix_working(self.alignment.fixed_share, self.alignment.needed_fixed_share)

    @property
    def steps(self) -> tuple[str, ...]:
        """What brings the pay nearer to the outcome."""
        return tuple(step for step in (mix_step(self.mix_working), measures_step(self.measures_working)) if step)

    @property
    def measures_working(self) -> Working | None:
        return measures_working(self.measures)


def pay(redesign: Redesign) -> tuple[RolePay, ...]:
    """Every role, in the order of the stages. A fixed number of queries."""
    design = design_load(redesign, state_of(redesign, kinds=KINDS))
    found, measures = alignments(design.state), measures_of(design.state)
    return tuple(_role(design, key, found[key], measures.get(key, ())) for key in design.roles)


def role_pay(redesign: Redesign, role: str) -> RolePay | None:
    """One role; None when there is none of this key."""
    return next((one for one in pay(redesign) if one.key == role), None)


def _role(design: Design, key: str, found: Alignment, measures: Sequence[Measure]) -> RolePay:
    fields = design.roles[key]
    heaviest = sorted(measures, key=lambda one: (-one.weight, -one.needed, one.name.casefold(), one.key))
    return RolePay(key, fields["name"], design.stages.get(fields["stage"]), found, tuple(heaviest))


def pay_table(roles: Sequence[RolePay]) -> Iterator[Sequence[object]]:
    """A line per measure; a role without any has one line."""
    yield HEADER
    for one in roles:
        for measure in one.measures or (None,):
            yield (*_of_role(one), *_of_measure(measure), _to_do(one))


def _to_do(one: RolePay) -> str:
    return " ".join((*(warning.words for warning in one.alignment.warnings), *one.steps))


def _of_role(one: RolePay) -> tuple[object, ...]:
    found = one.alignment
    return (
        one.name,
        one.stage.name if one.stage else "Cross-stage",
        _percent(found.fixed_share),
        _percent(found.needed_fixed_share),
        "" if found.mix is None else ratio(found.mix),
        "" if found.measures is None else ratio(found.measures),
        "" if found.pod_share is None else percent_of(found.pod_share).removesuffix(" %"),
    )


def _of_measure(one: Measure | None) -> tuple[object, ...]:
    if one is None:
        return ("",) * 5
    flags = ("yes" if flag else "no" for flag in (one.influences, one.pod_metric))
    return one.name, _percent(one.weight), _percent(one.needed), *flags


def _percent(thousandths: int | None) -> str:
    return "" if thousandths is None else percent(thousandths).removesuffix(" %")


def furthest(one: RolePay) -> Fraction:
    """How far off a role's pay is, by the larger of its two misalignments; what is not known is not off."""
    return max(one.alignment.mix or Fraction(0), one.alignment.measures or Fraction(0))
