"""Where higher layers listen, because accounts must not import them. They register in AppConfig.ready().

A reaction runs inside the transaction of the change, so that either both happen or neither.
"""

from collections.abc import Callable
from typing import Any

from uniengine.accounts.access import Actor
from uniengine.accounts.models import User

# The fields of Organization that changed, or {"markets"} when the tree did.
Changed = frozenset[str]

_births: list[Callable[[Actor], None]] = []
_changes: list[Callable[[Actor, Changed], None]] = []
_exports: dict[str, Callable[[User], Any]] = {}
_erasures: list[Callable[[User], None]] = []


def on_organization_create(react: Callable[[Actor], None]) -> None:
    """Call `react(actor)` when an organization was created; the actor is its owner, and its scope is active."""
    if react not in _births:
        _births.append(react)


def organization_created(actor: Actor) -> None:
    for react in _births:
        react(actor)


def on_organization_change(react: Callable[[Actor, Changed], None]) -> None:
    """Call `react(actor, changed)` whenever settings of an organization or its markets change."""
    if react not in _changes:
        _changes.append(react)


def organization_changed(actor: Actor, changed: Changed) -> None:
    for react in _changes:
        react(actor, changed)


_farewells: list[Callable[[Actor, User], None]] = []


def on_membership_end(react: Callable[[Actor, User], None]) -> None:
    """Call `react(actor, user)` when somebody's seat in the actor's organization is taken away."""
    if react not in _farewells:
        _farewells.append(react)


def membership_ended(actor: Actor, user: User) -> None:
    for react in _farewells:
        react(actor, user)


def on_account_export(name: str, read: Callable[[User], Any]) -> None:
    """Add `read(user)` (JSON-ready) under `name` to what a person gets when they export their account."""
    _exports[name] = read


def account_parts(user: User) -> dict[str, Any]:
    return {name: read(user) for name, read in sorted(_exports.items())}


def on_account_erase(forget: Callable[[User], None]) -> None:
    """Call `forget(user)` when a person erases their account. Runs across organizations."""
    if forget not in _erasures:
        _erasures.append(forget)


def account_forgotten(user: User) -> None:
    for forget in _erasures:
        forget(user)
