"""Changes of records in words: what happened to which role, seat, measure or person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redesigns.changes import Entry
from redesigns.models import Redesign, RedesignChange
from redesigns.records import Fields, Key
from redesigns.selectors.places import STATE_WORDS, Words, words_of
from redesigns.selectors.states import state_of
from uniengine.accounts.access import Actor

HEADS = {
    "basis": "Inventory",
    "group": "Shared services",
    "wave": "Waves",
    "role": "Roles",
    "group_skill": "Shared services",
    "service": "Shared services",
    "duty": "Activities of roles",
    "mark": "Skills of roles",
    "headcount": "Seats",
    "measure": "Pay",
    "segment": "Coverage",
    "cover": "Coverage",
    "placement": "People",
    "ban": "People",
}
FIELDS = {
    "starts_on": "starts on",
    "fixed_share": "fixed share of pay",
    "leads": "leads the team",
    "least_mfte": "least FTE",
    "pod_metric": "metric of the pod",
    "problem_route": "way of problems",
    "local_presence": "local presence",
    "handover": "hand-over",
    "needed": "weight the outcome needs",
    "influences": "can be influenced",
    "specialist": "needs a specialist",
}
NAMED_KINDS = ("role", "group", "wave", "segment")
SHARES = frozenset({"share", "fixed_share", "weight", "needed"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One field, before and after; either is "" where the record did not exist."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One record of a change. verb: added, removed or changed."""

    title: str
    verb: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Records of one sort. summary: instead of single people, for readers without names."""

    head: str
    told: tuple[Told, ...]
    summary: str = ""
    more: int = 0
    counts: str = ""

    @property
    def short(self) -> bool:
        """Few enough to be read at once."""
        return len(self.told) <= SHORT


SHORT = 12
MOST = 200
"""Records told one by one in a section; the others are counted."""


def change_told(actor: Actor, redesign: Redesign, change: RedesignChange) -> tuple[Section, ...]:
    """What a change did. Names are those of now, or as the change left or took them."""
    touched = {(one["kind"], one["key"]): one["after"] or one["before"] for one in change.entries}
    words = words_of(actor, redesign, [state_of(redesign, kinds=NAMED_KINDS), touched])
    return sections(change.entries, words)


def sections(entries: Iterable[Entry], words: Words) -> tuple[Section, ...]:
    """What a change did, by sort of record."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(HEADS[entry["kind"]], []).append(entry)
    return tuple(_section(head, listed, words) for head, listed in found.items())


def _section(head: str, entries: Sequence[Entry], words: Words) -> Section:
    if head == "People" and not words.named:
        return Section(head, (), _people(entries, words.smallest))
    more = max(0, len(entries) - MOST)
    return Section(head, tuple(told(one, words) for one in entries[:MOST]), more=more, counts=_counts(entries))


def _counts(entries: Sequence[Entry]) -> str:
    """ "5 added, 2 changed"."""
    count = Counter(_verb(one) for one in entries)
    return ", ".join(f"{count[verb]:,} {verb}" for verb in ("added", "removed", "changed") if count[verb])


def _verb(entry: Entry) -> str:
    return "added" if entry["before"] is None else "removed" if entry["after"] is None else "changed"


def _people(entries: Sequence[Entry], smallest: int) -> str:
    """How many people a change moved, and nothing else."""
    count = len({entry["key"].split(":")[0] for entry in entries})
    return f"It concerns {count:,} people." if count >= smallest else "It concerns a few people."


def told(entry: Entry, words: Words) -> Told:
    """One record before and after."""
    before, after = entry["before"], entry["after"]
    fields = after or before
    title = title_of((entry["kind"], entry["key"]), fields, words)
    if before is None or after is None:
        return Told(title, _verb(entry), ())
    return Told(title, "changed", tuple(details(entry["kind"], before, after, words)))


def details(kind: str, before: Fields, after: Fields, words: Words) -> list[Detail]:
    """The fields that differ. Somebody's seat is one of them."""
    differ = [name for name in after if before.get(name) != after[name]]
    found = []
    if kind == "placement" and {"state", "role", "market"} & set(differ):
        found.append(Detail("Place", words.seat(before), words.seat(after)))
        differ = [name for name in differ if name not in ("state", "role", "market")]
    for name in differ:
        found.append(
            Detail(field_label(name), value_words(name, before.get(name), words), value_words(name, after[name], words))
        )
    return found


def field_label(name: str) -> str:
    """What a field is called."""
    text = FIELDS.get(name, name.replace("_", " "))
    return text[:1].upper() + text[1:]


def title_of(key: Key, fields: Mapping[str, Any], words: Words) -> str:
    """What a record is, in a few words."""
    kind = key[0]
    if kind in ("role", "group", "wave", "segment"):
        return str(fields["name"])
    if kind == "measure":
        return f"{fields['name']}, {words.role(fields['role'])}"
    if kind == "placement":
        return words.person(int(key[1]))
    return _joined(kind, fields, words)


def _joined(kind: str, fields: Mapping[str, Any], words: Words) -> str:
    if kind == "basis":
        return "The people this redesign stands on"
    if kind == "duty":
        return f"{words.activity(fields['activity'])}, {words.role(fields['role'])}"
    if kind == "mark":
        return f"{words.skill(fields['skill'])}, {words.role(fields['role'])}"
    if kind == "headcount":
        return f"{words.role(fields['role'])}, {words.market(fields['market'])}"
    if kind == "group_skill":
        return f"{words.skill(fields['skill'])}, {words.group(fields['group'])}"
    if kind == "service":
        return f"{words.group(fields['group'])} for {words.stage(fields['stage'])}"
    if kind == "cover":
        return f"{words.segment(fields['segment'])}, {words.stage(fields['stage'])}, {words.role(fields['role'])}"
    return f"{words.person(fields['person'])} not in {words.role(fields['role'])}"


def value_words(name: str, value: Any, words: Words) -> str:
    """A value of a field as it is read."""
    if name == "problem_route":
        return ", then ".join(words.role(uid) for uid in value) or "none"
    if name == "skills":
        return "all" if value is None else ", ".join(words.skill(pk) for pk in value) or "none"
    named: Mapping[str, Callable[[Any], str]] = {
        "role": words.role,
        "hunter": words.role,
        "farmer": words.role,
        "group": words.group,
        "wave": words.wave,
        "market": words.market,
        "stage": words.stage,
        "activity": words.activity,
        "skill": words.skill,
    }
    if name in named:
        return named[name](value)
    return _plain(name, value)


def _plain(name: str, value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in SHARES:
        return f"{value / 10:g}%"
    if name == "least_mfte":
        return f"{value / 1000:g} FTE"
    if name == "baseline":
        return f"inventory {value}"
    return STATE_WORDS.get(value, str(value)) if name == "state" else str(value)
