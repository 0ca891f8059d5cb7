"""The skills that files name: one entry per code, or per name where there is no code.

Pure. Names are not unique (O*NET has two "Mathematics"), so a code always decides.
"""

from __future__ import annotations

import re

from journeys.draft import DraftSkill
from journeys.names import name_key
from journeys.sheet.reading import Problem, Record

_ONET = re.compile(r"^\d+\.[A-Z]\.\d")


class SkillShelf:
    """Collects the skills of the rows. taxonomy: for codes without one; None recognises O*NET ids."""

    def __init__(self, taxonomy: str | None) -> None:
        self._taxonomy = taxonomy
        self._skills: dict[str, DraftSkill] = {}
        self._lines: dict[str, Record] = {}

    def put(self, record: Record) -> tuple[str, Problem | None]:
        """The key of the skill a row names. A code that stands for two names is a problem."""
        name, code = record.text("skill"), record.text("skill_code")
        taxonomy = record.text("taxonomy") if code else ""
        if code and not taxonomy:
            taxonomy = self._guess(code) if self._taxonomy is None else self._taxonomy
        key = f"{taxonomy.casefold()}\n{code}" if code else f"\n{name_key(name)}"
        known = self._skills.get(key)
        if known is None:
            uncoded = not code and "skill_code" in record.texts
            category = record.text("category")
            self._skills[key] = DraftSkill(key, name or code, taxonomy, code, category, uncoded=uncoded)
            self._lines[key] = record
        elif code and name and name_key(known.name) != name_key(name):
            text = f"Code {code} stands for “{known.name}” in line {self._lines[key].line}. One code needs one name."
            return key, Problem(record.part, record.line, "Skill", "code_with_two_names", name[:200], text)
        return key, None

    def all(self) -> tuple[DraftSkill, ...]:
        """Every skill, in the order of the files."""
        return tuple(self._skills.values())

    def where(self) -> dict[str, Record]:
        """The first row that names each skill."""
        return dict(self._lines)

    @staticmethod
    def _guess(code: str) -> str:
        return "O*NET" if _ONET.match(code) else ""
