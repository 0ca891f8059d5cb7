"""Rewards alignment: does a role's pay reward what the customer outcome needs?

Pure. Shares are whole thousandths, ratios Fractions. Two comparisons per role, both by the brief's formula (section 4):
misalignment = half the sum of absolute differences, so 80/20 against 55/45 is 0.25. Once for the pay mix (fixed and
variable), once for the weights of the measures behind the variable part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from redesigns.records import WHOLE, Fields, State
from redesigns.shares import percent

AGGRESSIVE_ABOVE = 500
"""Variable pay above this share (thousandths) is called aggressive unless an organization sets another limit: at more
than half, the measures and no longer the role decide what people take home."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What some of the variable pay depends on.

    weight: of the variable pay today; needed: the weight the customer outcome needs; both thousandths.
    influences: people in the role can move it. pod_metric: it is one of the pod's own.
    """

    key: str
    name: str
    weight: int
    needed: int
    influences: bool = True
    pod_metric: bool = False


class PayFlag(StrEnum):
    """What is wrong with a role's pay, in the order in which it is listed."""

    AGGRESSIVE_MIX = "aggressive_mix"
    NO_MEASURE = "no_measure"
    NOTHING_TO_MEASURE = "nothing_to_measure"
    WEIGHTS_OFF = "weights_off"
    NEEDED_OFF = "needed_off"
    NO_INFLUENCE = "no_influence"
    OUTCOME_NOT_PAID = "outcome_not_paid"


@dataclass(frozen=True, slots=True)
class PayWarning:
    """measures: keys of those it is about; empty when it is about the role."""

    flag: PayFlag
    words: str
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """One role. mix, measures: misalignment from 0 to 1; None where one of the two sides is not known.

    pod_share: share of the variable pay tied to pod metrics; None without weights.
    """

    role: str
    fixed_share: int | None
    needed_fixed_share: int | None
    mix: Fraction | None
    measures: Fraction | None
    pod_share: Fraction | None
    warnings: tuple[PayWarning, ...]


def misalignment(today: Sequence[int], needed: Sequence[int]) -> Fraction | None:
    """Half the sum of absolute differences between two sets of shares, position by position; from 0 to 1.

    Each side counts by its proportions: weights that do not sum to 1 are a warning, not a larger misalignment.
    None when a side is empty or all zero. Raises ValueError on a negative share or sides of unequal length.
    """
    if len(today) != len(needed) or any(share < 0 for share in (*today, *needed)):
        raise ValueError("Both sides need the same measures, and no share may be negative.")
    whole, other = sum(today), sum(needed)
    if not whole or not other:
        return None
    pairs = zip(today, needed, strict=True)
    return sum((abs(Fraction(a, whole) - Fraction(b, other)) for a, b in pairs), Fraction(0)) / 2


def mix_misalignment(fixed_share: int | None, needed_fixed_share: int | None) -> Fraction | None:
    """Of the pay mix. Shares 0-1000 (ValueError outside); None when either is not known."""
    for share in (fixed_share, needed_fixed_share):
        if share is not None and not 0 <= share <= WHOLE:
            raise ValueError("A share of pay is between 0 and 1000 thousandths.")
    if fixed_share is None or needed_fixed_share is None:
        return None
    return misalignment((fixed_share, WHOLE - fixed_share), (needed_fixed_share, WHOLE - needed_fixed_share))


def pod_share(measures: Sequence[Measure]) -> Fraction | None:
    """Share of the variable pay tied to pod metrics; None when no measure has a weight."""
    whole = sum(one.weight for one in measures)
    tied = sum(one.weight for one in measures if one.pod_metric)
    return Fraction(tied, whole) if whole else None


def alignment(
    role: str,
    fixed_share: int | None,
    measures: Sequence[Measure],
    *,
    needed_fixed_share: int | None = None,
    aggressive_above: int = AGGRESSIVE_ABOVE,
) -> Alignment:
    """Everything about one role's pay. Raises ValueError on shares that make no sense."""
    return Alignment(
        role=role,
        fixed_share=fixed_share,
        needed_fixed_share=needed_fixed_share,
        mix=mix_misalignment(fixed_share, needed_fixed_share),
        measures=misalignment([one.weight for one in measures], [one.needed for one in measures]),
        pod_share=pod_share(measures),
        warnings=(*_mix_warnings(fixed_share, measures, aggressive_above), *_measure_warnings(measures)),
    )


