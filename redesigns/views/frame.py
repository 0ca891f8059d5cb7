"""What every page of a redesign has: its tabs, its state, who may change it, Undo and Redo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from redesigns.models import Redesign
from redesigns.selectors.access import may_edit, redesign_for, sees_names
from redesigns.selectors.history import Steps, steps_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.links import link_for

# (name, route, other routes of the tab)
TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Overview", "redesigns:redesign", ("redesigns:redesign-",)),
    ("Roles", "redesigns:role-list", ("redesigns:role", "redesigns:proposal")),
    ("People", "redesigns:placement-list", ("redesigns:placement", "redesigns:card", "redesigns:ban")),
    ("Shared services", "redesigns:group-list", ("redesigns:group",)),
    ("Waves", "redesigns:wave-list", ("redesigns:wave",)),
    ("Development", "redesigns:development-list", ("redesigns:development",)),
    ("Pay", "redesigns:reward-list", ("redesigns:reward", "redesigns:measure")),
    ("Coverage", "redesigns:coverage", ("redesigns:coverage", "redesigns:segment", "redesigns:cover")),
    ("Changes", "redesigns:change-list", ("redesigns:change",)),
)
STATES = {
    "draft": ("even", "Draft"),
    "proposed": ("watch", "Proposed"),
    "approved": ("high", "Approved"),
    "published": ("high", "Published"),
    "replaced": ("even", "Replaced"),
}
NOTHING = Steps(None, None)


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    url: str
    current: bool


def frame(request: ActorRequest, redesign: Redesign) -> dict[str, Any]:
    """The context of templates/redesigns/_tabs.html: redesign, tabs, may_edit, names, steps, state."""
    editing = may_edit(request.actor, redesign)
    return {
        "redesign": redesign,
        "may_edit": editing,
        "names": sees_names(request.actor, redesign),
        "steps": steps_of(redesign) if editing else NOTHING,
        "state_of": STATES[redesign.state],
        "tabs": tabs(request, redesign),
        "undo_url": link_for(request.actor, "redesigns:change-undo-last", redesign.pk),
        "redo_url": link_for(request.actor, "redesigns:change-redo", redesign.pk),
        "list_url": link_for(request.actor, "redesigns:list"),
    }


def opened(request: ActorRequest, pk: int) -> Redesign:
    """The redesign of a page. Raises Http404 for one the actor may not know of."""
    return redesign_for(request.actor, pk)


def tabs(request: ActorRequest, redesign: Redesign) -> list[Tab]:
    """Those the actor may open."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    found = [(name, link_for(request.actor, route, redesign.pk), route, more) for name, route, more in TABS]
    return [Tab(name, url, here == route or here.startswith(more)) for name, url, route, more in found if url]
