"""Tenant scope: a query on a tenant's table without an active scope raises instead of leaking.

django-scopes does the same for most queryset methods, but lets `.exists()` through unscoped (2.1); here the
manager itself refuses, so no method can be forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
EVERY = -1  # the scope of migrations, reapers and other code that serves all organizations
_scope: ContextVar[int | None] = ContextVar("organization_scope", default=None)


class ScopeError(RuntimeError):
    """A tenant table was queried without saying for which organization."""


@contextmanager
def scope(organization_id: int) -> Iterator[None]:
    """Restrict tenant tables to one organization inside the block."""
    token = _scope.set(organization_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_organization(reason: str) -> Iterator[None]:
    """Lift the restriction; the reason stands in the code for the reader."""
    if not reason:
        raise ScopeError("Say why every organization is meant.")
    with scope(EVERY):
        yield


def current() -> int:
    """The active organization id. Raises ScopeError when there is none."""
    value = _scope.get()
    if value is None:
        raise ScopeError("No organization scope is active for this query.")
    return value


class ScopedManager(models.Manager[M]):
    """Manager of models with an `organization` key: every queryset is filtered by the active scope."""

    def get_queryset(self) -> models.QuerySet[M]:
        organization_id = current()
        rows = super().get_queryset()
        return rows if organization_id == EVERY else rows.filter(organization_id=organization_id)
