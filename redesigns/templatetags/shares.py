"""Template filters over redesigns.shares."""

from fractions import Fraction

from django import template

from redesigns import shares

register = template.Library()


@register.filter
def percent(thousandths: int | None) -> str:
    """`{{ measure.weight|percent }}` -> 12.5 %; a dash for what is not known."""
    return "–" if thousandths is None else shares.percent(thousandths)


@register.filter
def percent_of(share: Fraction | None) -> str:
    """`{{ role.alignment.pod_share|percent_of }}` -> 33.3 %."""
    return "–" if share is None else shares.percent_of(share)


@register.filter
def ratio(value: Fraction | None) -> str:
    """`{{ role.alignment.mix|ratio }}` -> 0.25."""
    return "–" if value is None else shares.ratio(value)
