"""Segments and the coverage checks for other systems."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.rewards import TAGS
from redesigns.api.roles_out import id_in, seen_in
from redesigns.checks import Check, Row, Verdict
from redesigns.models import Redesign
from redesigns.models.roles import Part
from redesigns.selectors.access import redesign_for
from redesigns.selectors.coverage import Coverage, coverage
from redesigns.services.redesigns import LONGEST_NAME
from redesigns.services.segments import (
    LONGEST_HANDOVER,
    LONGEST_ROUTE,
    cover_set,
    segment_create,
    segment_delete,
    segment_update,
)
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

MOST_LISTED = 500


def key_field(**options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=80, **options)


class CheckOut(serializers.Serializer[Any]):
    """The answer to one check, and what to do in words. roles, markets: those it is about."""

    check = serializers.ChoiceField(choices=[one.value for one in Check])
    verdict = serializers.ChoiceField(choices=[one.value for one in Verdict])
    words = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    markets = serializers.ListField(child=serializers.IntegerField())


class CoverOut(serializers.Serializer[Any]):
    """What a role is to a segment in a stage."""

    role = serializers.CharField()
    part = serializers.ChoiceField(choices=Part.choices)


class CellOut(serializers.Serializer[Any]):
    """One segment in one stage."""

    stage = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=[one.value for one in Verdict])
    covers = CoverOut(many=True)
    findings = CheckOut(many=True)


class SegmentOut(serializers.Serializer[Any]):
    """A segment as it was entered, with its checks. problem_route: keys of roles, in order."""

    key = serializers.CharField()
    name = serializers.CharField()
    local_presence = serializers.BooleanField()
    specialist = serializers.BooleanField()
    markets = serializers.ListField(child=serializers.IntegerField())
    hunter = serializers.CharField(allow_null=True)
    farmer = serializers.CharField(allow_null=True)
    handover = serializers.CharField()
    problem_route = serializers.ListField(child=serializers.CharField())
    verdict = serializers.ChoiceField(choices=[one.value for one in Verdict])
    findings = CheckOut(many=True)
    cells = CellOut(many=True)


class CoverageChecksOut(serializers.Serializer[Any]):
    """All checks. unowned: cells no role is accountable for."""

    revision = serializers.IntegerField()
    cells = serializers.IntegerField()
    unowned = serializers.IntegerField()
    ok = serializers.IntegerField()
    broken = serializers.IntegerField()
    not_decided = serializers.IntegerField()
    segments = SegmentOut(many=True)


class SegmentChange(serializers.Serializer[dict[str, Any]]):
    """What is to change about a segment."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    local_presence = serializers.BooleanField(required=False)
    specialist = serializers.BooleanField(required=False)
    markets = serializers.ListField(child=id_in(), max_length=MOST_LISTED, required=False)
    hunter = key_field(required=False, allow_null=True)
    farmer = key_field(required=False, allow_null=True)
    handover = serializers.CharField(max_length=LONGEST_HANDOVER, required=False, allow_blank=True)
    problem_route = serializers.ListField(child=key_field(), max_length=LONGEST_ROUTE, required=False)
    seen = seen_in()


class SegmentIn(SegmentChange):
    """A segment to add."""

    name = serializers.CharField(max_length=LONGEST_NAME)


class CoverIn(serializers.Serializer[dict[str, Any]]):
    """What one role is to be."""

    role = key_field()
    part = serializers.ChoiceField(choices=Part.choices)


class CoversIn(serializers.Serializer[dict[str, Any]]):
    """The roles of one cell; those left out have no part any more. A role given twice has the last part."""

    covers = serializers.ListField(child=CoverIn(), max_length=MOST_LISTED)
    seen = seen_in()


def segment_body(found: Coverage, row: Row) -> dict[str, Any]:
    """What SegmentOut writes."""
    cells = [
        {
            "stage": cell.stage,
            "verdict": cell.verdict,
            "covers": [{"role": r, "part": p} for r, p in found.covers_in(row.segment, cell.stage).items()],
            "findings": cell.findings,
        }
        for cell in row.cells
    ]
    checked = {"key": row.segment, "verdict": row.verdict, "findings": row.findings, "cells": cells}
    return dict(found.segment(row.segment)) | checked


