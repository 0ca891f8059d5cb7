"""Background work for API clients: list, poll, cancel."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.jobs.api_out import JobOut
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.selectors import job_list, job_view
from uniengine.jobs.services import job_cancel

TAGS = ["jobs"]
FILTERS = [
    OpenApiParameter("kind", str, description="Such as `roles.import_apply`."),
    OpenApiParameter("state", str, enum=JobState.values),
]


class Jobs(OrganizationListView):
    """Background work of the organization."""

    @extend_schema(tags=TAGS, operation_id="job_list", parameters=FILTERS, responses=JobOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Jobs, the newest first."""
        asked = {name: request.query_params.get(name, "").replace("\0", "")[:60] for name in ("kind", "state")}
        return self.paged(job_list(**asked), JobOut, shape=lambda rows: [job_view(row) for row in rows])


class JobDetail(OrganizationView):
    """One job."""

    @extend_schema(tags=TAGS, operation_id="job", responses=JobOut)
    def get(self, request: Request, slug: str, pk: UUID) -> Response:
        """How far it is, and what came of it. Ask about once a second."""
        return Response(JobOut(job_view(get_object_or_404(Job.objects, pk=pk))).data)


class JobCancel(OrganizationView):
    """Stop it."""

    @extend_schema(tags=TAGS, operation_id="job_cancel", request=None, responses=JobOut)
    def post(self, request: Request, slug: str, pk: UUID) -> Response:
        """Ask it to stop. Nothing of what it was doing is kept."""
        job = job_cancel(actor=self.actor, job=get_object_or_404(Job.objects, pk=pk))
        return Response(JobOut(job_view(job)).data)
