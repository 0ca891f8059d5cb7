"""Addresses outside an organization: where one lands after signing in, invitations, one's own data."""

from django.urls import path

from uniengine.accounts.views import joining, profile, start

app_name = "accounts"
urlpatterns = [
    path("", start.start, name="start"),
    path("organizations/new", start.create, name="organization-create"),
    path("invitations/<str:secret>", joining.door, name="invitation-accept"),
    path("invitation", joining.invitation, name="invitation"),
    path("invitation/not-now", joining.not_now, name="invitation-not-now"),
    path("you", profile.profile, name="profile"),
    path("you/data.json", profile.data_export, name="data-export"),
    path("you/erase", profile.erase, name="erase"),
]