def coverage_body(redesign: Redesign) -> dict[str, Any]:
    """What CoverageChecksOut writes."""
    found = coverage(redesign)
    return {verdict.value: found.count(verdict) for verdict in Verdict} | {
        "revision": redesign.revision,
        "cells": len(found.cells),
        "unowned": found.unowned,
        "segments": [segment_body(found, row) for row in found.rows],
    }


def segment_answer(redesign: Redesign, segment: str, status: int = 200) -> Response:
    """A segment with its checks. Raises Http404."""
    found = coverage(redesign)
    row = found.row(segment)
    if row is None:
        raise Http404
    return Response(SegmentOut(segment_body(found, row)).data, status=status)


class CoverageChecks(OrganizationView):
    """The coverage checks of a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_coverage", responses=CoverageChecksOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Every segment in every stage, and how many checks hold."""
        return Response(CoverageChecksOut(coverage_body(redesign_for(self.actor, pk))).data)


class Segments(OrganizationListView):
    """Customer segments."""

    @extend_schema(tags=TAGS, operation_id="redesign_segment_list", responses=SegmentOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """By name, each with its checks."""
        found = coverage(redesign_for(self.actor, pk))
        return self.paged(found.rows, SegmentOut, lambda rows: [segment_body(found, row) for row in rows])

    @extend_schema(tags=TAGS, operation_id="redesign_segment_create", request=SegmentIn, responses={201: SegmentOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Add a segment."""
        redesign = redesign_for(self.actor, pk)
        values = self.cleaned(SegmentIn)
        seen = values.pop("seen", None)
        made = segment_create(actor=self.actor, redesign=redesign, values=values, seen=seen)
        return segment_answer(redesign, made, 201)


class OneSegment(OrganizationView):
    """One segment."""

    @extend_schema(tags=TAGS, operation_id="redesign_segment", responses=SegmentOut)
    def get(self, request: Request, slug: str, pk: int, segment: str) -> Response:
        """What was entered, and its checks."""
        return segment_answer(redesign_for(self.actor, pk), segment)

    @extend_schema(tags=TAGS, operation_id="redesign_segment_update", request=SegmentChange, responses=SegmentOut)
    def patch(self, request: Request, slug: str, pk: int, segment: str) -> Response:
        """Change some fields."""
        redesign = redesign_with(self, pk, segment)
        values = self.cleaned(SegmentChange)
        seen = values.pop("seen", None)
        segment_update(actor=self.actor, redesign=redesign, segment=segment, values=values, seen=seen)
        return segment_answer(redesign, segment)

    @extend_schema(tags=TAGS, operation_id="redesign_segment_delete", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, segment: str) -> Response:
        """Delete a segment with what the roles are to it."""
        redesign = redesign_with(self, pk, segment)
        segment_delete(actor=self.actor, redesign=redesign, segment=segment)
        return Response(status=204)


class Covers(OrganizationView):
    """The roles of one segment in one stage."""

    @extend_schema(tags=TAGS, operation_id="redesign_cover_set", request=CoversIn, responses=SegmentOut)
    def put(self, request: Request, slug: str, pk: int, segment: str, stage: int) -> Response:
        """Set them as one change; the same again changes nothing."""
        redesign = redesign_with(self, pk, segment)
        if not redesign.journey.stages.filter(pk=stage).exists():
            raise Http404
        values = self.cleaned(CoversIn)
        parts = {one["role"]: one["part"] for one in values["covers"]}
        seen = values.get("seen")
        cover_set(actor=self.actor, redesign=redesign, segment=segment, stage=stage, parts=parts, seen=seen)
        return segment_answer(redesign, segment)


def redesign_with(view: OrganizationView, pk: int, segment: str) -> Redesign:
    """A redesign that has this segment. Raises Http404."""
    redesign = redesign_for(view.actor, pk)
    if coverage(redesign).row(segment) is None:
        raise Http404
    return redesign
