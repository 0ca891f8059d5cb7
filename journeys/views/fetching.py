"""Finding what an address names, inside the organization of the request, or 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from journeys.models import BuyingJob, Journey, Stage, SupplierActivity


def journey_or_404(pk: int) -> Journey:
    return get_object_or_404(Journey.objects.select_related("organization"), pk=pk)


def stage_or_404(journey: Journey, pk: int) -> Stage:
    return get_object_or_404(Stage.objects.filter(journey=journey), pk=pk)


def job_or_404(journey: Journey, pk: int) -> BuyingJob:
    return get_object_or_404(BuyingJob.objects.select_related("stage").filter(stage__journey=journey), pk=pk)


def activity_or_404(journey: Journey, pk: int) -> SupplierActivity:
    rows = SupplierActivity.objects.select_related("journey__organization").filter(journey=journey)
    return get_object_or_404(rows, pk=pk)
