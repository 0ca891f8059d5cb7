"""API addresses of this app, below /api/v1/organizations/<slug>/."""

from django.urls import path

from uniengine.jobs import api

urlpatterns = [
    path("", api.Jobs.as_view(), name="job-list"),
    path("<uuid:pk>", api.JobDetail.as_view(), name="job-detail"),
    path("<uuid:pk>/cancel", api.JobCancel.as_view(), name="job-cancel"),
]
