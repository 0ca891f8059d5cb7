"""Redesigns as a whole, for other systems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.models import Journey
from redesigns.api.redesigns_out import (
    BranchIn,
    CollaboratorIn,
    CollaboratorOut,
    ComparisonOut,
    EffectsOut,
    RedesignIn,
    RedesignNew,
    RedesignOut,
    RedesignReason,
    RedesignSeen,
    figure_body,
    redesign_bodies,
)
from redesigns.models import Collaborator, Redesign
from redesigns.panels import column
from redesigns.selectors.access import redesign_for, redesigns_visible
from redesigns.selectors.comparison import numbers_in, redesigns_chosen, redesigns_compared
from redesigns.selectors.effects import panel_of
from redesigns.selectors.overview import hidden_figures
from redesigns.selectors.redesigns import smallest_for
from redesigns.services import deciding, redesigns
from redesigns.services.effects import effects_start
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.audit import read_record
from uniengine.accounts.models import Membership

TAGS = ["redesigns"]
NUMBER = {"type": "integer", "minimum": 1, "maximum": 2_147_483_647}
NO_STORE = {"Cache-Control": "no-store"}
FILTERS = [OpenApiParameter("archived", bool, description="Archived redesigns instead of those in use.")]


def answer(actor: Actor, redesign: Redesign, status: int = 200) -> Response:
    """The redesign as it is now."""
    rows = Redesign.objects.select_related("parent").filter(pk=redesign.pk)
    return Response(RedesignOut(redesign_bodies(actor, rows)[0]).data, status=status)


class Redesigns(OrganizationListView):
    """All redesigns you may know of."""

    @extend_schema(tags=TAGS, operation_id="redesign_list", parameters=FILTERS, responses=RedesignOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """By name. Drafts are there for those named on them only."""
        archived = request.query_params.get("archived", "").lower() in {"true", "1", "yes"}

        def bodies(rows: Sequence[Redesign]) -> list[dict[str, Any]]:
            return redesign_bodies(self.actor, rows)

        return self.paged(redesigns_visible(self.actor, archived=archived), RedesignOut, bodies)

    @extend_schema(tags=TAGS, operation_id="redesign_create", request=RedesignNew, responses={201: RedesignOut})
    def post(self, request: Request, slug: str) -> Response:
        """Begin an empty draft over everybody as they are now. Whoever makes it edits it."""
        values = self.cleaned(RedesignNew)
        journey = Journey.objects.filter(pk=values.pop("journey")).first()
        if journey is None:
            raise Http404
        return answer(self.actor, redesigns.redesign_create(actor=self.actor, journey=journey, **values), 201)


class OneRedesign(OrganizationView):
    """One redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign", responses=RedesignOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """State, people and seats."""
        return answer(self.actor, redesign_for(self.actor, pk))

    @extend_schema(tags=TAGS, operation_id="redesign_update", request=RedesignIn, responses=RedesignOut)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Change name and description. 409 `redesign_stale` when somebody was faster."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, redesigns.redesign_update(actor=self.actor, redesign=found, **self.cleaned(RedesignIn))
        )


class RedesignBranch(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_branch", request=BranchIn, responses={201: RedesignOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """A draft that begins where this one stands. For those named on it."""
        found = redesign_for(self.actor, pk)
        made = redesigns.redesign_branch(actor=self.actor, redesign=found, **self.cleaned(BranchIn))
        return answer(self.actor, made, 201)


class RedesignArchive(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_archive", request=RedesignSeen, responses=RedesignOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Put it aside; nothing is deleted."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, redesigns.redesign_archive(actor=self.actor, redesign=found, **self.cleaned(RedesignSeen))
        )


class RedesignRestore(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_restore", request=RedesignSeen, responses=RedesignOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Bring an archived one back."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, redesigns.redesign_restore(actor=self.actor, redesign=found, **self.cleaned(RedesignSeen))
        )


class RedesignPropose(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_propose", request=RedesignSeen, responses=RedesignOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Ask for approval. From now on it cannot be changed, and everybody sees its figures."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, deciding.redesign_propose(actor=self.actor, redesign=found, **self.cleaned(RedesignSeen))
        )


class RedesignWithdraw(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_withdraw", request=RedesignReason, responses={204: None})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Make it a draft again: withdrawn by an editor, or sent back by somebody who may decide."""
        found = redesign_for(self.actor, pk)
        deciding.redesign_withdraw(actor=self.actor, redesign=found, **self.cleaned(RedesignReason))
        return Response(status=204)


