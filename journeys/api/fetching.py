"""Finding what an address names, inside the organization of the request, or 404; and the version of a DELETE."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from journeys.models import BuyingJob, Journey, JourneyImport, LegacyFunction, Skill, Stage, SupplierActivity
from journeys.selectors import function_list, skill_list

VERSION = OpenApiParameter("version", int, required=True, description="The version that was read.")


def version_of(request: Request) -> int:
    """?version= of a DELETE. Raises ValidationError (400) when it is missing or no number."""
    text = request.query_params.get("version", "")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10):
        raise ValidationError({"version": ["Say which version you read, for example ?version=3."]})
    return int(text)


def journey_at(pk: int) -> Journey:
    return get_object_or_404(Journey.objects.select_related("organization"), pk=pk)


def stage_at(pk: int) -> Stage:
    return get_object_or_404(Stage.objects, pk=pk)


def job_at(pk: int) -> BuyingJob:
    return get_object_or_404(BuyingJob.objects.select_related("stage").prefetch_related("loops"), pk=pk)


def activity_at(pk: int) -> SupplierActivity:
    return get_object_or_404(SupplierActivity.objects.select_related("journey__organization"), pk=pk)


def skill_at(pk: int) -> Skill:
    """With the counts of skill_list, archived or not."""
    return get_object_or_404(skill_list(archived=None), pk=pk)


def function_at(pk: int) -> LegacyFunction:
    return get_object_or_404(function_list(), pk=pk)


def import_at(pk: int) -> JourneyImport:
    return get_object_or_404(JourneyImport.objects.select_related("job"), pk=pk)
