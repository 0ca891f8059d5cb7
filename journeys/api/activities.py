"""Supplier activities, what they take and who does them."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from journeys import services
from journeys.api.fetching import VERSION, activity_at, journey_at, version_of
from journeys.api.inputs import (
    ActivityIn,
    ActivityJobsIn,
    ActivityMove,
    ActivityNew,
    DemandsIn,
    EffortsIn,
    NeedsIn,
)
from journeys.api.journeys import TAGS, words_of
from journeys.api.outputs import ActivityOut, ActivityRowOut
from journeys.api.stages import id_of
from journeys.models import BuyingJob, SupplierActivity
from journeys.selectors import activity_detail, journey_board
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

FILTERS = [
    OpenApiParameter("job", int, description="Only activities that help this job."),
    OpenApiParameter("stage", int, description="Only activities that help a job of this stage."),
    OpenApiParameter("skill", int, description="Only activities that take this skill."),
    OpenApiParameter("done_by", str, enum=["nobody", "one", "many"], description="By how many functions it is done."),
    OpenApiParameter("search", str, description="Words in the name."),
]


def shown(activity: SupplierActivity) -> Response:
    """The activity as it stands after the change."""
    return Response(ActivityOut(activity_detail(activity_at(activity.pk))).data)


class Activities(OrganizationListView):
    """The activities of one journey."""

    @extend_schema(tags=TAGS, operation_id="activity_list", parameters=FILTERS, responses=ActivityRowOut(many=True))
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Activities by name, with skills, functions and flags."""
        board = journey_board(journey_at(journey_pk))
        job, stage, skill = (id_of(request, name) for name in ("job", "stage", "skill"))
        done_by, words = words_of(request, "done_by"), words_of(request, "search").casefold()
        in_stage = {card.pk for column in board.stages if column.pk == stage for card in column.jobs}
        rows = [
            row
            for row in board.activities()
            if (job is None or job in row.jobs)
            and (stage is None or in_stage & set(row.jobs))
            and (skill is None or any(pill.skill == skill for pill in row.skills))
            and (not done_by or row.done_by == done_by)
            and words in row.name.casefold()
        ]
        return self.paged(rows, ActivityRowOut)

    @extend_schema(tags=TAGS, operation_id="activity_create", request=ActivityNew, responses={201: ActivityOut})
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Add an activity to one or more jobs. Say what has to be done, not who does it."""
        journey = journey_at(journey_pk)
        made = services.activity_create(actor=self.actor, journey=journey, **self.cleaned(ActivityNew))
        answer = shown(made)
        answer.status_code = 201
        return answer


class ActivityDetail(OrganizationView):
    """One activity."""

    @extend_schema(tags=TAGS, operation_id="activity", responses=ActivityOut)
    def get(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Everything about it."""
        return Response(ActivityOut(activity_detail(activity_at(activity_pk))).data)

    @extend_schema(tags=TAGS, operation_id="activity_change", request=ActivityIn, responses=ActivityOut)
    def patch(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Change what is sent."""
        found = activity_at(activity_pk)
        return shown(services.activity_update(actor=self.actor, activity=found, **self.cleaned(ActivityIn)))

    @extend_schema(tags=TAGS, operation_id="activity_delete", parameters=[VERSION], responses={204: None})
    def delete(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Delete it everywhere."""
        services.activity_delete(actor=self.actor, activity=activity_at(activity_pk), version=version_of(request))
        return Response(status=204)


class ActivityMoving(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="activity_move", request=ActivityMove, responses=ActivityOut)
    def post(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Let it help another job instead, or stand elsewhere in the same one."""
        found, values = activity_at(activity_pk), self.cleaned(ActivityMove)
        source, target = values.get("from_job"), values["to_job"]
        jobs = BuyingJob.objects.filter(stage__journey=found.journey_id).in_bulk([pk for pk in (source, target) if pk])
        for name, pk in (("from_job", source), ("to_job", target)):
            if pk is not None and pk not in jobs:
                raise ValidationError({name: ["This journey has no such job."]})
        moved = services.activity_move(
            actor=self.actor,
            activity=found,
            version=values["version"],
            from_job=jobs.get(source) if source else None,
            to_job=jobs[target],
            position=values.get("position"),
        )
        return shown(moved)


class ActivityJobs(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="activity_jobs", request=ActivityJobsIn, responses=ActivityOut)
    def put(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Make these the jobs it helps with."""
        found = activity_at(activity_pk)
        return shown(services.activity_jobs_set(actor=self.actor, activity=found, **self.cleaned(ActivityJobsIn)))


class ActivitySkills(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="activity_skills", request=NeedsIn, responses=ActivityOut)
    def put(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Make these the skills it takes. Shares sum to 1000, or none is given and they are even."""
        found, values = activity_at(activity_pk), self.cleaned(NeedsIn)
        needs = [services.NeedInput(**need) for need in values["skills"]]
        saved = services.activity_skills_set(actor=self.actor, activity=found, version=values["version"], needs=needs)
        return shown(saved)


class ActivityDemandRows(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="activity_demand", request=DemandsIn, responses=ActivityOut)
    def put(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Make this the demand, per market or company-wide. Empty = not known."""
        found, values = activity_at(activity_pk), self.cleaned(DemandsIn)
        rows = [services.DemandInput(**row) for row in values["demand"]]
        saved = services.activity_demand_set(actor=self.actor, activity=found, version=values["version"], rows=rows)
        return shown(saved)


class ActivityEffort(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="activity_effort", request=EffortsIn, responses=ActivityOut)
    def put(self, request: Request, slug: str, activity_pk: int) -> Response:
        """Make these the functions that do it today, with their time; null = time not known."""
        found, values = activity_at(activity_pk), self.cleaned(EffortsIn)
        effort = {row["function"]: row["mfte"] for row in values["effort"]}
        if len(effort) != len(values["effort"]):
            raise ValidationError({"effort": ["A function is named twice."]})
        saved = services.activity_effort_set(actor=self.actor, activity=found, version=values["version"], effort=effort)
        return shown(saved)
