"""Skills of a file that the taxonomy does not know, or knows twice."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.models import Skill
from roles.api.imports import TAGS, import_at
from roles.api.imports_out import ImportQueueEntryOut, ImportSettledOut, ImportSettleIn
from roles.models import ImportQueueEntry
from roles.selectors.imports import queue_of
from roles.services.imports import queue_entry_settle, queue_settle_all_new
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.kit.errors import DomainError


class ImportQueue(OrganizationListView):
    """The questions."""

    @extend_schema(
        tags=TAGS,
        operation_id="import_queue_list",
        parameters=[OpenApiParameter("open", bool, description="Only those without an answer.")],
        responses=ImportQueueEntryOut(many=True),
    )
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Skills in question with suggestions, those with the most ratings first."""
        open_only = request.query_params.get("open", "").lower() in {"true", "1", "yes"}
        return self.paged(queue_of(import_at(pk), open_only=open_only), ImportQueueEntryOut)


class ImportQueueSettle(OrganizationView):
    """One answer."""

    @extend_schema(tags=TAGS, operation_id="import_queue_settle", request=ImportSettleIn, responses=ImportQueueEntryOut)
    def post(self, request: Request, slug: str, pk: int, entry: int) -> Response:
        """Same as a skill, a new skill, or leave it out. The check starts anew once nothing is open."""
        rows = ImportQueueEntry.objects.select_related("inventory_import").filter(inventory_import=import_at(pk))
        found = get_object_or_404(rows, pk=entry)
        values = self.cleaned(ImportSettleIn)
        skill = Skill.objects.filter(pk=values["skill"]).first() if values["skill"] else None
        if values["skill"] and skill is None:
            raise DomainError("skill_unknown", "There is no such skill. Choose another one.", field="skill")
        settled = queue_entry_settle(actor=self.actor, entry=found, choice=values["choice"], skill=skill)
        return Response(ImportQueueEntryOut(settled).data)


class ImportQueueAllNew(OrganizationView):
    """One answer for all."""

    @extend_schema(tags=TAGS, operation_id="import_queue_all_new", request=None, responses=ImportSettledOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Add every unknown skill as a new one; ambiguous ones stay open."""
        return Response({"settled": queue_settle_all_new(actor=self.actor, inventory_import=import_at(pk))})
