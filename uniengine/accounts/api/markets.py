"""The tree of markets."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api.serializers import MarketIn, MarketNew, MarketOut
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.models import Market
from uniengine.accounts.services.markets import market_change, market_create, market_delete


class Markets(OrganizationListView):
    """All nodes."""

    @extend_schema(tags=["accounts"], operation_id="market_list", responses=MarketOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """All nodes, by path."""
        return self.paged(Market.objects.order_by("path", "pk"), MarketOut)

    @extend_schema(tags=["accounts"], operation_id="market_create", request=MarketNew, responses={201: MarketOut})
    def post(self, request: Request, slug: str) -> Response:
        """Add a node below another. Owners and admins."""
        made = market_create(actor=self.actor, **self.cleaned(MarketNew))
        return Response(MarketOut(made).data, status=201)


class MarketDetail(OrganizationView):
    """One node."""

    @extend_schema(tags=["accounts"], operation_id="market", responses=MarketOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """One node."""
        return Response(MarketOut(get_object_or_404(Market.objects, pk=pk)).data)

    @extend_schema(tags=["accounts"], operation_id="market_change", request=MarketIn, responses=MarketOut)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Rename or move it; everything below moves along. Owners and admins."""
        found = get_object_or_404(Market.objects, pk=pk)
        return Response(MarketOut(market_change(actor=self.actor, market=found, **self.cleaned(MarketIn))).data)

    @extend_schema(tags=["accounts"], operation_id="market_delete", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Delete a node nothing hangs on. Owners and admins."""
        market_delete(actor=self.actor, market=get_object_or_404(Market.objects, pk=pk))
        return Response(status=204)
