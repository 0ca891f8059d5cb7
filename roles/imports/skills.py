"""Which skill of the organization a skill of the file is: by (taxonomy, code), then name, then alias - or a question.

Nothing is picked silently: a name that fits no skill, or more than one, waits in the queue with suggestions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import fuzz, process

from roles.imports.cleaning import matching_key

NEW, LEAVE_OUT = "new", "leave out"
Resolution = int | str  # an existing skill's id, NEW or LEAVE_OUT
SUGGESTED = 5
SUGGEST_FOR = 2_000  # queue entries that get suggestions; a longer queue means a wrongly mapped column
_CUTOFF = 60


class ExistingSkill(NamedTuple):
    """A skill of the organization. Without a name it is found by its code only."""

    pk: int
    name: str
    code: str = ""
    taxonomy: str = ""
    category: str = ""
    aliases: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """An existing skill that could be meant; score 0..100."""

    pk: int
    name: str
    taxonomy: str
    score: int


@dataclass
class FileSkill:
    """One skill as the file writes it. `key` names it in resolutions. `group` keeps equal names apart: the taxonomy, or
    the group of columns in a wide file. Names and categories are counted by rows to find the usual spelling."""

    key: str
    code: str
    taxonomy: str
    group: str
    names: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    line: int = 0

    @property
    def name(self) -> str:
        return _usual(self.names) or self.code

    @property
    def category(self) -> str:
        return _usual(self.categories)


def _usual(counts: Counter[str]) -> str:
    """The most frequent value; among equals the first in the alphabet, so that the order of rows does not matter."""
    return min(counts, key=lambda value: (-counts[value], value), default="")


class QueueEntry(NamedTuple):
    """A skill of the file that somebody has to decide on. `reason`: unknown, ambiguous (several skills fit)."""

    key: str
    name: str
    code: str
    taxonomy: str
    category: str
    rows: int
    line: int
    reason: str
    suggestions: tuple[Suggestion, ...]


class SkillPlan(NamedTuple):
    """A skill the plan's ratings point to. `pk` is None for a new one; `how`: code, name, alias, chosen, new."""

    pk: int | None
    key: str
    name: str
    code: str
    taxonomy: str
    category: str
    how: str
    rows: int


WAITING, LEFT_OUT = -1, -2


@dataclass
class Matched:
    """targets: file skill key -> position in `skills`, or WAITING, or LEFT_OUT."""

    skills: list[SkillPlan]
    targets: dict[str, int]
    queue: list[QueueEntry]


def file_key(group: str, code: str, name: str) -> str:
    """The key of a file skill: by code where it has one, else by name, within its taxonomy or group of columns."""
    return f"code:{matching_key(group)}:{code}" if code else f"name:{matching_key(group)}:{matching_key(name)}"


class Catalogue:
    """The organization's skills, by code, name and alias."""

    def __init__(self, skills: Iterable[ExistingSkill]) -> None:
        self.by_pk: dict[int, ExistingSkill] = {}
        self.codes: defaultdict[str, list[ExistingSkill]] = defaultdict(list)
        self.names: defaultdict[str, list[ExistingSkill]] = defaultdict(list)
        self.aliases: defaultdict[str, list[ExistingSkill]] = defaultdict(list)
        for skill in skills:
            self.by_pk[skill.pk] = skill
            if skill.name:
                self.names[matching_key(skill.name)].append(skill)
            if skill.code:
                self.codes[skill.code].append(skill)
            for alias in skill.aliases:
                self.aliases[matching_key(alias)].append(skill)
        self._choices = [
            (key, skill) for table in (self.names, self.aliases) for key, found in table.items() for skill in found
        ]
        self._keys = [key for key, _ in self._choices]

    def find(self, wanted: FileSkill) -> tuple[list[ExistingSkill], str]:
        """The skills that fit equally well, and how they were found. One is a match, none is unknown, more are
        ambiguous."""
        if wanted.code and (found := self._by_code(wanted)):
            return found, "code"
        for table, how in ((self.names, "name"), (self.aliases, "alias")):
            found = [skill for skill in table.get(matching_key(wanted.name), ()) if not _other_code(wanted, skill)]
            if found:
                return _narrowed(found, wanted), how
        return [], ""

    def _by_code(self, wanted: FileSkill) -> list[ExistingSkill]:
        """(taxonomy, code); a taxonomy left out on either side fits any, an equal one fits better. With another
        taxonomy the name must be the same too."""
        same = self.codes.get(wanted.code, [])
        taxonomy = matching_key(wanted.taxonomy)
        exact = [skill for skill in same if matching_key(skill.taxonomy) == taxonomy]
        loose = [skill for skill in same if not taxonomy or not skill.taxonomy]
        named = [skill for skill in same if matching_key(skill.name) == matching_key(wanted.name)]
        return exact or loose or named

    def suggestions(self, name: str) -> tuple[Suggestion, ...]:
        """Existing skills with a similar name or alias, best first."""
        best: dict[int, Suggestion] = {}
        for _, score, index in process.extract(
            matching_key(name), self._keys, scorer=fuzz.WRatio, limit=3 * SUGGESTED, score_cutoff=_CUTOFF
        ):
            skill = self._choices[index][1]
            best.setdefault(skill.pk, Suggestion(skill.pk, skill.name, skill.taxonomy, round(score)))
        return tuple(sorted(best.values(), key=lambda found: (-found.score, found.name, found.pk))[:SUGGESTED])


