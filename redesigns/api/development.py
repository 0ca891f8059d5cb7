"""Development programmes for other systems."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.placements import FILE, FORMAT, NO_STORE, TAGS, format_of, named_redesign, seen
from redesigns.api.placements_out import BroughtOut, ItemChange, ItemOut
from redesigns.models import DevelopmentItem, Progress, Redesign
from redesigns.selectors.development import DevelopmentFilter, Task, development_items, owners_possible, tasks_of
from redesigns.selectors.placement_files import development_lines
from redesigns.services.development import development_generate, development_update
from roles.forms.gaps import number_in
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.kit.downloads import table_file
from uniengine.kit.errors import DomainError

FILTERS = [
    OpenApiParameter("q", str, description="Words of a name, skill or topic, or a person's number."),
    OpenApiParameter("owner", {"type": "integer", "minimum": 0}, description="A user; 0: nobody sees to it yet."),
    OpenApiParameter("progress", str, enum=list(Progress.values)),
    OpenApiParameter("overdue", str, enum=["1"]),
]


def tasks_asked(request: Request, redesign: Redesign) -> list[Task]:
    """The items as the request filters them. Raises Http404 for an id that is none."""
    query = request.query_params
    progress = query.get("progress", "")
    wanted = DevelopmentFilter(
        text=query.get("q", "")[:100],
        owner=number_in(query, "owner"),
        progress=progress if progress in Progress.values else "",
        overdue=query.get("overdue") == "1",
    )
    return tasks_of(list(development_items(redesign, wanted)), wanted.text)


class Development(OrganizationListView):
    """The programme of a redesign."""

    @extend_schema(
        tags=TAGS, operation_id="redesign_development_list", parameters=FILTERS, responses=ItemOut(many=True)
    )
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Who learns what by when; only for those named on the redesign who may see people."""
        redesign = named_redesign(self.actor, pk)
        seen(self.actor, redesign, "development programme")
        response = self.paged(tasks_asked(request, redesign), ItemOut)
        response["Cache-Control"] = "no-store"
        return response

    @extend_schema(tags=TAGS, operation_id="redesign_development_generate", request=None, responses=BroughtOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Bring it up to date with the placements; what has begun keeps its progress, owner and date."""
        redesign = named_redesign(self.actor, pk)
        return Response(BroughtOut(development_generate(actor=self.actor, redesign=redesign)).data)


class DevelopmentFile(OrganizationView):
    """The programme as a file."""

    @extend_schema(
        tags=TAGS, operation_id="redesign_development_export", parameters=[*FILTERS, FORMAT], responses={200: FILE}
    )
    def get(self, request: Request, slug: str, pk: int, file_format: str) -> HttpResponse:
        """CSV or XLSX, with names."""
        redesign, kind = named_redesign(self.actor, pk), format_of(file_format)
        seen(self.actor, redesign, "development programme, as a file")
        lines = development_lines(tasks_asked(request, redesign))
        return table_file(lines, f"{slug}-redesign-{pk}-development", kind, "Development")


class OneItem(OrganizationView):
    """One item of the programme."""

    @extend_schema(tags=TAGS, operation_id="redesign_development_item", responses=ItemOut)
    def get(self, request: Request, slug: str, pk: int, item: int) -> Response:
        """What, how, by when, who sees to it, how far it is."""
        redesign, row = self._found(pk, item)
        seen(self.actor, redesign, f"development of person {row.number}")
        return Response(ItemOut(tasks_of([row])[0]).data, headers=NO_STORE)

    @extend_schema(tags=TAGS, operation_id="redesign_development_update", request=ItemChange, responses=ItemOut)
    def patch(self, request: Request, slug: str, pk: int, item: int) -> Response:
        """Change some fields. 409 `development_stale` with both versions when somebody was faster."""
        redesign, row = self._found(pk, item)
        values = self.cleaned(ItemChange)
        version = values.pop("version")
        if values.get("owner") is not None:
            owners = {user.pk: user for user in owners_possible(redesign)}
            if values["owner"] not in owners:
                raise DomainError("owner_unknown", "Choose a member named on this redesign.", field="owner")
            values["owner"] = owners[values["owner"]]
        development_update(actor=self.actor, item=row, version=version, changes=values)
        seen(self.actor, redesign, f"development of person {row.number}")
        return Response(ItemOut(tasks_of([self._found(pk, item)[1]])[0]).data, headers=NO_STORE)

    def _found(self, pk: int, item: int) -> tuple[Redesign, DevelopmentItem]:
        redesign = named_redesign(self.actor, pk)
        rows = DevelopmentItem.objects.select_related("skill", "owner", "redesign")
        return redesign, get_object_or_404(rows, pk=item, redesign=redesign)
