"""Why somebody sits where they do: their fit, and what the next best place would cost everybody together."""

from __future__ import annotations

from dataclasses import dataclass

from redesigns.placing import Alternative, alternatives
from redesigns.placing_board import SeatKey
from redesigns.placing_problem import EVERYBODY, Options
from redesigns.placing_reasons import Unplaced
from redesigns.records import Fields, is_placed
from redesigns.selectors.placed_people import Crew
from redesigns.selectors.placing import Asked
from roles.fit import Assessment, assessment


@dataclass(frozen=True, slots=True)
class WhyHere:
    """fit: against the role they have, None without a seat. best: whether the best plan for everybody who may move has
    them here too. others: other places, the least loss first; there when `best` says where else: `wanted`.

    unplaced: why the best plan has no seat for them.
    """

    fit: Assessment | None
    best: bool
    wanted: SeatKey | None
    others: tuple[Alternative, ...]
    unplaced: Unplaced | None


def why_here(crew: Crew, number: int) -> WhyHere:
    """Solves the placement of everybody who may move once."""
    placement = crew.design.of("placement")[str(number)]
    fit = assessment_of(crew, number, placement)
    asked = Asked(crew.design, crew.bench, Options(who=EVERYBODY))
    if number not in {one.number for one in asked.problem.people}:
        return WhyHere(fit, True, None, (), None)
    plan = asked.plan
    wanted = plan.assigned.get(number)
    here = _seat(placement)
    others = alternatives(plan, number) if wanted == here else ()
    return WhyHere(fit, wanted == here, wanted, others[:3], plan.unplaced.get(number))


def assessment_of(crew: Crew, number: int, placement: Fields) -> Assessment | None:
    """Their fit to the role they have; None without a seat."""
    if not is_placed(placement):
        return None
    return assessment(crew.design.profiles[placement["role"]], crew.bench.levels[number])


def _seat(placement: Fields) -> SeatKey | None:
    return (placement["role"], placement["market"]) if is_placed(placement) else None
