"""Members and their roles."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api.serializers import MemberIn, MemberOut
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.models import Membership, Role
from uniengine.accounts.selectors.members import SORTS, MemberFilter, member_list, sees_addresses
from uniengine.accounts.services.members import member_change, member_remove

FILTERS = [
    OpenApiParameter("q", str, description="Part of a name (of an address too, for those who see addresses)."),
    OpenApiParameter("role", str, enum=Role.values),
    OpenApiParameter("sort", str, enum=[sign + key for key in SORTS for sign in ("", "-")]),
]


class Members(OrganizationListView):
    """Who has a seat."""

    @extend_schema(tags=["accounts"], operation_id="member_list", parameters=FILTERS, responses=MemberOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Who has a seat."""
        asked = {name: str(value).replace("\0", "")[:100] for name, value in request.query_params.items()}
        wanted = MemberFilter(asked.get("q", ""), asked.get("role", ""), asked.get("sort", "role"))
        return self.paged(member_list(actor=self.actor, wanted=wanted), MemberOut, addresses=sees_addresses(self.actor))


class MemberDetail(OrganizationView):
    """One seat."""

    def seat(self, pk: int) -> Membership:
        return get_object_or_404(Membership.objects.select_related("user"), organization=self.actor.organization, pk=pk)

    def shown(self, seat: Membership) -> Response:
        return Response(MemberOut(seat, context={"addresses": sees_addresses(self.actor)}).data)

    @extend_schema(tags=["accounts"], operation_id="member", responses=MemberOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """One seat."""
        return self.shown(self.seat(pk))

    @extend_schema(tags=["accounts"], operation_id="member_change", request=MemberIn, responses=MemberOut)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Another role or market. Owners and admins; only owners make or unmake owners."""
        seat, wanted = self.seat(pk), self.cleaned(MemberIn)
        role, market = wanted.get("role", seat.role), wanted.get("market", seat.market)
        return self.shown(member_change(actor=self.actor, member=seat, role=role, market=market))

    @extend_schema(tags=["accounts"], operation_id="member_remove", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Take a member out; everybody may take out themselves. The last owner stays."""
        member_remove(actor=self.actor, member=self.seat(pk))
        return Response(status=204)
