"""The isolation matrix: every route x every role x every method x the other organization, from the URL resolver.

The policy table (accounts/policy.py, accounts/routes.py) says what must come out. A new route is covered as soon as it
is listed there and tests/examples.py knows its parameters.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from drf_spectacular.generators import SchemaGenerator

from tests.cast import EVERYBODY, INSIDERS, Cast, cast_of
from tests.examples import Examples, examples_of
from tests.matrix import (
    PARAMETER,
    Route,
    all_routes,
    ask,
    changed,
    digest,
    nothing_wrong,
    organization_routes,
    what_failed,
)
from uniengine.accounts.policy import TOKEN_SCOPES, ByMethod, Permission, scope_of
from uniengine.accounts.routes import ROUTES
from uniengine.accounts.services.tokens import token_create
from uniengine.kit.scoping import scope

# Where the service decides further than the table, for a route or one method of it: who still may, what the others
# get, and why.
MANAGERS = frozenset({"owner", "admin"})
PLACERS = frozenset({"owner", "admin", "leader"})
MOVES = "it moves people or takes seats away, which takes somebody who may place people"
FINER: dict[str, tuple[frozenset[str], int, str]] = {
    "jobs:job-cancel": (MANAGERS, 403, "others cancel only what they started themselves"),
    "api:job-cancel": (MANAGERS, 403, "others cancel only what they started themselves"),
    "api:member": (MANAGERS, 403, "others take out only themselves"),
    "organization:token-revoke": (MANAGERS, 404, "others do not see the tokens of anybody else"),
    "api:token": (MANAGERS, 404, "others do not see the tokens of anybody else"),
    "redesigns:change-undo": (PLACERS, 403, MOVES),
    "redesigns:change-undo-last": (PLACERS, 403, MOVES),
    "redesigns:role-delete": (PLACERS, 403, MOVES),
    "redesigns:wave-delete": (PLACERS, 403, MOVES),
    "api:redesign-undo": (PLACERS, 403, MOVES),
    "api:redesign-change-undo": (PLACERS, 403, MOVES),
    "DELETE api:redesign-role": (PLACERS, 403, MOVES),
    "DELETE api:redesign-wave": (PLACERS, 403, MOVES),
}
each_route = pytest.mark.parametrize("route", organization_routes(), ids=lambda route: route.name)
each_api_route = pytest.mark.parametrize(
    "route", [route for route in organization_routes() if route.is_api], ids=lambda route: route.name
)


@dataclass(frozen=True)
class Stage:
    """Both organizations with one of everything."""

    cast: Cast
    home: Examples
    away: Examples


@pytest.fixture(autouse=True)
def no_request_log(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are the point here; a failure must stand out."""
    caplog.set_level(logging.CRITICAL, "django")


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stage, Path]]:
    """One setting for the whole matrix, in a transaction that is taken back at its end: building it takes longer
    than asking it. Each test runs in a savepoint of its own."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), undone():
        cast = cast_of()
        home, away = (examples_of(of, cast.users[by]) for of, by in ((cast.home, "owner"), (cast.away, "outsider")))
        yield Stage(cast, home, away), files


@pytest.fixture
def stage(built: tuple[Stage, Path], db: None, settings: Any) -> Stage:
    settings.MEDIA_ROOT = built[1]
    return built[0]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def signed_out(route: Route, response: Any) -> bool:
    if route.is_api:
        return bool(response.status_code == 401)
    return response.status_code == 302 and response.headers["Location"].startswith("/account/login/")


def promised(route: Route, method: str, name: str, response: Any) -> str:
    """What the table promises about this answer, if it is broken; otherwise nothing."""
    status = response.status_code
    if name == "anonymous":
        return "" if signed_out(route, response) else "must be asked to sign in"
    if name in ("guest", "outsider"):
        return "" if status == 404 else "must not learn that it exists (404)"
    if not route.allows(name, method):
        return "" if status == 403 else "must be refused (403)"
    finer = FINER.get(f"{method} {route.name}") or FINER.get(route.name)
    if finer and method != "GET" and name not in finer[0]:
        _, refusal, reason = finer
        return "" if status in (refusal, 405) else f"must be refused ({refusal}): {reason}"
    return "" if status not in (401, 403, 404) and status < 500 else "must be allowed"


@each_route
def test_it_answers_every_role_as_the_policy_says(route: Route, stage: Stage) -> None:
    address, wrong = stage.home.address(route), []
    before = digest()
    for name in EVERYBODY:
        client = stage.cast.client(name)
        for method in route.methods:
            with undone():
                response = ask(client, method, route, address)
                may_write = name in INSIDERS and route.allows(name, method) and route.writes(method)
                touched = [] if may_write else changed(before, digest())
            if broken := promised(route, method, name, response):
                wrong.append(f"{method} by {name}: {response.status_code}, {broken}{what_failed(response)}")
            if touched:
                wrong.append(f"{method} by {name} changed {touched}")
    nothing_wrong(wrong)


@each_route
def test_it_finds_nothing_of_another_organization(route: Route, stage: Stage) -> None:
    """An id of one organization under the other one's address, one parameter at a time: 404, and nothing happens."""
    before, wrong = digest(), []
    client = stage.cast.client("outsider")  # owner of the other organization
    for parameter, address in stage.away.addresses_with_one_of(stage.home, route):
        answers = {}
        for method in route.methods:
            with undone():
                answers[method] = ask(client, method, route, address).status_code
                if touched := changed(before, digest()):
                    wrong.append(f"{method} with a foreign {parameter} changed {touched}")
        if 404 not in answers.values() or not set(answers.values()) <= {404, 405}:
            wrong.append(f"with a foreign {parameter}: {answers}")
    nothing_wrong(wrong)


