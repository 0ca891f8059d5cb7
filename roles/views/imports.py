"""Pages of the HR inventory import: list and upload, check, apply, result, files."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from roles.models import InventoryImport
from roles.selectors import imports as select
from roles.selectors.import_counts import counts_of, result_of
from roles.selectors.import_names import names_shown
from roles.services import imports as services
from roles.services.imports.sources import source_proposed
from roles.views import import_words as words
from roles.views.import_rows import listed
from roles.views.import_steps import steps_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.kit.errors import DomainError
from uniengine.kit.tables import csv_chunks
from uniengine.kit.uploads import TOO_LARGE

FORMATS = ("csv", "xlsx")


def the_import(pk: int) -> InventoryImport:
    return get_object_or_404(InventoryImport.objects.select_related("source", "job", "organization"), pk=pk)


def to_detail(request: ActorRequest, pk: int) -> HttpResponse:
    return redirect("roles:import-detail", request.actor.organization.slug, pk)


def version_of(request: ActorRequest) -> int:
    """The version the page showed; a missing one never matches."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1


@require_GET
@never_cache
def import_list(request: ActorRequest, slug: str, *, error: DomainError | None = None) -> HttpResponse:
    page = Paginator(select.imports_recent(), 20).get_page(request.GET.get("page"))
    rows = [listed(row) for row in page.object_list]
    context = {"page": page, "rows": rows, "sources": select.sources_all(), "error": error, "steps": steps_of("upload")}
    return render(request, "roles/imports/list.html", context, status=error.status if error else 200)


@require_POST
def import_upload(request: ActorRequest, slug: str) -> HttpResponse:
    """Take a file and go to the next step; a file that cannot be taken is explained on the upload form."""
    try:
        if not (file := request.FILES.get("file")):
            too_large = getattr(request, TOO_LARGE, False)
            raise (
                upload_too_large() if too_large else DomainError("upload_missing", "Choose a file first.", field="file")
            )
        name = file.name or "upload"
        source = request.POST.get("source", "").strip() or source_proposed(name)
        row = services.import_upload(actor=request.actor, file=file, name=name, source=source)
    except DomainError as error:
        request.method = "GET"
        return import_list(request, slug, error=error)
    return to_detail(request, row.pk)


def upload_too_large() -> DomainError:
    limit = settings.UPLOAD_LIMIT_MB
    text = f"The file is larger than {limit} MB. Export fewer columns, or split it by market and import the parts."
    return DomainError("upload_too_large", text, field="file")


@require_GET
@never_cache
def import_detail(request: ActorRequest, slug: str, pk: int, *, error: DomainError | None = None) -> HttpResponse:
    """The step the import is at: reading, match, check, apply or result."""
    row = the_import(pk)
    view = select.import_view(row)
    if view.state == "read" and error is None and not view.failed_message:
        return redirect("roles:import-map", slug, pk)
    context = {"row": row, "view": view, "error": error, "steps": steps_of(view.state, slug, row)}
    if view.state == "checked":
        read_record(actor=request.actor, what="import_check", target=row)
        context |= checked_context(row, view, slug)
    if view.state in ("applied", "undone"):
        result = result_of(row)
        context |= {"result": result, "headline": words.outcome(view, result)}
    return render(request, f"roles/imports/{template_of(view)}.html", context, status=error.status if error else 200)


def template_of(view: select.ImportView) -> str:
    """Work under way shows its progress, whatever it is; else the state decides."""
    return "working" if view.job else TEMPLATES[view.state]


TEMPLATES = {
    "uploaded": "unread",
    "read": "stopped",
    "checked": "checked",
    "applied": "applied",
    "undone": "applied",
    "failed": "failed",
}
SHOWN_PROBLEMS, SHOWN_NAMES = 8, 4


def checked_context(row: InventoryImport, view: select.ImportView, slug: str) -> dict[str, object]:
    """What the check page shows: counts, causes with their first lines, names to settle."""
    counts = counts_of(row)
    causes = [
        (cause, list(select.problems_of(row, code=cause.code).filter(column=cause.column)[:SHOWN_PROBLEMS]))
        for cause in words.shown(select.problem_causes(row))
    ]
    return {
        "counts": counts,
        "causes": causes,
        "names": names_shown(list(select.queue_of(row, open_only=True)[:SHOWN_NAMES])),
        "unknown_names": unknown_names(row),
        "headline": words.headline(view, counts),
        "tiles": words.tiles(row, counts, slug),
        "apply_label": words.apply_label(counts),
    }


def unknown_names(row: InventoryImport) -> int:
    """Open names that fit no skill at all; those that fit several have to be settled one by one."""
    return select.queue_of(row, open_only=True).filter(reason="unknown").count()


@require_POST
def import_check(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    return act(request, pk, lambda row: services.import_check_start(actor=request.actor, inventory_import=row))


@require_POST
def import_apply(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    consent = request.POST.get("leave_out_errors") == "yes"
    version = version_of(request)
    return act(
        request,
        pk,
        lambda row: services.import_apply_start(
            actor=request.actor, inventory_import=row, version=version, leave_out_errors=consent
        ),
    )


def act(request: ActorRequest, pk: int, action: object) -> HttpResponse:
    """Do it and show the step it leads to; an error is shown on the step where it happened."""
    try:
        action(the_import(pk))  # type: ignore[operator]
    except DomainError as error:
        return again(request, pk, error)
    return to_detail(request, pk)


def again(request: ActorRequest, pk: int, error: DomainError) -> HttpResponse:
    request.method = "GET"
    return import_detail(request, request.actor.organization.slug, pk, error=error)


@require_GET
@never_cache
def import_problems(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Everything that cannot be imported, filtered by cause."""
    row = the_import(pk)
    code = request.GET.get("code", "")
    page = Paginator(select.problems_of(row, code=code), 100).get_page(request.GET.get("page"))
    read_record(actor=request.actor, what="import_problems", target=row)
    context = {"row": row, "page": page, "causes": words.shown(select.problem_causes(row)), "code": code}
    context["counts"] = counts_of(row)
    return render(request, "roles/imports/problems.html", context)


@require_GET
@never_cache
def import_problems_file(request: ActorRequest, slug: str, pk: int) -> HttpResponseBase:
    row = the_import(pk)
    read_record(actor=request.actor, what="import_problems", target=row)
    # All rows are read now: a stream would run after the request's organization scope has ended.
    chunks = list(csv_chunks(select.problem_lines(row)))
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-import-{row.pk}.csv"'
    return response


@require_GET
@never_cache
def import_changes(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The first two hundred of each kind of change."""
    row = the_import(pk)
    read_record(actor=request.actor, what="import_changes", target=row)
    context = {"row": row, "preview": select.preview_of(row), "counts": counts_of(row)}
    return render(request, "roles/imports/changes.html", context)


@require_GET
@never_cache
def inventory_export_file(request: ActorRequest, slug: str, file_format: str) -> HttpResponseBase:
    """The inventory in the import format."""
    if file_format not in FORMATS:
        raise Http404
    export = services.inventory_export(actor=request.actor, format=file_format)
    response = StreamingHttpResponse(export.chunks, content_type=export.content_type)
    response["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    return response
