"""What the skill gap says in words: the headline, the proof, the state of a difference.

FTE come in thousandths and are written by kit.figures. Nothing here blames anybody, and nobody is called redundant:
time that no need takes is free for something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniengine.kit.figures import fte

NARROW = 10
"""A shortage up to this percentage of the need is marked as one to watch."""
SHOWN_FROM = 50
"""mfte that round to 0.1 FTE: smaller differences are shown as none."""


Part = tuple[str, str]
"""A piece of a sentence, and what it opens: "unmet", "unused", or nothing."""


def headline(unmet: int | None, unused: int, demand: int, place: str = "") -> list[Part]:
    """ "You are 18.6 people short, and 11.4 are free." place: "for Buy", "in DACH". unmet None: hidden from the reader.

    Who is free is said of the whole journey only: for a part of it, everybody does something else as well.
    """
    where = f" {place}" if place else ""
    if not demand:
        return [(f"Nothing is needed{where} yet.", "")]
    if unmet is None:
        return [(f"How many people are short{where} is hidden: a small group could be told from it.", "")]
    if unmet < SHOWN_FROM:
        return [(f"Today's people can do all the work{where}.", "")]
    short: list[Part] = [("You are ", ""), (people(unmet), "unmet"), (f" short{where}", "")]
    if place:
        return [*short, (".", "")]
    verb = "is" if fte(unused) == "1.0" else "are"
    return [*short, (", and ", ""), (fte(unused), "unused"), (f" {verb} free.", "")]


def unweighted_words(activities: int, unknown: int) -> str:
    """How much of the need is counted instead of known; empty where every effort is entered."""
    if not unknown:
        return ""
    if unknown < activities:
        verb, whose = ("counts as 1 FTE", "its") if unknown == 1 else ("count as 1 FTE each", "their")
        return f"{unknown:,} of the {activities:,} activities {verb}, because {whose} effort is not entered yet."
    if activities == 1:
        return "The one activity counts as 1 FTE, because its effort is not entered yet."
    return f"Every one of the {activities:,} activities counts as 1 FTE, because no effort is entered yet."


def told(parts: Sequence[Part]) -> str:
    """The sentence without its links."""
    return "".join(text for text, _ in parts)


def people(mfte: int) -> str:
    """ "18.6 people", "1.0 person"."""
    return f"{fte(mfte)} {'person' if fte(mfte) == '1.0' else 'people'}"


def share_done(flow: int, demand: int) -> int:
    """Whole percent of the demand that can be met, never rounded up to 100."""
    return 100 * flow // demand if demand else 100


def count(number: int, one: str, many: str = "") -> str:
    """ "1 skill", "1,204 skills"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def needs_of(skills: Sequence[str], places: Sequence[str]) -> str:
    """ "These 3 skills need", "Change coaching in DACH needs"."""
    where = f" in {listed(places)}" if 0 < len(places) <= 2 else f" in {len(places)} markets" if places else ""
    if len(skills) == 1:
        return f"{skills[0]}{where} needs"
    return f"These {len(skills)} skills{where} need"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def state_of(difference: int, need: int) -> str:
    """low | watch | even | high, see templates/inc/_state.html. difference: bench minus need, both mfte."""
    if abs(difference) < SHOWN_FROM:
        return "even"
    if difference > 0:
        return "high"
    return "watch" if -difference * 100 <= NARROW * need else "low"


def heat_of(difference: int, largest: int) -> str:
    """The step of the heat scale: n3 (far too little) to p3 (far too much), by thirds of the largest difference."""
    if abs(difference) < SHOWN_FROM or not largest:
        return "0"
    step = min(3, 1 + 3 * abs(difference) // largest)
    return f"{'n' if difference < 0 else 'p'}{step}"