@each_route
def test_it_refuses_a_forged_form(route: Route, stage: Stage) -> None:
    """A POST from another site carries the session but no token."""
    client = stage.cast.client("owner", enforce_csrf_checks=True)
    with undone():
        assert ask(client, "POST", route, stage.home.address(route)).status_code == 403


@each_api_route
def test_it_holds_a_token_to_its_scopes_and_organization(route: Route, stage: Stage) -> None:
    address, wrong = stage.home.address(route), []
    for method in route.methods:
        needed = scope_of(route.needs(method))
        others = [name for name in TOKEN_SCOPES if name != needed]
        for secret, expected in (
            (token(stage, "owner", list(TOKEN_SCOPES)), "allowed"),
            (token(stage, "owner", others), 403),
            (token(stage, "outsider", [needed]), 404),
        ):
            with undone():
                status = ask(Client(headers={"authorization": f"Bearer {secret}"}), method, route, address).status_code
            right = status not in (401, 403, 404) and status < 500 if expected == "allowed" else status == expected
            if not right:
                wrong.append(f"{method}: {status} instead of {expected}")
    nothing_wrong(wrong)


def token(stage: Stage, name: str, scopes: list[str]) -> str:
    actor = stage.cast.actor(name)
    with scope(actor.organization.pk):
        return token_create(actor=actor, name="matrix", scopes=scopes, days=1)[1]


def test_it_has_a_rule_for_every_route() -> None:
    assert [route.name for route in all_routes() if route.rule is None] == [], "add them to accounts/routes.py"


def test_it_has_a_route_for_every_rule() -> None:
    assert sorted(set(ROUTES) - {route.name for route in all_routes()}) == [], "accounts/routes.py lists what is gone"


def test_it_asks_a_permission_of_everything_inside_an_organization() -> None:
    loose = [route.name for route in organization_routes() if not isinstance(route.rule, Permission | ByMethod)]
    assert loose == []


def test_it_keeps_no_exception_for_routes_that_are_gone() -> None:
    assert {name.split()[-1] for name in FINER} <= {route.name for route in all_routes()}


def test_it_documents_every_api_route_and_tests_every_documented_operation() -> None:
    """The matrix comes from the URL resolver; the schema must name the same addresses."""
    schema = SchemaGenerator().get_schema(public=True)
    documented = {re.sub(r"{\w+}", "{}", path) for path in schema["paths"]}
    tested = {"/" + PARAMETER.sub("{}", route.pattern) for route in api_routes()}
    assert sorted(documented ^ tested) == []


def api_routes() -> list[Route]:
    """Everything below /api/v1/ but the schema and its page."""
    return [route for route in all_routes() if route.name.startswith("api:")]
