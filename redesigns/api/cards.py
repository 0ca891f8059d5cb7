"""Change cards for other systems."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.placements import FILE, FORMAT, NO_STORE, TAGS, crew_of, format_of, named_redesign, seen
from redesigns.api.placements_out import CardListed, CardOut
from redesigns.records import STATES
from redesigns.selectors.access import redesign_for
from redesigns.selectors.cards import SORTS, CardFilter, Deck, deck_of
from redesigns.selectors.own_card import own_card
from redesigns.selectors.placement_files import card_lines
from roles.forms.gaps import number_in
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.kit.downloads import table_file

ID = {"type": "integer", "minimum": 0}
FILTERS = [
    OpenApiParameter("q", str, description="Words of a name or job title, or a number."),
    OpenApiParameter("flags", {"type": "integer", "minimum": 0, "maximum": 4}, description="How many things change."),
    OpenApiParameter("state", str, enum=list(STATES)),
    OpenApiParameter("market", ID, description="Of the new seat, or of today without one; and those below it."),
    OpenApiParameter("role", str, description="The key of a role."),
    OpenApiParameter("wave", str, description="The key of a wave."),
    OpenApiParameter("sort", str, enum=list(SORTS)),
]


def card_filter(request: Request) -> CardFilter:
    """The filter of a request. Raises Http404 for an id that is none."""
    query = request.query_params
    sort = query.get("sort", "name")
    return CardFilter(
        text=query.get("q", "")[:100],
        flags=number_in(query, "flags"),
        state=query.get("state", ""),
        market=number_in(query, "market"),
        role=query.get("role", ""),
        wave=query.get("wave", ""),
        sort=sort if sort in SORTS else "name",
    )


class Cards(OrganizationListView):
    """All cards of a redesign."""

    @extend_schema(tags=TAGS, operation_id="redesign_card_list", parameters=FILTERS, responses=CardListed(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """By name, as filtered; only for those named on the redesign who may see people."""
        redesign = named_redesign(self.actor, pk)
        deck = deck_of(self.actor, crew_of(redesign))
        seen(self.actor, redesign, "change cards")
        response = self.paged(deck.chosen(card_filter(request)), CardListed)
        response["Cache-Control"] = "no-store"
        return response


class CardFile(OrganizationView):
    """All cards as a file."""

    @extend_schema(tags=TAGS, operation_id="redesign_card_export", parameters=[*FILTERS, FORMAT], responses={200: FILE})
    def get(self, request: Request, slug: str, pk: int, file_format: str) -> HttpResponse:
        """CSV or XLSX, with names."""
        redesign, kind = named_redesign(self.actor, pk), format_of(file_format)
        deck = deck_of(self.actor, crew_of(redesign))
        seen(self.actor, redesign, "change cards, as a file")
        lines = card_lines(deck, deck.chosen(card_filter(request)))
        return table_file(lines, f"{slug}-redesign-{pk}-cards", kind, "Change cards")


class OneCard(OrganizationView):
    """One person's card."""

    @extend_schema(tags=TAGS, operation_id="redesign_card", responses=CardOut)
    def get(self, request: Request, slug: str, pk: int, number: int) -> Response:
        """Before and after, line by line."""
        redesign = named_redesign(self.actor, pk)
        crew = crew_of(redesign)
        if number not in crew.bench.people:
            raise Http404
        seen(self.actor, redesign, f"card of person {number}")
        return Response(CardOut(card_body(deck_of(self.actor, crew), number)).data, headers=NO_STORE)


class OwnCard(OrganizationView):
    """One's own card."""

    @extend_schema(tags=TAGS, operation_id="redesign_card_mine", responses={200: CardOut, 204: None})
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Of a published redesign, for the person with your e-mail address; 204 where there is none."""
        redesign = redesign_for(self.actor, pk)
        number = own_card(self.actor, redesign)
        if number is None:
            return Response(status=204, headers=NO_STORE)
        seen(self.actor, redesign, f"own card of person {number}")
        body = card_body(deck_of(self.actor, crew_of(redesign)), number)
        return Response(CardOut(body).data, headers=NO_STORE)


def card_body(deck: Deck, number: int) -> dict[str, Any]:
    """A card as it is answered."""
    held = deck.held(number)
    assert held is not None
    kept = held.card.kept
    return {
        "number": number,
        "name": held.person.name,
        "state": held.card.state,
        "flags": held.flags,
        "lines": deck.lines(held),
        "kept": None if kept is None else int(kept * 100),
        "develop": [
            {"skill": deck.design.skill_name(one.skill), "has": one.has, "needs": one.needs, "mandatory": one.mandatory}
            for one in held.card.develop
        ],
    }
