"""Addresses below /o/<slug>/: skill gaps, people, imports."""

from django.urls import include, path

app_name = "roles"
urlpatterns = [
    path("gaps/", include("roles.urls_shared")),
    path("gaps/", include("roles.urls_gaps")),
    path("people/", include("roles.urls_people")),
    path("imports/", include("roles.urls_imports")),
]
