"""Journeys as a whole: list, create, change, copy, archive, undo, and what happened."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys import services
from journeys.api.fetching import journey_at
from journeys.api.inputs import JourneyCopyIn, JourneyIn, JourneyNew, SeenVersion
from journeys.api.outputs import BoardChangeOut, BoardOut, JourneyListed, JourneyOut
from journeys.selectors import journey_board, journey_changes, journey_list
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

TAGS = ["journeys"]
FILTERS = [
    OpenApiParameter("search", str, description="Words in the name or segment."),
    OpenApiParameter("archived", bool, description="Archived journeys instead of those in use."),
]


def flag_of(request: Request, name: str) -> bool:
    """A yes-or-no query parameter; missing = no."""
    return request.query_params.get(name, "").lower() in {"true", "1", "yes"}


def words_of(request: Request, name: str) -> str:
    """A text query parameter, at most 200 characters."""
    return " ".join(request.query_params.get(name, "").replace("\0", " ").split())[:200]


class Journeys(OrganizationListView):
    """All journeys."""

    @extend_schema(tags=TAGS, operation_id="journey_list", parameters=FILTERS, responses=JourneyListed(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Journeys in use (or archived ones), by name."""
        rows = journey_list(archived=flag_of(request, "archived"), search=words_of(request, "search"))
        return self.paged(rows, JourneyListed)

    @extend_schema(tags=TAGS, operation_id="journey_create", request=JourneyNew, responses={201: JourneyOut})
    def post(self, request: Request, slug: str) -> Response:
        """Start a journey from the template `b2b` (default) or `empty`. Leaders, facilitators, admins, owners."""
        made = services.journey_create(actor=self.actor, **self.cleaned(JourneyNew))
        return Response(JourneyOut(made).data, status=201)


class JourneyDetail(OrganizationView):
    """One journey."""

    @extend_schema(tags=TAGS, operation_id="journey", responses=JourneyOut)
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """The journey without its board."""
        return Response(JourneyOut(journey_at(journey_pk)).data)

    @extend_schema(tags=TAGS, operation_id="journey_change", request=JourneyIn, responses=JourneyOut)
    def patch(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Change what is sent."""
        found = journey_at(journey_pk)
        return Response(
            JourneyOut(services.journey_update(actor=self.actor, journey=found, **self.cleaned(JourneyIn))).data
        )


class JourneyCopy(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_copy", request=JourneyCopyIn, responses={201: JourneyOut})
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Copy everything on the board into a new journey."""
        found = journey_at(journey_pk)
        made = services.journey_copy(actor=self.actor, journey=found, **self.cleaned(JourneyCopyIn))
        return Response(JourneyOut(made).data, status=201)


class JourneyArchive(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_archive", request=SeenVersion, responses=JourneyOut)
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Put the journey away; nothing is deleted."""
        found = journey_at(journey_pk)
        return Response(
            JourneyOut(services.journey_archive(actor=self.actor, journey=found, **self.cleaned(SeenVersion))).data
        )


class JourneyRestore(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_restore", request=SeenVersion, responses=JourneyOut)
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Bring an archived journey back."""
        found = journey_at(journey_pk)
        return Response(
            JourneyOut(services.journey_restore(actor=self.actor, journey=found, **self.cleaned(SeenVersion))).data
        )


class JourneyBoard(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_board", responses=BoardOut)
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """The whole board: stages, jobs, activities, skills, functions, loops and flags."""
        return Response(BoardOut(journey_board(journey_at(journey_pk))).data)


class JourneyUndo(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_undo", request=None, responses=BoardChangeOut)
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Take back your newest change. 409 `nothing_to_undo`, or `undo_blocked` when somebody changed it since."""
        return Response(BoardChangeOut(services.change_undo(actor=self.actor, journey=journey_at(journey_pk))).data)


class JourneyRedo(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="journey_redo", request=None, responses=BoardChangeOut)
    def post(self, request: Request, slug: str, journey_pk: int) -> Response:
        """Do again what you took back last. 409 `nothing_to_redo`, or `undo_blocked`."""
        return Response(BoardChangeOut(services.change_redo(actor=self.actor, journey=journey_at(journey_pk))).data)


class JourneyChanges(OrganizationListView):
    @extend_schema(tags=TAGS, operation_id="journey_change_list", responses=BoardChangeOut(many=True))
    def get(self, request: Request, slug: str, journey_pk: int) -> Response:
        """What happened on the board, newest first."""
        return self.paged(journey_changes(journey_at(journey_pk)), BoardChangeOut)
