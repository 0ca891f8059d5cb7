"""The match step: which column is what, and what each level in the file means."""

from collections.abc import Mapping as Dict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from roles.forms.import_mapping import confidence_words, field_choices, mapping_chosen
from roles.imports.fields import RATERS, SKILL_COLUMN
from roles.imports.scales import KINDS, NATIVE, normal
from roles.models import InventoryImport
from roles.selectors import imports as select
from roles.services import imports as services
from roles.views.import_steps import steps_of
from roles.views.imports import again, the_import, to_detail, version_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.kit.errors import DomainError

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "xlsx": "Excel workbook",
}
COMMON_COLUMNS = 60  # the rest is folded away
FEW_SKILLS = 12  # a wide file has hundreds of columns that are skills; more than this are folded into one line


@require_http_methods(["GET", "POST"])
@never_cache
def import_map(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Show the suggested mapping; confirm it and start the check."""
    row = the_import(pk)
    if not select.import_view(row).may_map:
        return to_detail(request, pk)
    mapping = shown_mapping(row)
    if request.method == "POST":
        mapping = mapping_chosen(mapping, request.POST.dict())
        try:
            row = services.import_map(
                actor=request.actor,
                inventory_import=row,
                version=version_of(request),
                mapping=mapping,
                source=request.POST.get("source", "").strip() or None,
            )
            services.import_check_start(actor=request.actor, inventory_import=row)
        except DomainError as error:
            return page(request, slug, row, mapping, error)
        return redirect("roles:import-detail", slug, pk)
    return page(request, slug, row, mapping)


@require_POST
@never_cache
def import_map_levels(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The table of levels for a scale just chosen (htmx)."""
    row = the_import(pk)
    if not select.import_view(row).may_map:
        return HttpResponseClientRedirect(reverse("roles:import-detail", args=[slug, pk]))
    posted = {name: value for name, value in request.POST.dict().items() if not name.startswith(("raw-", "level-"))}
    mapping = mapping_chosen(shown_mapping(row), posted)
    samples_seen(request, row)
    return render(request, "roles/imports/_levels.html", levels_context(row, mapping))


@require_POST
@never_cache
def import_read_again(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Another sheet, encoding or header row was chosen."""
    line = request.POST.get("header_line", "")
    try:
        services.import_read_again(
            actor=request.actor,
            inventory_import=the_import(pk),
            version=version_of(request),
            sheet=request.POST.get("sheet", ""),
            encoding=request.POST.get("encoding", ""),
            delimiter=request.POST.get("delimiter", ""),
            header_line=int(line) if line.isascii() and line.isdecimal() and len(line) < 10 else 0,
        )
    except DomainError as error:
        row = the_import(pk)
        if not select.import_view(row).may_map:
            return again(request, pk, error)
        return page(request, slug, row, shown_mapping(row), error)
    return to_detail(request, pk)


def shown_mapping(row: InventoryImport) -> dict[str, Any]:
    """What was confirmed before, else what the file suggests."""
    return row.mapping or select.suggested(row)


def page(
    request: ActorRequest, slug: str, row: InventoryImport, mapping: dict[str, Any], error: DomainError | None = None
) -> HttpResponse:
    columns = [
        {**column, "place": place, "name": f"field-{place}", "words": confidence_words(float(column["confidence"]))}
        for place, column in enumerate(mapping["columns"])
    ]
    skills = [column for column in columns if column["field"] == SKILL_COLUMN]
    if len(skills) <= FEW_SKILLS:
        skills = []
    others = [column for column in columns if column not in skills]
    context = {
        "row": row,
        "mapping": mapping,
        "columns": others[:COMMON_COLUMNS],
        "more_columns": others[COMMON_COLUMNS:],
        "skill_columns": skills,
        "skill_groups": len({(column.get("taxonomy"), column.get("category")) for column in skills}),
        "fields": field_choices(),
        "raters": RATERS,
        "sources": select.sources_all(),
        "error": error,
        "steps": steps_of("read", slug, row),
        "encoding": ENCODINGS.get(str(row.found.get("encoding", "")).lower(), row.found.get("encoding", "")),
    }
    context |= levels_context(row, mapping)
    samples_seen(request, row)
    return render(request, "roles/imports/map.html", context, status=error.status if error else 200)


def samples_seen(request: ActorRequest, row: InventoryImport) -> None:
    """Note in the change log that values of the file were shown: names and e-mail addresses are among them."""
    read_record(actor=request.actor, what="import_columns", target=row)


def levels_context(row: InventoryImport, mapping: Dict[str, Any]) -> dict[str, object]:
    """Each value of the file with the level it becomes, and what was decided by hand."""
    scale = dict(mapping.get("scale") or {})
    decided = dict(scale.get("overrides") or {})
    levels = [
        {"raw": raw, "level": level, "error": error, "chosen": chosen_of(raw, decided)}
        for raw, level, error in select.levels_preview(row, scale)
    ]
    kinds = [(kind.key, kind.label) for kind in KINDS.values()]
    return {"row": row, "levels": levels, "kinds": kinds, "scale": scale, "native": NATIVE}


def chosen_of(raw: str, decided: Dict[str, Any]) -> str:
    key = normal(raw)
    if key not in decided:
        return ""
    return "none" if decided[key] is None else str(decided[key])
