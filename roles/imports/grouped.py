"""Grouped files: a report names the person (or the skill) once, and leaves the cells blank on the rows that follow."""

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from itertools import pairwise

from roles.imports.fields import FIELDS, IGNORE, PERSON, SKILL
from roles.imports.mapping import GROUPED, Bound, ColumnMap, Mapping
from roles.imports.shapes import Header, left_out_reason
from uniengine.kit.tables import Row

SAMPLED = 2_000  # records looked at to see whether parent cells are blank


class Continued:
    """Fills the blank parent cells of continuation rows. Does nothing for other shapes."""

    def __init__(self, mapping: Mapping, bound: Bound, person_indexes: Sequence[int]) -> None:
        group_by = mapping.group_by if mapping.shape == GROUPED else ""
        self.people, self.skills = group_by == "person", group_by == "skill"
        key = bound.at.get("person_id", bound.at.get("email", -1))
        self.above = [slot for slot, index in enumerate(person_indexes) if index < key]  # department left of the id
        self.last_person: tuple[str, ...] = ()
        self.last_skill: tuple[str, ...] = ()

    def person(self, person: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
        """The person cells of a row: those above where the row has none, a department left of the id carried on."""
        if not self.people or not self.last_person:
            return person
        own = [cell for slot, cell in enumerate(person) if slot not in self.above and cell.strip()]
        if not own:
            return self.last_person
        filled = list(person)
        for slot in self.above:
            filled[slot] = filled[slot] if filled[slot].strip() else self.last_person[slot]
        return tuple(filled)

    def skill(self, skill: tuple[str, ...]) -> tuple[str, ...]:
        """The skill cells of a row, those above where the row has none."""
        if self.skills and not any(cell.strip() for cell in skill):
            return self.last_skill or skill
        self.last_skill = skill
        return skill


def group_by(records: Sequence[Row], header: Header, chosen: Dict[int, ColumnMap]) -> str:
    """'person' or 'skill' when their cells are blank on continuation rows.

    A long file with some ids missing is told apart: it names the same person on consecutive rows, a grouped one never.
    """
    rows = [cells for _, cells in records[header.skip :] if not left_out_reason(cells, header)]
    for group, keys in ((PERSON, ("person_id", "email")), (SKILL, ("skill", "skill_code"))):
        members = [
            index
            for index, column in chosen.items()
            if column.field != IGNORE and FIELDS.get(column.field) and FIELDS[column.field].group == group
        ]
        key = next((index for index, column in chosen.items() if column.field in keys), -1)
        if key >= 0 and _is_grouped(rows, key, members):
            return group
    return ""


def _is_grouped(rows: Sequence[Sequence[str]], key: int, members: Sequence[int]) -> bool:
    named = [cells[key] if key < len(cells) else "" for cells in rows]
    blank = sum(1 for name in named if not name.strip())
    if not named or not named[0].strip() or blank < max(2, len(named) / 2):
        return False  # with fewer, some ids may just be missing
    if any(name and name == following for name, following in pairwise(named)):
        return False
    continued = [cells for cells, name in zip(rows, named, strict=True) if not name.strip()]
    return all(
        not (cells[index] if index < len(cells) else "").strip()
        for cells in continued
        for index in members
        if index >= key
    )
