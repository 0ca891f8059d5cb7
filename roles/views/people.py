"""People by name: the list, one person, and their data as a file. Never stored by a browser, every read logged."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from journeys.selectors import skill_options
from roles.forms.people import PersonFilterForm, RatingForm, function_choices, market_choices
from roles.models import Person
from roles.selectors.gap_places import market_tree
from roles.selectors.people import (
    PersonFilter,
    people_table,
    person_evidence,
    person_export,
    person_list,
    ratings_table,
)
from uniengine.accounts.access import Actor, ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.accounts.policy import Permission
from uniengine.kit.downloads import attachment, table_file

PAGE = 50


@require_GET
@cache_control(no_store=True, private=True)
def person_index(request: ActorRequest, slug: str) -> HttpResponse:
    """Searched, filtered by market, function and skill, sorted, paged."""
    form, chosen, rows = _filtered(request)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "sort": chosen.sort,
        "total": Person.objects.filter(left_on__isnull=True).count(),
        "skill_names": active_skills(),
        "may_edit": request.actor.may(Permission.PEOPLE_EDIT),
        "may_import": request.actor.may(Permission.INVENTORY_IMPORT),
    }
    read_record(actor=request.actor, what="people", label=f"People, page {page.number}")
    return render(request, "roles/person_list.html", context, status=422 if form.errors else 200)


@require_GET
@cache_control(no_store=True, private=True)
def person_index_file(request: ActorRequest, slug: str) -> HttpResponse:
    """The list as filtered: ?format=csv|xlsx."""
    kind = request.GET.get("format", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404
    _, _, rows = _filtered(request)
    read_record(actor=request.actor, what="people", label="People, as a file")
    return table_file(people_table(rows), f"{slug}-people", kind, "People")


@require_GET
@cache_control(no_store=True, private=True)
def person_page(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """One person: where they sit, and every skill with its evidence."""
    person = found_person(pk)
    person_seen(request.actor, person)
    return render(request, "roles/person_detail.html", person_context(request, person))


def person_seen(actor: Actor, person: Person, how: str = "") -> None:
    """Note in the change log that somebody was looked at, by number."""
    read_record(actor=actor, what="person", target=person, label=f"Person {person.pk}{how}")


def person_context(request: ActorRequest, person: Person, form: RatingForm | None = None) -> dict[str, Any]:
    """What the page of a person shows."""
    may_edit = request.actor.may(Permission.PEOPLE_EDIT)
    evidence = person_evidence(person)
    return {
        "person": person,
        "evidence": evidence,
        "below": sum(one.level < one.needed for one in evidence),
        "may_edit": may_edit,
        "form": form or RatingForm(),
        "skill_names": active_skills() if may_edit else (),
        "levels": range(1, 6),
        "reports": person.reports.filter(left_on__isnull=True).count(),
    }


@require_GET
@cache_control(no_store=True, private=True)
def person_file(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Everything known about a person: ?format=json, or their ratings as csv."""
    kind = request.GET.get("format", "json")
    if kind not in ("json", "csv"):
        raise Http404
    person = found_person(pk)
    person_seen(request.actor, person, ", as a file")
    if kind == "csv":
        return table_file(ratings_table(person), f"{slug}-person-{pk}", kind, "Ratings")
    text = json.dumps(person_export(request.actor, person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return attachment(text.encode(), "application/json", f"{slug}-person-{pk}.json")


def found_person(pk: int) -> Person:
    """A person of the organization. Raises Http404."""
    return get_object_or_404(Person.objects.select_related("market", "function", "manager"), pk=pk)


def active_skills() -> list[str]:
    """What one may type for a skill."""
    return [label for _, label in skill_options()]


def _filtered(request: ActorRequest) -> tuple[PersonFilterForm, PersonFilter, Any]:
    tree = market_tree()
    form = PersonFilterForm(request.GET, markets=market_choices(tree), functions=function_choices())
    form.is_valid()
    chosen = form.chosen(request.GET.get("sort", "name"))
    return form, chosen, person_list(chosen, tree)
