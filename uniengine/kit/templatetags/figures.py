"""Template filters over kit.figures."""

from django import template

from uniengine.kit import figures

register = template.Library()


@register.filter
def fte(mfte: int | None, digits: int = 1) -> str:
    """`{{ need.mfte|fte }}` -> 12.3; nothing for an unknown figure."""
    return "–" if mfte is None else figures.fte(mfte, digits)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """`{{ amount|money:organization.currency }}` -> USD 12,345."""
    return "–" if minor is None else figures.money(minor, currency)
