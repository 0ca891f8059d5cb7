"""Names of an import that wait for an answer, as pages show them: the skills that could be meant, and a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

from journeys.models import Skill
from roles.models import ImportQueueEntry

LIKELY = 78  # a score below is no candidate
MOST, MOST_AMBIGUOUS = 3, 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A skill we have; `about` tells it from others of its name."""

    pk: int
    name: str
    about: str
    score: int


@dataclass(frozen=True, slots=True)
class NameShown:
    """A name of the file with what can be chosen for it. `new`: what a new skill would be called, if that matters."""

    entry: ImportQueueEntry
    candidates: tuple[Candidate, ...]
    question: str
    new: str


def names_shown(entries: Sequence[ImportQueueEntry]) -> list[NameShown]:
    """The entries of a page. One query for all candidates; skills that are gone are left out."""
    wanted = {one["skill"] for entry in entries for one in entry.suggestions}
    skills = Skill.objects.filter(archived_at__isnull=True).in_bulk(wanted)
    return [name_shown(entry, skills) for entry in entries]


def name_shown(entry: ImportQueueEntry, skills: dict[int, Skill]) -> NameShown:
    likely = [one for one in entry.suggestions if one["score"] >= LIKELY and one["skill"] in skills]
    most = MOST_AMBIGUOUS if entry.reason == "ambiguous" else MOST
    found = tuple(candidate_of(skills[one["skill"]], one["score"]) for one in likely[:most])
    return NameShown(entry, found, question_of(entry, found), new_name(entry, found))


def candidate_of(skill: Skill, score: int) -> Candidate:
    about = " · ".join(text for text in (skill.category, skill.taxonomy, skill.code) if text)
    return Candidate(skill.pk, skill.name, about, score)


def question_of(entry: ImportQueueEntry, found: Sequence[Candidate]) -> str:
    """Why somebody has to decide."""
    if entry.reason != "ambiguous":
        return "Could it be one you have?" if found else "Nothing like it is in your list."
    fitting = sum(one.score == 100 for one in found)
    if fitting > 1:
        return "More than one skill fits."
    return (
        "The file keeps several skills of this name apart; is this the one you have?"
        if fitting
        else ("The file has several skills of this name; which one this is, it does not say.")
    )


def new_name(entry: ImportQueueEntry, found: Sequence[Candidate]) -> str:
    """What tells a new skill from the one of the same name; empty where the name alone does."""
    name = entry.name or entry.code
    if not any(one.name.casefold() == name.casefold() for one in found):
        return ""
    mark = entry.code or entry.category or entry.taxonomy
    return f"{name} ({mark})" if mark else f"a further “{name}”"
