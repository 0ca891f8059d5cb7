"""Redesigns as a whole: the list, a new one, the first page of one, its name, its place in the list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeys.models import Journey
from journeys.selectors import journey_list
from redesigns.forms.redesigns import BRANCH, TEMPLATE, BranchForm, EditForm, StartForm
from redesigns.models import Redesign
from redesigns.selectors.access import is_editor, redesigns_visible
from redesigns.selectors.redesigns import list_headline, redesign_cards, redesigns_named
from redesigns.services.effects import effects_start
from redesigns.services.redesigns import redesign_branch, redesign_create, redesign_update
from redesigns.services.starting import template_adopt
from redesigns.views.frame import frame, opened
from redesigns.views.showing import errors_of, overview_context
from uniengine.accounts.access import Actor, ActorRequest
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError


@require_GET
def redesign_list(request: ActorRequest, slug: str) -> HttpResponse:
    """What the reader may know of, in use or archived."""
    archived = "archived" in request.GET
    cards = redesign_cards(actor=request.actor, archived=archived)
    context = {
        "cards": cards,
        "archived": archived,
        "archived_count": redesigns_visible(request.actor, archived=True).count(),
        "headline": "Archived redesigns" if archived else list_headline(cards),
        "may_edit": request.actor.may(Permission.REDESIGN_EDIT),
        "journeys": Journey.objects.filter(archived_at__isnull=True).exists(),
        "comparable": not archived and len(cards) > 1,
    }
    return render(request, "redesigns/list.html", context)


@require_http_methods(["GET", "POST"])
def redesign_new(request: ActorRequest, slug: str) -> HttpResponse:
    """Empty, from the template, or as a branch of one the actor is named on."""
    journeys = [(one.pk, one.name) for one in journey_list()]
    form = StartForm(
        request.POST if request.method == "POST" else None,
        initial={"start": request.GET.get("start", "")},
        journeys=journeys,
        parents=_parents(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _begun(request.actor, form.cleaned_data)
        except DomainError as error:
            errors_of(form, error)
        else:
            messages.success(request, "The redesign is begun. It is a draft only you can see until you name others.")
            return redirect("redesigns:redesign", slug, made.pk)
    context = {"form": form, "journeys": journeys}
    return render(request, "redesigns/create.html", context, status=422 if form.errors else 200)


def _begun(actor: Actor, values: dict[str, Any]) -> Redesign:
    kind, _, parent = values["start"].partition("-")
    if kind == BRANCH:
        return redesign_branch(actor=actor, redesign=Redesign.objects.get(pk=int(parent)), name=values["name"])
    journey = Journey.objects.get(pk=values["journey"])
    made = redesign_create(actor=actor, journey=journey, name=values["name"], description=values["description"])
    if kind == TEMPLATE:
        template_adopt(actor=actor, redesign=made)
    return made


def _parents(actor: Actor) -> list[Redesign]:
    return list(redesigns_visible(actor).filter(pk__in=redesigns_named(actor)))


@require_GET
@cache_control(no_store=True, private=True)
def redesign_page(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Where it stands, what it changes, what comes next."""
    redesign = opened(request, pk)
    return render(request, "redesigns/overview.html", frame(request, redesign) | overview_context(request, redesign))


@require_POST
def redesign_refresh(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Have the effect panel worked out again."""
    redesign = opened(request, pk)
    effects_start(actor=request.actor, redesign=redesign)
    return redirect("redesigns:redesign", slug, pk)


@require_http_methods(["GET", "POST"])
def redesign_edit(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Name and description."""
    redesign = opened(request, pk)
    initial = {"version": redesign.version, "name": redesign.name, "description": redesign.description}
    form = EditForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            redesign_update(actor=request.actor, redesign=redesign, **form.cleaned_data)
        except DomainError as error:
            errors_of(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("redesigns:redesign", slug, pk)
    extra = {
        "form": form,
        "title": "Name and description",
        "submit": "Save",
        "editor": is_editor(request.actor, redesign),
    }
    return _form_page(request, redesign, extra)


@require_http_methods(["GET", "POST"])
def redesign_branch_page(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """A draft that begins where this one stands."""
    redesign = opened(request, pk)
    initial = {"name": f"{redesign.name}, branch"[:120]}
    form = BranchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = redesign_branch(actor=request.actor, redesign=redesign, name=form.cleaned_data["name"])
        except DomainError as error:
            errors_of(form, error)
        else:
            messages.success(request, f"You are on the branch now. “{redesign.name}” stays as it is.")
            return redirect("redesigns:redesign", slug, made.pk)
    text = "All roles, seats and placements come along. What you change here does not touch the other, until you merge."
    return _form_page(
        request, redesign, {"form": form, "title": "Branch this redesign", "submit": "Make the branch", "text": text}
    )


def _form_page(request: ActorRequest, redesign: Redesign, extra: dict[str, Any]) -> HttpResponse:
    back = reverse("redesigns:redesign", args=[request.actor.organization.slug, redesign.pk])
    context = frame(request, redesign) | {"back": back} | extra
    return render(request, "redesigns/edit.html", context, status=422 if extra["form"].errors else 200)
