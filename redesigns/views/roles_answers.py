"""How an edit of the role designer is answered: back to the page, which shows how things stand now.

With htmx the page is fetched again and put in place; without a script it is the same redirect. What cannot be done is
said on that page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from redesigns.models import Group, Redesign, Role
from uniengine.accounts.access import ActorRequest
from uniengine.kit.errors import DomainError, NotAllowed


def answered(request: ActorRequest, act: Callable[[], object], back: str, said: str = "") -> HttpResponse:
    """Do it and go back. said: what to say when it went well."""
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if said:
            messages.success(request, said)
    return redirect(back)


def refused(request: ActorRequest, form: forms.BaseForm, back: str) -> HttpResponse:
    """A small form that was not filled in well: its first error, on the page it came from."""
    for name, errors in form.errors.items():
        label = form.fields[name].label or name.capitalize() if name in form.fields else ""
        messages.error(request, f"{label}: {errors[0]}" if label else str(errors[0]))
        break
    return redirect(back)


def seen_of(request: ActorRequest) -> int:
    """The revision the page showed; 0 where it does not say, which fits nothing that ever changed."""
    return number_of(request.POST, "seen") or 0


def number_of(given: Mapping[str, str], name: str) -> int | None:
    """A whole number of a form or an address; None for anything else."""
    value = given.get(name, "").strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None


def role_url(request: ActorRequest, redesign: Redesign, role: str, part: str = "") -> str:
    """The sheet of a role, at one of its parts."""
    found = reverse("redesigns:role", args=[request.actor.organization.slug, redesign.pk, role])
    return f"{found}#{part}" if part else found


def list_url(request: ActorRequest, redesign: Redesign) -> str:
    return reverse("redesigns:role-list", args=[request.actor.organization.slug, redesign.pk])


def role_at(redesign: Redesign, role: str) -> str:
    """The key of a role that is there. Raises Http404."""
    if not Role.objects.filter(redesign=redesign, key=role).exists():
        raise Http404
    return role


def group_at(redesign: Redesign, group: str) -> str:
    """The key of a group that is there. Raises Http404."""
    if not Group.objects.filter(redesign=redesign, key=group).exists():
        raise Http404
    return group
