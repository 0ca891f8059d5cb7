"""The change log: who did what, before and after."""

import io

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.accounts.forms import ChangeFilterForm
from uniengine.accounts.selectors.changes import (
    ChangeFilter,
    action_names,
    change_lines,
    change_list,
    change_rows,
    change_stream,
)
from uniengine.accounts.selectors.members import member_list
from uniengine.kit.errors import DomainError
from uniengine.kit.tables.export import write_csv

PAGE = 50
MOST_ROWS = 100_000


@require_GET
@cache_control(no_store=True, private=True)
def change_index(request: ActorRequest, slug: str) -> HttpResponse:
    """Fifty rows a page, filtered by action, person and days."""
    form, wanted = _filter(request)
    page = Paginator(change_list(wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": change_rows(list(page)),
        "actions": action_names(),
        "filtered": wanted != ChangeFilter(),
    }
    return render(request, "organization/changes.html", context, status=422 if form.errors else 200)


@require_GET
@cache_control(no_store=True, private=True)
def change_export(request: ActorRequest, slug: str) -> HttpResponse:
    """The rows as filtered, as CSV. Taking them along is itself a row."""
    _, wanted = _filter(request)
    rows = change_list(wanted)
    if rows.count() > MOST_ROWS:
        raise DomainError("too_many_rows", f"An export holds {MOST_ROWS:,} rows. Choose fewer days.")
    out = io.BytesIO()
    write_csv(change_lines(change_stream(rows)), out)
    read_record(actor=request.actor, what="audit_export")
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}-changes.csv"'},
    )


def _filter(request: ActorRequest) -> tuple[ChangeFilterForm, ChangeFilter]:
    people = [(seat.user_id, seat.user.display_name) for seat in member_list(actor=request.actor)]
    form = ChangeFilterForm(request.GET, people=people)
    return form, ChangeFilter(**form.cleaned_data) if form.is_valid() else ChangeFilter()
