"""Shared services groups of a redesign for other systems."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.roles import TAGS
from redesigns.api.roles_out import id_in, seen_in
from redesigns.models import Redesign
from redesigns.records import WHOLE
from redesigns.selectors.access import redesign_for
from redesigns.selectors.designer import Designer, designer_load
from redesigns.selectors.groups import GroupView, group_view, groups_of
from redesigns.services.groups import GroupValues, group_create, group_delete, group_update
from redesigns.services.roles import LONGEST_PURPOSE
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.kit.errors import DomainError


class ServiceIn(serializers.Serializer[dict[str, Any]]):
    """Thousandths of the group's time for a stage."""

    stage = id_in()
    share = serializers.IntegerField(min_value=0, max_value=WHOLE)


class GroupIn(serializers.Serializer[dict[str, Any]]):
    """A group. skills, services and roles replace what was there where they are given."""

    name = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=LONGEST_PURPOSE, required=False, allow_blank=True)
    skills = serializers.ListField(child=id_in(), required=False, max_length=500)
    services = ServiceIn(many=True, required=False)
    roles = serializers.ListField(child=serializers.CharField(max_length=12), required=False, max_length=500)
    seen = seen_in()


class ServiceOut(serializers.Serializer[Any]):
    """Thousandths of the group's time for a stage."""

    stage = serializers.IntegerField(source="pk")
    share = serializers.IntegerField()


class GroupOut(serializers.Serializer[GroupView]):
    """A group. off: thousandths missing to the whole. needed_mfte: work its roles carry. placed null: hidden."""

    key = serializers.CharField(source="uid")
    name = serializers.CharField()
    purpose = serializers.CharField()
    skills = serializers.SerializerMethodField()
    services = ServiceOut(many=True)
    off = serializers.IntegerField()
    roles = serializers.SerializerMethodField()
    seats = serializers.IntegerField()
    placed = serializers.IntegerField(allow_null=True)
    needed_mfte = serializers.IntegerField(source="needed")

    def get_skills(self, group: GroupView) -> list[int]:
        """Ids of the skills."""
        return [pk for pk, _ in group.skills]

    def get_roles(self, group: GroupView) -> list[str]:
        """Keys of the roles."""
        return [line.uid for line in group.roles]


def values_of(given: dict[str, Any]) -> GroupValues:
    """As the service takes them. Raises DomainError on a stage given twice, or half."""
    services = given.pop("services", None)
    if any(len(one) < 2 for one in services or ()):  # a part of a part: what is sent replaces the whole list
        raise DomainError("service_incomplete", "Give a stage and a share for each service.", field="services")
    shares = None if services is None else {one["stage"]: one["share"] for one in services}
    if shares is not None and len(shares) != len(services):
        raise DomainError("stage_twice", "Give each stage once.", field="services")
    return GroupValues(shares=shares, **given)


class Groups(OrganizationListView):
    """The groups of a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_group_list", responses=GroupOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Groups by name, with skills, roles and share of time by stage."""
        return self.paged(groups_of(designer_load(self.actor, redesign_for(self.actor, pk))), GroupOut)

    @extend_schema(tags=TAGS, operation_id="redesign_group_create", request=GroupIn, responses={201: GroupOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Add a group."""
        redesign = redesign_for(self.actor, pk)
        given = self.cleaned(GroupIn)
        seen = given.pop("seen", None)
        made = group_create(actor=self.actor, redesign=redesign, values=values_of(given), seen=seen)
        return Response(GroupOut(_group(self.actor, redesign, made)).data, status=201)


class OneGroup(OrganizationView):
    """One group."""

    @extend_schema(tags=TAGS, operation_id="redesign_group", responses=GroupOut)
    def get(self, request: Request, slug: str, pk: int, group: str) -> Response:
        """A group with skills, roles and share of time by stage."""
        return Response(GroupOut(_group(self.actor, redesign_for(self.actor, pk), group)).data)

    @extend_schema(tags=TAGS, operation_id="redesign_group_update", request=GroupIn, responses=GroupOut)
    def patch(self, request: Request, slug: str, pk: int, group: str) -> Response:
        """Change what is given."""
        redesign = redesign_for(self.actor, pk)
        _group(self.actor, redesign, group)
        given = self.cleaned(GroupIn, partial=True)
        seen = given.pop("seen", None)
        group_update(actor=self.actor, redesign=redesign, group=group, values=values_of(given), seen=seen)
        return Response(GroupOut(_group(self.actor, redesign, group)).data)

    @extend_schema(tags=TAGS, operation_id="redesign_group_delete", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, group: str) -> Response:
        """Delete it; its roles and their people stay, in no group."""
        redesign = redesign_for(self.actor, pk)
        _group(self.actor, redesign, group)
        group_delete(actor=self.actor, redesign=redesign, group=group)
        return Response(status=204)


def _group(actor: Actor, redesign: Redesign, group: str) -> GroupView:
    """Raises Http404."""
    designer: Designer = designer_load(actor, redesign)
    if group not in designer.design.of("group"):
        raise Http404
    return group_view(designer, group)
