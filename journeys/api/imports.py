"""A journey out of files: upload, look at the check, change options, confirm, poll the job."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from journeys import services
from journeys.api.fetching import VERSION, import_at, version_of
from journeys.api.inputs import JourneyImportConfirmIn, JourneyImportIn, JourneyImportNew
from journeys.api.outputs import JourneyImportDetailOut, JourneyImportOut, JourneyImportProblemOut
from journeys.selectors import journey_import_list
from journeys.services.import_files import too_large
from journeys.sheet import PARTS
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.kit.uploads import TOO_LARGE

TAGS = ["journey imports"]


class JourneyImports(OrganizationListView):
    """Imports of journeys."""

    parser_classes = [MultiPartParser]

    @extend_schema(tags=TAGS, operation_id="journey_import_list", responses=JourneyImportOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Imports, newest first."""
        return self.paged(journey_import_list(), JourneyImportOut)

    @extend_schema(
        tags=TAGS,
        operation_id="journey_import_create",
        request={"multipart/form-data": JourneyImportNew},
        responses={202: JourneyImportDetailOut},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Upload the files and start checking them. Poll `job`; then read the preview and confirm."""
        _ = request.data  # reads the body
        if getattr(request._request, TOO_LARGE, False):
            raise too_large()
        values = self.cleaned(JourneyImportNew)
        files = {part: values.pop(part) for part in PARTS if part in values}
        made = services.journey_import_start(actor=self.actor, files=files, **values)
        return Response(JourneyImportDetailOut(made).data, status=202)


class JourneyImportDetail(OrganizationView):
    """One import."""

    @extend_schema(tags=TAGS, operation_id="journey_import", responses=JourneyImportDetailOut)
    def get(self, request: Request, slug: str, journey_import_pk: int) -> Response:
        """The import with what its check found."""
        return Response(JourneyImportDetailOut(import_at(journey_import_pk)).data)

    @extend_schema(
        tags=TAGS,
        operation_id="journey_import_change",
        request=JourneyImportIn,
        responses={202: JourneyImportDetailOut},
    )
    def patch(self, request: Request, slug: str, journey_import_pk: int) -> Response:
        """Check again with other options."""
        found = import_at(journey_import_pk)
        saved = services.journey_import_check_again(
            actor=self.actor, journey_import=found, **self.cleaned(JourneyImportIn)
        )
        return Response(JourneyImportDetailOut(saved).data, status=202)

    @extend_schema(tags=TAGS, operation_id="journey_import_delete", parameters=[VERSION], responses={204: None})
    def delete(self, request: Request, slug: str, journey_import_pk: int) -> Response:
        """Discard an import that was not applied."""
        found = import_at(journey_import_pk)
        services.journey_import_discard(actor=self.actor, journey_import=found, version=version_of(request))
        return Response(status=204)


class JourneyImportConfirm(OrganizationView):
    @extend_schema(
        tags=TAGS,
        operation_id="journey_import_confirm",
        request=JourneyImportConfirmIn,
        responses={202: JourneyImportDetailOut},
    )
    def post(self, request: Request, slug: str, journey_import_pk: int) -> Response:
        """Create the journey. Poll `job`; then `journey` names it."""
        found = import_at(journey_import_pk)
        saved = services.journey_import_confirm(
            actor=self.actor, journey_import=found, **self.cleaned(JourneyImportConfirmIn)
        )
        return Response(JourneyImportDetailOut(saved).data, status=202)


class JourneyImportProblems(OrganizationListView):
    @extend_schema(tags=TAGS, operation_id="journey_import_problem_list", responses=JourneyImportProblemOut(many=True))
    def get(self, request: Request, slug: str, journey_import_pk: int) -> Response:
        """Everything that stands in the way, with file, line and column."""
        return self.paged(import_at(journey_import_pk).problems, JourneyImportProblemOut)
