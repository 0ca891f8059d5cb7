"""API addresses of this app, below /api/v1/organizations/<slug>/."""

from django.urls import path

from uniengine.accounts.api import changes, invitations, markets, members, organization, tokens

urlpatterns = [
    path("", organization.OrganizationDetail.as_view(), name="organization"),
    path("members", members.Members.as_view(), name="member-list"),
    path("members/<int:pk>", members.MemberDetail.as_view(), name="member"),
    path("invitations", invitations.Invitations.as_view(), name="invitation-list"),
    path("invitations/<int:pk>", invitations.InvitationDetail.as_view(), name="invitation"),
    path("invitations/<int:pk>/resend", invitations.InvitationResend.as_view(), name="invitation-resend"),
    path("markets", markets.Markets.as_view(), name="market-list"),
    path("markets/<int:pk>", markets.MarketDetail.as_view(), name="market"),
    path("tokens", tokens.Tokens.as_view(), name="token-list"),
    path("tokens/<int:pk>", tokens.TokenDetail.as_view(), name="token"),
    path("audit", changes.Changes.as_view(), name="audit-list"),
]
