"""Seats for roles that have none: as many per market as the effort of their activities takes there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from journeys.effort import MFTE
from redesigns.models import Redesign, RedesignChange
from redesigns.records import ACCOUNTABLE, Fields, Key, Puts, State, key_of, record
from redesigns.selectors.design import Design, design_load
from redesigns.services.changing import redesign_change
from redesigns.services.starting import needed_by_market
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError


def seats_by_need(*, actor: Actor, redesign: Redesign, seen: int | None = None) -> RedesignChange:
    """Give every role without a headcount the seats its activities call for, rounded up per market, as one change.

    Only activities the role is accountable for count, so that none counts twice. A role that leads or has no activity
    of known effort gets none. Raises DomainError when there is nothing to set.
    """
    design = design_load(redesign)

    def decide(state: State) -> Puts:
        seated = {fields["role"] for (kind, _), fields in state.items() if kind == "headcount"}
        return {key: fields for key, fields in _seats(design, state).items() if fields["role"] not in seated}

    change = redesign_change(
        actor=actor, redesign=redesign, label="Set seats by the effort needed", decide=decide, seen=seen
    )
    if change is None:
        words = "Every role has seats already, or its activities' effort is not known. Enter the effort on the journey."
        raise DomainError("no_seats_to_set", words)
    return change


def _seats(design: Design, state: State) -> Mapping[Key, Fields]:
    needed: defaultdict[tuple[str, int | None], int] = defaultdict(int)
    for (kind, _), duty in state.items():
        if kind == "duty" and duty["part"] == ACCOUNTABLE and duty["activity"] in design.activities:
            for market, mfte in needed_by_market(design, duty["activity"]).items():
                needed[duty["role"], market] += mfte
    made = [
        record("headcount", role=role, market=market, seats=-(-mfte // MFTE))
        for (role, market), mfte in needed.items()
        if mfte
    ]
    return {key_of("headcount", fields): fields for fields in made}
