"""Among equally few roles, those whose activities belong together.

Every activity may move to another role as long as no cap breaks and no role becomes empty. A move is made if it raises

    sum over roles of (sum of likeness over the pairs of its activities, each with itself too) / (number of activities),

the objective of kernel k-means (Dhillon, Guan, Kulis 2004), so roles of very different size are not favoured. Likeness
of two activities = Jaccard of their skills + half the Jaccard of their stages. Every move raises it: it ends.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from roles.cover.clock import Clock
from roles.cover.problem import Problem

MOST = 2_500
"""Activities; beyond it the roles stay as they are (likeness takes their square in memory)."""
ROUNDS = 30
GAIN = 1e-9
STAGE_SHARE = 0.5

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def gathered(problem: Problem, roles: Sequence[Sequence[int]], clock: Clock) -> list[list[int]]:
    """The roles (activity ids) after the moves; as many as before."""
    activities = sorted(activity for role in roles for activity in role)
    if len(activities) > MOST or len(roles) < 2:
        return [sorted(role) for role in roles]
    owner = {activity: number for number, role in enumerate(roles) for activity in role}
    places = _Places(problem, activities, [owner[activity] for activity in activities], len(roles))
    for _ in range(ROUNDS):
        if clock.over or not places.round(clock):
            break
    return [[activities[i] for i in np.flatnonzero(places.role == number)] for number in range(len(roles))]


class _Places:
    """role[activity]: where it is. toward[activity, role]: sum of its likeness to the role's activities."""

    def __init__(self, problem: Problem, activities: list[int], role: list[int], roles: int) -> None:
        self.role = np.array(role)
        skills = _members([problem.skills[a] for a in activities])
        stages = _members([problem.stages_of(a) for a in activities])
        self.like = _jaccard(skills) + STAGE_SHARE * _jaccard(stages)
        inside = np.zeros((len(activities), roles), dtype=np.int64)
        inside[np.arange(len(activities)), self.role] = 1
        self.size = inside.sum(axis=0)
        self.toward: Floats = self.like @ inside
        self.within = np.array([self.toward[self.role == r, r].sum() for r in range(roles)])
        self.caps = [
            (sets, inside.T @ sets, cap)
            for sets, cap in ((skills, problem.most_skills), (stages, problem.most_stages))
            if cap is not None
        ]

    def round(self, clock: Clock) -> bool:
        """Tries every activity once; whether any moved."""
        moved = False
        for activity in range(len(self.role)):
            clock.tick()
            if clock.over:
                break
            if self.size[self.role[activity]] > 1:
                moved = self._best_move(activity) or moved
        return moved

    def _best_move(self, activity: int) -> bool:
        old = self.role[activity]
        own = self.like[activity, activity]
        toward = self.toward[activity]
        gains = (self.within + 2 * toward + own) / (self.size + 1) - self.within / self.size
        loss = self.within[old] / self.size[old] - (self.within[old] - 2 * toward[old] + own) / (self.size[old] - 1)
        gains[old] = -np.inf
        gains[~self._room(activity)] = -np.inf
        new = int(gains.argmax())
        if gains[new] <= loss + GAIN:
            return False
        self._move(activity, int(old), new)
        return True

    def _room(self, activity: int) -> NDArray[np.bool_]:
        room = np.ones(len(self.size), dtype=bool)
        for sets, held, cap in self.caps:
            room &= ((held > 0) | (sets[activity] > 0)).sum(axis=1) <= cap
        return room

    def _move(self, activity: int, old: int, new: int) -> None:
        own = self.like[activity, activity]
        self.within[old] += own - 2 * self.toward[activity, old]
        self.within[new] += own + 2 * self.toward[activity, new]
        self.toward[:, old] -= self.like[:, activity]
        self.toward[:, new] += self.like[:, activity]
        self.size[old] -= 1
        self.size[new] += 1
        self.role[activity] = new
        for sets, held, _ in self.caps:
            held[old] -= sets[activity]
            held[new] += sets[activity]


def _members(sets: list[frozenset[int]]) -> Counts:
    """sets x members, 1 where it is one."""
    place = {member: number for number, member in enumerate(sorted(frozenset().union(*sets)))}
    found = np.zeros((len(sets), len(place)), dtype=np.int64)
    for row, members in enumerate(sets):
        found[row, [place[member] for member in members]] = 1
    return found


def _jaccard(members: Counts) -> Floats:
    """Per pair; 0 where both are empty."""
    both = members @ members.T
    size = members.sum(axis=1)
    either = size[:, None] + size[None, :] - both
    return np.asarray(both / np.maximum(either, 1), dtype=np.float64)
