"""Roles of a redesign for other systems."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.roles_out import (
    PersonFitOut,
    RoleFiguresOut,
    RoleFlagsOut,
    RoleIn,
    RoleListed,
    RoleOut,
    figures_body,
    role_body,
)
from redesigns.models import Redesign
from redesigns.selectors.access import redesign_for, sees_names
from redesigns.selectors.designer import Designer, designer_load
from redesigns.selectors.role_people import SHOWS, PeopleFilter, people_fits, people_ranked
from redesigns.selectors.role_sheet import role_sheet
from redesigns.services.roles import role_create, role_delete, role_update
from redesigns.services.seats_by_need import seats_by_need
from redesigns.services.starting import template_adopt
from roles.forms.gaps import number_in
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.audit import read_record

TAGS = ["redesigns"]
NO_STORE = {"Cache-Control": "no-store"}
PEOPLE_FILTERS = [
    OpenApiParameter("show", str, enum=list(SHOWS)),
    OpenApiParameter("market", {"type": "integer", "minimum": 1}, description="A market and those below it."),
]


def designer_with(actor: Actor, pk: int, role: str) -> Designer:
    """The designer of a redesign that has this role. Raises Http404."""
    designer = designer_load(actor, redesign_for(actor, pk))
    if role not in designer.design.roles:
        raise Http404
    return designer


def role_answer(actor: Actor, redesign: Redesign, role: str, status: int = 200) -> Response:
    """The role as it is after a change."""
    designer = designer_with(actor, redesign.pk, role)
    return Response(RoleOut(role_body(designer, role)).data, status=status)


class Roles(OrganizationListView):
    """All roles of a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_role_list", responses=RoleListed(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """In the order of the stages, with leverage, seats and people who fit."""
        designer = designer_load(self.actor, redesign_for(self.actor, pk))
        return self.paged(designer.lines, RoleListed)

    @extend_schema(tags=TAGS, operation_id="redesign_role_create", request=RoleIn, responses={201: RoleOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Add a role; its activities are set one by one."""
        redesign = redesign_for(self.actor, pk)
        values = self.cleaned(RoleIn)
        seen = values.pop("seen", None)
        made = role_create(actor=self.actor, redesign=redesign, values=values, seen=seen)
        return role_answer(self.actor, redesign, made, 201)


class OneRole(OrganizationView):
    """One role."""

    @extend_schema(tags=TAGS, operation_id="redesign_role", responses=RoleOut)
    def get(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """The role with its activities, what was set by hand, and seats."""
        return role_answer(self.actor, redesign_for(self.actor, pk), role)

    @extend_schema(tags=TAGS, operation_id="redesign_role_update", request=RoleIn, responses=RoleOut)
    def patch(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Change some fields. 409 `redesign_stale` when somebody changed the role since `seen`."""
        redesign = designer_with(self.actor, pk, role).design.redesign
        values = self.cleaned(RoleIn, partial=True)
        seen = values.pop("seen", None)
        role_update(actor=self.actor, redesign=redesign, role=role, values=values, seen=seen)
        return role_answer(self.actor, redesign, role)

    @extend_schema(tags=TAGS, operation_id="redesign_role_delete", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Delete it with all that belongs to it; people in its seats go to the bench."""
        redesign = designer_with(self.actor, pk, role).design.redesign
        role_delete(actor=self.actor, redesign=redesign, role=role)
        return Response(status=204)


class RoleFigures(OrganizationView):
    """What follows from a role's activities."""

    @extend_schema(tags=TAGS, operation_id="redesign_role_figures", responses=RoleFiguresOut)
    def get(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Leverage, cohesion, distinctness, focus, the skill profile, overlaps, and how many people fit."""
        designer = designer_with(self.actor, pk, role)
        return Response(RoleFiguresOut(figures_body(role_sheet(designer, role))).data)


class RolePeople(OrganizationListView):
    """Who fits a role, by name."""

    @extend_schema(
        tags=TAGS,
        operation_id="redesign_role_people",
        parameters=PEOPLE_FILTERS,
        responses=PersonFitOut(many=True),
    )
    def get(self, request: Request, slug: str, pk: int, role: str) -> Response:
        """Everybody against the role, the ready first. For those named on the redesign who may see people."""
        redesign = redesign_for(self.actor, pk)
        if not sees_names(self.actor, redesign):
            raise Http404
        designer = designer_with(self.actor, pk, role)
        show, market = request.query_params.get("show", "all"), number_in(request.query_params, "market")
        chosen = PeopleFilter(show if show in SHOWS else "all", market or None)
        label = f"Redesign {pk}, role {role}, by the API"
        read_record(actor=self.actor, what="role_people", target=redesign, label=label)
        response = self.paged(
            people_ranked(designer, role, chosen),
            PersonFitOut,
            shape=lambda numbers: people_fits(designer, role, list(numbers)),
        )
        response["Cache-Control"] = "no-store"
        return response


class RoleFlags(OrganizationView):
    """What needs a look."""

    @extend_schema(tags=TAGS, operation_id="redesign_role_flags", responses=RoleFlagsOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Activities in no role, without or with several accountable roles, and removed ones."""
        return Response(RoleFlagsOut(designer_load(self.actor, redesign_for(self.actor, pk)).flags).data)


class RoleTemplate(OrganizationListView):
    """Begin with the roles of the template."""

    @extend_schema(
        tags=TAGS, operation_id="redesign_role_template", request=None, responses={201: RoleListed(many=True)}
    )
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Five experts, pod leaders and three shared services groups as one change; 409 when there are roles."""
        redesign = redesign_for(self.actor, pk)
        template_adopt(actor=self.actor, redesign=redesign)
        response = self.paged(designer_load(self.actor, redesign).lines, RoleListed)
        response.status_code = 201
        return response


class RoleSeats(OrganizationListView):
    """Seats for roles that have none."""

    @extend_schema(tags=TAGS, operation_id="redesign_role_seats", request=None, responses=RoleListed(many=True))
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """As many per market as the effort of their activities takes; 400 when there is nothing to set."""
        redesign = redesign_for(self.actor, pk)
        seats_by_need(actor=self.actor, redesign=redesign)
        return self.paged(designer_load(self.actor, redesign).lines, RoleListed)
