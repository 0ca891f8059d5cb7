"""What happened to a redesign, for other systems."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.redesigns_out import RedesignChangeOut, RedesignChangeTold
from redesigns.models import Redesign, RedesignChange
from redesigns.selectors.access import redesign_for, sees_names
from redesigns.selectors.history import changes_of
from redesigns.selectors.wording import change_told
from redesigns.services.history import change_redo, change_undo
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.audit import read_record

TAGS = ["redesigns"]
NO_STORE = {"Cache-Control": "no-store"}


def change_at(redesign: Redesign, position: int) -> RedesignChange:
    """Raises Http404."""
    rows = RedesignChange.objects.filter(redesign=redesign).select_related("actor", "undone_by")
    found = rows.filter(position=position).first()
    if found is None:
        raise Http404
    return found


class Changes(OrganizationListView):
    @extend_schema(tags=TAGS, operation_id="redesign_change_list", responses=RedesignChangeOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Newest first."""
        return self.paged(changes_of(redesign_for(self.actor, pk)), RedesignChangeOut)


class OneChange(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_change", responses=RedesignChangeTold)
    def get(self, request: Request, slug: str, pk: int, position: int) -> Response:
        """What it did, record by record. Single people only for those who see names."""
        redesign = redesign_for(self.actor, pk)
        change = change_at(redesign, position)
        told = change_told(self.actor, redesign, change)
        if sees_names(self.actor, redesign) and any(one.head == "People" for one in told):
            label = f"Redesign {pk}, a change, by the API"
            read_record(actor=self.actor, what="placements", target=redesign, label=label)
        change.sections = told  # type: ignore[attr-defined]
        return Response(RedesignChangeTold(change).data, headers=NO_STORE)


class ChangeUndo(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_change_undo", request=None, responses=RedesignChangeOut)
    def post(self, request: Request, slug: str, pk: int, position: int) -> Response:
        """Take this change back. 409 `undo_blocked` when something was built on it."""
        redesign = redesign_for(self.actor, pk)
        change_at(redesign, position)
        return Response(RedesignChangeOut(change_undo(actor=self.actor, redesign=redesign, position=position)).data)


class ChangeUndoLast(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_undo", request=None, responses=RedesignChangeOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Take back the newest change that stands. 409 `nothing_to_undo`, or `undo_blocked`."""
        redesign = redesign_for(self.actor, pk)
        return Response(RedesignChangeOut(change_undo(actor=self.actor, redesign=redesign)).data)


class ChangeRedo(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_redo", request=None, responses=RedesignChangeOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Do again what was taken back last. 409 `nothing_to_redo`, or `undo_blocked`."""
        redesign = redesign_for(self.actor, pk)
        return Response(RedesignChangeOut(change_redo(actor=self.actor, redesign=redesign)).data)
