"""Every route of the site, taken from the URL resolver itself, and what the policy table promises about it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from uniengine.accounts.models import Role
from uniengine.accounts.policy import PERMISSIONS, ByMethod, Permission, Rule
from uniengine.accounts.routes import ROUTES

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
# What may change although nobody did anything: sessions, the log of reads, when a token or a participant was seen.
UNSEEN_TABLES = {"django_session", "accounts_auditentry", "workshops_participant"}
UNSEEN_COLUMNS = {("accounts_user", "last_login"), ("accounts_personaltoken", "last_used_at")}


@dataclass(frozen=True)
class Route:
    """One address pattern: its name with namespaces, and its parameters in order."""

    name: str
    pattern: str
    parameters: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def in_organization(self) -> bool:
        return "slug" in self.parameters

    @property
    def is_named(self) -> bool:
        """Old addresses of allauth that only redirect have no name."""
        return "." not in self.name

    @property
    def rule(self) -> Rule | None:
        return ROUTES.get(self.name)

    def needs(self, method: str) -> Permission:
        """The permission a request with this method needs."""
        rule = self.rule.of(method) if isinstance(self.rule, ByMethod) else self.rule
        assert isinstance(rule, Permission), f"{self.name} asks no permission"
        return rule

    @property
    def methods(self) -> tuple[str, ...]:
        return ("GET", "POST", "PUT", "PATCH", "DELETE") if self.is_api else ("GET", "POST")

    def allows(self, role: str, method: str) -> bool:
        """What the policy table says about an insider with `role`."""
        return Role(role) in PERMISSIONS[self.needs(method)]

    def writes(self, method: str) -> bool:
        """Whether the permission is one to change things; whoever may only look must never write."""
        return method != "GET" and not self.needs(method).value.endswith(".view")

    def address(self, values: dict[str, object]) -> str:
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def all_routes() -> list[Route]:
    """Every route, in the order of the resolver."""
    return list(walk(get_resolver().url_patterns, "", ()))


def walk(patterns: Sequence[URLPattern | URLResolver], prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, text, inner)
        else:
            name = ":".join([*namespaces, pattern.name or pattern.lookup_str])
            yield Route(name, text, tuple(a or b for a, b in PARAMETER.findall(text)))


def organization_routes() -> list[Route]:
    return [route for route in all_routes() if route.in_organization]


def ask(client: Client, method: str, route: Route, address: str) -> Any:
    """One request with an empty body, answered to the last byte. Errors come back as 500, with `exc_info`."""
    kind = "application/json" if route.is_api else "application/x-www-form-urlencoded"
    client.raise_request_exception = False
    response = client.generic(method, address, data=b"{}" if route.is_api else b"", content_type=kind)
    if getattr(response, "streaming", False):
        b"".join(response.streaming_content)  # an export may fail on its way
    return response


def nothing_wrong(problems: Sequence[str]) -> None:
    """Fail with every problem on a line of its own."""
    if problems:
        pytest.fail(f"{len(problems)} found:\n" + "\n".join(problems), pytrace=False)


def what_failed(response: Any) -> str:
    """The exception behind a 500, in one line."""
    found = getattr(response, "exc_info", None)
    return f" {found[0].__name__}: {found[1]}" if found else ""


@cache
def selects() -> tuple[tuple[str, str], ...]:
    """(table, SELECT of everything that counts) of every model."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields if (table, field.column) not in UNSEEN_COLUMNS]
        if table not in UNSEEN_TABLES:
            names = ", ".join(f'"{column}"' for column in columns)
            found.append((table, f'SELECT {names} FROM "{table}" ORDER BY 1'))
    return tuple(found)


def digest() -> dict[str, str]:
    """A fingerprint of every table, so that any change anywhere is seen and named."""
    found = {}
    with connection.cursor() as cursor:
        for table, sql in selects():
            cursor.execute(sql)
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Names of the tables that differ."""
    return [table for table in after if after[table] != before.get(table)]
