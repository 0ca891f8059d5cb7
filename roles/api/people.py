"""People and their ratings for other systems. Every read of a name is logged, nothing is kept on the way."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.models import Skill
from roles.api.people_out import (
    EraseIn,
    PersonChange,
    PersonData,
    PersonIn,
    PersonListed,
    PersonOut,
    RatingIn,
    RatingOut,
)
from roles.forms.gaps import number_in
from roles.models import Person, Rater, SkillLevel
from roles.selectors.gap_places import market_tree
from roles.selectors.people import SORTS, PersonFilter, person_export, person_list
from roles.services.people import person_create, person_erase, person_update
from roles.services.ratings import rating_remove, rating_set
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.audit import read_record

TAGS = ["people"]
ID = {"type": "integer", "minimum": 0}
FILTERS = [
    OpenApiParameter("q", str, description="Words of a name, employee id, e-mail or job title."),
    OpenApiParameter("market", ID, description="A market and those below it; 0: none."),
    OpenApiParameter("function", ID, description="A legacy function; 0: none."),
    OpenApiParameter("skill", ID, description="Who can do it at `level` or better."),
    OpenApiParameter("level", {"type": "integer", "minimum": 1, "maximum": 5}),
    OpenApiParameter("here", str, enum=["here", "gone", "all"]),
    OpenApiParameter("sort", str, enum=list(SORTS)),
]
NO_STORE = {"Cache-Control": "no-store"}


def person_at(pk: int) -> Person:
    """Raises Http404."""
    return get_object_or_404(Person.objects.select_related("market", "function", "manager"), pk=pk)


def seen(actor: Actor, person: Person, how: str = "") -> None:
    """Note in the change log that a person was read."""
    read_record(actor=actor, what="person", target=person, label=f"Person {person.pk}{how}")


class People(OrganizationListView):
    """People of the organization."""

    @extend_schema(tags=TAGS, operation_id="person_list", parameters=FILTERS, responses=PersonListed(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """People by name, as filtered."""
        rows = person_list(person_filter(request), market_tree())
        read_record(actor=self.actor, what="people", label="People, by the API")
        response = self.paged(rows, PersonListed)
        response["Cache-Control"] = "no-store"
        return response

    @extend_schema(tags=TAGS, operation_id="person_create", request=PersonIn, responses={201: PersonOut})
    def post(self, request: Request, slug: str) -> Response:
        """Add somebody. They get no login by that."""
        person = person_create(actor=self.actor, values=self.cleaned(PersonIn))
        return Response(PersonOut(person).data, status=201, headers=NO_STORE)


def person_filter(request: Request) -> PersonFilter:
    """The filter of a request. Raises Http404 for an id that is none."""
    query = request.query_params
    level, here, sort = number_in(query, "level") or 1, query.get("here", "here"), query.get("sort", "name")
    return PersonFilter(
        text=query.get("q", "").replace("\0", "")[:100],
        market=number_in(query, "market"),
        function=number_in(query, "function"),
        skill=number_in(query, "skill"),
        level=min(level, 5),
        here=here if here in ("here", "gone", "all") else "here",
        sort=sort if sort in SORTS else "name",
    )


class OnePerson(OrganizationView):
    """One person."""

    @extend_schema(tags=TAGS, operation_id="person", responses=PersonOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Who somebody is and where they sit."""
        person = person_at(pk)
        seen(self.actor, person)
        return Response(PersonOut(person).data, headers=NO_STORE)

    @extend_schema(tags=TAGS, operation_id="person_update", request=PersonChange, responses=PersonOut)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Change some fields. 409 `person_stale` with both versions when somebody was faster."""
        person = person_at(pk)  # first: what is not here is not here, whatever was sent
        values = self.cleaned(PersonChange)
        version = values.pop("version")
        person = person_update(actor=self.actor, person=person, version=version, changes=values)
        return Response(PersonOut(person).data, headers=NO_STORE)

    @extend_schema(tags=TAGS, operation_id="person_erase", request=EraseIn, responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Erase a person with all ratings for good."""
        person = person_at(pk)
        person_erase(actor=self.actor, person=person, **self.cleaned(EraseIn))
        return Response(status=204)


class PersonExport(OrganizationView):
    """What is known about a person."""

    @extend_schema(tags=TAGS, operation_id="person_export", responses=PersonData)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Everything stored about a person, with all ratings."""
        person = person_at(pk)
        seen(self.actor, person, ", everything")
        return Response(person_export(self.actor, person), headers=NO_STORE)


class Ratings(OrganizationListView):
    """The ratings of one person."""

    @extend_schema(tags=TAGS, operation_id="rating_list", responses=RatingOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Every rater's levels; raters are kept apart."""
        person = person_at(pk)
        seen(self.actor, person, ", ratings")
        rows = SkillLevel.objects.filter(person=person).select_related("skill")
        response = self.paged(rows.order_by("skill__name", "skill_id", "rater"), RatingOut)
        response["Cache-Control"] = "no-store"
        return response


class OneRating(OrganizationView):
    """One rater's level of one skill."""

    @extend_schema(tags=TAGS, operation_id="rating_set", request=RatingIn, responses=RatingOut)
    def put(self, request: Request, slug: str, pk: int, skill: int, rater: str) -> Response:
        """Set it; the same again changes nothing."""
        person, what, who = rated(pk, skill, rater)
        row = rating_set(actor=self.actor, person=person, skill=what, rater=who, **self.cleaned(RatingIn))
        return Response(RatingOut(row).data, headers=NO_STORE)

    @extend_schema(tags=TAGS, operation_id="rating_remove", responses={204: None})
    def delete(self, request: Request, slug: str, pk: int, skill: int, rater: str) -> Response:
        """Take it away: not rated, which is not the same as 0."""
        person, what, who = rated(pk, skill, rater)
        rating_remove(actor=self.actor, person=person, skill=what, rater=who)
        return Response(status=204)


def rated(pk: int, skill: int, rater: str) -> tuple[Person, Skill, Rater]:
    """Raises Http404 where one of them does not exist."""
    raters: dict[str, Any] = {one.name.lower(): one for one in Rater}
    if rater not in raters:
        raise Http404
    return person_at(pk), get_object_or_404(Skill.objects, pk=skill), raters[rater]
