"""Lower bounds by weights, and the roles that are worth knowing, where there are too many to list.

What must be covered are things (cells of a piece, or items of a packing); a role is a set of them. Weights: whole
numbers y per thing. If no role weighs more than z, any cover has at least sum(y) / z roles, whatever the weights are.
Weights that make this large are the prices of the linear program over the roles known so far (Gilmore and Gomory 1961;
the bound: Farley 1990). z comes from CP-SAT, which also finds a role worth adding.
All in whole numbers, so rounding can make the bound weaker but not wrong.
"""

from __future__ import annotations

from math import floor
from typing import Protocol

from ortools.linear_solver import pywraplp

from roles.cover.bitsets import bits
from roles.cover.clock import Clock

SCALE = 1000
"""Weights are prices in thousandths of a role."""
SLACK = 1e-6
LAST = 0.4
"""Share of the time kept for a bound from the last prices, should they not settle before."""


class Roles(Protocol):
    """All roles there can be, as sets of things; size: how many things."""

    @property
    def size(self) -> int: ...

    def heavy(self, weights: list[int], clock: Clock) -> list[int]:
        """Some heavy roles, found quickly; fewer when time is up."""
        ...

    def heaviest(self, weights: list[int], clock: Clock) -> tuple[int, int]:
        """A heavy role and a number no role exceeds; when time is up it is only larger."""
        ...


def weighed_bound(weights: list[int], heaviest: int) -> int:
    """sum / heaviest, rounded up."""
    return -(-sum(weights) // heaviest) if heaviest > 0 else 0


class Pricing:
    """known: roles, at first a cover. bound: the best lower bound so far."""

    def __init__(self, roles: Roles, known: list[int]) -> None:
        self.roles = roles
        self.known: list[int] = []
        self.bound = 0
        self._seen: set[int] = set()
        self._program = _Prices(roles.size)
        self._learn(known)

    def improve(self, clock: Clock, *, rounds: int, enough: int) -> None:
        """Learns roles and raises the bound until neither gains, it reaches `enough` or time is up."""
        search = clock.part((1 - LAST) * clock.left)
        weights: list[int] = []
        for _ in range(rounds):
            clock.tick()
            found = self._program.weights(search)
            weights = found or weights
            if search.over or not found:
                break
            if self._learn(self._worth(self.roles.heavy(weights, search), weights)):
                continue
            if not self._weigh(weights, search) or self.bound >= enough:
                return
        if weights and not clock.over:
            self._weigh(weights, clock)

    def _weigh(self, weights: list[int], clock: Clock) -> bool:
        """Raises the bound by these weights; whether that brought up a new role."""
        role, heaviest = self.roles.heaviest(weights, clock)
        self.bound = max(self.bound, weighed_bound(weights, heaviest))
        return self._learn(self._worth([role], weights))

    def _worth(self, roles: list[int], weights: list[int]) -> list[int]:
        """Those that the prices make too cheap."""
        return [role for role in roles if sum(weights[thing] for thing in bits(role)) > SCALE]

    def _learn(self, roles: list[int]) -> bool:
        """Whether any is new."""
        new = [role for role in dict.fromkeys(roles) if role not in self._seen]
        self._seen.update(new)
        self.known.extend(new)
        self._program.add(new)
        return bool(new)


class _Prices:
    """What covering each thing is worth: the dual prices of covering all with the known roles, parts of roles allowed.

    New roles leave the last solution feasible, so each solution starts from the one before.
    """

    def __init__(self, size: int) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.covered = [self.solver.RowConstraint(1, self.solver.infinity(), "") for _ in range(size)]
        self.solver.Objective().SetMinimization()

    def add(self, roles: list[int]) -> None:
        for role in roles:
            share = self.solver.NumVar(0, self.solver.infinity(), "")
            self.solver.Objective().SetCoefficient(share, 1)
            for thing in bits(role):
                self.covered[thing].SetCoefficient(share, 1)

    def weights(self, clock: Clock) -> list[int]:
        """Prices in thousandths, rounded down; none when there is no time for them."""
        self.solver.SetTimeLimit(max(1, int(1000 * clock.left)))
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return []
        return [max(0, floor(SCALE * limit.dual_value() + SLACK)) for limit in self.covered]
