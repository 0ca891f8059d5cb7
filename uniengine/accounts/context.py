"""What the page shell needs: organization, navigation, who one is."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.accounts.routes import ROUTES


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class NavGroup:
    label: str
    items: tuple[NavItem, ...]


# (group, label, lucide icon, route, namespaces or URL-name prefixes that mark it as current)
NAVIGATION: tuple[tuple[str, tuple[tuple[str, str, str, tuple[str, ...]], ...]], ...] = (
    ("Workshop", (("Agenda", "calendar-check", "workshops:home", ("workshops:",)),)),
    (
        "Map",
        (
            (
                "Journey",
                "route",
                "journeys:list",
                (
                    "journeys:journey",
                    "journeys:list",
                    "journeys:board",
                    "journeys:stage",
                    "journeys:job",
                    "journeys:activity",
                    "journeys:flags",
                    "journeys:redundancy",
                    "journeys:coverage",
                    "journeys:changes",
                    "journeys:function",
                ),
            ),
            ("Skills", "puzzle", "journeys:skill-list", ("journeys:skill",)),
        ),
    ),
    (
        "People",
        (
            ("People", "users", "roles:person-list", ("roles:person",)),
            ("Skills import", "upload", "roles:import-list", ("roles:import",)),
            ("Skill gaps", "chart-no-axes-column", "roles:gap-overview", ("roles:gap",)),
        ),
    ),
    (
        "Design",
        (("Redesigns", "git-branch", "redesigns:list", ("redesigns:",)),),
    ),
    (
        "Organization",
        (
            (
                "Members",
                "user-round-cog",
                "organization:member-list",
                ("organization:member", "organization:invitation"),
            ),
            ("Markets", "map-pin", "organization:market-list", ("organization:market",)),
            ("API tokens", "key-round", "organization:token-list", ("organization:token",)),
            ("Settings", "settings", "organization:settings", ("organization:settings",)),
            ("Change log", "scroll-text", "organization:audit-list", ("organization:audit",)),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of base.html: `organization`, `actor` and `nav_groups` (only what the role may open)."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"organization": None, "actor": None, "nav_groups": ()}
    return {"organization": actor.organization, "actor": actor, "nav_groups": navigation(actor, request)}


def navigation(actor: Actor, request: HttpRequest) -> tuple[NavGroup, ...]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    groups = []
    for label, entries in NAVIGATION:
        items = tuple(
            NavItem(name, reverse(route, args=[actor.organization.slug]), icon, here.startswith(marks))
            for name, icon, route, marks in entries
            if route in ROUTES and isinstance(rule := ROUTES[route], Permission) and actor.may(rule)
        )
        if items:
            groups.append(NavGroup(label, items))
    return tuple(groups)
