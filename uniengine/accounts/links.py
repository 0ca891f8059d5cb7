"""Addresses an actor may open, so that no page offers a link that is refused."""

from django.urls import NoReverseMatch, reverse

from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.accounts.routes import ROUTES


def link_for(actor: Actor, route: str, *args: object, query: str = "") -> str:
    """The address of an organization page, or "" when it does not exist or the actor may not open it."""
    rule = ROUTES.get(route)
    if not isinstance(rule, Permission) or not actor.may(rule):
        return ""
    try:
        found = reverse(route, args=[actor.organization.slug, *args])
    except NoReverseMatch:
        return ""
    return f"{found}?{query}" if query else found
