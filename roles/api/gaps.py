"""Skill gaps for other systems: the same figures as the pages, with the same of them hidden."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys.models import Journey, Skill
from roles.api.gaps_out import GapCellOut, GapGrowsOut, GapOut, GapProofOut, GapSkillOut, job_out
from roles.files import gap_file
from roles.forms.gaps import gap_filter, level_in, number_in
from roles.gap_words import headline, told
from roles.selectors.gap_cell import gap_cell
from roles.selectors.gap_export import TABLES
from roles.selectors.gap_filter import BY, SORTS, GapFilter
from roles.selectors.gap_overview import Overview, gap_overview, skill_names
from roles.selectors.gap_rows import Row
from roles.services.gaps import gaps_refresh_start
from roles.slices import Slice
from uniengine.accounts.api_base import OrganizationListView, OrganizationView
from uniengine.jobs.api_out import JobOut
from uniengine.jobs.selectors import job_view

TAGS = ["gaps"]
ID = {"type": "integer", "minimum": 0}
PART = [
    OpenApiParameter("stage", ID, description="A stage; 0: activities that serve no job yet."),
    OpenApiParameter("market", ID, description="A market and those below it; 0: needs of no market."),
    OpenApiParameter("function", ID, description="The bench of a legacy function alone; 0: people without one."),
]
OWN = OpenApiParameter("own", str, enum=["0", "1"], description="1: the market's own needs, without those below it.")
SPLIT = [OpenApiParameter("by", str, enum=list(BY)), OpenApiParameter("sort", str, enum=list(SORTS))]
LEVEL = OpenApiParameter("level", {"type": "integer", "minimum": 1, "maximum": 5}, required=True)
SKILL = OpenApiParameter("skill", {"type": "integer", "minimum": 1}, required=True)
FILE = OpenApiResponse(OpenApiTypes.BINARY, description="The file.")


def chosen_at(request: Request, pk: int) -> GapFilter:
    """The filter of a request. Raises Http404."""
    journey = get_object_or_404(Journey.objects, pk=pk, archived_at__isnull=True)
    query = {name: str(value) for name, value in request.query_params.items() if name != "journey"}
    return gap_filter(query, [journey])


class GapView(OrganizationView):
    """What the operations on one journey's gap share."""

    def overview(self, request: Request, pk: int) -> Overview:
        """Raises Http404 for a stage, market or function that does not exist."""
        found = gap_overview(actor=self.actor, chosen=chosen_at(request, pk))
        if not found.chosen.known(found.places):
            raise Http404
        return found


