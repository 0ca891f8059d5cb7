"""Personal tokens."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api.serializers import TokenIn, TokenMade, TokenOut
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.selectors.tokens import token_list
from uniengine.accounts.services.tokens import token_create, token_revoke


class Tokens(OrganizationListView):
    """Tokens that work."""

    @extend_schema(tags=["accounts"], operation_id="token_list", responses=TokenOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """One's own tokens; owners and admins get everybody's."""
        return self.paged(token_list(actor=self.actor), TokenOut)

    @extend_schema(tags=["accounts"], operation_id="token_create", request=TokenIn, responses={201: TokenMade})
    def post(self, request: Request, slug: str) -> Response:
        """A new token; the answer carries its secret, this once."""
        token, secret = token_create(actor=self.actor, **self.cleaned(TokenIn))
        body = {**TokenOut(token).data, "secret": secret}
        return Response(body, status=201, headers={"Cache-Control": "no-store"})


class TokenDetail(OrganizationView):
    """One token."""

    @extend_schema(tags=["accounts"], operation_id="token_revoke", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Revoke it at once."""
        token_revoke(actor=self.actor, token=get_object_or_404(token_list(actor=self.actor, live=False), pk=pk))
        return Response(status=204)
