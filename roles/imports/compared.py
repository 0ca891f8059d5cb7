"""What is stored against what a file says, for millions of ratings at once: best.compare on columns instead of rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from roles.imports.best import ACTIONS, KEYS_PER_PAIR, OLDER
from roles.imports.fields import RATERS
from roles.imports.people import CREATE, UNCHANGED, UPDATE
from roles.imports.plan import Plan
from roles.imports.reading import PER_RATER

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class StoredColumns:
    """All stored ratings. `person`, `skill`: ids; `rater`: position in fields.RATERS; `day`: ordinal or 0."""

    person: Numbers
    skill: Numbers
    rater: Numbers
    level: Numbers
    day: Numbers

    def raters(self) -> set[str]:
        """Whose ratings there are."""
        return {RATERS[number] for number in np.unique(self.rater).tolist()}


def plan_compare(plan: Plan, stored: StoredColumns) -> None:
    """Set the action of every ready rating of a plan that was built without stored ratings, and count them anew."""
    keys = np.frombuffer(plan._keys, dtype=np.uint64) if len(plan._keys) else np.zeros(0, np.uint64)
    actions = np.full(len(keys), ACTIONS.index(CREATE), dtype=np.uint8)
    found, index = _matches(plan, stored, keys)
    places = np.frombuffer(plan._places, dtype=np.uint32)[index] if len(index) else np.zeros(0, np.uint32)
    ratings = plan._reading.ratings
    if len(index):
        level = np.frombuffer(ratings.codes, dtype=np.uint32)[places].astype(np.int64) % PER_RATER - 1
        day = np.frombuffer(ratings.days, dtype=np.int32)[places]
        stored_level, stored_day = stored.level[found], stored.day[found]
        same = (level == stored_level) & ((day == 0) | (day == stored_day))
        older = (day > 0) & (day < stored_day)
        changed = np.where(older, ACTIONS.index(OLDER), ACTIONS.index(UPDATE))
        actions[index] = np.where(same, ACTIONS.index(UNCHANGED), changed)
    plan._actions = bytearray(actions.tobytes())
    numbers, counts = np.unique(actions, return_counts=True)
    found_counts = zip(numbers.tolist(), counts.tolist(), strict=True)
    plan.counts.ratings = {ACTIONS[number]: count for number, count in found_counts}


def _matches(plan: Plan, stored: StoredColumns, keys: Numbers) -> tuple[Numbers, Numbers]:
    """Positions of the stored ratings the file speaks of, and of their keys in the plan."""
    person = _positions([one.pk for one in plan.people], stored.person)
    skill = _positions([one.pk for one in plan.skills], stored.skill)
    known = np.flatnonzero((person >= 0) & (skill >= 0))
    if not len(known) or not len(keys):
        return known[:0], known[:0]
    pairs = person[known] * max(1, len(plan.skills)) + skill[known]
    wanted = (pairs * KEYS_PER_PAIR + stored.rater[known]).astype(np.uint64)
    index = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[index] == wanted
    return known[hit], index[hit]


def _positions(ids: list[int | None], wanted: Numbers) -> Numbers:
    """The position in `ids` of each wanted id, -1 where it is not there."""
    pairs = sorted((pk, position) for position, pk in enumerate(ids) if pk is not None)
    if not pairs:
        return np.full(len(wanted), -1, dtype=np.int64)
    table = np.array(pairs, dtype=np.int64)
    index = np.minimum(np.searchsorted(table[:, 0], wanted), len(table) - 1)
    return np.where(table[index, 0] == wanted, table[index, 1], -1)
