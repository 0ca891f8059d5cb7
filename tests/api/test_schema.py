"""The API schema: complete, valid, without warnings, and no input it allows makes the server fail."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.cast import Cast
from tests.examples import Examples, examples_of
from tests.matrix import PARAMETER, Route, all_routes
from tests.test_permissions import undone
from uniengine.accounts.policy import TOKEN_SCOPES
from uniengine.accounts.services.tokens import token_create
from uniengine.kit.scoping import scope

schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
schema.app = get_wsgi_application()
CHECKS = (not_a_server_error, response_schema_conformance)


@pytest.fixture
def examples(cast: Cast) -> Examples:
    return examples_of(cast.home, cast.users["owner"])


@pytest.fixture
def headers(cast: Cast) -> dict[str, str]:
    """The owner's token, for everything."""
    with scope(cast.home.pk):
        secret = token_create(actor=cast.actor(), name="schema", scopes=list(TOKEN_SCOPES), days=1)[1]
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A request ends by closing its connection, as it should; here that would be the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def routes_by_path() -> dict[str, Route]:
    return {"/" + PARAMETER.sub("{}", route.pattern): route for route in all_routes() if route.is_api}


def real(case: Any, examples: Examples) -> dict[str, str]:
    """Path parameters that lead to something, by the names the schema uses."""
    route = routes_by_path()[re.sub(r"{\w+}", "{}", case.path)]
    names = re.findall(r"{(\w+)}", case.path)
    values = examples.of(route)
    return {name: str(values[parameter]) for name, parameter in zip(names, route.parameters, strict=True)}


def variants(case: Any, examples: Examples) -> Iterator[Any]:
    """The case in the home organization, once with the generated ids and once with real ones."""
    found = real(case, examples)
    case.path_parameters = (case.path_parameters or {}) | ({"slug": found["slug"]} if "slug" in found else {})
    yield case
    if len(found) > 1:
        case.path_parameters = found
        yield case


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_it_never_fails_on_what_the_schema_allows(case: Any, examples: Examples, headers: dict[str, str]) -> None:
    for variant in variants(case, examples):
        with undone():
            variant.call_and_validate(headers=headers, checks=CHECKS)


def test_it_is_a_valid_schema_without_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--api-version", "1")


def test_it_describes_every_operation_in_words() -> None:
    """Somebody who writes a client reads what each operation does and finds it under the name of its area."""
    silent = [
        f"{method} {path}"
        for path, item in SchemaGenerator().get_schema(public=True)["paths"].items()
        for method, operation in item.items()
        if not operation.get("description") or not operation.get("tags")
    ]
    assert silent == []
