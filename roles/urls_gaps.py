"""Skill gaps, below /o/<slug>/gaps/."""

from django.urls import URLPattern, path

from roles.views import gap_details, gap_export, gaps

urlpatterns: list[URLPattern] = [
    path("", gaps.gap_overview_page, name="gap-overview"),
    path("cell", gap_details.gap_cell_page, name="gap-cell"),
    path("proof", gap_details.gap_proof_page, name="gap-proof"),
    path("growth", gap_details.gap_growth_page, name="gap-growth"),
    path("export", gap_export.gap_export, name="gap-export"),
    path("refresh", gaps.gap_refresh, name="gap-refresh"),
]
