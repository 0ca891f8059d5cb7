"""Addresses below /o/<slug>/."""

from django.urls import path

from uniengine.accounts.views import changes, invitations, markets, members, settings, tokens

app_name = "organization"
urlpatterns = [
    path("settings", settings.settings, name="settings"),
    path("members", members.member_index, name="member-list"),
    path("members.csv", members.member_export, name="member-export"),
    path("members/leave", members.leave, name="member-leave"),
    path("members/<int:pk>", members.member_edit, name="member-change"),
    path("members/<int:pk>/remove", members.member_take_out, name="member-remove"),
    path("invitations/new", invitations.invite, name="invitation-create"),
    path("invitations/<int:pk>/resend", invitations.again, name="invitation-resend"),
    path("invitations/<int:pk>/withdraw", invitations.withdraw, name="invitation-withdraw"),
    path("markets", markets.market_index, name="market-list"),
    path("markets/new", markets.market_new, name="market-create"),
    path("markets/<int:pk>", markets.market_edit, name="market-change"),
    path("markets/<int:pk>/delete", markets.market_remove, name="market-delete"),
    path("tokens", tokens.token_index, name="token-list"),
    path("tokens/new", tokens.token_new, name="token-create"),
    path("tokens/<int:pk>/revoke", tokens.token_stop, name="token-revoke"),
    path("changes", changes.change_index, name="audit-list"),
    path("changes.csv", changes.change_export, name="audit-export"),
]
