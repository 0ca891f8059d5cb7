"""What redesigns do when the layers below change. Everything happens in the transaction of the change."""

from journeys.hooks import on_journey_change, on_rates_change
from redesigns.selectors.about_person import person_told
from redesigns.services.effects import effects_anew, effects_follow_journeys
from redesigns.services.erasing import person_forget
from redesigns.services.leaving import member_forget
from roles.hooks import on_person_erase, on_person_export
from uniengine.accounts.access import Actor
from uniengine.accounts.hooks import Changed, on_membership_end, on_organization_change

MOVES_EFFECTS = frozenset({"markets", "productive_hours", "currency"})


def register() -> None:
    """Called once, when the application starts."""
    on_journey_change(effects_follow_journeys)
    on_organization_change(organization_changed)
    on_rates_change(effects_anew)
    on_membership_end(member_forget)
    on_person_erase(person_forget)
    on_person_export(person_told)


def organization_changed(actor: Actor, changed: Changed) -> None:
    """Settings that every effect panel rests on."""
    if changed & MOVES_EFFECTS:
        effects_anew()
