"""The open workshop of an organization, and the planning of its agenda."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from uniengine.accounts.access import Actor, system_actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Membership, Organization, User
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError
from uniengine.workshops.models import AgendaItem, Workshop
from uniengine.workshops.selectors.workshops import workshop_open, workshop_plan

MINUTES = (5, 480)
NOT_A_MEMBER = "Only a member can lead a step."


def workshop_current(*, organization: Organization) -> Workshop:
    """The open workshop, saved with an item for every step. Two reads once it stands; for whoever writes.

    Needs the scope of the organization.
    """
    plan = workshop_plan(organization)
    if plan.is_saved:
        return plan.workshop
    if plan.workshop.pk is None:
        _create(plan.workshop)
        plan = workshop_plan(organization)
    AgendaItem.objects.bulk_create([item for item in plan.items if item.pk is None], ignore_conflicts=True)
    found = workshop_open()
    if found is None:
        raise DomainError("workshop_closed", "The workshop was closed at this moment. Reload the page.")
    return found


@transaction.atomic
def agenda_update(
    *, actor: Actor, workshop: Workshop, changes: Mapping[str, Any], steps: Mapping[str, Mapping[str, Any]]
) -> None:
    """Change the workshop (name, starts_on) and steps {key: {planned_for, minutes, lead}}; only what is named."""
    actor.require(Permission.WORKSHOP_RUN)
    locked = _locked(workshop)
    _change(actor, locked, _workshop_checked(changes), "workshop.update")
    items = {item.step: item for item in AgendaItem.objects.filter(workshop=locked).select_related("lead")}
    for key, wanted in steps.items():
        if key not in items:
            raise DomainError("step_unknown", f"The agenda has no step '{key}'.")
        _change(actor, items[key], _step_checked(actor, wanted), "agenda.update")


@transaction.atomic
def step_move(*, actor: Actor, workshop: Workshop, step: str, to: int) -> int:
    """Put a step at place `to` (0 = first; beyond the end means last). Returns where it stands now."""
    actor.require(Permission.WORKSHOP_RUN)
    _locked(workshop)
    items = list(AgendaItem.objects.filter(workshop=workshop).order_by("position", "pk"))
    order = [item.step for item in items]
    if step not in order:
        raise DomainError("step_unknown", f"The agenda has no step '{step}'.")
    moved = list(order)
    moved.remove(step)
    moved.insert(max(0, min(to, len(moved))), step)
    if moved != order:
        for item in items:
            item.position = moved.index(item.step)
        AgendaItem.objects.bulk_update(items, ["position"])
        audit_record(
            actor=actor, action="agenda.reorder", target=workshop, before={"order": order}, after={"order": moved}
        )
    return moved.index(step)


@transaction.atomic
def step_update(*, actor: Actor, workshop: Workshop, step: str, wanted: Mapping[str, Any]) -> None:
    """All at once, or nothing: plan {planned_for, minutes, lead: user id}, {position}, {settled: bool}."""
    plan = {field: value for field, value in wanted.items() if field in ("planned_for", "minutes", "lead")}
    if plan.get("lead") is not None:
        plan["lead"] = User.objects.filter(pk=plan["lead"], memberships__organization=actor.organization).first()
        if plan["lead"] is None:
            raise DomainError("lead_unknown", NOT_A_MEMBER, field="lead")
    agenda_update(actor=actor, workshop=workshop, changes={}, steps={step: plan})
    if "position" in wanted:
        step_move(actor=actor, workshop=workshop, step=step, to=wanted["position"])
    if "settled" in wanted:
        _mark(actor, workshop, step, settled=wanted["settled"])


def step_settle(*, actor: Actor, workshop: Workshop, step: str) -> None:
    """The team declares a step finished, whatever the data say."""
    _mark(actor, workshop, step, settled=True)


def step_reopen(*, actor: Actor, workshop: Workshop, step: str) -> None:
    """The team says that a step is not finished after all, whatever the data say."""
    _mark(actor, workshop, step, settled=False)


@transaction.atomic
def _mark(actor: Actor, workshop: Workshop, step: str, *, settled: bool) -> None:
    actor.require(Permission.WORKSHOP_RUN)
    _locked(workshop)
    item = AgendaItem.objects.filter(workshop=workshop, step=step).first()
    if item is None:
        raise DomainError("step_unknown", f"The agenda has no step '{step}'.")
    now = timezone.now()
    item.settled_at, item.reopened_at = (now, None) if settled else (None, now)
    item.save(update_fields=["settled_at", "reopened_at"])
    audit_record(actor=actor, action="agenda.settle" if settled else "agenda.reopen", target=item)


def _change(actor: Actor, row: Workshop | AgendaItem, wanted: Mapping[str, Any], action: str) -> None:
    before = {field: getattr(row, field) for field in wanted}
    changed = [field for field, value in wanted.items() if before[field] != value]
    if not changed:
        return
    for field in changed:
        setattr(row, field, wanted[field])
    row.save(update_fields=changed)
    audit_record(
        actor=actor,
        action=action,
        target=row,
        before={field: _plain(before[field]) for field in changed},
        after={field: _plain(wanted[field]) for field in changed},
    )


def _plain(value: object) -> object:
    """People stand in the log by id; their names live in one place, where they can be erased."""
    return f"user {value.pk}" if isinstance(value, User) else value


def _workshop_checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {field: changes[field] for field in ("name", "starts_on") if field in changes}
    if "name" in cleaned:
        cleaned["name"] = " ".join(str(cleaned["name"]).split())
        if not 1 <= len(cleaned["name"]) <= 120:
            raise DomainError("name_invalid", "Enter a name of at most 120 characters.", field="name")
    return cleaned


def _step_checked(actor: Actor, wanted: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {field: wanted[field] for field in ("planned_for", "minutes", "lead") if field in wanted}
    if "planned_for" in cleaned:
        cleaned["planned_for"] = " ".join(str(cleaned["planned_for"]).split())[:40]
    low, high = MINUTES
    if "minutes" in cleaned and not low <= cleaned["minutes"] <= high:
        raise DomainError("minutes_out_of_range", f"A step takes between {low} and {high} minutes.", field="minutes")
    lead = cleaned.get("lead")
    if lead and not Membership.objects.filter(organization=actor.organization, user=lead).exists():
        raise DomainError("lead_unknown", NOT_A_MEMBER, field="lead")
    return cleaned


def _locked(workshop: Workshop) -> Workshop:
    """Writers of one agenda queue here."""
    found = Workshop.objects.select_for_update(no_key=True).filter(pk=workshop.pk, closed_at=None).first()
    if found is None:
        raise DomainError("workshop_closed", "This workshop is closed. Open the agenda again.")
    return found


def _create(workshop: Workshop) -> None:
    try:
        with transaction.atomic():
            workshop.save()
            audit_record(actor=system_actor(workshop.organization), action="workshop.create", target=workshop)
    except IntegrityError:  # somebody else opened it at the same moment
        return
