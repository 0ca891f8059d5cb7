"""The HR inventory import for other systems: upload, look, problems, sources, export.

A nightly push: POST the file with `source`, `mapping` by name and `auto_check=true`; poll the job; POST apply with the
version just read; poll that job. docs/import-format.md has it as curl commands.
"""

from collections.abc import Iterator

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from roles.api.imports_out import ImportListed, ImportNew, ImportOut, ImportProblemOut, ImportSourceOut
from roles.models import ImportProblem, InventoryImport
from roles.selectors.imports import (
    imports_recent,
    preview_of,
    problem_lines,
    problems_of,
    sources_all,
)
from roles.services.imports import import_discard, import_upload, inventory_export
from roles.services.imports.export import TYPES
from roles.services.imports.files import too_large
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.audit import read_record
from uniengine.kit.tables import csv_chunks
from uniengine.kit.uploads import TOO_LARGE

TAGS = ["skill imports"]
FILE = OpenApiResponse(OpenApiTypes.BINARY, description="The file.")


def import_at(pk: int) -> InventoryImport:
    """Raises Http404."""
    return get_object_or_404(InventoryImport.objects.select_related("source", "job", "organization"), pk=pk)


def shown(row: InventoryImport, status: int = 200) -> Response:
    """The import as it is now. It holds samples of HR data, so nothing between here and the client may keep it."""
    return Response(ImportOut(import_at(row.pk)).data, status=status, headers={"Cache-Control": "no-store"})


class Imports(OrganizationListView):
    """Imports of HR inventories."""

    parser_classes = [MultiPartParser]

    @extend_schema(tags=TAGS, operation_id="import_list", responses=ImportListed(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Imports, the newest first."""
        return self.paged(imports_recent(), ImportListed)

    @extend_schema(
        tags=TAGS,
        operation_id="import_upload",
        request={"multipart/form-data": ImportNew},
        responses={201: ImportOut},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Upload a file. With `mapping` it is mapped, with `auto_check` also checked.

        A file that cannot be read, or a mapping that does not fit, is stored all the same: `error_code` and `error`
        say what to do. Large files are read in the background: poll `job`.
        """
        _ = request.data  # reads the body
        if getattr(request._request, TOO_LARGE, False):
            raise too_large()
        values = self.cleaned(ImportNew)
        file = values["file"]
        made = import_upload(
            actor=self.actor,
            file=file,
            name=file.name or "",
            source=values["source"],
            mapping=values["mapping"],
            check=values["auto_check"],
        )
        return shown(made, 201)


class ImportDetail(OrganizationView):
    """One import."""

    @extend_schema(tags=TAGS, operation_id="import", responses=ImportOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Where the import stands, what was found, and what the check counted."""
        found = import_at(pk)
        read_record(actor=self.actor, what="import", target=found)
        return shown(found)

    @extend_schema(
        tags=TAGS,
        operation_id="import_discard",
        parameters=[OpenApiParameter("version", int, required=True)],
        responses={204: None},
    )
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Delete an import that was not applied (or was undone), with its file."""
        import_discard(actor=self.actor, inventory_import=import_at(pk), version=whole(request, "version"))
        return Response(status=204)


def whole(request: Request, name: str) -> int:
    """A number in the query string; -1, which no version ever is, where there is none."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class ImportProblems(OrganizationListView):
    """What the check reports."""

    @extend_schema(
        tags=TAGS,
        operation_id="import_problem_list",
        parameters=[
            OpenApiParameter("kind", str, enum=ImportProblem.Kind.values, description="Left out: all kinds."),
            OpenApiParameter("code", str),
        ],
        responses=ImportProblemOut(many=True),
    )
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Every error with its line and column; notes, and rows that are no data."""
        found = import_at(pk)
        asked = {name: request.query_params.get(name, "").replace("\0", "")[:40] for name in ("kind", "code")}
        read_record(actor=self.actor, what="import_problems", target=found)
        answer = self.paged(problems_of(found, **asked), ImportProblemOut)
        answer["Cache-Control"] = "no-store"
        return answer


class ImportProblemFile(OrganizationView):
    """The same as a file."""

    @extend_schema(tags=TAGS, operation_id="import_problem_file", responses={(200, "text/csv"): FILE})
    def get(self, request: Request, slug: str, pk: int) -> HttpResponseBase:
        """Every problem as CSV."""
        found = import_at(pk)
        read_record(actor=self.actor, what="import_problems", target=found)
        rows = csv_chunks(iter(list(problem_lines(found))))
        return file_response(rows, TYPES["csv"], f"import-{found.pk}-problems.csv")


class ImportPreview(OrganizationView):
    """What would change."""

    @extend_schema(tags=TAGS, operation_id="import_preview", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """The first 200 of each kind of change: people new and changed, ratings changed, skills and places new."""
        found = import_at(pk)
        read_record(actor=self.actor, what="import_changes", target=found)
        return Response(preview_of(found), headers={"Cache-Control": "no-store"})


class Sources(OrganizationListView):
    """Systems that export to us."""

    @extend_schema(tags=TAGS, operation_id="import_source_list", responses=ImportSourceOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Sources with what is remembered of them."""
        return self.paged(sources_all(), ImportSourceOut)


class InventoryFile(OrganizationView):
    """The inventory as a file."""

    @extend_schema(
        tags=TAGS,
        operation_id="inventory_export",
        parameters=[OpenApiParameter("file_format", str, OpenApiParameter.PATH, enum=list(TYPES))],
        responses={(200, "text/csv"): FILE, (200, TYPES["xlsx"]): FILE},
    )
    def get(self, request: Request, slug: str, file_format: str) -> HttpResponseBase:
        """All people with all their ratings, in the import format: importing it again changes nothing."""
        if file_format not in TYPES:
            raise Http404
        export = inventory_export(actor=self.actor, format=file_format)
        return file_response(export.chunks, export.content_type, export.file_name)


def file_response(chunks: Iterator[bytes], content_type: str, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(chunks, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
