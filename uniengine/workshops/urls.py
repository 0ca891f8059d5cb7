"""Addresses below /o/<slug>/."""

from django.urls import path

from uniengine.workshops import views

app_name = "workshops"
urlpatterns = [
    path("", views.home, name="home"),
    path("here", views.presence, name="presence"),
    path("agenda", views.agenda_edit, name="agenda-edit"),
    path("agenda/<slug:step>/settle", views.settle, name="step-settle"),
]
