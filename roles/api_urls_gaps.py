"""API addresses of gaps."""

from django.urls import URLPattern, path

from roles.api import gaps

urlpatterns: list[URLPattern] = [
    path("journeys/<int:pk>/gap", gaps.Gap.as_view(), name="gap"),
    path("journeys/<int:pk>/gap/skills", gaps.GapSkills.as_view(), name="gap-skill-list"),
    path("journeys/<int:pk>/gap/cell", gaps.GapCell.as_view(), name="gap-cell"),
    path("journeys/<int:pk>/gap/proof", gaps.GapProof.as_view(), name="gap-proof"),
    path("journeys/<int:pk>/gap/growth", gaps.GapGrowth.as_view(), name="gap-growth-list"),
    path("journeys/<int:pk>/gap/refresh", gaps.GapRefresh.as_view(), name="gap-refresh"),
    path("journeys/<int:pk>/gap/export", gaps.GapExport.as_view(), name="gap-export"),
]
