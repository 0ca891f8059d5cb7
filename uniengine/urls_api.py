"""Every API address, under /api/v1/organizations/<slug>/. Each app brings its own list."""

from django.urls import URLPattern, URLResolver, include, path

from uniengine.accounts.api.me import Me, Organizations

app_name = "api"

organization_routes: list[URLPattern | URLResolver] = [
    path("", include("uniengine.accounts.api_urls")),
    path("jobs/", include("uniengine.jobs.api_urls")),
    path("", include("uniengine.workshops.api_urls")),
    path("", include("journeys.api_urls")),
    path("", include("roles.api_urls")),
    path("redesigns/", include("redesigns.api_urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("me", Me.as_view(), name="me"),
    path("organizations", Organizations.as_view(), name="organization-create"),
    path("organizations/<slug:slug>/", include(organization_routes)),
]
