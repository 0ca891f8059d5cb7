"""What the API views of every app stand on: a typed actor, cleaned input, pages."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView

from uniengine.accounts.access import Actor, ActorRequest
from uniengine.kit.api import Pages


class OrganizationView(APIView):
    """Operations on one organization. The access middleware has checked the route's permission already."""

    @property
    def actor(self) -> Actor:
        """Who asks, in which organization."""
        return cast(ActorRequest, self.request._request).actor

    def cleaned(self, serializer_class: type[Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """The body as the serializer reads it. Raises ValidationError (400, problem document with `errors`)."""
        serializer = serializer_class(data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class OrganizationListView(OrganizationView):
    """The same for lists: `?page=` and `?page_size=` (at most 500), documented by drf-spectacular."""

    pagination_class = Pages

    def paged(
        self,
        rows: "QuerySet[Any, Any] | Sequence[Any]",
        serializer_class: type[BaseSerializer[Any]],
        shape: Callable[[Sequence[Any]], Sequence[Any]] = list,
        **context: object,
    ) -> Response:
        """One page of `rows`, as {count, next, previous, results}. `shape` turns the rows of the page into what is
        serialized; `context` reaches the serializer."""
        pages = self.pagination_class()
        found = pages.paginate_queryset(cast("QuerySet[Any]", rows), self.request, view=self) or []
        return pages.get_paginated_response(serializer_class(shape(found), many=True, context=context).data)
