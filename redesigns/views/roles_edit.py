"""Create, change, move and delete a role; start from the template."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from redesigns.forms.roles import RoleForm
from redesigns.models import Redesign, Role
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.designer import designer_load
from redesigns.services.changing import ensure_editable
from redesigns.services.roles import FIELDS, role_create, role_delete, role_move, role_update
from redesigns.services.seats_by_need import seats_by_need
from redesigns.services.starting import template_adopt
from redesigns.views.frame import frame, opened
from redesigns.views.roles_answers import answered, list_url, number_of, role_at, role_url, seen_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.kit.errors import DomainError


@require_http_methods(["GET", "POST"])
def role_new(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """A role by hand."""
    redesign = opened(request, pk)
    ensure_editable(request.actor, redesign)
    design = design_load(redesign)
    initial = {"stage": number_of(request.GET, "stage"), "seen": redesign.revision}
    form = RoleForm(request.POST or None, design=design, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = role_create(
                    actor=request.actor, redesign=redesign, values=form.values(), seen=form.cleaned_data["seen"]
                )
                return redirect(role_url(request, redesign, made, "activities"))
            except DomainError as error:
                status = _shown(form, error)
    return _form(request, redesign, form, {"role": None}, status)


@require_http_methods(["GET", "POST"])
def role_edit(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """Name, job title, purpose, stage, group, leading."""
    redesign = opened(request, pk)
    design = design_load(redesign)
    fields = _fields(design, role)
    ensure_editable(request.actor, redesign)
    initial = {name: fields[name] for name in FIELDS} | {"seen": redesign.revision}
    form = RoleForm(request.POST or None, design=design, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                role_update(
                    actor=request.actor, redesign=redesign, role=role, values=form.values(), seen=seen_of(request)
                )
                return redirect(role_url(request, redesign, role))
            except DomainError as error:
                status = _shown(form, error)
    now = _renewed(form, redesign, role) if status == 409 else None
    return _form(request, redesign, form, {"role": fields, "uid": role, "now": now}, status)


def _fields(design: Design, role: str) -> Any:
    if role not in design.roles:
        raise Http404
    return design.roles[role]


def _shown(form: RoleForm, error: DomainError) -> int:
    """Put the error at its field; a stale form is answered with 409."""
    show_error(form, error)
    return 409 if error.status == 409 else 422


def _renewed(form: RoleForm, redesign: Redesign, role: str) -> Any:
    """The role as it is now; the form may be sent again on top of it, by somebody who has seen both."""
    redesign.refresh_from_db(fields=["revision"])
    form.data = {**form.data.dict(), "seen": str(redesign.revision)}  # type: ignore[attr-defined]
    return Role.objects.filter(redesign=redesign, key=role).first()


def _form(request: ActorRequest, redesign: Redesign, form: RoleForm, more: dict[str, Any], status: int) -> HttpResponse:
    context = frame(request, redesign) | {"form": form} | more
    return render(request, "redesigns/role_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def role_remove(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """Ask, say what goes with it, then delete."""
    redesign = opened(request, pk)
    role_at(redesign, role)
    ensure_editable(request.actor, redesign)
    if request.method == "POST":
        act = lambda: role_delete(  # noqa: E731
            actor=request.actor, redesign=redesign, role=role, seen=seen_of(request)
        )
        return answered(request, act, list_url(request, redesign), "Role deleted. Undo brings it back.")
    designer = designer_load(request.actor, redesign)
    context = frame(request, redesign) | {
        "uid": role,
        "line": designer.line(role),
        "anybody": bool(designer.placed.get(role)),
    }
    return render(request, "redesigns/role_delete.html", context)


@require_POST
def role_shift(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """One place up (?up) or down within its stage."""
    redesign = opened(request, pk)
    role_at(redesign, role)
    up = request.POST.get("way") == "up"
    act = lambda: role_move(actor=request.actor, redesign=redesign, role=role, up=up)  # noqa: E731
    return answered(request, act, role_url(request, redesign, role))


@require_POST
def role_seats(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Roles without seats get as many as the effort of their activities takes."""
    redesign = opened(request, pk)
    act = lambda: seats_by_need(actor=request.actor, redesign=redesign)  # noqa: E731
    return answered(request, act, list_url(request, redesign), "Seats set by the effort needed, market by market.")


@require_POST
def role_template(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Five experts, pod leaders and three shared services groups at once."""
    redesign = opened(request, pk)
    said = "Added the roles of the template. Change what does not fit; one undo takes them all back."
    act = lambda: template_adopt(actor=request.actor, redesign=redesign)  # noqa: E731
    return answered(request, act, list_url(request, redesign), said)
