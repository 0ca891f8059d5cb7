"""The signed-in person, outside any organization."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from uniengine.accounts.api.serializers import MeOut, OrganizationNew, OrganizationOut
from uniengine.accounts.models import PersonalToken, User
from uniengine.accounts.services.organizations import organization_create
from uniengine.kit.errors import NotAllowed


class Me(APIView):
    """Who calls, and where they have a seat."""

    @extend_schema(tags=["accounts"], operation_id="me", responses=MeOut)
    def get(self, request: Request) -> Response:
        """Who calls, and where they have a seat."""
        user = cast(User, request.user)
        seats = user.memberships.select_related("organization").order_by("organization__name")
        if token := token_of(request):
            seats = seats.filter(organization=token.organization_id)
        found = {"id": user.pk, "name": user.display_name, "email": user.email, "organizations": seats}
        return Response(MeOut(found).data)


class Organizations(APIView):
    """Create an organization."""

    @extend_schema(
        tags=["accounts"], operation_id="organization_create", request=OrganizationNew, responses={201: OrganizationOut}
    )
    def post(self, request: Request) -> Response:
        """Create an organization; the caller becomes its owner. Not with a token, which belongs to one organization."""
        if token_of(request):
            raise NotAllowed("A token belongs to one organization. Sign in to create another.")
        body = OrganizationNew(data=request.data)
        body.is_valid(raise_exception=True)
        request_id = getattr(request._request, "request_id", "")
        made = organization_create(user=cast(User, request.user), request_id=request_id, **body.validated_data)
        return Response(OrganizationOut(made).data, status=201)


def token_of(request: Request) -> PersonalToken | None:
    return getattr(request._request, "token", None)
