"""Development programmes: what people placed have to learn, and how a plan that has begun follows a changed redesign.

Pure. Source: brief, section 4. Two kinds of items: a skill, from the level held to the level the role asks for, and for
team leaders a standard set of topics. An item is known by person and skill, or by person and topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from redesigns.records import State, is_placed
from roles.fit import Levels, Profile, shortfalls

PLANNED, RUNNING, DONE, DROPPED = "planned", "running", "done", "dropped"
OPEN = frozenset({PLANNED, RUNNING})


@dataclass(frozen=True, slots=True)
class Topic:
    """Something every team leader works on. key: what is stored; how: a way to start."""

    key: str
    name: str
    how: str


LEADER_TOPICS: tuple[Topic, ...] = (
    Topic(
        "mixed_team",
        "Lead a team whose members come from different functions",
        "Work out with the team, in its first two weeks, who decides what and how you settle disagreements.",
    ),
    Topic(
        "whole_journey",
        "Run the work along the whole customer journey",
        "Spend a day with the people of every stage, and walk one customer’s way with the team from Learn to Support.",
    ),
    Topic(
        "market_result",
        "Answer for the result of a market",
        "Go through the scorecard of the market with your own leader before each month is closed.",
    ),
    Topic(
        "coaching",
        "Coach people whose craft is not your own",
        "Hold a half-hour talk with each member every two weeks, with one question prepared, and ask for feedback.",
    ),
    Topic(
        "shared_services",
        "Get the most out of shared services",
        "Agree with each group what the team can count on, in what time, and who asks whom.",
    ),
    Topic(
        "change",
        "Carry a team through the change",
        "Tell everybody in person what changes for them, what does not, and when they will know more.",
    ),
)

Subject = tuple[int, int | None, str]
"""(number of the person, skill or None, key of the topic or empty)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item the redesign calls for. from_level None: not rated; a topic has no levels."""

    number: int
    skill: int | None = None
    topic: str = ""
    from_level: int | None = None
    to_level: int | None = None
    how: str = ""

    @property
    def subject(self) -> Subject:
        return self.number, self.skill, self.topic


@dataclass(frozen=True, slots=True)
class Item:
    """An item that exists, under whatever id its row has. progress: planned, running, done or dropped."""

    id: int
    number: int
    skill: int | None
    topic: str
    from_level: int | None
    to_level: int | None
    progress: str

    @property
    def subject(self) -> Subject:
        return self.number, self.skill, self.topic


T = TypeVar("T", Item, Wanted)


@dataclass(frozen=True, slots=True)
class Planned:
    """What to write, all in order of person and subject; everything else stays as it is.

    create: new items. update: other levels for open items, whose progress stays, and for running ones the level they
    began at. reopen: dropped items that are wanted again, planned anew with these levels. finish: open items whose
    level has been reached. close: open items that are not needed any more, to be dropped. outgrown: done items whose
    role now asks for more; they stay done, for somebody to look at.
    """

    create: tuple[Wanted, ...] = ()
    update: tuple[tuple[Item, Wanted], ...] = ()
    reopen: tuple[tuple[Item, Wanted], ...] = ()
    finish: tuple[Item, ...] = ()
    close: tuple[Item, ...] = ()
    outgrown: tuple[tuple[Item, Wanted], ...] = ()


def wanted(state: State, profiles: Mapping[str, Profile], levels: Mapping[int, Levels]) -> tuple[Wanted, ...]:
    """An item per person placed and skill below the profile of their role, and the topics of those who lead.

    profiles: role -> what it asks; a role left out asks for nothing. levels: person -> skill -> level; a skill that is
    not rated counts as below. In order of person; skills before topics.
    """
    placed = sorted((int(key), f["role"]) for (kind, key), f in state.items() if kind == "placement" and is_placed(f))
    found: list[Wanted] = []
    for number, role in placed:
        short = shortfalls(profiles.get(role, {}), levels.get(number, {}))
        found += [Wanted(number, one.skill, "", one.has, one.needs) for one in short]
        if state["role", role]["leads"]:
            found += [Wanted(number, topic=topic.key, how=topic.how) for topic in LEADER_TOPICS]
    return tuple(found)


def planned(existing: Iterable[Item], wanted: Iterable[Wanted], levels: Mapping[int, Levels] | None = None) -> Planned:
    """The way from the items there are to those wanted, keeping what people have begun or finished.

    levels: person -> skill -> level today; without them no item counts as finished by itself. Writing the result and
    asking again gives nothing but the outgrown. Raises ValueError when two items, or two wishes, have one subject.
    """
    items = _by_subject(existing)
    wishes = _by_subject(wanted)
    pairs = [(items[key], _begun(items[key], wish)) for key, wish in wishes.items() if key in items]
    gone = [item for key, item in items.items() if key not in wishes and item.progress in OPEN]
    reached = {item.id for item in gone if _reached(item, levels or {})}
    return Planned(
        create=tuple(wish for key, wish in wishes.items() if key not in items),
        update=tuple((item, wish) for item, wish in pairs if item.progress in OPEN and _moved(item, wish)),
        reopen=tuple((item, wish) for item, wish in pairs if item.progress == DROPPED),
        finish=tuple(item for item in gone if item.id in reached),
        close=tuple(item for item in gone if item.id not in reached),
        outgrown=tuple((item, wish) for item, wish in pairs if item.progress == DONE and _outgrown(item, wish)),
    )


def _by_subject(things: Iterable[T]) -> dict[Subject, T]:
    found: dict[Subject, T] = {}
    for one in sorted(things, key=lambda one: (one.number, one.skill is None, one.skill or 0, one.topic)):
        if one.subject in found:
            raise ValueError(f"Two items about one subject: {one.subject}.")
        found[one.subject] = one
    return found


def _begun(item: Item, wish: Wanted) -> Wanted:
    """The wish as it is for somebody under way: what has been learned since does not move the start."""
    if item.progress != RUNNING or item.from_level is None or wish.from_level is None:
        return wish
    return replace(wish, from_level=min(item.from_level, wish.from_level))


def _moved(item: Item, wish: Wanted) -> bool:
    return (item.from_level, item.to_level) != (wish.from_level, wish.to_level)


def _reached(item: Item, levels: Mapping[int, Levels]) -> bool:
    """Whether the person holds the skill at the item's level today."""
    if item.skill is None or item.to_level is None:
        return False
    return levels.get(item.number, {}).get(item.skill, 0) >= item.to_level


def _outgrown(item: Item, wish: Wanted) -> bool:
    return (wish.to_level or 0) > (item.to_level or 0)
