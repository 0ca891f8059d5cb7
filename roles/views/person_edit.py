"""Changing people by hand: add, edit, erase, rate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from journeys.models import Skill
from roles.forms.people import EraseForm, PersonForm, RatingForm
from roles.models import Rater
from roles.selectors.gap_places import market_tree
from roles.services.people import person_create, person_erase, person_update
from roles.services.ratings import rating_remove, rating_set
from roles.views.people import found_person, person_context, person_seen
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.forms import show_error
from uniengine.kit.errors import Conflict, DomainError
from uniengine.kit.figures import fte


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def person_new(request: ActorRequest, slug: str) -> HttpResponse:
    """Add somebody the HR system does not know yet."""
    form = PersonForm(request.POST or None, tree=market_tree())
    if request.method == "POST" and form.is_valid():
        try:
            person = person_create(actor=request.actor, values=form.values())
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{person} is added. Rate their skills below.")
            return redirect("roles:person-detail", slug, person.pk)
    context = {"form": form, "back_url": reverse("roles:person-list", args=[slug])}
    return render(request, "roles/person_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def person_change(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Edit a person; a stale edit comes back with both versions."""
    person = found_person(pk)
    form = PersonForm(request.POST or None, tree=market_tree(), initial=PersonForm.initial_of(person))
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            changed = person_update(actor=request.actor, person=person, version=version, changes=form.values())
        except Conflict as error:
            conflict = error
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{changed} is saved.")
            return redirect("roles:person-detail", slug, pk)
    person_seen(request.actor, person)
    context = {
        "form": form,
        "person": person,
        "conflict": conflict,
        "versions": _versions(form, conflict),
        "back_url": reverse("roles:person-detail", args=[slug, pk]),
    }
    return render(request, "roles/person_edit.html", context, status=409 if conflict else 422 if form.errors else 200)


def _versions(form: PersonForm, conflict: Conflict | None) -> list[tuple[str, object, object]]:
    """(field, theirs, yours) for what differs between the stored row and what was typed."""
    if conflict is None:
        return []
    yours, theirs = conflict.details["yours"], conflict.details["theirs"]
    assert isinstance(yours, dict)
    assert isinstance(theirs, dict)
    return [_version(form, name, theirs[name], yours[name]) for name in yours if yours[name] != theirs[name]]


def _version(form: PersonForm, name: str, theirs: object, yours: object) -> tuple[str, object, object]:
    if name == "mfte":
        return "FTE", _fte(theirs), _fte(yours)
    return str(form.fields[name].label or name.capitalize()), theirs, yours


def _fte(mfte: object) -> str:
    return fte(mfte, digits=3) if isinstance(mfte, int) else ""


@require_http_methods(["GET", "POST"])
@cache_control(no_store=True, private=True)
def person_gone(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Erase a person for good, with a reason."""
    person = found_person(pk)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person_erase(actor=request.actor, person=person, reason=form.cleaned_data["reason"])
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, "The person is erased. The figures follow in a moment.")
            return redirect("roles:person-list", slug)
    person_seen(request.actor, person)
    return render(
        request, "roles/person_erase.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


@require_POST
@cache_control(no_store=True, private=True)
def rating_save(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Set one rater's level of a skill; what is wrong comes back at its field."""
    person = found_person(pk)
    form = RatingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            rating_set(actor=request.actor, person=person, **given)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{given['skill']}: level {given['level']} is saved.")
            return redirect(f"{reverse('roles:person-detail', args=[slug, pk])}#skills")
    person_seen(request.actor, person)
    return render(request, "roles/person_detail.html", person_context(request, person, form), status=422)


@require_POST
@cache_control(no_store=True, private=True)
def rating_drop(request: ActorRequest, slug: str, pk: int, skill: int, rater: int) -> HttpResponse:
    """Take one rater's level away."""
    person = found_person(pk)
    what = get_object_or_404(Skill.objects, pk=skill)
    try:
        rating_remove(actor=request.actor, person=person, skill=what, rater=_rater(rater))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{what}: the rating is removed.")
    return redirect(f"{reverse('roles:person-detail', args=[slug, pk])}#skills")


def _rater(number: int) -> Rater:
    try:
        return Rater(number)
    except ValueError:
        raise DomainError("rater_unknown", "Ratings come from an assessment, a manager or the person.") from None
