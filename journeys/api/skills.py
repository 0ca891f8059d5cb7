"""The skill taxonomy and the legacy functions."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from journeys import services
from journeys.api.fetching import function_at, skill_at
from journeys.api.inputs import FunctionIn, FunctionNew, SkillAliasNew, SkillArchiveIn, SkillIn, SkillNew
from journeys.api.journeys import flag_of, words_of
from journeys.api.outputs import FunctionOut, SkillAliasOut, SkillOut
from journeys.models import SkillAlias
from journeys.selectors import function_list, skill_list
from uniengine.accounts.api_base import OrganizationListView, OrganizationView

TAGS = ["skills"]
FILTERS = [
    OpenApiParameter("search", str, description="Words in the name, the code or another name."),
    OpenApiParameter("category", str),
    OpenApiParameter("used", bool, description="true: only skills an activity needs; false: only those none needs."),
    OpenApiParameter("archived", bool, description="Archived skills instead of current ones."),
]


class Skills(OrganizationListView):
    """The taxonomy."""

    @extend_schema(tags=TAGS, operation_id="skill_list", parameters=FILTERS, responses=SkillOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Skills by name, with where they are needed."""
        used = flag_of(request, "used") if request.query_params.get("used") else None
        rows = skill_list(
            search=words_of(request, "search"),
            category=words_of(request, "category"),
            used=used,
            archived=flag_of(request, "archived"),
        )
        return self.paged(rows, SkillOut)

    @extend_schema(tags=TAGS, operation_id="skill_create", request=SkillNew, responses={201: SkillOut})
    def post(self, request: Request, slug: str) -> Response:
        """Add a skill. Names may repeat; a code may not repeat within its taxonomy."""
        made = services.skill_create(actor=self.actor, **self.cleaned(SkillNew))
        return Response(SkillOut(skill_at(made.pk)).data, status=201)


class SkillDetail(OrganizationView):
    """One skill."""

    @extend_schema(tags=TAGS, operation_id="skill", responses=SkillOut)
    def get(self, request: Request, slug: str, skill_pk: int) -> Response:
        """One skill."""
        return Response(SkillOut(skill_at(skill_pk)).data)

    @extend_schema(tags=TAGS, operation_id="skill_change", request=SkillIn, responses=SkillOut)
    def patch(self, request: Request, slug: str, skill_pk: int) -> Response:
        """Change what is sent."""
        services.skill_update(actor=self.actor, skill=skill_at(skill_pk), **self.cleaned(SkillIn))
        return Response(SkillOut(skill_at(skill_pk)).data)


class SkillArchive(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="skill_archive", request=SkillArchiveIn, responses=SkillOut)
    def post(self, request: Request, slug: str, skill_pk: int) -> Response:
        """Retire a skill, or bring it back with `archived: false`."""
        services.skill_archive(actor=self.actor, skill=skill_at(skill_pk), **self.cleaned(SkillArchiveIn))
        return Response(SkillOut(skill_at(skill_pk)).data)


class SkillAliases(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="skill_alias_create", request=SkillAliasNew, responses={201: SkillAliasOut})
    def post(self, request: Request, slug: str, skill_pk: int) -> Response:
        """Another name that HR systems use for the skill."""
        made = services.skill_alias_add(actor=self.actor, skill=skill_at(skill_pk), **self.cleaned(SkillAliasNew))
        return Response(SkillAliasOut(made).data, status=201)


class SkillAliasDetail(OrganizationView):
    @extend_schema(tags=TAGS, operation_id="skill_alias_delete", responses={204: None})
    def delete(self, request: Request, slug: str, skill_pk: int, alias_pk: int) -> Response:
        """Forget another name."""
        rows = SkillAlias.objects.select_related("skill").filter(skill=skill_pk)
        services.skill_alias_remove(actor=self.actor, alias=get_object_or_404(rows, pk=alias_pk))
        return Response(status=204)


class Functions(OrganizationListView):
    """The legacy functions."""

    @extend_schema(tags=TAGS, operation_id="function_list", responses=FunctionOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """Functions by name."""
        return self.paged(function_list(), FunctionOut)

    @extend_schema(tags=TAGS, operation_id="function_create", request=FunctionNew, responses={201: FunctionOut})
    def post(self, request: Request, slug: str) -> Response:
        """Add a function of today."""
        made = services.function_create(actor=self.actor, **self.cleaned(FunctionNew))
        return Response(FunctionOut(function_at(made.pk)).data, status=201)


class FunctionDetail(OrganizationView):
    """One legacy function."""

    @extend_schema(tags=TAGS, operation_id="function", responses=FunctionOut)
    def get(self, request: Request, slug: str, function_pk: int) -> Response:
        """One function."""
        return Response(FunctionOut(function_at(function_pk)).data)

    @extend_schema(tags=TAGS, operation_id="function_change", request=FunctionIn, responses=FunctionOut)
    def patch(self, request: Request, slug: str, function_pk: int) -> Response:
        """Rename it or say what an FTE costs."""
        services.function_update(actor=self.actor, function=function_at(function_pk), **self.cleaned(FunctionIn))
        return Response(FunctionOut(function_at(function_pk)).data)