def _other_code(wanted: FileSkill, skill: ExistingSkill) -> bool:
    """The same name under another code of the same taxonomy (or of an unknown one) is another skill."""
    if not wanted.code or not skill.code or wanted.code == skill.code:
        return False
    mine, theirs = matching_key(wanted.taxonomy), matching_key(skill.taxonomy)
    return not mine or not theirs or mine == theirs


def _narrowed(found: list[ExistingSkill], wanted: FileSkill) -> list[ExistingSkill]:
    """Among several skills of one name, the one in the file's taxonomy or category, if it is one."""
    for groups in ([wanted.taxonomy], [wanted.category], [wanted.taxonomy, wanted.category]):
        keys = {matching_key(group) for group in groups if group}
        inside = [skill for skill in found if keys & {matching_key(skill.taxonomy), matching_key(skill.category)}]
        if len(found) > 1 and len(inside) == 1:
            return inside
    return found


def match(
    wanted: Iterable[FileSkill],
    existing: Iterable[ExistingSkill],
    resolutions: Mapping[str, Resolution],
    *,
    add_new: bool,
) -> Matched:
    """Match every skill of the file. `resolutions`: file skill key -> skill id, 'new' or 'leave out'. `add_new`:
    unknown skills become new ones without asking; ambiguous ones still wait. A resolution to a skill that is gone asks
    again."""
    matching = _Matching(wanted, Catalogue(existing), resolutions, add_new)
    for skill in matching.wanted:
        matching.decide(skill)
    matching.split_collisions()
    matching.join_bare_names()
    return matching.result()


