"""The audit row: written by every service in the same transaction as its change."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from uniengine.accounts.access import Actor
from uniengine.accounts.models import AuditEntry


def audit_record(
    *,
    actor: Actor,
    action: str,
    target: models.Model | None = None,
    object_type: str = "",
    object_id: str = "",
    label: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one row. Must run inside the transaction of the change it describes."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit row belongs in the transaction of its change.")
    return AuditEntry.objects.create(
        organization=actor.organization,
        actor=actor.user,
        # A user's name is read from the user, so that erasing an account erases it here too.
        actor_name="" if actor.user else actor.name,
        action=action,
        object_type=object_type or (target._meta.label_lower if target else ""),
        object_id=object_id or (str(target.pk) if target else ""),
        object_label=(label or (str(target) if target else ""))[:200],
        before=plain(before),
        after=plain(after),
        reason=reason[:500],
        request_id=actor.request_id,
    )


def read_record(*, actor: Actor, what: str, target: models.Model | None = None, label: str = "") -> None:
    """Log that named people were read (need-to-know)."""
    with transaction.atomic():
        audit_record(actor=actor, action=f"read.{what}", target=target, label=label)


def plain(values: Mapping[str, Any] | None) -> Any:
    """JSON-ready copy: dates, decimals and keys as text."""
    return None if values is None else json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder, default=str))
