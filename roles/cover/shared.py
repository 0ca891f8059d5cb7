"""Roles that may share activities: reduce, cut into pieces, solve each, and take back in what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from roles.cover.bitsets import bits, mask_of
from roles.cover.bounds import strangers
from roles.cover.candidates import candidates, listable
from roles.cover.clock import Clock
from roles.cover.cover_roles import SharedRoles
from roles.cover.exact import smallest_cover
from roles.cover.greedy import best_greedy, plain_greedy
from roles.cover.grid import Grid, grid_of
from roles.cover.pieces import Cell, Piece, pieces_of
from roles.cover.pricing import Pricing
from roles.cover.problem import Problem
from roles.cover.proposal import How, Proposal, Role, proposed, role_of
from roles.cover.reduction import Dropped, kernel_of

REDUCING = 0.5
"""Share of the time, at most."""
TRIES = 200
"""Greedy covers of a piece, at most."""
MOST_CELLS = 4_000
"""Of a piece whose roles cannot be listed; a larger one is left to greedy."""
PRICING = 0.7
"""Share of the time left."""
ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Solved:
    """The roles of a piece as sets of its cells, and a lower bound on their number."""

    cover: list[int]
    bound: int


def shared(problem: Problem, clock: Clock) -> Proposal:
    """The proposal when activities may be shared (see `roles.cover.problem.Sharing`)."""
    grid = grid_of(problem)
    clock.total = grid.cells
    clock.step("Leaving out what is covered anyway")
    kernel = kernel_of(grid, clock.part(REDUCING * clock.left))
    done = len(kernel.dropped)
    pieces = pieces_of(grid, kernel, clock)
    spans: list[list[Cell]] = []
    bound, exact = 0, True
    for piece in pieces:
        clock.step("Looking for the smallest number of roles", done)
        found = solve_piece(piece, clock)
        spans.extend(_dealt(piece, found.cover))
        bound += found.bound
        exact = exact and found.bound == len(found.cover)
        done += len(piece.cells)
    roles = [_role(problem, grid, cells) for cells in restored(spans, kernel.dropped)]
    clock.finish()
    return proposed(problem, grid, roles, bound, How.EXACT if exact else How.GREEDY)


def solve_piece(piece: Piece, clock: Clock) -> Solved:
    """Greedy and its bound; where they differ, exactly, if time and size allow."""
    if len(piece.cells) == 1:
        return Solved([1], 1)
    bound = max(1, strangers(piece, clock).bit_count())
    cover = best_greedy(piece, clock, enough=bound, tries=TRIES)
    if len(cover) <= bound or clock.over:
        return Solved(cover, bound)
    better = 0
    listed = candidates(piece, clock) if listable(piece) else None
    if listed is not None:
        cover, better = smallest_cover(listed, len(piece.cells), cover, clock)
    elif len(piece.cells) <= MOST_CELLS:
        cover, better = _priced(piece, cover, clock)
    return Solved(cover, max(bound, better))


def _priced(piece: Piece, cover: list[int], clock: Clock) -> tuple[list[int], int]:
    """Too many roles to list: the best choice among those that prices bring up, and a bound by weights."""
    pricing = Pricing(SharedRoles(piece), [*cover, *plain_greedy(piece, clock)])
    pricing.improve(clock.part(PRICING * clock.left), rounds=ROUNDS, enough=len(cover))
    found, _ = smallest_cover(pricing.known, len(piece.cells), cover, clock)
    return found, pricing.bound


def _dealt(piece: Piece, cover: list[int]) -> list[list[Cell]]:
    """Each cell to one of the roles that hold it, the first."""
    left, dealt = piece.everything, []
    for cells in cover:
        dealt.append([piece.cells[place] for place in bits(cells & left)])
        left &= ~cells
    return [cells for cells in dealt if cells]


def restored(roles: list[list[Cell]], dropped: list[Dropped]) -> list[list[Cell]]:
    """Takes every dropped cell into the role of the cell that covers it, last dropped first."""
    owner = {cell: number for number, cells in enumerate(roles) for cell in cells}
    grown = [list(cells) for cells in roles]
    for cell in reversed(dropped):
        number = owner[cell.by_row, cell.by_column]
        owner[cell.row, cell.column] = number
        grown[number].append((cell.row, cell.column))
    return grown


def _role(problem: Problem, grid: Grid, cells: list[Cell]) -> Role:
    rows = mask_of({row for row, _ in cells})
    columns = mask_of({column for _, column in cells})
    activities = [activity for row in bits(rows) for activity in grid.activities[row]]
    skills = [skill for column in bits(columns) for skill in grid.skills[column]]
    return role_of(problem, activities, skills)
