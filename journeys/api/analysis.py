"""Flags, redundancy and coverage of a journey, and its files."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.api.fetching import journey_at
from journeys.api.journeys import TAGS
from journeys.api.outputs import CoverageOut, FlagsOut, RedundancyOut
from journeys.selectors import journey_coverage, journey_flags, journey_redundancy, journey_rows, redundancy_rows
from uniengine.accounts.api_base import OrganizationView
from uniengine.kit.downloads import XLSX, table_file

FORMAT = OpenApiParameter("file_format", str, OpenApiParameter.PATH, enum=["csv", "xlsx"])
FILE = {(200, "text/csv"): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY}


class JourneyFlagList(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_flags", responses=FlagsOut)
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """What needs work, each with the place."""
        return Response(FlagsOut(journey_flags(journey_at(journey_pk))).data)


class JourneyRedundancy(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_redundancy", responses=RedundancyOut)
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """What functions do twice, in FTE and money: per activity, per pair of functions and per stage."""
        return Response(RedundancyOut(journey_redundancy(journey_at(journey_pk))).data)


class JourneyCoverage(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_coverage", responses=CoverageOut)
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """How far every activity is covered, as far as that is known without roles."""
        return Response(CoverageOut(journey_coverage(self.actor, journey_at(journey_pk))).data)


class JourneyExport(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_export", parameters=[FORMAT], responses=FILE)
    def get(self, request: Request, slug: str, journey_pk: int, file_format: str) -> HttpResponse:
        """The journey as a file that can be imported again."""
        journey = journey_at(journey_pk)
        return table_file(journey_rows(journey), f"journey-{journey.pk}", file_format, sheet=journey.name)


class RedundancyExport(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_redundancy_export", parameters=[FORMAT], responses=FILE)
    def get(self, request: Request, slug: str, journey_pk: int, file_format: str) -> HttpResponse:
        """The redundancy per activity as a file."""
        journey = journey_at(journey_pk)
        return table_file(redundancy_rows(journey), f"redundancy-{journey.pk}", file_format, sheet=journey.name)
