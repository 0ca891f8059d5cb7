"""Legacy functions and what one FTE costs in them."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from journeys import services
from journeys.forms.skills import FunctionForm
from journeys.models import LegacyFunction
from journeys.selectors import function_list as functions_of
from journeys.views.answers import combining
from journeys.views.shown import number
from journeys.views.versions import sent_again, version_lines
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError
from uniengine.kit.figures import MINOR_DIGITS

SORTS = {"name": "name", "cost": "cost_per_fte", "activities": "activity_count"}


@require_GET
def function_list(request: ActorRequest, slug: str) -> HttpResponse:
    sort = request.GET.get("sort", "name")
    column = SORTS.get(sort.removeprefix("-"), "name")
    words = request.GET.get("q", "").strip()[:100]
    rows = functions_of().order_by(f"{'-' if sort.startswith('-') else ''}{column}", "name")
    rows = rows.filter(name__icontains=words) if words else rows
    context = {
        "functions": rows,
        "sort": sort,
        "words": words,
        "may_edit": request.actor.may(Permission.JOURNEY_EDIT),
        "unpriced": LegacyFunction.objects.filter(cost_per_fte=0).count(),
    }
    return render(request, "journeys/functions.html", context)


@require_http_methods(["GET", "POST"])
def function_create(request: ActorRequest, slug: str) -> HttpResponse:
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            services.function_create(actor=request.actor, name=form.cleaned_data["name"], cost_per_fte=form.minor())
        except DomainError as error:
            _add(form, error)
        else:
            messages.success(request, f"“{form.cleaned_data['name']}” is added.")
            return redirect("journeys:function-list", slug)
    return _page(request, slug, form, "Add a function", "Add the function", "")


@require_http_methods(["GET", "POST"])
def function_edit(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(LegacyFunction.objects, pk=pk)
    form = _form(request, found)
    theirs = combining(request)
    version = request.POST.get("version") or str(found.version)
    if request.method == "POST" and theirs is None and form.is_valid():
        try:
            services.function_update(
                actor=request.actor,
                function=found,
                version=number(version) or 0,
                name=form.cleaned_data["name"],
                cost_per_fte=form.minor(),
            )
        except Conflict as error:
            return _both(request, slug, error)
        except DomainError as error:
            _add(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("journeys:function-list", slug)
    return _page(request, slug, form, "Edit the function", "Save the function", version, theirs)


def _form(request: ActorRequest, found: LegacyFunction | None) -> FunctionForm:
    currency = request.actor.organization.currency
    initial = {}
    if found:
        cost = Decimal(found.cost_per_fte).scaleb(-MINOR_DIGITS.get(currency, 2)) if found.cost_per_fte else None
        initial = {"name": found.name, "cost": cost}
    return FunctionForm(request.POST if request.method == "POST" else None, initial=initial, currency=currency)


def _add(form: FunctionForm, error: DomainError) -> None:
    field = {"cost_per_fte": "cost"}.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, error.message)


def _page(
    request: ActorRequest,
    slug: str,
    form: FunctionForm,
    title: str,
    submit: str,
    version: str,
    theirs: list[str] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "version": version,
        "action": request.path,
        "theirs": theirs,
        "back": reverse("journeys:function-list", args=[slug]),
    }
    return render(request, "journeys/edit.html", context, status=422 if form.errors and theirs is None else 200)


def _both(request: ActorRequest, slug: str, error: Conflict) -> HttpResponse:
    context = {
        "error": error,
        "lines": version_lines(error),
        "fields": sent_again(request.POST),
        "combine": True,
        "version": error.details.get("version"),
        "action": request.path,
        "back": reverse("journeys:function-list", args=[slug]),
    }
    return render(request, "journeys/conflict.html", context, status=409)
