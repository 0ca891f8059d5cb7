"""What people and gaps do when the layers below change. Everything happens in the transaction of the change."""

from journeys import bench
from journeys.hooks import on_journey_change
from roles.models import InventoryState
from roles.selectors.inventory import ratings_of
from roles.services.gaps import gaps_follow, gaps_follow_journeys
from roles.services.ratings import ratings_reorder_start
from roles.services.rollup import inventory_lock, supply_follow
from uniengine.accounts.access import Actor
from uniengine.accounts.hooks import Changed, on_organization_change

MOVES_NEEDS = frozenset({"markets", "productive_hours"})


def register() -> None:
    """Called once, when the application starts."""
    on_journey_change(gaps_follow_journeys)
    on_organization_change(organization_changed)
    bench.register(ratings_of)


def organization_changed(actor: Actor, changed: Changed) -> None:
    """Settings that decide what is needed where, or whose rating counts, make the stored gaps old."""
    if not InventoryState.objects.exists():
        return
    if "rater_precedence" in changed:
        ratings_reorder_start(actor=actor)
    if changed & MOVES_NEEDS:
        supply_follow(inventory_lock(actor.organization), (), ())
        gaps_follow(actor.organization)
