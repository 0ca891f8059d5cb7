"""The change log."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api.serializers import ChangeOut
from uniengine.accounts.api_base import OrganizationListView
from uniengine.accounts.selectors.changes import ChangeFilter, change_list, change_rows


class ChangeQuery(serializers.Serializer[object]):
    """Filter of the log; days are inclusive."""

    action = serializers.CharField(required=False, default="", max_length=60)
    actor = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1)
    since = serializers.DateField(required=False, default=None, allow_null=True)
    until = serializers.DateField(required=False, default=None, allow_null=True)


FILTERS = [
    OpenApiParameter("action", str, description="Beginning of the action, such as `member.`"),
    OpenApiParameter("actor", int, description="User id."),
    OpenApiParameter("since", {"type": "string", "format": "date"}),
    OpenApiParameter("until", {"type": "string", "format": "date"}),
]


class Changes(OrganizationListView):
    """Who changed what."""

    @extend_schema(tags=["accounts"], operation_id="audit_list", parameters=FILTERS, responses=ChangeOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Who changed what, the newest first. Owners and admins."""
        asked = {key: value for key, value in request.query_params.items() if value}
        query = ChangeQuery(data=asked)
        query.is_valid(raise_exception=True)
        answer = self.paged(change_list(ChangeFilter(**query.validated_data)), ChangeOut, shape=change_rows)
        answer["Cache-Control"] = "no-store"
        return answer
