"""Placement for other systems. Every read of a name is logged, nothing is kept on the way."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from redesigns.api.placements_out import (
    ChangedOut,
    LockIn,
    MoveIn,
    PlacedOut,
    PlanOut,
    SeatFitOut,
    SeatingOut,
    SolveIn,
)
from redesigns.models import Redesign, RedesignChange
from redesigns.placing_problem import Options
from redesigns.records import STATES
from redesigns.selectors.access import redesign_for, sees_names
from redesigns.selectors.bench import bench_load
from redesigns.selectors.design import design_load
from redesigns.selectors.placed_people import Crew, known_number, named
from redesigns.selectors.placement_files import placement_lines
from redesigns.selectors.placement_words import vacant_words, why_words
from redesigns.selectors.placements import seating
from redesigns.selectors.placing import Run, plan_at, run_at
from redesigns.services.locks import ban_put, ban_remove
from redesigns.services.placements import placements_lock, placements_move, placements_state, placements_wave
from redesigns.services.placing import SOLVE, placing_start
from redesigns.services.seating import Repair, Target
from uniengine.accounts.access import Actor
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.accounts.audit import read_record
from uniengine.jobs.api_out import JobOut
from uniengine.jobs.selectors import job_view
from uniengine.kit.downloads import table_file

TAGS = ["redesigns"]
NO_STORE = {"Cache-Control": "no-store"}
FILE = OpenApiResponse(OpenApiTypes.BINARY, description="The file.")
FORMAT = OpenApiParameter("file_format", str, OpenApiParameter.PATH, enum=["csv", "xlsx"])
FILTERS = [
    OpenApiParameter("q", str, description="Words of a name or job title, or a number."),
    OpenApiParameter("state", str, enum=list(STATES)),
    OpenApiParameter("role", str, description="The key of a role."),
]


def named_redesign(actor: Actor, pk: int) -> Redesign:
    """A redesign in which the actor may see names. Raises Http404."""
    redesign = redesign_for(actor, pk)
    if not sees_names(actor, redesign):
        raise Http404
    return redesign


def crew_of(redesign: Redesign) -> Crew:
    """Everybody by name."""
    return Crew(design_load(redesign), bench_load(redesign.baseline))


def seen(actor: Actor, redesign: Redesign, what: str) -> None:
    """Note in the change log that names were read."""
    read_record(actor=actor, what="placements", target=redesign, label=f"Redesign {redesign.pk}, {what}, by the API")


def changed(redesign: Redesign, change: object) -> Response:
    """The revision after a change."""
    revision = Redesign.objects.values_list("revision", flat=True).get(pk=redesign.pk)
    return Response(ChangedOut({"revision": revision, "changed": change is not None}).data, headers=NO_STORE)


def format_of(file_format: str) -> str:
    """csv or xlsx. Raises Http404."""
    if file_format not in ("csv", "xlsx"):
        raise Http404
    return file_format


class SeatTable(OrganizationView):
    """How many are where."""

    @extend_schema(tags=TAGS, operation_id="redesign_seats", responses=SeatingOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Seats by role and market, and heads. Who sees no names gets no group under the smallest one."""
        table = seating(self.actor, design_load(redesign_for(self.actor, pk)))
        return Response(SeatingOut(table).data, headers=NO_STORE)


class SeatGroup(OrganizationListView):
    """One group of seats."""

    @extend_schema(
        tags=TAGS,
        operation_id="redesign_seats_fitting",
        parameters=[OpenApiParameter("who", str, enum=["sitting", "bench", "everybody"])],
        responses=SeatFitOut(many=True),
    )
    def get(self, request: Request, slug: str, pk: int, role: str, market: int) -> Response:
        """Who sits there (who=sitting), or who else fits, the best first. market 0: anywhere."""
        redesign = named_redesign(self.actor, pk)
        crew = crew_of(redesign)
        if role not in crew.design.of("role") or (market and market not in crew.design.markets.nodes):
            raise Http404
        seen(self.actor, redesign, f"seats of role {role}")
        who = request.query_params.get("who", "sitting")
        if who == "sitting":
            response = self.paged(crew.sitting(role, market), SeatFitOut)
        else:
            people = crew.others(role, market, "bench" if who == "bench" else "everybody")
            response = self.paged(people, SeatFitOut, lambda rows: [crew.fitting(one, role) for one in rows])
        response["Cache-Control"] = "no-store"
        return response


class Placements(OrganizationListView):
    """Everybody and where they are."""

    @extend_schema(
        tags=TAGS, operation_id="redesign_placement_list", parameters=FILTERS, responses=PlacedOut(many=True)
    )
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """By name; only for those named on the redesign who may see people."""
        redesign = named_redesign(self.actor, pk)
        query = request.query_params
        text, state, role = query.get("q", "")[:100], query.get("state", ""), query.get("role", "")
        people = [
            one
            for one in crew_of(redesign).everybody.values()
            if named(one, text) and state in ("", one.placement["state"]) and role in ("", one.placement["role"])
        ]
        seen(self.actor, redesign, "everybody")
        response = self.paged(people, PlacedOut)
        response["Cache-Control"] = "no-store"
        return response


