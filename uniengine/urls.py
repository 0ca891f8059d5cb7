"""Every address of the site. Organization pages live under /o/<slug>/, the API under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from uniengine.accounts.health import health_live, health_ready
from uniengine.kit.api_docs import api_docs

organization_pages: list[URLPattern | URLResolver] = [
    path("", include("uniengine.accounts.urls_organization")),
    path("jobs/", include("uniengine.jobs.urls")),
    path("", include("uniengine.workshops.urls")),
    path("journeys/", include("journeys.urls")),
    path("", include("roles.urls")),
    path("redesigns/", include("redesigns.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health_live, name="health-live"),
    path("health/ready", health_ready, name="health-ready"),
    path("", include("uniengine.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("o/<slug:slug>/", include(organization_pages)),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/docs", api_docs, name="api-docs"),
    path("api/v1/", include("uniengine.urls_api")),
]