class Gap(GapView):
    """The gap of a journey."""

    @extend_schema(tags=TAGS, operation_id="gap", parameters=PART, responses=GapOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """How many FTE are short counting nobody twice, what training would close, who is free, what is fragile."""
        return Response(GapOut(gap_values(self.overview(request, pk))).data)


def gap_values(overview: Overview) -> dict[str, Any]:
    """An overview as `GapOut` takes it."""
    asked, whole, status = overview.results.asked, overview.results.whole.figures, overview.results.status
    figures = asked.figures if asked else {}
    place = overview.chosen.place_words(overview.places)
    demand, unused = figures.get("demand", 0), whole.get("unused")
    words = told(headline(overview.unmet, unused or 0, demand, place))
    return {
        "journey": overview.chosen.journey.pk,
        "headline": words if status.computed_at else "Not worked out yet.",
        "computed_at": status.computed_at,
        "stale": status.stale,
        "job": job_view(status.job) if status.job else None,
        "people": whole.get("people", 0),
        "ratings": whole.get("ratings", 0),
        "unweighted": whole.get("unweighted", 0),
        "demand_mfte": demand,
        "unmet_mfte": overview.unmet,
        "unused_mfte": unused,
        "growth": overview.growth,
        "stages": [
            {
                "id": stage.pk,
                "name": stage.name,
                "unmet_mfte": overview.results.unmet.get(Slice(stage.pk, overview.chosen.market).name, 0),
            }
            for stage in overview.places.stages.values()
        ],
        "fragile": overview.fragile,
        "free": overview.free,
    }


class GapSkills(OrganizationListView):
    """Need against bench, skill by skill."""

    @extend_schema(tags=TAGS, operation_id="gap_skills", parameters=[*PART, *SPLIT], responses=GapSkillOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """One row per needed skill, with its figures by market, stage or legacy function."""
        found = gap_overview(actor=self.actor, chosen=chosen_at(request, pk))
        if not found.chosen.known(found.places):
            raise Http404
        split = found.split()

        def shape(rows: Sequence[Row]) -> list[dict[str, Any]]:
            lines = found.lines(rows, split)
            return [{"row": row, "spots": spots} for row, spots in zip(rows, lines, strict=True)]

        return self.paged(found.rows, GapSkillOut, shape=shape)


class GapCell(OrganizationView):
    """One figure."""

    @extend_schema(tags=TAGS, operation_id="gap_cell", parameters=[SKILL, LEVEL, *PART, OWN], responses=GapCellOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """The activities behind the need of a skill, and the bench by legacy function."""
        chosen = chosen_at(request, pk)
        skill = get_object_or_404(Skill.objects, pk=number_in(request.query_params, "skill"))
        found = gap_cell(actor=self.actor, chosen=chosen, skill=skill, level=level_in(request.query_params))
        if not chosen.known(found.places):
            raise Http404
        return Response(GapCellOut(found).data)


class GapProof(GapView):
    """The proof."""

    @extend_schema(tags=TAGS, operation_id="gap_proof", parameters=PART, responses=GapProofOut)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Needs that take more than everybody who could serve any of them has. `whole` is null when all is met."""
        proof = self.overview(request, pk).proof
        return Response({"whole": None, "pieces": []} if proof is None else GapProofOut(proof).data)


class GapGrowth(OrganizationListView):
    """Who could grow into it."""

    @extend_schema(tags=TAGS, operation_id="gap_growth", parameters=PART, responses=GapGrowsOut(many=True))
    def get(self, request: Request, slug: str, pk: int) -> Response:
        """Needs that people could take on with one level more: one way with the least training."""
        found = gap_overview(actor=self.actor, chosen=chosen_at(request, pk))
        if not found.chosen.known(found.places):
            raise Http404
        grows = found.results.asked.figures.get("grows", []) if found.results.asked else []
        names = skill_names({one["need"][0] for one in grows})
        rows = [
            {
                "skill": one["need"][0],
                "name": names.get(one["need"][0], ""),
                "from_level": one["need"][1] - 1,
                "to_level": one["need"][1],
                "market": one["need"][2],
                "mfte": one["need"][3] if one["people"] >= found.smallest else None,
                "people": one["people"] if one["people"] >= found.smallest else None,
            }
            for one in grows
        ]
        return self.paged(rows, GapGrowsOut)


class GapRefresh(OrganizationView):
    """Have it worked out."""

    @extend_schema(tags=TAGS, operation_id="gap_refresh", request=None, responses={202: JobOut})
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Work the gap out anew in the background; poll the job. One that is running already is returned."""
        journey = get_object_or_404(Journey.objects, pk=pk, archived_at__isnull=True)
        return Response(job_out(gaps_refresh_start(actor=self.actor, journey=journey)), status=202)


class GapExport(OrganizationView):
    """The gap as a file."""

    @extend_schema(
        tags=TAGS,
        operation_id="gap_export",
        parameters=[
            *PART,
            OpenApiParameter("format", str, enum=["csv", "xlsx"]),
            OpenApiParameter("table", str, enum=list(TABLES)),
        ],
        responses={200: FILE},
    )
    def get(self, request: Request, slug: str, pk: int) -> HttpResponse:
        """CSV or XLSX; FTE as decimal numbers."""
        return gap_file(self.actor, request.query_params, chosen_at(request, pk))
