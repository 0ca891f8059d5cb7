"""Template filters of the journeys pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """`{{ names|at:pk }}`: the entry of a mapping, nothing when there is none."""
    return values.get(key)


@register.filter
def breakable(text: str) -> SafeString:
    """Lets a name break after a slash: "Order/Install" in a narrow column."""
    return mark_safe(escape(text).replace("/", "/<wbr>"))  # noqa: S308 - escaped in the same line


@register.filter
def tidy(figure: str) -> str:
    """ "298.00" -> "298", "2.50" -> "2.5"."""
    return figure.rstrip("0").rstrip(".") if "." in figure else figure
