"""API addresses of this app, below /api/v1/organizations/<slug>/redesigns/."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("redesigns.api_urls_redesigns")),
    path("<int:pk>/", include("redesigns.api_urls_roles")),
    path("<int:pk>/", include("redesigns.api_urls_placements")),
    path("<int:pk>/", include("redesigns.api_urls_checks")),
]
