"""Coverage: segments, each in every stage, what is broken there, and the forms to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from redesigns.forms.segments import CoverForm, SegmentForm
from redesigns.models import Redesign
from redesigns.selectors.coverage import Coverage, coverage, coverage_table
from redesigns.services.changing import ensure_editable
from redesigns.services.segments import cover_set, segment_create, segment_delete, segment_update
from redesigns.views.coverage_shown import cell_shown, coverage_shown, segment_shown
from redesigns.views.frame import frame, opened
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.accounts.links import link_for
from uniengine.kit.downloads import table_file
from uniengine.kit.errors import Conflict, DomainError


@require_GET
def coverage_page(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The grid, of all stages or of ?stage=."""
    redesign = opened(request, pk)
    context = frame(request, redesign)
    found = coverage(redesign)
    context |= coverage_shown(found, request.GET.get("stage", ""))
    context |= {
        "create_url": reverse("redesigns:segment-create", args=[slug, pk]) if context["may_edit"] else "",
        "roles_url": link_for(request.actor, "redesigns:role-list", pk),
        "suggested": suggested(redesign),
    }
    return render(request, "redesigns/coverage.html", context)


@require_GET
def coverage_file(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """?format=csv|xlsx."""
    redesign = opened(request, pk)
    kind = request.GET.get("format", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404
    return table_file(coverage_table(coverage(redesign)), f"{slug}-redesign-{pk}-coverage", kind, "Coverage")


@require_GET
def segment_page(request: ActorRequest, slug: str, pk: int, segment: str) -> HttpResponse:
    """One segment: its stages, and what holds for it as a whole."""
    redesign = opened(request, pk)
    found = _found(redesign, segment)
    context = frame(request, redesign) | segment_shown(found, segment)
    return render(request, "redesigns/segment.html", context)


@require_http_methods(["GET", "POST"])
def segment_new(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Add a segment; the first is offered the journey's own."""
    redesign = opened(request, pk)
    ensure_editable(request.actor, redesign)
    found = coverage(redesign)
    initial = {"name": "" if found.rows else suggested(redesign), "seen": redesign.revision}
    form = SegmentForm(request.POST or None, design=found.design, initial=initial)
    back = reverse("redesigns:coverage", args=[slug, pk])

    def save() -> HttpResponse:
        uid = segment_create(actor=request.actor, redesign=redesign, values=form.values())
        messages.success(request, "The segment is added. Say who looks after it in each stage.")
        return redirect("redesigns:segment", slug, pk, uid)

    return _answered(request, redesign, form, save, "redesigns/segment_edit.html", {"back_url": back})


@require_http_methods(["GET", "POST"])
def segment_change(request: ActorRequest, slug: str, pk: int, segment: str) -> HttpResponse:
    """Edit a segment."""
    redesign = opened(request, pk)
    found = _found(redesign, segment)
    ensure_editable(request.actor, redesign)
    fields = found.segment(segment)
    initial = SegmentForm.initial_of(fields, redesign.revision)
    form = SegmentForm(request.POST or None, design=found.design, initial=initial)
    back = reverse("redesigns:segment", args=[slug, pk, segment])

    def save() -> HttpResponse:
        seen = form.cleaned_data["seen"]
        segment_update(actor=request.actor, redesign=redesign, segment=segment, values=form.values(), seen=seen)
        messages.success(request, f"{form.cleaned_data['name']} is saved.")
        return HttpResponseRedirect(back)

    context = {"back_url": back, "segment": fields}
    return _answered(request, redesign, form, save, "redesigns/segment_edit.html", context)


@require_http_methods(["GET", "POST"])
def segment_gone(request: ActorRequest, slug: str, pk: int, segment: str) -> HttpResponse:
    """Asks, then deletes a segment."""
    redesign = opened(request, pk)
    found = _found(redesign, segment)
    ensure_editable(request.actor, redesign)
    back = reverse("redesigns:segment", args=[slug, pk, segment])
    if request.method == "POST":
        segment_delete(actor=request.actor, redesign=redesign, segment=segment)
        messages.success(request, f"{found.segment(segment)['name']} is deleted. Undo brings it back.")
        return redirect("redesigns:coverage", slug, pk)
    context = frame(request, redesign) | {"segment": found.segment(segment), "back_url": back}
    return render(request, "redesigns/segment_delete.html", context)


@require_http_methods(["GET", "POST"])
def cover_page(request: ActorRequest, slug: str, pk: int, segment: str, stage: int) -> HttpResponse:
    """One segment in one stage: what is broken, what to do, and the roles. #cell is also what the drawer shows."""
    redesign = opened(request, pk)
    found = _found(redesign, segment)
    if stage not in found.design.stages:
        raise Http404
    if request.method == "POST":
        ensure_editable(request.actor, redesign)
    initial = CoverForm.initial_of(found.covers_in(segment, stage), redesign.revision)
    form = CoverForm(request.POST or None, design=found.design, stage=stage, initial=initial)
    back = _back(request, slug, pk, segment)

    def save() -> HttpResponse:
        made = cover_set(
            actor=request.actor,
            redesign=redesign,
            segment=segment,
            stage=stage,
            parts=form.parts(),
            seen=form.cleaned_data["seen"],
        )
        messages.success(request, f"{made.label}." if made else "Nothing was changed.")
        return HttpResponseRedirect(back)

    context = cell_shown(found, segment, stage) | {"back_url": back, "back": _came(request)}
    context["roles_url"] = link_for(request.actor, "redesigns:role-list", pk)
    return _answered(request, redesign, form, save, "redesigns/coverage_cell.html", context)


def suggested(redesign: Redesign) -> str:
    """The name the first segment is offered: the journey's own segment, else the journey's name."""
    return redesign.journey.segment or redesign.journey.name


def _answered(
    request: ActorRequest,
    redesign: Redesign,
    form: SegmentForm | CoverForm,
    save: Callable[[], HttpResponse],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Save what was posted, or draw the form; what is wrong stands at its field, a stale form may be sent again."""
    conflict, seen = "", request.POST.get("seen", str(redesign.revision))
    if form.is_bound and form.is_valid():
        try:
            return save()
        except Conflict as error:
            conflict, seen = error.message, str(error.details.get("revision", redesign.revision))
        except DomainError as error:
            show_error(form, error)
    status = 409 if conflict else 422 if form.errors else 200
    context = frame(request, redesign) | context | {"form": form, "conflict": conflict, "seen": seen}
    return render(request, template, context, status=status)


def _found(redesign: Redesign, segment: str) -> Coverage:
    """The checks of a redesign that has this segment. Raises Http404."""
    found = coverage(redesign)
    if found.row(segment) is None:
        raise Http404
    return found


def _came(request: ActorRequest) -> str:
    """Where a cell was opened: on the page of its segment, or in the grid."""
    return "segment" if (request.POST or request.GET).get("back") == "segment" else ""


def _back(request: ActorRequest, slug: str, pk: int, segment: str) -> str:
    if _came(request):
        return reverse("redesigns:segment", args=[slug, pk, segment])
    return reverse("redesigns:coverage", args=[slug, pk])
