"""Journeys as a whole: start one from the template, an empty board or a copy; rename, archive, restore."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from journeys.draft import Draft, DraftStage, draft_of
from journeys.hooks import journeys_changed
from journeys.models import Journey, Skill, Slot
from journeys.selectors.drafts import journey_draft
from journeys.services.building import Resolved, draft_build, functions_resolve, markets_by_name
from journeys.services.editing import (
    gone,
    journey_edit,
    named,
    short_text,
    stale,
    version_take,
    written,
)
from journeys.services.skill_book import skills_resolve
from journeys.template_b2b import TEMPLATE
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError

Template = Literal["b2b", "empty"]
STAGE_NAMES = {"learn": "Learn", "buy": "Buy", "order": "Order/Install", "adopt": "Adopt", "support": "Support"}
EMPTY = Draft(stages=tuple(DraftStage(slot, STAGE_NAMES[slot], slot) for slot in Slot.values))


@transaction.atomic
def journey_create(*, actor: Actor, name: str, segment: str = "", template: Template = "b2b") -> Journey:
    """A new journey: "b2b" brings stages, jobs, activities and skills; "empty" the five stages.

    Raises DomainError name_missing, name_too_long, name_taken, template_unknown.
    """
    actor.require(Permission.JOURNEY_EDIT)
    if template not in ("b2b", "empty"):
        raise DomainError("template_unknown", "Choose one of the templates: b2b or empty.", field="template")
    journey = journey_row(actor, name, segment)
    fill(actor, journey, draft_of(TEMPLATE) if template == "b2b" else EMPTY)
    _record_new(actor, journey, {"template": template})
    return journey


@transaction.atomic
def journey_copy(*, actor: Actor, journey: Journey, name: str) -> Journey:
    """A copy with everything on the board; later edits of one do not touch the other."""
    actor.require(Permission.JOURNEY_EDIT)
    copy = journey_row(actor, name, journey.segment, journey.description)
    draft = journey_draft(journey)
    same = Skill.objects.in_bulk([int(skill.key) for skill in draft.skills])
    fill(actor, copy, draft, {str(pk): skill for pk, skill in same.items()})
    _record_new(actor, copy, {"copy_of": journey.pk})
    return copy


def journey_row(actor: Actor, name: str, segment: str = "", description: str = "") -> Journey:
    """The row of a new journey, its name checked. Inside the caller's transaction."""
    chosen = named(name, longest=120)
    journey_name_free(chosen)
    try:
        with transaction.atomic():
            return Journey.objects.create(
                organization=actor.organization,
                name=chosen,
                segment=short_text(segment, "segment", 120),
                description=written(description, "description"),
            )
    except IntegrityError:
        raise _name_taken(chosen) from None


def fill(actor: Actor, journey: Journey, draft: Draft, skills: Mapping[str, Skill] | None = None) -> None:
    """Build the draft into the new journey, creating the functions it names, and its skills unless they are given."""
    names = (effort.function for activity in draft.activities for effort in activity.effort)
    if skills is None:
        skills = skills_resolve(actor=actor, journey=journey, skills=draft.skills)
    resolved = Resolved(
        skills=skills,
        functions=functions_resolve(actor=actor, journey=journey, names=names),
        markets=markets_by_name(),
    )
    draft_build(journey, draft, resolved)


def journey_update(
    *,
    actor: Actor,
    journey: Journey,
    version: int,
    name: str | None = None,
    segment: str | None = None,
    description: str | None = None,
) -> Journey:
    """Change what is given. Raises Conflict stale_edit, DomainError name_taken."""
    values: dict[str, str] = {}
    if name is not None:
        values["name"] = named(name, longest=120)
    if segment is not None:
        values["segment"] = short_text(segment, "segment", 120)
    if description is not None:
        values["description"] = written(description, "description")
    with journey_edit(actor=actor, journey=journey, action="journey.update") as edit:
        if "name" in values:
            journey_name_free(values["name"], journey)
        edit.label = f"Changed the journey “{edit.journey.name}”"
        edit.set(edit.journey, version, values)
    return Journey.objects.get(pk=journey.pk)


@transaction.atomic
def journey_archive(*, actor: Actor, journey: Journey, version: int) -> Journey:
    """Put a journey away; nothing is deleted. Raises Conflict stale_edit."""
    actor.require(Permission.JOURNEY_EDIT)
    _archived_set(actor, journey, version, archive=True)
    return Journey.objects.get(pk=journey.pk)


@transaction.atomic
def journey_restore(*, actor: Actor, journey: Journey, version: int) -> Journey:
    """Bring an archived journey back. Raises Conflict stale_edit, DomainError name_taken when its name is in use
    again. People changed while it was away, so what is worked out from it is counted anew."""
    actor.require(Permission.JOURNEY_EDIT)
    _archived_set(actor, journey, version, archive=False)
    return Journey.objects.get(pk=journey.pk)


def _archived_set(actor: Actor, journey: Journey, version: int, *, archive: bool) -> None:
    current = Journey.objects.select_for_update().filter(pk=journey.pk).first()
    if current is None:
        raise gone(Journey, journey.pk)
    if (current.archived_at is not None) == archive:
        return
    at = timezone.now() if archive else None
    if not _archived_at_set(current, version, at):
        raise stale(current, {"archived_at": at}, {"archived_at": current.archived_at, "name": current.name})
    audit_record(
        actor=actor,
        action="journey.archive" if archive else "journey.restore",
        target=current,
        before={"archived_at": current.archived_at},
        after={"archived_at": at},
    )
    if not archive:
        journeys_changed(current.pk)


def _archived_at_set(current: Journey, version: int, at: datetime | None) -> bool:
    """Whether the version was still the current one. Raises DomainError name_taken."""
    if at is None:
        journey_name_free(current.name, current)
    try:
        with transaction.atomic():
            return version_take(current, version, {"archived_at": at})
    except IntegrityError:  # somebody gave the name to another journey just now
        raise _name_taken(current.name) from None


def journey_name_free(name: str, journey: Journey | None = None) -> None:
    """Raises DomainError name_taken when another journey in use has the name."""
    taken = Journey.objects.filter(name__iexact=name, archived_at__isnull=True)
    if journey is not None:
        taken = taken.exclude(pk=journey.pk)
    if taken.exists():
        raise _name_taken(name)


def _name_taken(name: str) -> DomainError:
    return DomainError("name_taken", f"Another journey is called “{name}”. Choose a different name.", field="name")


def _record_new(actor: Actor, journey: Journey, more: dict[str, object]) -> None:
    after = {"name": journey.name, "segment": journey.segment, **more}
    audit_record(actor=actor, action="journey.create", target=journey, after=after)
