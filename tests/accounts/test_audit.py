"""The audit log can only grow."""

import pytest
from django.db import DatabaseError, transaction

from tests.cast import Cast
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import AuditEntry
from uniengine.kit.scoping import ScopeError


def entry(cast: Cast) -> AuditEntry:
    return audit_record(actor=cast.actor(), action="market.create", target=cast.home, after={"name": "x"})


def test_it_refuses_to_change_a_row(scoped: Cast) -> None:
    row = entry(scoped)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).update(reason="rewritten")
    row.refresh_from_db()
    assert row.reason == ""


def test_it_refuses_to_delete_a_row(scoped: Cast) -> None:
    row = entry(scoped)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk)._raw_delete("default")
    assert AuditEntry.objects.filter(pk=row.pk).exists()


def test_it_cannot_be_read_without_a_scope(cast: Cast) -> None:
    with pytest.raises(ScopeError):
        AuditEntry.objects.exists()