class PlacementFile(OrganizationView):
    """Everybody as a file."""

    @extend_schema(tags=TAGS, operation_id="redesign_placement_export", parameters=[FORMAT], responses={200: FILE})
    def get(self, request: Request, slug: str, pk: int, file_format: str) -> HttpResponse:
        """CSV or XLSX, with names."""
        redesign, kind = named_redesign(self.actor, pk), format_of(file_format)
        seen(self.actor, redesign, "everybody, as a file")
        return table_file(placement_lines(crew_of(redesign)), f"{slug}-redesign-{pk}-people", kind, "People")


class PlacementMove(OrganizationView):
    """Move people."""

    @extend_schema(tags=TAGS, operation_id="redesign_placement_move", request=MoveIn, responses=ChangedOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """To a seat, the bench or away. 400 `seats_full` says in `details` what would make room: send it as repair."""
        redesign = named_redesign(self.actor, pk)
        return changed(redesign, moved(self.actor, redesign, self.cleaned(MoveIn)))


@transaction.atomic
def moved(actor: Actor, redesign: Redesign, given: dict[str, Any]) -> object:
    """All that was asked for, or nothing."""
    common: dict[str, Any] = {"actor": actor, "redesign": redesign, "numbers": given["numbers"]}
    seen_at, change = given.get("seen"), None
    if given["to"] != "stay":
        change = placements_move(target=target_of(given), seen=seen_at, **common)
        seen_at = None
    elif "state" in given:
        change = placements_state(state=given["state"], seen=seen_at, **common)
        seen_at = None
    if "wave" in given and given["to"] in ("seat", "stay"):
        change = placements_wave(wave=given["wave"], seen=seen_at, **common) or change
    return change


def target_of(given: dict[str, Any]) -> Target:
    """Where they go."""
    if given["to"] in ("bench", "leaving"):
        return Target(state=given["to"])
    repair = Repair(given.get("repair", ""))
    return Target(given["role"], given.get("market"), given.get("state", "proposed"), repair)


class PlacementLock(OrganizationView):
    """Keep people where they are."""

    @extend_schema(tags=TAGS, operation_id="redesign_placement_lock", request=LockIn, responses=ChangedOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """The solver leaves locked people alone, and nobody moves them by hand."""
        redesign = named_redesign(self.actor, pk)
        given = self.cleaned(LockIn)
        return changed(redesign, placements_lock(actor=self.actor, redesign=redesign, **given))


class NotHere(OrganizationView):
    """ "Not here": a person and a role."""

    @extend_schema(tags=TAGS, operation_id="redesign_ban_put", request=None, responses=ChangedOut)
    def put(self, request: Request, slug: str, pk: int, number: int, role: str) -> Response:
        """Keep the person out of the role; if they sit in it, they are on the bench then."""
        redesign = self._known(pk, number, role)
        change = ban_put(actor=self.actor, redesign=redesign, number=number, role=role)
        return changed(redesign, change)

    @extend_schema(tags=TAGS, operation_id="redesign_ban_remove", responses=ChangedOut)
    def delete(self, request: Request, slug: str, pk: int, number: int, role: str) -> Response:
        """Let them be considered again."""
        redesign = self._known(pk, number, role)
        change = ban_remove(actor=self.actor, redesign=redesign, number=number, role=role)
        return changed(redesign, change)

    def _known(self, pk: int, number: int, role: str) -> Redesign:
        redesign = named_redesign(self.actor, pk)
        if not known_number(redesign, number) or not redesign.role_rows.filter(key=role).exists():
            raise Http404
        return redesign


class PlacementSolve(OrganizationView):
    """The solver."""

    @extend_schema(tags=TAGS, operation_id="redesign_placement_solve", request=SolveIn, responses={202: JobOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Place people in the background; poll the job. Its result says which change it made (position)."""
        redesign = named_redesign(self.actor, pk)
        job = placing_start(actor=self.actor, redesign=redesign, options=Options(**self.cleaned(SolveIn)))
        return Response(JobOut(job_view(job)).data, status=202)


class PlacementPlan(OrganizationView):
    """A plan of the solver."""

    @extend_schema(tags=TAGS, operation_id="redesign_placement_plan", responses={200: PlanOut, 204: None})
    def get(self, request: Request, slug: str, pk: int, position: int) -> Response:
        """Who has no seat and why, and which seats are vacant and why. 204 for a change the solver did not make."""
        redesign = named_redesign(self.actor, pk)
        get_object_or_404(RedesignChange.objects, redesign=redesign, position=position)
        run = run_at(redesign, SOLVE, position)
        if run is None:
            return Response(status=204, headers=NO_STORE)
        seen(self.actor, redesign, "plan of the solver")
        return Response(PlanOut(plan_body(redesign, run)).data, headers=NO_STORE)


def plan_body(redesign: Redesign, run: Run) -> dict[str, Any]:
    """The plan, worked out again from the history."""
    asked = plan_at(redesign, run)
    plan, design = asked.plan, asked.design
    names = Crew(design, asked.bench).names
    return {
        "position": run.position,
        "asked": len(asked.problem.people),
        "assigned": len(plan.assigned),
        "total_fit": plan.total,
        "proved": True,
        "not_placed": [
            {
                "number": number,
                "name": names.get(number, f"Person {number}"),
                "why": one.why.value,
                "words": why_words(design, one),
            }
            for number, one in sorted(plan.unplaced.items())
        ],
        "left_vacant": [
            {
                "role": seat[0],
                "market": seat[1],
                "vacant": one.seats,
                "why": one.why.value,
                "words": vacant_words(one),
            }
            for seat, one in sorted(plan.vacant.items(), key=lambda item: (item[0][0], item[0][1] or 0))
        ],
    }
