"""Legacy functions: where people sit today, and what one FTE costs there."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from journeys.hooks import rates_changed
from journeys.models import LegacyFunction
from journeys.services.editing import named, row_set
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError

MOST_COST = 10**12


@transaction.atomic
def function_create(*, actor: Actor, name: str, cost_per_fte: int = 0) -> LegacyFunction:
    """A function of today. cost_per_fte: full yearly cost of one FTE in minor units; 0 = not known."""
    actor.require(Permission.JOURNEY_EDIT)
    chosen, cost = named(name, longest=120), _cost(cost_per_fte)
    _free(chosen)
    try:
        with transaction.atomic():
            made = LegacyFunction.objects.create(organization=actor.organization, name=chosen, cost_per_fte=cost)
    except IntegrityError:
        raise _taken(chosen) from None
    audit_record(actor=actor, action="function.create", target=made, after={"name": chosen, "cost_per_fte": cost})
    return made


@transaction.atomic
def function_update(
    *, actor: Actor, function: LegacyFunction, version: int, name: str | None = None, cost_per_fte: int | None = None
) -> LegacyFunction:
    """Change what is given. Raises Conflict stale_edit, DomainError name_taken, cost_out_of_range."""
    actor.require(Permission.JOURNEY_EDIT)
    values: dict[str, str | int] = {}
    if name is not None:
        values["name"] = named(name, longest=120)
        _free(str(values["name"]), function)
    if cost_per_fte is not None:
        values["cost_per_fte"] = _cost(cost_per_fte)
    before = LegacyFunction.objects.filter(pk=function.pk).values(*values).first()
    try:
        with transaction.atomic():
            changed = row_set(function, version, values)
    except IntegrityError:
        raise _taken(str(values["name"])) from None
    if changed and before and before.get("cost_per_fte") != values.get("cost_per_fte"):
        rates_changed()
    if changed:
        audit_record(actor=actor, action="function.update", target=function, before=before, after=values)
    return LegacyFunction.objects.get(pk=function.pk)


def _cost(cost: int) -> int:
    if not 0 <= cost <= MOST_COST:
        raise DomainError("cost_out_of_range", "Enter a yearly cost of 0 or more.", field="cost_per_fte")
    return cost


def _free(name: str, function: LegacyFunction | None = None) -> None:
    taken = LegacyFunction.objects.filter(name__iexact=name)
    if function is not None:
        taken = taken.exclude(pk=function.pk)
    if taken.exists():
        raise _taken(name)


def _taken(name: str) -> DomainError:
    return DomainError("name_taken", f"There is a function called “{name}” already. Use that one.", field="name")