class RedesignApprove(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_approve", request=RedesignSeen, responses=RedesignOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Agree as the second person. 403 for who proposed it."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, deciding.redesign_approve(actor=self.actor, redesign=found, **self.cleaned(RedesignSeen))
        )


class RedesignPublish(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_publish", request=RedesignSeen, responses=RedesignOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Make it the structure of its journey; the one published before is replaced."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, deciding.redesign_publish(actor=self.actor, redesign=found, **self.cleaned(RedesignSeen))
        )


class RedesignUnpublish(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_unpublish", request=RedesignReason, responses=RedesignOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Take it back, with a reason; what it replaced is published again."""
        found = redesign_for(self.actor, pk)
        return answer(
            self.actor, deciding.redesign_unpublish(actor=self.actor, redesign=found, **self.cleaned(RedesignReason))
        )


class RedesignEffects(OrganizationView):
    """The effect panel."""

    @extend_schema(tags=TAGS, operation_id="redesign_effects", responses=EffectsOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Coverage, gap, double work, cost and changes for people, beside today."""
        found = redesign_for(self.actor, pk)
        panel = panel_of(found)
        here, today = (column(panel.figures.get(name, ())) for name in ("figures", "today"))
        out = hidden_figures(here, found, smallest_for(self.actor, found))
        rows = [figure_body(one, value, today.get(one), hidden=one in out) for one, value in here.items()]
        about = {"computed_at": panel.computed_at, "stale": panel.stale, "working": panel.working}
        return Response(EffectsOut(about | {"figures": rows}).data)

    @extend_schema(tags=TAGS, operation_id="redesign_effects_refresh", request=None, responses={202: None})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Have it worked out again, in the background."""
        effects_start(actor=self.actor, redesign=redesign_for(self.actor, pk))
        return Response(status=202)


class RedesignComparison(OrganizationView):
    @extend_schema(
        tags=TAGS,
        operation_id="redesign_compare",
        parameters=[
            OpenApiParameter("with", {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 4}, required=True)
        ],
        responses=ComparisonOut,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Two to four redesigns of one journey: `?with=1&with=2`."""
        chosen = redesigns_chosen(self.actor, numbers_in(request.query_params.getlist("with")))
        found = redesigns_compared(actor=self.actor, redesigns=chosen)
        for one in found.columns:
            if one.names and one.sections:
                label = f"Redesign {one.redesign.pk}, compared, by the API"
                read_record(actor=self.actor, what="placements", target=one.redesign, label=label)
        return Response(ComparisonOut(found).data, headers=NO_STORE)


class Collaborators(OrganizationListView):
    """Who is named on a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_collaborator_list", responses=CollaboratorOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Editors and readers."""
        rows = Collaborator.objects.filter(redesign=redesign_for(self.actor, pk)).select_related("user")
        return self.paged(rows, CollaboratorOut)

    @extend_schema(
        tags=TAGS, operation_id="redesign_collaborator_name", request=CollaboratorIn, responses={201: CollaboratorOut}
    )
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Name a member, or change what a named one may do. For editors."""
        found = redesign_for(self.actor, pk)
        values = self.cleaned(CollaboratorIn)
        seats = Membership.objects.filter(organization=self.actor.organization, user=values["user"])
        seat = seats.select_related("user").first()
        if seat is None:
            raise Http404
        row = redesigns.collaborator_name(actor=self.actor, redesign=found, user=seat.user, may=values["may"])
        return Response(CollaboratorOut(row).data, status=201)


class OneCollaborator(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="redesign_collaborator_remove", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, user: int) -> Response:
        """Take a name off; one's own always, others as an editor. The last editor stays."""
        found = redesign_for(self.actor, pk)
        row = Collaborator.objects.filter(redesign=found, user=user).select_related("user").first()
        if row is None:
            raise Http404
        redesigns.collaborator_remove(actor=self.actor, redesign=found, user=row.user)
        return Response(status=204)
