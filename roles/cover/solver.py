"""CP-SAT with one worker and a fixed seed, so that the same model gives the same answer; it can be cancelled.

Only running out of time makes an answer depend on the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread

from ortools.sat.python import cp_model

from roles.cover.clock import Clock

SEED = 7
POLL = 0.02
LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """values: of the variables asked for, None when nothing was found. bound: no solution is better than this.

    infeasible: proved that there is none.
    """

    values: tuple[int, ...] | None
    bound: float
    infeasible: bool


def solved(model: cp_model.CpModel, wanted: list[cp_model.IntVar], clock: Clock, *, linear: int = 1) -> Answer:
    """The best found while the clock runs. Raises what the clock's progress raises, once the solver has stopped.

    linear: how much of the model goes into the linear program, 0 to 2.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = linear
    solver.parameters.max_time_in_seconds = max(LEAST_SECONDS, clock.left)
    status = _run(solver, model, clock)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"the model is not valid: {model.validate()}")
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = tuple(solver.value(variable) for variable in wanted) if found else None
    return Answer(values, solver.best_objective_bound, status == cp_model.INFEASIBLE)


def _run(solver: cp_model.CpSolver, model: cp_model.CpModel, clock: Clock) -> cp_model.CpSolverStatus:
    """Solves in a thread, so that this one can be told to cancel while the solver says nothing."""
    status: list[cp_model.CpSolverStatus] = []
    thread = Thread(target=lambda: status.append(solver.solve(model)), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            clock.tick()
            thread.join(POLL)
    finally:
        while thread.is_alive():
            solver.stop_search()
            thread.join(POLL)
    return status[0] if status else cp_model.UNKNOWN
