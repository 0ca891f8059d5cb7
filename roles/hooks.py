"""Where higher layers listen, because people must not import them. They register in AppConfig.ready().

A reaction to an erasure runs inside its transaction, so that either all of it is erased or nothing.
"""

from collections.abc import Callable
from typing import Any

from roles.models import Person
from uniengine.accounts.access import Actor

_erasing: list[Callable[[Person], None]] = []
_exporting: list[Callable[[Actor, Person], dict[str, Any]]] = []


def on_person_erase(react: Callable[[Person], None]) -> None:
    """Call `react(person)` before the row of a person is deleted for good."""
    if react not in _erasing:
        _erasing.append(react)


def on_person_export(tell: Callable[[Actor, Person], dict[str, Any]]) -> None:
    """Add what `tell(actor, person)` may say, ready for JSON, to the export of everything about a person."""
    if tell not in _exporting:
        _exporting.append(tell)


def person_erased(person: Person) -> None:
    for react in _erasing:
        react(person)


def told_elsewhere(actor: Actor, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for tell in _exporting:
        found |= tell(actor, person)
    return found
