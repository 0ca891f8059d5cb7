"""What redesigns do when the layers below change. Everything happens in the transaction of the change."""

from journeys.hooks import on_journey_change
from redesigns.selectors.about_person import person_told
from redesigns.services.effects import effects_follow_journeys
from redesigns.services.erasing import person_forget
from roles.hooks import on_person_erase, on_person_export


def register() -> None:
    """Called once, when the application starts."""
    on_journey_change(effects_follow_journeys)
    on_person_erase(person_forget)
    on_person_export(person_told)
