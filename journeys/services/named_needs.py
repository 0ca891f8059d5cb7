"""The skills an activity takes, as people type them: by name, with unknown names added to the taxonomy on request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from journeys.models import SupplierActivity
from journeys.names import name_key
from journeys.selectors import skill_options
from journeys.services.activity_parts import NeedInput, activity_skills_set
from journeys.services.skills import skill_create
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError


@dataclass(frozen=True, slots=True)
class NamedNeed:
    """As NeedInput, with the name of the skill as the list of skills offers it."""

    skill: str
    level: int
    share: int | None = None
    mandatory: bool = True


@transaction.atomic
def activity_skills_name(
    *, actor: Actor, activity: SupplierActivity, version: int, needs: Sequence[NamedNeed], create: bool = False
) -> SupplierActivity:
    """Make these the skills it takes. create: names nobody knows become new skills, which are kept only if the whole
    edit is.

    Raises what activity_skills_set raises, and DomainError skill_unknown (details: names).
    """
    actor.require(Permission.JOURNEY_EDIT)
    known = _skills_by_label(activity)
    unknown = {name_key(need.skill): need.skill for need in needs if name_key(need.skill) not in known}
    if unknown and not create:
        raise _unknown(unknown.values())
    for key, name in unknown.items():
        known[key] = skill_create(actor=actor, name=name).pk
    found = [NeedInput(known[name_key(need.skill)], need.level, need.share, need.mandatory) for need in needs]
    return activity_skills_set(actor=actor, activity=activity, version=version, needs=found)


def _skills_by_label(activity: SupplierActivity) -> dict[str, int]:
    """What may be typed -> skill. A retired skill stays usable where it is used already."""
    kept = {name_key(need.skill.name): need.skill_id for need in activity.skills.select_related("skill")}
    return kept | {name_key(label): pk for pk, label in skill_options()}


def _unknown(names: Iterable[str]) -> DomainError:
    said = ", ".join(f"“{name}”" for name in names)
    return DomainError(
        "skill_unknown",
        f"There is no skill called {said}. Choose one from the list, or add it as a new skill.",
        details={"names": list(names)},
    )
