"""The gap as a file, shared by pages and API."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import Http404, HttpResponse

from roles.selectors.gap_export import TABLES, gap_table
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_overview import gap_overview, skill_names
from uniengine.accounts.access import Actor
from uniengine.kit.downloads import table_file


def gap_file(actor: Actor, query: Mapping[str, str], chosen: GapFilter) -> HttpResponse:
    """The file an address asks for; pages and API share it. Raises Http404 for what it does not know."""
    kind, table = query.get("format", "csv"), query.get("table", "skills")
    if kind not in ("csv", "xlsx") or table not in TABLES:
        raise Http404
    overview = gap_overview(actor=actor, chosen=replace(chosen, by="market"))
    if not chosen.known(overview.places):
        raise Http404
    lines = gap_table(overview, table, skill_names({need.skill for need in overview.needs}))
    return table_file(lines, f"{actor.organization.slug}-gaps-{table}", kind, f"Skill gaps {table}")
