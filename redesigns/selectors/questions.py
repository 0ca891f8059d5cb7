"""The questions of a merge or a new inventory in words, with both sides of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redesigns.conflicts import Choices, Conflict
from redesigns.models import Reconciliation, Redesign
from redesigns.selectors.places import Words, words_of
from redesigns.selectors.reconciling import Brought
from redesigns.selectors.wording import field_label, title_of, value_words
from redesigns.three_way import SEAT
from uniengine.accounts.access import Actor

HEADS = {
    "gone": "Taken away on one side, built on on the other",
    "field": "Changed on both sides",
    "seats": "More people than seats",
    "left": "People who left",
    "moved": "People who moved to another market",
    "fte": "People with less time than their seat asks for",
    "levels": "People who no longer have a level their role cannot do without",
}
NEWS = {
    "joined": ("person joined", "people joined"),
    "left": ("left", "left"),
    "moved": ("moved to another market", "moved to another market"),
    "fte": ("has other FTE", "have other FTE"),
    "levels": ("has other levels", "have other levels"),
    "manager": ("has another manager", "have another manager"),
    "title": ("has another job title", "have another job title"),
    "function": ("is in another legacy function", "are in another legacy function"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """value: for the form; detail: what it would be, "" where the label says it all."""

    value: str
    label: str
    detail: str
    chosen: bool
    suggested: bool


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    title: str
    text: str
    answers: tuple[Answer, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Group:
    head: str
    questions: tuple[Question, ...]


def questions_of(actor: Actor, redesign: Redesign, reconciliation: Reconciliation, found: Brought) -> tuple[Group, ...]:
    """Every question once, by sort."""
    words = _words(actor, redesign, reconciliation, found)
    grouped: dict[str, list[Question]] = {}
    for conflict in found.conflicts:
        told = _question(conflict, words, found, reconciliation.choices)
        grouped.setdefault(HEADS.get(conflict.kind, "Questions"), []).append(told)
    return tuple(Group(head, tuple(listed)) for head, listed in grouped.items())


def _words(actor: Actor, redesign: Redesign, reconciliation: Reconciliation, found: Brought) -> Words:
    baselines = [reconciliation.baseline_id] if reconciliation.baseline_id else []
    return words_of(actor, redesign, [found.state, found.theirs, found.ours], baselines)


def news_of(found: Brought) -> list[tuple[int, str, str]]:
    """(count, words, group) of what is new about people."""
    listed = ((group, len(notes)) for group, notes in found.notes.items() if notes)
    return [(count, NEWS[group][0 if count == 1 else 1], group) for group, count in listed]


def _question(conflict: Conflict, words: Words, found: Brought, choices: Choices) -> Question:
    chosen = conflict.chosen(choices)
    answers = tuple(
        Answer(
            option.value,
            option.label,
            _detail(conflict, option.value, words),
            option.value == chosen,
            option.value == conflict.default,
        )
        for option in conflict.options
    )
    known = any(choices.get(conflict.id) == option.value for option in conflict.options)
    return Question(conflict.id, _title(conflict, words, found), _text(conflict, words), answers, known)


def _title(conflict: Conflict, words: Words, found: Brought) -> str:
    kind = conflict.key[0]
    record = next(
        (state[conflict.key] for state in (found.ours, found.theirs, found.state) if conflict.key in state), None
    )
    if kind == "placement":
        return words.person(int(conflict.key[1]))
    if record is None:
        return f"A removed {kind.replace('_', ' ')}"
    title = title_of(conflict.key, record, words)
    return title if conflict.kind != "field" else f"{title}: {field_label(conflict.field).lower()}"


def _text(conflict: Conflict, words: Words) -> str:
    facts = conflict.facts
    if conflict.kind == "gone":
        return _gone_text(conflict, words)
    if conflict.kind == "seats":
        return f"There {_seats(facts['seats'])}, and {len(facts['people'])} people would sit there."
    if conflict.kind == "field":
        return "" if facts["base"] is None else f"It was {_value(conflict, facts['base'], words)}."
    return " ".join(_reasons(facts, words))


def _seats(count: int) -> str:
    return "is 1 seat" if count == 1 else f"are {count} seats"


def _gone_text(conflict: Conflict, words: Words) -> str:
    by = "here" if conflict.facts["by"] == "ours" else "in the other redesign"
    other = "in the other redesign" if conflict.facts["by"] == "ours" else "here"
    because = conflict.facts["because"]
    people = sum(kind == "placement" for kind, _ in because)
    rest = len(because) - people
    built = [f"{people} people were placed" if people > 1 else "somebody was placed"] if people else []
    built += [f"{rest} records were added or changed" if rest > 1 else "something was added or changed"] if rest else []
    return f"It was taken away {by}, and {other} {' and '.join(built) or 'it was built on'}."


def _reasons(facts: Mapping[str, Any], words: Words) -> list[str]:
    seat = words.seat(facts)
    found = [f"In the seat: {seat}."]
    changes = facts.get("changes", {})
    if "left" in facts["reasons"]:
        found.append("They are not in the new inventory.")
    if "moved" in facts["reasons"]:
        there = changes["moved"]
        found.append(f"They moved from {words.market(there['before'])} to {words.market(there['after'])}.")
    if "fte" in facts["reasons"]:
        found.append(
            f"They have {changes['fte']['after'] / 1000:g} FTE; the seat asks for {facts['least_mfte'] / 1000:g}."
        )
    for one in facts.get("missing", ()):
        after = "no level" if one["after"] is None else f"level {one['after']}"
        found.append(f"{words.skill(one['skill'])}: {after} now, level {one['level']} is needed.")
    return found


def _detail(conflict: Conflict, value: str, words: Words) -> str:
    if conflict.kind == "field":
        return _value(conflict, conflict.facts[value], words)
    if conflict.kind == "seats" and value in ("ours", "theirs"):
        staying: Sequence[int] = conflict.facts[value]
        return f"{len(staying)} stay." if not words.named else ", ".join(map(words.person, staying)) or "Nobody stays."
    return ""


def _value(conflict: Conflict, value: Any, words: Words) -> str:
    if conflict.field == SEAT:
        return words.seat(value)
    return value_words(conflict.field, value, words)
