"""Activities, marks and seats of a role for other systems: each is set as a whole, and set again without effect."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.models import Skill, SupplierActivity
from redesigns.api.roles import TAGS, designer_with, role_answer
from redesigns.api.roles_out import MOST_ID, DutyIn, HeadcountIn, MarkIn, RoleOut
from redesigns.models import Redesign
from redesigns.services.duties import duty_remove, duty_set
from redesigns.services.headcounts import headcount_set, mark_clear, mark_set
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationView
from uniengine.accounts.models import Market


class OneDuty(OrganizationView):
    """An activity of a role."""

    @extend_schema(tags=TAGS, operation_id="redesign_duty_set", request=DutyIn, responses=RoleOut)
    def put(self, request: Request, slug: str, pk: int, role: str, activity: int) -> Response:
        """Give the activity to the role, or change its part or skills."""
        redesign = designer_with(self.actor, pk, role).design.redesign
        rows = SupplierActivity.objects.filter(journey=redesign.journey_id)
        if activity > MOST_ID or not rows.filter(pk=activity).exists():
            raise Http404
        values = self.cleaned(DutyIn)
        seen = values.pop("seen", None)
        duty_set(
            actor=self.actor,
            redesign=redesign,
            role=role,
            activity=activity,
            values=values,
            seen=seen,
            create=True,
        )
        return role_answer(self.actor, redesign, role)

    @extend_schema(tags=TAGS, operation_id="redesign_duty_remove", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, role: str, activity: int) -> Response:
        """Take the activity out of the role."""
        redesign = with_record(self.actor, pk, role, "duty", activity)
        duty_remove(actor=self.actor, redesign=redesign, role=role, activity=activity)
        return Response(status=204)


class OneMark(OrganizationView):
    """What is set by hand for one skill of a role."""

    @extend_schema(tags=TAGS, operation_id="redesign_mark_set", request=MarkIn, responses=RoleOut)
    def put(self, request: Request, slug: str, pk: int, role: str, skill: int) -> Response:
        """Override level or mandatory of a skill."""
        redesign = designer_with(self.actor, pk, role).design.redesign
        if skill > MOST_ID or not Skill.objects.filter(pk=skill).exists():
            raise Http404
        mark_set(actor=self.actor, redesign=redesign, role=role, skill=skill, **self.cleaned(MarkIn))
        return role_answer(self.actor, redesign, role)

    @extend_schema(tags=TAGS, operation_id="redesign_mark_clear", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, role: str, skill: int) -> Response:
        """Back to what the activities ask for."""
        redesign = with_record(self.actor, pk, role, "mark", skill)
        mark_clear(actor=self.actor, redesign=redesign, role=role, skill=skill)
        return Response(status=204)


class OneHeadcount(OrganizationView):
    """Seats of a role in a market; 0: anywhere."""

    @extend_schema(tags=TAGS, operation_id="redesign_headcount_set", request=HeadcountIn, responses=RoleOut)
    def put(self, request: Request, slug: str, pk: int, role: str, market: int) -> Response:
        """Set the seats. 400 `overfull` when more people sit there."""
        redesign = designer_with(self.actor, pk, role).design.redesign
        if market and (market > MOST_ID or not Market.objects.filter(pk=market).exists()):
            raise Http404
        headcount_set(
            actor=self.actor, redesign=redesign, role=role, market=market or None, **self.cleaned(HeadcountIn)
        )
        return role_answer(self.actor, redesign, role)

    @extend_schema(tags=TAGS, operation_id="redesign_headcount_remove", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, role: str, market: int) -> Response:
        """Take the seats away; people in them go to the bench."""
        design = designer_with(self.actor, pk, role).design
        if f"{role}:{market}" not in design.of("headcount") and market not in (0, *design.markets.nodes):
            raise Http404
        redesign = design.redesign
        headcount_set(actor=self.actor, redesign=redesign, role=role, market=market or None, seats=0)
        return Response(status=204)


def with_record(actor: Actor, pk: int, role: str, kind: str, part: int) -> Redesign:
    """The redesign, when the role has such a record. Raises Http404."""
    design = designer_with(actor, pk, role).design
    if f"{role}:{part}" not in design.of(kind):
        raise Http404
    return design.redesign
