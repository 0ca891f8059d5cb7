"""Shared services candidates for other systems."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.models import Journey
from roles.selectors.shared_services import shared_services
from roles.shared_services import MOST_FUNCTIONS, MOST_MFTE, MOST_STAGES, Thresholds
from uniengine.accounts.api_base import OrganizationView

USUAL = Thresholds()


class Asked(serializers.Serializer[dict[str, Any]]):
    """The thresholds. mfte: thousandths of an FTE a function must hold; 1000 for those who may not see people."""

    stages = serializers.IntegerField(min_value=1, max_value=MOST_STAGES, default=USUAL.stages)
    functions = serializers.IntegerField(min_value=1, max_value=MOST_FUNCTIONS, default=USUAL.functions)
    mfte = serializers.IntegerField(min_value=0, max_value=MOST_MFTE, default=USUAL.mfte)


class StageUseOut(serializers.Serializer[Any]):
    """A stage of the journey; `mfte` is what it needs of the skill."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    slot = serializers.CharField()
    used = serializers.BooleanField()
    mfte = serializers.IntegerField()


class FunctionHoldingOut(serializers.Serializer[Any]):
    """A legacy function and what it has of the skill at the level needed; null for those who may not see people."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    mfte = serializers.IntegerField(allow_null=True)


class SharedSkillOut(serializers.Serializer[Any]):
    """A candidate. `level`: the lowest any activity asks for."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    category = serializers.CharField()
    level = serializers.IntegerField()
    needed_mfte = serializers.IntegerField(source="needed")
    held_mfte = serializers.IntegerField(source="held", allow_null=True)
    stages = StageUseOut(many=True)
    functions = FunctionHoldingOut(many=True)


class SharedServicesOut(serializers.Serializer[Any]):
    """The candidates of a journey. `small_group`: smaller functions are left out; 0 = none are."""

    journey = serializers.IntegerField(source="journey.pk")
    computed_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    unweighted = serializers.BooleanField()
    small_group = serializers.IntegerField()
    skills = SharedSkillOut(many=True)


class SharedServicesView(OrganizationView):
    """Skills that many stages need and several functions hold."""

    @extend_schema(tags=["gaps"], operation_id="gap_shared_services", parameters=[Asked], responses=SharedServicesOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Candidates for shared services groups of one journey, with the stages and functions behind each."""
        asked = Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        journey = get_object_or_404(Journey, pk=pk, archived_at__isnull=True)
        found = shared_services(actor=self.actor, journey=journey, thresholds=Thresholds(**asked.validated_data))
        return Response(SharedServicesOut(found).data)
