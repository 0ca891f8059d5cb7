"""Begin with the roles of the unified template instead of an empty page."""

from __future__ import annotations

from collections.abc import Mapping

from journeys.effort import Demand, effort_by_market
from redesigns.checks import Stage
from redesigns.models import Redesign, RedesignChange
from redesigns.records import Puts, State
from redesigns.selectors.design import Design, design_load
from redesigns.services.changing import ADOPT, redesign_change
from redesigns.template_unified import SkillPart, Work, unified
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict

NOWHERE = 0
"""The key of effort that belongs to no market."""


def template_adopt(*, actor: Actor, redesign: Redesign) -> RedesignChange | None:
    """An expert per stage, a leader per market and three shared services groups, as one change.

    Raises Conflict when there is a role or a group already.
    """
    design = design_load(redesign)
    stages = [Stage(stage.pk, stage.name, stage.slot) for stage in design.journey.stages]
    puts = unified(stages, [_work(design, pk) for pk in design.activities], _leaves(design))

    def decide(state: State) -> Puts:
        if any(kind in ("role", "group") for kind, _ in state):
            words = "This redesign has roles already. Start from the template in a new one, or delete them first."
            raise Conflict("roles_there", words)
        return puts

    label = "Started from the unified template"
    return redesign_change(actor=actor, redesign=redesign, label=label, decide=decide, origin=ADOPT)


def _work(design: Design, activity: int) -> Work:
    needs = design.journey.needs.get(activity, ())
    parts = tuple(SkillPart(need.skill_id, need.skill.name, need.skill.category, need.share) for need in needs)
    jobs = design.activities[activity].jobs
    return Work(activity, main_stage(design, activity), parts, needed_by_market(design, activity), jobs)


def main_stage(design: Design, activity: int) -> int | None:
    """The stage with most of the jobs it serves, the first of several; None without a job."""
    jobs = design.activities[activity].jobs
    return max(design.stages, key=lambda stage: jobs.get(stage, 0)) if any(jobs.values()) else None


def needed_by_market(design: Design, activity: int) -> Mapping[int | None, int]:
    """Market -> d_a in mfte; nothing where the effort is not known."""
    rows = design.journey.demand.get(activity, ())
    hours = design.journey.journey.organization.productive_hours
    known = {row.market_id or NOWHERE: Demand(row.volume, row.hours) for row in rows}
    efforts = effort_by_market(known, dict.fromkeys(known, hours)) if known else {}
    return {market or None: one.mfte for market, one in efforts.items() if not one.unweighted}


def _leaves(design: Design) -> list[int]:
    """Markets with none below them, in the order they are shown."""
    parents = {node.parent for node in design.markets.nodes.values()}
    return [pk for pk in design.markets.nodes if pk not in parents]
