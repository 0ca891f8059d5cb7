"""Merge and new inventory, for other systems."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.redesigns_out import AppliedOut, ApplyIn, ChoicesIn, ReconciliationNew, ReconciliationOut
from redesigns.models import Reconciliation, Redesign
from redesigns.selectors.access import is_editor, redesign_for, sees_names
from redesigns.selectors.questions import questions_of
from redesigns.selectors.reconciling import (
    brought,
    other_for,
    reconciliation_for,
    reconciliation_open,
    side_positions,
)
from redesigns.services.reconciling import (
    merge_start,
    rebase_start,
    reconciliation_apply,
    reconciliation_choose,
    reconciliation_discard,
)
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationView
from uniengine.accounts.audit import read_record

TAGS = ["redesigns"]
NO_STORE = {"Cache-Control": "no-store"}


def answer(actor: Actor, redesign: Redesign, row: Reconciliation, status: int = 200) -> Response:
    """The questions as they are now; none when it has ended or the two sides stand apart."""
    ours, theirs = side_positions(row)
    body: dict[str, Any] = {
        "id": row.pk,
        "kind": row.kind,
        "state": row.state,
        "source": row.source_id,
        "version": row.version,
        "ours": ours,
        "theirs": theirs,
    }
    return Response(ReconciliationOut(body | _questions(actor, redesign, row)).data, status=status, headers=NO_STORE)


def _questions(actor: Actor, redesign: Redesign, row: Reconciliation) -> dict[str, Any]:
    if row.state != "open":
        return {"apart": False, "open": 0, "groups": []}
    try:
        found = brought(row, redesign)
    except ValueError:
        return {"apart": True, "open": 0, "groups": []}
    if sees_names(actor, redesign):
        label = f"Redesign {redesign.pk}, {row.kind}, by the API"
        read_record(actor=actor, what="placements", target=redesign, label=label)
    groups = questions_of(actor, redesign, row, found)
    return {"apart": False, "open": found.open(row.choices), "groups": groups}


class Reconciliations(OrganizationView):
    """The merge or new inventory under way."""

    @extend_schema(tags=TAGS, operation_id="redesign_reconciliation_open", responses=ReconciliationOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """404 when there is none."""
        redesign = redesign_for(self.actor, pk)
        row = reconciliation_open(redesign) if is_editor(self.actor, redesign) else None
        if row is None:
            raise Http404
        return answer(self.actor, redesign, reconciliation_for(self.actor, redesign, row.pk))

    @extend_schema(
        tags=TAGS,
        operation_id="redesign_reconciliation_start",
        request=ReconciliationNew,
        responses={201: ReconciliationOut},
    )
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Begin to merge another redesign into this one, or to bring in the inventory as it is now."""
        redesign = redesign_for(self.actor, pk)
        source = self.cleaned(ReconciliationNew)["source"]
        if source is None:
            row = rebase_start(actor=self.actor, redesign=redesign)
        else:
            row = merge_start(actor=self.actor, redesign=redesign, source=other_for(self.actor, source))
        return answer(self.actor, redesign, row, 201)


class OneReconciliation(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_reconciliation", responses=ReconciliationOut)
    def get(self, request: Request, slug: str, pk: int, reconciliation: int) -> Response:
        """Every question once, with both sides. Single people by name only for those who see names."""
        redesign = redesign_for(self.actor, pk)
        return answer(self.actor, redesign, reconciliation_for(self.actor, redesign, reconciliation))

    @extend_schema(
        tags=TAGS, operation_id="redesign_reconciliation_choose", request=ChoicesIn, responses=ReconciliationOut
    )
    def patch(self, request: Request, slug: str, pk: int, reconciliation: int) -> Response:
        """Keep answers. Those to questions that are not asked are left out."""
        redesign = redesign_for(self.actor, pk)
        row = reconciliation_for(self.actor, redesign, reconciliation)
        choices = self.cleaned(ChoicesIn)["choices"]
        chosen = reconciliation_choose(actor=self.actor, reconciliation=row, choices=choices)
        return answer(self.actor, redesign, chosen)

    @extend_schema(tags=TAGS, operation_id="redesign_reconciliation_discard", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, reconciliation: int) -> Response:
        """Leave it; the redesign stays as it is."""
        redesign = redesign_for(self.actor, pk)
        row = reconciliation_for(self.actor, redesign, reconciliation)
        reconciliation_discard(actor=self.actor, reconciliation=row)
        return Response(status=204)


class ReconciliationApply(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_reconciliation_apply", request=ApplyIn, responses=AppliedOut)
    def post(self, request: Request, slug: str, pk: int, reconciliation: int) -> Response:
        """Do it, as one change. 409 `reconciliation_moved` when either side has changed since: look again."""
        redesign = redesign_for(self.actor, pk)
        row = reconciliation_for(self.actor, redesign, reconciliation)
        change = reconciliation_apply(actor=self.actor, reconciliation=row, **self.cleaned(ApplyIn))
        return Response(AppliedOut({"position": change.position if change else None}).data)
