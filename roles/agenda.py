"""The steps and findings that people and gaps bring to the workshop home. Sums only: the home shows no names."""

from __future__ import annotations

from collections.abc import Sequence

from journeys.agenda import count, parts
from journeys.selectors.progress import map_progress
from roles.selectors.progress import GapProgress, InventoryProgress, Standout, gap_progress, inventory_progress
from uniengine.accounts.links import link_for
from uniengine.kit.figures import fte
from uniengine.workshops.agenda import (
    Finding,
    Lead,
    Reading,
    StepSource,
    StepState,
    register_findings,
    register_lead,
    register_step,
)

NOT_COMPUTED = "Not computed yet."
ALONE = "This skill alone. The same people may count under other skills; the true gap counts nobody twice."
SHORT, OVER = "Short of skill", "More than needed"


def register() -> None:
    """Called once, when the application starts."""
    for step in STEPS:
        register_step(step)
    register_findings("gaps", 20, short_and_over)
    register_lead("gaps", 10, true_gap)


def people_step(reading: Reading) -> StepState:
    found = reading.of(inventory_progress)
    imports = link_for(reading.actor, "roles:import-list")
    newest = link_for(reading.actor, "roles:import-detail", found.newest) if found.waiting else ""
    return StepState(
        done=0,
        total=0,
        summary=_people_words(found),
        finished=found.people > 0 and not found.waiting and not found.working,
        out=_import_words(found),
        todo=_import_todo(found),
        url=newest or imports,
        action="Go on with the import" if newest else "Import the skill inventory",
        wait="An owner or admin imports the inventory.",
    )


def gap_step(reading: Reading) -> StepState:
    found = _gap(reading)
    ready = reading.of(inventory_progress).people > 0 and reading.of(map_progress).activities_skilled > 0
    percent = _percent_met(found)
    return StepState(
        done=0,
        total=0,
        summary=_gap_words(found),
        finished=found.computed and not found.stale,
        out=_growth_words(found),
        todo=_gap_todo(found, ready),
        url=link_for(reading.actor, "roles:gap-overview") if ready or found.computed else "",
        action="Read the skill gap",
        wait="" if ready else "The gap needs activities with skills, and people with ratings.",
        figure="" if percent is None else f"{percent} %",
        unit="of need met",
        parts=parts(reading.of(map_progress).stages, lambda stage: found.met.get(stage.pk, 1.0)) if found.met else (),
    )


def short_and_over(reading: Reading) -> Sequence[Finding]:
    """The skill that is shortest, and the one there is most of beyond need: the same figures as on the gap page."""
    found = _gap(reading)
    url = link_for(reading.actor, "roles:gap-overview")

    def skill_url(one: Standout) -> str:
        query = f"journey={found.journey}&skill={one.skill}&level={one.level}"
        return link_for(reading.actor, "roles:gap-cell", query=query)

    if not found.computed:
        return tuple(Finding("even", title, NOT_COMPUTED) for title in (SHORT, OVER))
    return (
        Finding(
            "low",
            SHORT,
            f"{found.worst.name}, {fte(found.worst.mfte)} FTE short",
            url=skill_url(found.worst),
            note=ALONE,
        )
        if found.worst
        else Finding("even", SHORT, "No skill is short.", url=url),
        Finding("high", OVER, f"{found.most.name}, {fte(found.most.mfte)} FTE over", url=skill_url(found.most))
        if found.most
        else Finding("even", OVER, "No skill is held beyond need.", url=url),
    )


def true_gap(reading: Reading) -> Lead | None:
    """The headline of the gap page."""
    found = _gap(reading)
    if not found.sentence:
        return None
    url = link_for(reading.actor, "roles:gap-overview", query=f"journey={found.journey}")
    return Lead(found.sentence, url, _counted_words(found.unweighted))


def _counted_words(unweighted: int) -> str:
    if not unweighted:
        return ""
    many = "activity counts" if unweighted == 1 else "activities count"
    return f"{unweighted:,} {many} as 1 FTE each, because the effort is not entered yet."


def _gap(reading: Reading) -> GapProgress:
    return reading.once(gap_progress, lambda: gap_progress(reading.actor, reading.of(map_progress).journey))


def _people_words(found: InventoryProgress) -> str:
    if not found.people:
        return "Nobody imported yet"
    if not found.shown:
        return "A few people, too few to show figures"
    ratings = "" if found.ratings is None else f", {count(found.ratings, 'skill rating')}"
    return count(found.people, "person", "people") + ratings


def _import_words(found: InventoryProgress) -> str:
    if found.working:
        return "An import is running"
    return "An import waits for a decision" if found.waiting else ""


def _import_todo(found: InventoryProgress) -> str:
    if found.working:
        return "An import is being worked on."
    if found.waiting:
        return "A file is uploaded and waits to be read, matched, checked or applied."
    return (
        ""
        if found.people
        else "Upload what the HR system exports. Nothing is written before you saw what would change."
    )


def _gap_words(found: GapProgress) -> str:
    if not found.computed:
        return NOT_COMPUTED
    true_gap = "" if found.unmet is None else f", {fte(found.unmet)} FTE unmet in all"
    return f"{count(found.short, 'skill')} short{true_gap}"


def _growth_words(found: GapProgress) -> str:
    if found.working:
        return "Being computed"
    if found.stale:
        return "Figures are older than the data"
    return f"{count(found.growing, 'person', 'people')} can grow into a gap" if found.growing else ""


def _gap_todo(found: GapProgress, ready: bool) -> str:
    if found.working:
        return "People or the journey changed. The gap is being computed again."
    if found.stale:
        return "People or the journey changed since the gap was computed. Compute it again."
    return "Skills are named and people are here: the gap can be computed." if ready and not found.computed else ""


def _percent_met(found: GapProgress) -> int | None:
    """Never rounded up to 100."""
    if not found.computed or found.unmet is None or not found.demand:
        return None
    return 100 * (found.demand - found.unmet) // found.demand


STEPS = (
    StepSource(
        "people",
        "Import people",
        40,
        "upload",
        "People are next.",
        "Bring in who works here and how well they can do what, from the HR system's export.",
        people_step,
        45,
        "counted the skills you hold",
    ),
    StepSource(
        "gaps",
        "Find gaps and surplus",
        50,
        "chart-no-axes-column",
        "Gaps and surplus are next.",
        "Set what the journey needs against what people can do, with proof.",
        gap_step,
        60,
        "set need against supply",
        (
            "Read the headline together, and open the proof if somebody doubts it.",
            "Go down the short skills. Ask which of them surprise, and what the figures miss.",
            "For each one say: train, hire, move people, or do less. Note who does it, and by when.",
        ),
    ),
)
