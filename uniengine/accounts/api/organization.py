"""One organization and its settings."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api.serializers import OrganizationIn, OrganizationOut
from uniengine.accounts.api_base import OrganizationView
from uniengine.accounts.services.organizations import organization_update


class OrganizationDetail(OrganizationView):
    """Read and change settings."""

    @extend_schema(tags=["accounts"], operation_id="organization", responses=OrganizationOut)
    def get(self, request: Request, slug: str) -> Response:
        """Settings of the organization."""
        return Response(OrganizationOut(self.actor.organization).data)

    @extend_schema(
        tags=["accounts"], operation_id="organization_update", request=OrganizationIn, responses=OrganizationOut
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change settings. Owners and admins."""
        changed = organization_update(actor=self.actor, changes=self.cleaned(OrganizationIn))
        return Response(OrganizationOut(changed).data)
