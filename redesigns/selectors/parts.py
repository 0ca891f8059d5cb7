"""What a figure of the effect panel is made of: activities, seats, functions, people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import Http404

from journeys.coverage import Rung
from journeys.models import LegacyFunction
from redesigns.models import Redesign
from redesigns.panels import column
from redesigns.selectors.effects import Panel
from redesigns.selectors.figure_words import RUNGS, percent
from redesigns.selectors.overview import hidden_figures
from redesigns.selectors.places import Words, words_of
from redesigns.selectors.redesigns import smallest_for, too_few
from redesigns.selectors.states import state_of
from uniengine.accounts.access import Actor
from uniengine.kit.figures import fte, money

MOST = 500
FEW = "Too few people are in question to show this to you. Those named on the redesign see it."
WAIT = "This is being worked out. Come back in a moment."
RUNG_TEXT: Mapping[int, str] = {
    Rung.NO_ROLE: "Nobody will do these: no role has them among its activities.",
    Rung.SKILL_MISSING: "A role has these, but nobody placed in it holds every skill they cannot do without.",
    Rung.TOO_LITTLE_TIME: "The skills are there, but the people placed have too little time.",
    Rung.COVERED: "A role has these, with the skills and the time they need.",
}


@dataclass(frozen=True)
class Part:
    """A table with a sentence above it. more: rows left off; people: whether names are in it."""

    title: str
    text: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0
    people: bool = False


@dataclass(frozen=True)
class Source:
    """What the parts are read from."""

    parts: Mapping[str, Any]
    words: Words
    currency: str
    number: int


def part_of(actor: Actor, redesign: Redesign, panel: Panel, slug: str) -> Part:
    """Raises Http404 for a figure there is not."""
    name, _, number = slug.rpartition("-") if slug[-1:].isdecimal() else (slug, "", "0")
    make = MAKERS.get(name)
    if make is None or not number.isascii() or len(number) > 18:
        raise Http404
    if not panel.figures:
        return Part(TITLES[name], WAIT, (), ())
    smallest = smallest_for(actor, redesign)
    if smallest and (name in PEOPLE_ONLY or (too_few(redesign, smallest) and name in ABOUT_PEOPLE)):
        return Part(TITLES[name], FEW, (), ())
    if smallest and name == "seats" and hidden_seats(redesign, panel, smallest):
        return Part(TITLES[name], FEW, (), ())
    words = words_of(actor, redesign, [state_of(redesign, kinds=("role", "group"))])
    found = make(Source(panel.figures["parts"], words, actor.organization.currency, int(number)))
    more = max(0, len(found.rows) - MOST)
    return Part(found.title, found.text, found.heads, found.rows[:MOST], more, found.people)


def hidden_seats(redesign: Redesign, panel: Panel, smallest: int) -> bool:
    """Vacant seats by role tell how many are placed there: shown only where no group can be small."""
    return redesign.placed > 0 or bool(hidden_figures(column(panel.figures["figures"]), redesign, smallest))


def _coverage(source: Source) -> Part:
    rows = tuple(
        (
            source.words.stage(stage) if stage else "Without a stage",
            fte(needed),
            fte(covered),
            _share(covered, needed),
            str(len(zeros)),
        )
        for stage, needed, covered, zeros in source.parts["stages"]
    )
    text = (
        "The share of the FTE each stage needs that the people placed give to it, and the activities nobody gives any."
    )
    return Part("Coverage by stage", text, ("Stage", "Needed FTE", "Covered FTE", "Covered", "With nobody"), rows)


def _share(part: int, whole: int) -> str:
    return f"{percent(Fraction(part, whole))}%" if whole else "–"


def _stage(source: Source) -> Part:
    found = next((one for one in source.parts["stages"] if (one[0] or 0) == source.number), None)
    if found is None:
        raise Http404
    stage, needed, covered, zeros = found
    name = source.words.stage(stage) if stage else "Activities without a stage"
    text = f"{fte(covered)} of {fte(needed)} FTE are covered. Nobody gives time to the activities below."
    return Part(name, text, ("Activity", "Market"), _places(zeros, source.words))


def _rung(source: Source) -> Part:
    if source.number not in RUNGS:
        raise Http404
    rung, words = source.number, source.words
    places = source.parts["rungs"].get(str(rung), [])
    detail = _missing(source) if rung == Rung.SKILL_MISSING else _short(source)
    if rung in (Rung.SKILL_MISSING, Rung.TOO_LITTLE_TIME, Rung.NO_ROLE):
        head = "Missing" if rung == Rung.SKILL_MISSING else "Short, FTE"
        rows = tuple(
            (*row, detail.get(tuple(place), "–")) for row, place in zip(_places(places, words), places, strict=True)
        )
        return Part(RUNGS[rung], RUNG_TEXT[rung], ("Activity", "Market", head), rows)
    return Part(RUNGS[rung], RUNG_TEXT[rung], ("Activity", "Market"), _places(places, words))


def _missing(source: Source) -> dict[tuple[int, int | None], str]:
    return {
        (activity, market): ", ".join(f"{source.words.skill(skill)}, level {level}" for skill, level in skills)
        for activity, market, skills in source.parts.get("missing", ())
    }


def _short(source: Source) -> dict[tuple[int, int | None], str]:
    return {(activity, market): fte(short) for activity, market, short in source.parts.get("short", ())}


def _places(places: Sequence[Sequence[Any]], words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((words.activity(activity), _market(words, market)) for activity, market in places)


def _market(words: Words, market: int | None) -> str:
    return "Company-wide" if market is None else words.market(market)


def _gap(source: Source) -> Part:
    rows = tuple(
        (
            ", ".join(dict.fromkeys(source.words.skill(skill) for skill, *_ in piece["needs"])),
            ", ".join(dict.fromkeys(_market(source.words, market) for _, _, market, _ in piece["needs"])),
            fte(piece["demand"]),
            fte(piece["capacity"]),
            fte(piece["demand"] - piece["capacity"]),
        )
        for piece in source.parts["proof"]
    )
    text = (
        "Nobody is counted twice. Each line is a set of skills that needs more than everybody placed who has any of "
        "them could give, whoever does what. What is short adds up to the need that stays unmet."
    )
    return Part("Why it cannot be less", text, ("Skills", "Where", "Needed FTE", "Could give, FTE", "Short, FTE"), rows)


def _removed(source: Source) -> Part:
    text = "Several functions do these today; here exactly one role is accountable and no other does them."
    return _double(source, "removed", "Double work removed", text)


def _remaining(source: Source) -> Part:
    text = "Several functions do these today, and here no role, or more than one, has them."
    return _double(source, "remaining", "Double work that stays", text)


def _double(source: Source, name: str, title: str, text: str) -> Part:
    rows = tuple((source.words.activity(pk),) for pk in source.parts[name]["activities"])
    return Part(title, text, ("Activity",), rows)


def _cost(source: Source) -> Part:
    functions = dict(LegacyFunction.objects.values_list("pk", "name"))
    heads = {"placed": "Placed", "bench": "On the bench", "leaving": "Leaving"}
    rows = tuple(
        (
            heads[group],
            functions.get(function, "Removed function"),
            str(people),
            fte(mfte),
            money(minor, source.currency),
        )
        for group, cost in source.parts["costs"].items()
        for function, people, mfte, minor in cost["functions"]
    )
    unknown = sum(cost["unknown"] for cost in source.parts["costs"].values())
    left = (
        "Nobody is left out."
        if not unknown
        else f"{unknown} people are left out: the cost of their function is not known."
    )
    text = f"Everybody costs the rate of the legacy function they come from. {left}"
    return Part("Cost a year", text, ("Who", "Legacy function", "People", "FTE", "Cost"), rows)


def _seats(source: Source) -> Part:
    rows = []
    for key, count in source.parts["vacant"]:
        role, _, market = key.partition(":")
        rows.append((source.words.role(role), source.words.market(int(market) or None), str(count)))
    return Part("Vacant seats", "Seats nobody is placed in.", ("Role", "Market", "Vacant"), tuple(sorted(rows)))


def _flags(source: Source) -> Part:
    if source.number >= len(source.parts["flags"]):
        raise Http404
    rows = tuple((source.words.person(number),) for number in source.parts["flags"][source.number])
    what = "Nothing changes" if not source.number else f"{source.number} of title, role, manager and team change"
    return Part(f"{what}", "The people this stands for.", ("Person",), tuple(sorted(rows)), people=True)


MAKERS: Mapping[str, Callable[[Source], Part]] = {
    "coverage": _coverage,
    "stage": _stage,
    "rung": _rung,
    "gap": _gap,
    "redundancy-removed": _removed,
    "redundancy-remaining": _remaining,
    "cost": _cost,
    "seats": _seats,
    "flags": _flags,
}
TITLES: Mapping[str, str] = {
    "coverage": "Coverage by stage",
    "stage": "Coverage of a stage",
    "rung": "Coverage of activities",
    "gap": "Why it cannot be less",
    "redundancy-removed": "Double work removed",
    "redundancy-remaining": "Double work that stays",
    "cost": "Cost a year",
    "seats": "Vacant seats",
    "flags": "Changes for people",
}
PEOPLE_ONLY = frozenset({"flags", "cost"})
ABOUT_PEOPLE = frozenset({"coverage", "stage", "rung", "gap"})
