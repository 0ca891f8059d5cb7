"""Template filters of this app."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """`{{ names|at:skill }}`: the value of a key that is itself a variable; empty where there is none."""
    return values.get(key, "")
