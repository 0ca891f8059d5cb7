"""Delete all that an organization has: for the operator, when nobody is left who could, and for the demo."""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from shutil import rmtree

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import AuditEntry, Organization
from uniengine.kit.scoping import scope

DELETED_NAME = "Deleted organization"


@transaction.atomic
def organization_delete(*, actor: Actor) -> dict[str, int]:
    """Delete the actor's organization; says how many rows of what. An operator's act: no route leads here.

    What stays is the change log, which cannot be changed and names no imported people, and the row it points to,
    without name and address. Accounts of members stay: they may have seats elsewhere.
    """
    organization = Organization.objects.select_for_update().get(pk=actor.organization.pk)
    with scope(organization.pk):
        gone = organization_empty(organization)
        Organization.objects.filter(pk=organization.pk).update(name=DELETED_NAME, slug=f"deleted-{organization.pk}")
        organization.refresh_from_db()
        audit_record(actor=actor, action="organization.delete", target=organization, before=gone)
    return gone


def organization_empty(organization: Organization) -> dict[str, int]:
    """Delete everything the organization has, uploads too, but its change log, which is append-only, and its users.

    Inside the caller's transaction and scope. Says how many rows of what.
    """
    gone = organization_rows(organization)
    for model in tenant_models():
        rows = _rows(model, organization)
        rows._raw_delete(rows.db)  # one statement: rows that protect each other, as in the tree of markets, go together
    files = Path(settings.MEDIA_ROOT) / str(organization.pk)
    transaction.on_commit(lambda: rmtree(files, ignore_errors=True))
    return gone


def organization_rows(organization: Organization) -> dict[str, int]:
    """How many rows of what it has, the change log left out."""
    counts = {str(model._meta.verbose_name_plural): _rows(model, organization).count() for model in tenant_models()}
    return {name: count for name, count in sorted(counts.items()) if count}


def tenant_models() -> list[type[models.Model]]:
    """Models whose rows belong to an organization, those that point at others before those they point at."""
    tenant = {
        model
        for model in apps.get_models()
        if model is not AuditEntry and any(field.name == "organization" for field in model._meta.fields)
    }
    pointed_at = {model: set(_targets(model)) & tenant - {model} for model in tenant}
    order = TopologicalSorter(pointed_at).static_order()
    return list(order)[::-1]


def _rows(model: type[models.Model], organization: Organization) -> models.QuerySet[models.Model]:
    return model._base_manager.filter(organization=organization)


def _targets(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey) and not isinstance(field.remote_field.model, str):
            yield field.remote_field.model
