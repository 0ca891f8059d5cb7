"""Roles as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from redesigns.selectors.designer import designer_load
from redesigns.selectors.role_export import TABLES
from redesigns.views.frame import opened
from uniengine.accounts.access import ActorRequest
from uniengine.kit.downloads import table_file

FORMATS = ("csv", "xlsx")


@require_GET
def role_export(request: ActorRequest, slug: str, pk: int, file_format: str) -> HttpResponse:
    """?part=roles, profiles, activities or headcount."""
    part = request.GET.get("part", "roles")
    if file_format not in FORMATS or part not in TABLES:
        raise Http404
    redesign = opened(request, pk)
    lines = TABLES[part](designer_load(request.actor, redesign))
    return table_file(lines, f"roles-{redesign.pk}-{part}", file_format, part.capitalize())
