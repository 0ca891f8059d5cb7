"""Proposed roles for other systems: start a search, read what was found, adopt or let go."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.roles import TAGS
from redesigns.models import Proposal, Redesign
from redesigns.selectors.access import redesign_for
from redesigns.selectors.design import design_load
from redesigns.selectors.proposals import proposal_view, proposals_of
from redesigns.services.proposals import (
    MOST_SECONDS,
    Options,
    proposal_adopt,
    proposal_discard,
    proposal_start,
)
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

SHARING = ["whole", "shared"]


class ProposalIn(serializers.Serializer[dict[str, Any]]):
    """What to look for. whole: every activity in one role; shared: roles may share one. null: as many as it takes."""

    sharing = serializers.ChoiceField(choices=SHARING, default="whole")
    most_skills = serializers.IntegerField(min_value=1, max_value=200, allow_null=True, default=None)
    most_stages = serializers.IntegerField(min_value=1, max_value=20, allow_null=True, default=None)
    seconds = serializers.IntegerField(min_value=1, max_value=MOST_SECONDS, default=20)


class ProposalListed(serializers.Serializer[Proposal]):
    """A proposal. lower_bound: no set with fewer roles does the same; proved: it has as many."""

    id = serializers.IntegerField()
    options = serializers.JSONField()
    found = serializers.IntegerField()
    lower_bound = serializers.IntegerField()
    proved = serializers.BooleanField()
    journey_revision = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class ProposedRoleOut(serializers.Serializer[Any]):
    """A proposed role. adopted: key of the role it became, empty for none."""

    position = serializers.IntegerField()
    name = serializers.CharField()
    activities = serializers.ListField(child=serializers.IntegerField())
    skills = serializers.ListField(child=serializers.IntegerField())
    stages = serializers.ListField(child=serializers.IntegerField())
    adopted = serializers.CharField(allow_blank=True)


class ProposalOut(ProposalListed):
    """The same with its roles. stale: the journey has changed since."""

    stale = serializers.BooleanField()
    roles = ProposedRoleOut(many=True)


class JobStarted(serializers.Serializer[Any]):
    """The work that looks for roles; see `jobs` for how far it is."""

    job = serializers.UUIDField(source="pk")


class AdoptIn(serializers.Serializer[dict[str, Any]]):
    """positions null: all roles."""

    positions = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        allow_null=True,
        default=None,
        max_length=1000,
    )


class Adopted(serializers.Serializer[Any]):
    """The change that added the roles; taking it back takes them away."""

    position = serializers.IntegerField()
    words = serializers.CharField(source="label")


class Proposals(OrganizationListView):
    """The proposals of a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_proposal_list", responses=ProposalListed(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """The newest first."""
        return self.paged(proposals_of(redesign_for(self.actor, pk)), ProposalListed)

    @extend_schema(tags=TAGS, operation_id="redesign_proposal_start", request=ProposalIn, responses={202: JobStarted})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Start a search in the background; the open one if there is one."""
        redesign = redesign_for(self.actor, pk)
        options = Options(**self.cleaned(ProposalIn))
        job = proposal_start(actor=self.actor, redesign=redesign, options=options)
        return Response(JobStarted(job).data, status=202)


class OneProposal(OrganizationView):
    """One proposal."""

    @extend_schema(tags=TAGS, operation_id="redesign_proposal", responses=ProposalOut)
    def get(self, request: Request, slug: str, pk: int, proposal: int) -> Response:
        """The proposal with its roles."""
        redesign = redesign_for(self.actor, pk)
        row = found(redesign, proposal)
        view = proposal_view(row, design_load(redesign))
        standing = {role.position: role.adopted for role in view.roles}
        roles = [
            {
                "position": one.position,
                "name": one.name,
                "activities": one.activities,
                "skills": one.skills,
                "stages": one.stages,
                "adopted": standing.get(one.position, ""),
            }
            for one in row.roles.all()
        ]
        return Response(ProposalListed(row).data | {"stale": view.stale, "roles": roles})

    @extend_schema(tags=TAGS, operation_id="redesign_proposal_discard", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, proposal: int) -> Response:
        """Let it go; roles adopted from it stay."""
        redesign = redesign_for(self.actor, pk)
        proposal_discard(actor=self.actor, redesign=redesign, proposal=found(redesign, proposal))
        return Response(status=204)


class ProposalAdopt(OrganizationView):
    """Adopt proposed roles."""

    @extend_schema(tags=TAGS, operation_id="redesign_proposal_adopt", request=AdoptIn, responses={201: Adopted})
    def post(self, request: Request, slug: str, pk: int, proposal: int) -> Response:
        """Add all of the roles, or those at the positions given, as one change."""
        redesign = redesign_for(self.actor, pk)
        row = found(redesign, proposal)
        change = proposal_adopt(
            actor=self.actor, redesign=redesign, proposal=row, positions=self.cleaned(AdoptIn)["positions"]
        )
        return Response(Adopted(change).data, status=201)


def found(redesign: Redesign, proposal: int) -> Proposal:
    """Raises Http404."""
    return get_object_or_404(proposals_of(redesign), pk=proposal)
