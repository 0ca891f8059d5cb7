"""API addresses of this app, below /api/v1/organizations/<slug>/."""

from django.urls import URLPattern, URLResolver

from roles import api_urls_gaps, api_urls_imports, api_urls_people, api_urls_shared

urlpatterns: list[URLPattern | URLResolver] = [
    *api_urls_shared.urlpatterns,
    *api_urls_gaps.urlpatterns,
    *api_urls_people.urlpatterns,
    *api_urls_imports.urlpatterns,
]
