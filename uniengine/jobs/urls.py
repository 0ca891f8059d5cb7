"""Addresses below /o/<slug>/jobs/."""

from django.urls import path

from uniengine.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/progress", views.job_progress, name="job-progress"),
    path("<uuid:pk>/cancel", views.job_cancel_page, name="job-cancel"),
]
