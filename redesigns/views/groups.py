"""Shared services groups: the groups of a redesign, candidates, one group with its members."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from journeys.effort import apportion
from redesigns.forms.roles import skill_names
from redesigns.forms.roles_groups import GroupForm
from redesigns.models import Redesign
from redesigns.records import WHOLE
from redesigns.selectors.access import sees_names
from redesigns.selectors.design import design_load
from redesigns.selectors.designer import Designer, designer_load
from redesigns.selectors.groups import GroupView, Member, group_view, groups_of, members_of
from redesigns.services.changing import ensure_editable
from redesigns.services.groups import group_create, group_delete, group_update
from redesigns.views.frame import frame, opened
from redesigns.views.role_words import count
from redesigns.views.roles_answers import answered, group_at, seen_of
from roles.forms.shared_services import USUAL, ThresholdForm
from roles.selectors.shared_services import SharedServices, shared_services
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.accounts.forms import show_error
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError


@require_GET
def group_index(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """The groups there are, and skills that could make another, under editable thresholds."""
    redesign = opened(request, pk)
    designer = designer_load(request.actor, redesign)
    groups = groups_of(designer)
    form = _thresholds(request)
    status = 200 if form.is_valid() else 422
    found = shared_services(actor=request.actor, journey=redesign.journey, thresholds=form.thresholds())
    context = frame(request, redesign) | {
        "groups": groups,
        "headline": headline(groups),
        "form": form,
        "found": found,
        "rows": _candidates(found, groups),
        "usual": found.thresholds.stages == USUAL.stages and found.thresholds.functions == USUAL.functions,
    }
    return render(request, "redesigns/group_list.html", context, status=status)


def headline(groups: tuple[GroupView, ...]) -> str:
    """Where the groups stand, in a sentence."""
    if not groups:
        return "There are no shared services groups yet."
    off = sum(group.off != 0 for group in groups)
    who = f"{count(len(groups), 'group').capitalize()} {'serves' if len(groups) == 1 else 'serve'} the stages"
    return f"{who}." if not off else f"{who}; {count(off, 'split')} of time {'does' if off == 1 else 'do'} not add up."


def _candidates(found: SharedServices, groups: tuple[GroupView, ...]) -> list[tuple[Any, str]]:
    """Candidates with the group that has the skill already."""
    held = {pk: group.name for group in groups for pk, _ in group.skills}
    return [(skill, held.get(skill.pk, "")) for skill in found.skills]


def _thresholds(request: ActorRequest) -> ThresholdForm:
    usual = {name: field.initial for name, field in ThresholdForm.base_fields.items()}
    given = {name: value for name in ThresholdForm.base_fields if (value := request.GET.get(name, "").strip())}
    form = ThresholdForm(usual | given)
    if not request.actor.may(Permission.PEOPLE_VIEW):
        del form.fields["fte"]
    return form


@require_GET
@cache_control(no_store=True, private=True)
def group_page(request: ActorRequest, slug: str, pk: int, group: str) -> HttpResponse:
    """One group; its people by name for those who see names."""
    redesign = opened(request, pk)
    designer = designer_load(request.actor, redesign)
    view = _view(designer, group)
    members: tuple[Member, ...] = ()
    if sees_names(request.actor, redesign):
        members = tuple(members_of(designer, view))
        label = f"Redesign {redesign.pk}, group {group}"
        read_record(actor=request.actor, what="group_people", target=redesign, label=label)
    context = frame(request, redesign) | {"group": view, "members": members}
    return render(request, "redesigns/group.html", context)


def _view(designer: Designer, group: str) -> GroupView:
    if group not in designer.design.of("group"):
        raise Http404
    return group_view(designer, group)


@require_http_methods(["GET", "POST"])
def group_new(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """A group; with ?skill= one of the candidates chosen, it begins with them and with the stages that need them."""
    redesign = opened(request, pk)
    ensure_editable(request.actor, redesign)
    initial = {"seen": redesign.revision} | (_begun(request, redesign) if request.method == "GET" else {})
    form = GroupForm(request.POST or None, design=design_load(redesign), initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = group_create(actor=request.actor, redesign=redesign, values=form.values(), seen=seen_of(request))
                return redirect("redesigns:group", request.actor.organization.slug, redesign.pk, made)
            except DomainError as error:
                show_error(form, error)
                status = error.status if error.status == 409 else 422
    return _form(request, redesign, form, {"group": None}, status)


def _begun(request: ActorRequest, redesign: Redesign) -> dict[str, Any]:
    """What the form begins with for the chosen candidates."""
    chosen = {int(one) for one in request.GET.getlist("skill")[:50] if one.isdecimal() and len(one) < 16}
    if not chosen:
        return {}
    found = shared_services(actor=request.actor, journey=redesign.journey, thresholds=_thresholds_of(request))
    skills = [skill for skill in found.skills if skill.pk in chosen]
    needed: dict[int, int] = {}
    for skill in skills:
        for stage in skill.stages:
            needed[stage.pk] = needed.get(stage.pk, 0) + stage.mfte
    return {
        "name": skills[0].name if skills else "",
        "skills": "\n".join(skill.name for skill in skills),
    } | _shares(needed)


def _thresholds_of(request: ActorRequest) -> Any:
    form = _thresholds(request)
    form.is_valid()
    return form.thresholds()


def _shares(needed: Mapping[int, int]) -> dict[str, Decimal]:
    """Percent by stage, in proportion to what is needed there."""
    if not any(needed.values()):
        return {}
    parts = apportion(WHOLE, list(needed.values()))
    return {f"stage_{pk}": Decimal(part) / 10 for pk, part in zip(needed, parts, strict=True)}


@require_http_methods(["GET", "POST"])
def group_edit(request: ActorRequest, slug: str, pk: int, group: str) -> HttpResponse:
    """Name, purpose, skills, time by stage, roles."""
    redesign = opened(request, pk)
    designer = designer_load(request.actor, redesign)
    view = _view(designer, group)
    ensure_editable(request.actor, redesign)
    initial = GroupForm.initial_of(view) | {"seen": redesign.revision}
    form = GroupForm(request.POST or None, design=designer.design, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                group_update(
                    actor=request.actor, redesign=redesign, group=group, values=form.values(), seen=seen_of(request)
                )
                return redirect("redesigns:group", request.actor.organization.slug, redesign.pk, group)
            except DomainError as error:
                show_error(form, error)
                status = error.status if error.status == 409 else 422
    return _form(request, redesign, form, {"group": view}, status)


def _form(
    request: ActorRequest, redesign: Redesign, form: GroupForm, more: dict[str, Any], status: int
) -> HttpResponse:
    context = frame(request, redesign) | {"form": form, "skill_names": skill_names()} | more
    return render(request, "redesigns/group_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def group_remove(request: ActorRequest, slug: str, pk: int, group: str) -> HttpResponse:
    """Ask, then delete; roles and people stay."""
    redesign = opened(request, pk)
    group_at(redesign, group)
    ensure_editable(request.actor, redesign)
    if request.method == "POST":
        back = reverse("redesigns:group-list", args=[slug, pk])
        act = lambda: group_delete(  # noqa: E731
            actor=request.actor, redesign=redesign, group=group, seen=seen_of(request)
        )
        return answered(request, act, back, "Group deleted. Undo brings it back.")
    view = group_view(designer_load(request.actor, redesign), group)
    return render(request, "redesigns/group_delete.html", frame(request, redesign) | {"group": view})
