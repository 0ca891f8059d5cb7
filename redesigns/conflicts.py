"""Questions a merge or a rebase cannot answer by itself, and the answers given to them.

Labels are plain and name nobody; pages say more from the facts, which hold ids and numbers only. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from redesigns.records import Key

Choices = Mapping[str, str]
"""Conflict id -> option value."""

NO_CHOICES: Choices = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. value is stable and safe in a form."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One question about one record.

    id: the same every time the same question comes up. field: of the record, "" for the whole of it. default: the
    value of the option taken until somebody chooses. facts: ready for JSON.
    """

    id: str
    kind: str
    key: Key
    field: str
    options: tuple[Option, ...]
    default: str
    facts: Mapping[str, Any]

    def chosen(self, choices: Choices) -> str:
        """The option chosen, or the default; a choice that is no longer an option counts as none."""
        choice = choices.get(self.id, self.default)
        return choice if any(option.value == choice for option in self.options) else self.default


def conflict_id(kind: str, key: Key, field: str = "") -> str:
    """A name for the question: kind/record kind/record key, and the field if it is about one."""
    return "/".join((kind, *key, field) if field else (kind, *key))


def undecided(conflicts: Iterable[Conflict], choices: Choices) -> list[Conflict]:
    """The conflicts nobody has chosen an option for that there is."""
    return [one for one in conflicts if choices.get(one.id) not in {option.value for option in one.options}]
