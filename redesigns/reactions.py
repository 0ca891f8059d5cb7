"""What redesigns do when the layers below change. Everything happens in the transaction of the change."""

from journeys.hooks import on_journey_change
from redesigns.services.effects import effects_follow_journeys


def register() -> None:
    """Called once, when the application starts."""
    on_journey_change(effects_follow_journeys)
