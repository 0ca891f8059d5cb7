"""Downloads: tables and the gap as files, shared by pages and API."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from django.http import Http404, HttpResponse

from roles.selectors.gap_export import TABLES, gap_table
from roles.selectors.gap_filter import GapFilter
from roles.selectors.gap_overview import gap_overview, skill_names
from uniengine.accounts.access import Actor
from uniengine.kit.tables import csv_chunks, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def table_file(lines: Iterable[Sequence[object]], name: str, kind: str, sheet: str) -> HttpResponse:
    """Lines as a download. kind: csv or xlsx."""
    out = BytesIO()
    if kind == "csv":
        out.writelines(csv_chunks(lines))
        return attachment(out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")
    write_xlsx(lines, out, sheet=sheet)
    return attachment(out.getvalue(), XLSX, f"{name}.xlsx")


def attachment(body: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
