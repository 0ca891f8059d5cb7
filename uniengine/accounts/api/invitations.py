"""Invitations, for owners and admins."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from uniengine.accounts.api.serializers import InvitationIn, InvitationOut, OfferOut
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.models import Invitation
from uniengine.accounts.selectors.members import invitations_open
from uniengine.accounts.services.invitations import Offer, invitation_create, invitation_resend, invitation_withdraw


class Invitations(OrganizationListView):
    """Open invitations."""

    @extend_schema(tags=["accounts"], operation_id="invitation_list", responses=InvitationOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Invitations that nobody accepted or withdrew."""
        return self.paged(invitations_open(), InvitationOut)

    @extend_schema(tags=["accounts"], operation_id="invitation_create", request=InvitationIn, responses={201: OfferOut})
    def post(self, request: Request, slug: str) -> Response:
        """Invite somebody; the answer carries the link, this once."""
        site = request.build_absolute_uri("/")
        return offered(invitation_create(actor=self.actor, site=site, **self.cleaned(InvitationIn)))


class InvitationDetail(OrganizationView):
    """One open invitation."""

    @extend_schema(tags=["accounts"], operation_id="invitation_withdraw", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Withdraw it: the link stops working."""
        invitation_withdraw(actor=self.actor, invitation=get_object_or_404(Invitation.objects, pk=pk))
        return Response(status=204)


class InvitationResend(OrganizationView):
    """A new link for the same offer."""

    @extend_schema(tags=["accounts"], operation_id="invitation_resend", request=None, responses={201: OfferOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Send it again with a new link; the old one stops working."""
        found = get_object_or_404(Invitation.objects, pk=pk)
        return offered(invitation_resend(actor=self.actor, invitation=found, site=request.build_absolute_uri("/")))


def offered(offer: Offer) -> Response:
    body = {**InvitationOut(offer.invitation).data, "link": offer.link, "mailed": offer.mailed}
    return Response(body, status=201, headers={"Cache-Control": "no-store"})