class _Matching:
    """The state of one `match`: each file skill is either chosen (an existing skill, a new one, left out) or
    waiting."""

    def __init__(
        self, wanted: Iterable[FileSkill], catalogue: Catalogue, resolutions: Mapping[str, Resolution], add_new: bool
    ) -> None:
        self.wanted = sorted(wanted, key=lambda skill: skill.key)
        self.catalogue = catalogue
        self.resolutions = resolutions
        self.add_new = add_new
        self.chosen: dict[str, tuple[int | str, str]] = {}  # file key -> (skill id or key of the new skill, how)
        self.waiting: dict[str, tuple[FileSkill, str, list[ExistingSkill]]] = {}

    def decide(self, skill: FileSkill) -> None:
        resolution = self.resolutions.get(skill.key)
        if isinstance(resolution, int) and resolution in self.catalogue.by_pk:
            self.chosen[skill.key] = resolution, "chosen"
        elif resolution == NEW:
            self.chosen[skill.key] = skill.key, "new"
        elif resolution == LEAVE_OUT:
            self.chosen[skill.key] = "", "left out"
        else:
            found, how = self.catalogue.find(skill)
            if len(found) == 1:
                self.chosen[skill.key] = found[0].pk, how
            elif found:
                self.waiting[skill.key] = skill, "ambiguous", found
            else:
                self._unknown(skill)

    def _unknown(self, skill: FileSkill) -> None:
        if self.add_new:
            self.chosen[skill.key] = skill.key, "new"
        else:
            self.waiting[skill.key] = skill, "unknown", []

    def _how(self, skill: FileSkill) -> str:
        return self.chosen[skill.key][1] if skill.key in self.chosen else self.waiting[skill.key][1]

    def split_collisions(self) -> None:
        """Two skills the file keeps apart under one name (two codes, two groups) must not both become the one
        existing skill of that name. The one found by code or in its group stays; another with a code of its own is
        unknown; a bare one is asked about."""
        same: defaultdict[tuple[int | str, str], list[FileSkill]] = defaultdict(list)
        for skill in self.wanted:
            if (skill.group or skill.code) and self._how(skill) in ("code", "name", "alias"):
                same[self.chosen[skill.key][0], matching_key(skill.name)].append(skill)
        for (pk, _), skills in same.items():
            existing = self.catalogue.by_pk[int(pk)]
            groups = (matching_key(existing.taxonomy), matching_key(existing.category))
            unsure = [
                skill
                for skill in skills
                if self._how(skill) != "code" and (not skill.group or matching_key(skill.group) not in groups)
            ]
            for skill in unsure if len(skills) > 1 else ():
                del self.chosen[skill.key]
                if skill.code:
                    self._unknown(skill)
                else:
                    self.waiting[skill.key] = skill, "ambiguous", [existing]

    def join_bare_names(self) -> None:
        """A new bare name (no code, no group) that the file also has with a code or group means that one, if it is
        one."""
        full: defaultdict[str, list[FileSkill]] = defaultdict(list)
        for skill in self.wanted:
            if (skill.code or skill.group) and self._how(skill) == "new":
                full[matching_key(skill.name)].append(skill)
        for skill in self.wanted:
            bare = (
                not skill.code
                and not skill.group
                and skill.key not in self.resolutions
                and self._how(skill) in ("new", "unknown")
            )
            twins = full.get(matching_key(skill.name), []) if bare else []
            if not twins:
                continue
            self.chosen.pop(skill.key, None)
            self.waiting.pop(skill.key, None)
            if len(twins) == 1:
                self.chosen[skill.key] = self.chosen[twins[0].key]
            else:
                self.waiting[skill.key] = skill, "ambiguous", []

    def result(self) -> Matched:
        by_key = {skill.key: skill for skill in self.wanted}
        positions: dict[int | str, int] = {}
        skills: list[SkillPlan] = []
        targets: dict[str, int] = {}
        rows: Counter[int] = Counter()
        for skill in self.wanted:
            target, how = self.chosen.get(skill.key, ("", "waiting"))
            if how in ("waiting", "left out"):
                targets[skill.key] = WAITING if how == "waiting" else LEFT_OUT
                continue
            if target not in positions:
                positions[target] = len(skills)
                skills.append(self._planned(target, how, by_key))
            targets[skill.key] = positions[target]
            rows[positions[target]] += skill.rows
        counted = [planned._replace(rows=rows[position]) for position, planned in enumerate(skills)]
        return Matched(counted, targets, self._queue())

    def _planned(self, target: int | str, how: str, by_key: Mapping[str, FileSkill]) -> SkillPlan:
        if isinstance(target, int):
            known = self.catalogue.by_pk[target]
            return SkillPlan(known.pk, f"pk:{known.pk}", known.name, known.code, known.taxonomy, known.category, how, 0)
        new = by_key[target]
        return SkillPlan(None, new.key, new.name, new.code, new.taxonomy, new.category, "new", 0)

    def _queue(self) -> list[QueueEntry]:
        entries = []
        ordered = sorted(self.waiting.values(), key=lambda item: (-item[0].rows, item[0].key))
        for number, (skill, reason, found) in enumerate(ordered):
            fitting = tuple(Suggestion(known.pk, known.name, known.taxonomy, 100) for known in found[:SUGGESTED])
            similar = self.catalogue.suggestions(skill.name) if number < SUGGEST_FOR else ()
            known_pks = {known.pk for known in found}
            suggestions = (*fitting, *(one for one in similar if one.pk not in known_pks))[:SUGGESTED]
            entries.append(
                QueueEntry(
                    skill.key,
                    skill.name,
                    skill.code,
                    skill.taxonomy,
                    skill.category,
                    skill.rows,
                    skill.line,
                    reason,
                    suggestions,
                )
            )
        return entries