def alignments(
    state: State,
    *,
    aggressive_above: int = AGGRESSIVE_ABOVE,
) -> dict[str, Alignment]:
    """Role -> alignment, for every role of a redesign, in the order of the roles' positions."""
    measures = measures_of(state)
    roles = sorted((f["position"], key) for (kind, key), f in state.items() if kind == "role")
    return {role: _of(state["role", role], role, measures.get(role, ()), aggressive_above) for _, role in roles}


def _of(fields: Fields, role: str, measures: Sequence[Measure], limit: int) -> Alignment:
    needed = fields["needed_fixed_share"]
    return alignment(role, fields["fixed_share"], measures, needed_fixed_share=needed, aggressive_above=limit)


def measures_of(state: State) -> Mapping[str, list[Measure]]:
    """Role -> its measures, by key; roles without any are left out."""
    found: defaultdict[str, list[Measure]] = defaultdict(list)
    for (kind, key), f in sorted(state.items(), key=lambda item: item[0]):
        if kind == "measure":
            one = Measure(key, f["name"], f["weight"], f["needed"], f["influences"], f["pod_metric"])
            found[f["role"]].append(one)
    return found


def _mix_warnings(fixed_share: int | None, measures: Sequence[Measure], limit: int) -> list[PayWarning]:
    found = []
    weighted = any(one.weight for one in measures)
    if fixed_share is not None and WHOLE - fixed_share > limit:
        words = (
            f"{percent(WHOLE - fixed_share)} of pay is variable, above the limit of {percent(limit)}: "
            "raise the fixed part."
        )
        found.append(PayWarning(PayFlag.AGGRESSIVE_MIX, words))
    if fixed_share != WHOLE and not weighted:
        words = "No measure carries any variable pay: add the measures it depends on, with their weights."
        found.append(PayWarning(PayFlag.NO_MEASURE, words))
    if fixed_share == WHOLE and weighted:
        words = "All pay is fixed, so these measures change nobody's pay: give the role a variable part or remove them."
        found.append(PayWarning(PayFlag.NOTHING_TO_MEASURE, words))
    return found


def _measure_warnings(measures: Sequence[Measure]) -> list[PayWarning]:
    off = _off(measures, [one.weight for one in measures], PayFlag.WEIGHTS_OFF, "The weights")
    off += _off(measures, [one.needed for one in measures], PayFlag.NEEDED_OFF, "The weights the outcome needs")
    idle = [one for one in measures if one.weight and not one.influences]
    unpaid = [one for one in measures if one.needed and not one.weight]
    if idle:
        words = f"People in this role cannot influence {_names(idle)}: replace it, or give them a part in it."
        off.append(PayWarning(PayFlag.NO_INFLUENCE, words, _keys(idle)))
    if unpaid:
        words = f"The customer outcome needs {_names(unpaid)}, but no pay depends on it: give it a weight."
        off.append(PayWarning(PayFlag.OUTCOME_NOT_PAID, words, _keys(unpaid)))
    return off


def _off(measures: Sequence[Measure], weights: list[int], flag: PayFlag, subject: str) -> list[PayWarning]:
    """Weights that do not sum to 1; none entered at all is told by other warnings."""
    by = sum(weights) - WHOLE
    if not any(weights) or not by:
        return []
    what = f"{percent(by)} too much" if by > 0 else f"{percent(-by)} too little"
    words = f"{subject} sum to {percent(sum(weights))}, {what}: make them 100 %."
    return [PayWarning(flag, words, _keys(measures))]


def _names(measures: Sequence[Measure]) -> str:
    return ", ".join(f"“{one.name}”" for one in measures)


def _keys(measures: Sequence[Measure]) -> tuple[str, ...]:
    return tuple(one.key for one in measures)
