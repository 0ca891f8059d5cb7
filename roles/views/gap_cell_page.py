"""One cell of the gap as its template wants it."""

from typing import Any

from roles.gap_words import state_of
from roles.selectors.gap_cell import CellView
from roles.selectors.gap_people import Work
from roles.views.gap_links import Links
from uniengine.accounts.access import Actor
from uniengine.accounts.links import link_for
from uniengine.kit.figures import fte, signed_fte

FIRST = 8


def cell_context(cell: CellView, links: Links, actor: Actor) -> dict[str, Any]:
    """The headline, the figures, the activities, the bench by level and by group."""
    return {
        "cell": cell,
        "title": cell_title(cell),
        "state": "" if cell.difference is None else state_of(cell.difference, cell.need),
        "difference": "hidden" if cell.difference is None else signed_fte(cell.difference),
        "work": [_work(one, cell, actor) for one in cell.work],
        "first": FIRST,
        "steps": [(step, links.to("gap-cell", skill=cell.skill.pk, level=step.level)) for step in cell.steps],
        "groups_by": "Legacy function" if cell.chosen.function is None else "Market",
        "back_url": links.page(),
        "status": cell.results.status,
        "here_url": links.to("gap-cell", skill=cell.skill.pk, level=cell.level),
        "skill_url": link_for(actor, "journeys:skill", cell.skill.pk),
        "filter_words": filter_words(cell),
    }


def cell_title(cell: CellView) -> str:
    """ "Pricing, level 3 and up in DACH: 2.1 short"."""
    what = f"{cell.skill.name}, level {cell.level}{' and up' if cell.level < 5 else ''}"
    if cell.difference is None:
        return f"{what}: needs {fte(cell.need)}"
    if state_of(cell.difference, cell.need) == "even":
        return f"{what}: even"
    return f"{what}: {fte(abs(cell.difference))} {'short' if cell.difference < 0 else 'over'}"


def filter_words(cell: CellView) -> str:
    """Which part of journey and company the figures are about."""
    chosen, found = cell.chosen, cell.places
    words = [found.stage_name(chosen.stage)] if chosen.stage is not None else []
    if chosen.market is not None:
        itself = ", its own needs" if chosen.own and chosen.market else ""
        words.append(f"{found.market_name(chosen.market)}{itself}")
    if chosen.function is not None:
        words.append(f"bench of {found.function_name(chosen.function)}")
    return " · ".join(words) or "The whole journey"


def _work(one: Work, cell: CellView, actor: Actor) -> dict[str, Any]:
    """An activity with its stages as chips and its markets in words."""
    stages = [cell.places.stages[stage] for stage in one.stages if stage in cell.places.stages]
    where = [f"{cell.places.market_name(market)} {fte(mfte, 2)}" for market, mfte in one.markets]
    return {
        "name": one.name,
        "url": link_for(actor, "journeys:activity", cell.chosen.journey.pk, one.activity),
        "where": cell.places.market_name(one.markets[0][0]) if len(where) == 1 else ", ".join(where),
        "level": one.level,
        "stages": stages,
        "mfte": one.mfte,
        "unweighted": one.unweighted,
    }
