"""API addresses of this app, below /api/v1/organizations/<slug>/."""

from django.urls import path

from uniengine.workshops import api

urlpatterns = [
    path("workshop", api.WorkshopDetail.as_view(), name="workshop"),
    path("workshop/steps/<slug:step>", api.StepDetail.as_view(), name="workshop-step"),
]
