"""The workshop and its agenda over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api_base import OrganizationView
from uniengine.workshops.models import Workshop
from uniengine.workshops.selectors.workshops import workshop_home, workshop_plan
from uniengine.workshops.services.workshops import MINUTES, agenda_update, step_update, workshop_current


class StepOut(serializers.Serializer[Any]):
    """A step: how far it is (by the data and by what the team said) and how it is planned."""

    key = serializers.CharField(source="source.key")
    title = serializers.CharField(source="source.title")
    status = serializers.ChoiceField(choices=["done", "now", "next"])
    done = serializers.IntegerField(source="state.done")
    total = serializers.IntegerField(source="state.total")
    summary = serializers.CharField(source="state.summary")
    out = serializers.CharField(source="state.out")
    finished = serializers.BooleanField(source="state.finished")
    settled_at = serializers.DateTimeField(source="item.settled_at", allow_null=True)
    planned_for = serializers.CharField(source="item.planned_for")
    minutes = serializers.IntegerField(source="item.minutes")
    lead = serializers.IntegerField(source="item.lead_id", allow_null=True)


class FindingOut(serializers.Serializer[Any]):
    mark = serializers.ChoiceField(choices=["low", "watch", "even", "high"])
    title = serializers.CharField()
    figure = serializers.CharField(allow_null=True)
    words = serializers.CharField()


class WorkshopOut(serializers.Serializer[Any]):
    """The workshop home."""

    name = serializers.CharField(source="workshop.name")
    starts_on = serializers.DateField(source="workshop.starts_on", allow_null=True)
    headline = serializers.CharField()
    steps = StepOut(source="lines", many=True)
    findings = FindingOut(many=True)


class WorkshopIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False)
    starts_on = serializers.DateField(required=False, allow_null=True)


class StepIn(serializers.Serializer[Any]):
    """Only what is sent is changed. `position`: 0 = first. `settled`: true settles, false reopens."""

    planned_for = serializers.CharField(max_length=40, required=False, allow_blank=True)
    minutes = serializers.IntegerField(min_value=MINUTES[0], max_value=MINUTES[1], required=False)
    lead = serializers.IntegerField(min_value=1, required=False, allow_null=True, help_text="User id of a member.")
    position = serializers.IntegerField(min_value=0, max_value=100, required=False)
    settled = serializers.BooleanField(required=False)


class WorkshopView(OrganizationView):
    """What both addresses share."""

    @property
    def workshop(self) -> Workshop:
        """The open workshop, saved: for writing."""
        return workshop_current(organization=self.actor.organization)

    def shown(self) -> Response:
        plan = workshop_plan(self.actor.organization)
        return Response(WorkshopOut(workshop_home(actor=self.actor, plan=plan)).data)


class WorkshopDetail(WorkshopView):
    """The open workshop."""

    @extend_schema(tags=["workshop"], operation_id="workshop", responses=WorkshopOut)
    def get(self, request: Request, slug: str) -> Response:
        """Agenda with progress, and findings."""
        return self.shown()

    @extend_schema(tags=["workshop"], operation_id="workshop_update", request=WorkshopIn, responses=WorkshopOut)
    def patch(self, request: Request, slug: str) -> Response:
        """Rename it or set its first day. Owners, admins and facilitators."""
        agenda_update(actor=self.actor, workshop=self.workshop, changes=self.cleaned(WorkshopIn), steps={})
        return self.shown()


class StepDetail(WorkshopView):
    """One step of the agenda."""

    @extend_schema(tags=["workshop"], operation_id="workshop_step_update", request=StepIn, responses=WorkshopOut)
    def patch(self, request: Request, slug: str, step: str) -> Response:
        """Plan, move, settle or reopen a step. Owners, admins and facilitators."""
        step_update(actor=self.actor, workshop=self.workshop, step=step, wanted=self.cleaned(StepIn))
        return self.shown()
