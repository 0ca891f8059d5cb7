"""Addresses below /o/<slug>/redesigns/. `pk` is always the redesign; records go by their keys, people by number."""

from django.urls import include, path

app_name = "redesigns"
urlpatterns = [
    path("", include("redesigns.urls_redesigns")),
    path("<int:pk>/roles/", include("redesigns.urls_roles")),
    path("<int:pk>/people/", include("redesigns.urls_placements")),
    path("<int:pk>/", include("redesigns.urls_checks")),
]
