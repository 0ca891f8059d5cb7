"""Stages and buying jobs of a journey."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from journeys import services
from journeys.api.fetching import VERSION, job_at, journey_at, stage_at, version_of
from journeys.api.inputs import BuyingJobIn, BuyingJobMove, BuyingJobNew, LoopsIn, StageIn, StageMove, StageNew
from journeys.api.journeys import TAGS, flag_of
from journeys.api.outputs import BuyingJobOut, StageOut
from journeys.models import BuyingJob, Stage
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

WITH_ACTIVITIES = OpenApiParameter(
    "with_activities", bool, description="Also delete the activities that help no other job; else they stay."
)


class Stages(OrganizationListView):
    """The stages of one journey."""

    @extend_schema(tags=TAGS, operation_id="stage_list", responses=StageOut(many=True))
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """The stages in order."""
        return self.paged(Stage.objects.filter(journey=journey_at(journey_pk)), StageOut)

    @extend_schema(tags=TAGS, operation_id="stage_create", request=StageNew, responses={201: StageOut})
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Add a stage."""
        journey = journey_at(journey_pk)
        made = services.stage_create(actor=self.actor, journey=journey, **self.cleaned(StageNew))
        return Response(StageOut(made).data, status=201)


class StageDetail(OrganizationView):
    """One stage."""

    @extend_schema(tags=TAGS, operation_id="stage", responses=StageOut)
    def get(self, request: Request, slug: str, stage_pk: int) -> Response:
        """One stage."""
        return Response(StageOut(stage_at(stage_pk)).data)

    @extend_schema(tags=TAGS, operation_id="stage_change", request=StageIn, responses=StageOut)
    def patch(self, request: Request, slug: str, stage_pk: int) -> Response:
        """Rename or recolour it."""
        found = stage_at(stage_pk)
        return Response(StageOut(services.stage_update(actor=self.actor, stage=found, **self.cleaned(StageIn))).data)

    @extend_schema(tags=TAGS, operation_id="stage_delete", parameters=[VERSION, WITH_ACTIVITIES], responses={204: None})
    def delete(self, request: Request, slug: str, stage_pk: int) -> Response:
        """Delete it with its jobs."""
        services.stage_delete(
            actor=self.actor,
            stage=stage_at(stage_pk),
            version=version_of(request),
            with_activities=flag_of(request, "with_activities"),
        )
        return Response(status=204)


class StageMoving(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="stage_move", request=StageMove, responses=StageOut)
    def post(self, request: Request, slug: str, stage_pk: int) -> Response:
        """Put it at a place among the stages."""
        found = stage_at(stage_pk)
        return Response(StageOut(services.stage_move(actor=self.actor, stage=found, **self.cleaned(StageMove))).data)


class BuyingJobs(OrganizationListView):
    """The buying jobs of one journey."""

    @extend_schema(
        tags=TAGS,
        operation_id="buying_job_list",
        parameters=[OpenApiParameter("stage", int, description="Only the jobs of this stage.")],
        responses=BuyingJobOut(many=True),
    )
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """The jobs in board order."""
        rows = BuyingJob.objects.filter(stage__journey=journey_at(journey_pk)).prefetch_related("loops")
        if stage := id_of(request, "stage"):
            rows = rows.filter(stage=stage)
        return self.paged(rows.order_by("stage__position", "stage_id", "position", "id"), BuyingJobOut)

    @extend_schema(tags=TAGS, operation_id="buying_job_create", request=BuyingJobNew, responses={201: BuyingJobOut})
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Add a job to a stage of this journey."""
        journey = journey_at(journey_pk)
        values = self.cleaned(BuyingJobNew)
        stage = Stage.objects.filter(journey=journey, pk=values.pop("stage")).first()
        if stage is None:
            raise ValidationError({"stage": ["This journey has no such stage."]})
        made = services.buying_job_create(actor=self.actor, stage=stage, **values)
        return Response(BuyingJobOut(made).data, status=201)


class BuyingJobDetail(OrganizationView):
    """One buying job."""

    @extend_schema(tags=TAGS, operation_id="buying_job", responses=BuyingJobOut)
    def get(self, request: Request, slug: str, buying_job_pk: int) -> Response:
        """One job with its loops."""
        return Response(BuyingJobOut(job_at(buying_job_pk)).data)

    @extend_schema(tags=TAGS, operation_id="buying_job_change", request=BuyingJobIn, responses=BuyingJobOut)
    def patch(self, request: Request, slug: str, buying_job_pk: int) -> Response:
        """Change what is sent."""
        found = job_at(buying_job_pk)
        return Response(
            BuyingJobOut(services.buying_job_update(actor=self.actor, job=found, **self.cleaned(BuyingJobIn))).data
        )

    @extend_schema(
        tags=TAGS, operation_id="buying_job_delete", parameters=[VERSION, WITH_ACTIVITIES], responses={204: None}
    )
    def delete(self, request: Request, slug: str, buying_job_pk: int) -> Response:
        """Delete it."""
        services.buying_job_delete(
            actor=self.actor,
            job=job_at(buying_job_pk),
            version=version_of(request),
            with_activities=flag_of(request, "with_activities"),
        )
        return Response(status=204)


class BuyingJobMoving(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="buying_job_move", request=BuyingJobMove, responses=BuyingJobOut)
    def post(self, request: Request, slug: str, buying_job_pk: int) -> Response:
        """Put it at a place in a stage of the same journey."""
        found, values = job_at(buying_job_pk), self.cleaned(BuyingJobMove)
        stage = Stage.objects.filter(pk=values.pop("stage"), journey=found.stage.journey_id).first()
        if stage is None:
            raise ValidationError({"stage": ["This journey has no such stage."]})
        return Response(BuyingJobOut(services.buying_job_move(actor=self.actor, job=found, stage=stage, **values)).data)


class BuyingJobLoops(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="buying_job_loops", request=LoopsIn, responses=BuyingJobOut)
    def put(self, request: Request, slug: str, buying_job_pk: int) -> Response:
        """Make these the jobs it loops back to."""
        found, values = job_at(buying_job_pk), self.cleaned(LoopsIn)
        targets = {loop["job"]: loop["note"] for loop in values["loops"]}
        saved = services.loop_set(actor=self.actor, job=found, version=values["version"], targets=targets)
        return Response(BuyingJobOut(saved).data)


def id_of(request: Request, name: str) -> int | None:
    """An id as query parameter; None when missing. Raises ValidationError (400) when it is no id."""
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValidationError({name: ["This is not an id."]})
    return int(text)
