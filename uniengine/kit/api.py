"""What every API answer shares: problem documents (RFC 9457) with stable codes, and pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import set_rollback

from uniengine.kit.errors import DomainError

PROBLEM = "application/problem+json"


class Pages(PageNumberPagination):
    """`?page=2&page_size=100`, at most 500 rows a page."""

    page_size_query_param = "page_size"
    max_page_size = 500


def problem_body(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    title = code.replace("_", " ").capitalize()
    return {
        "type": f"urn:uniengine:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    } | more


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """A problem document outside DRF (middleware)."""
    return JsonResponse(problem_body(status, code, detail, **more), status=status, content_type=PROBLEM)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF exception handler: every expected error becomes a problem document; others stay 500."""
    found = describe(error)
    if found is None:
        return None
    set_rollback()
    status, code, detail, more = found
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if wait := getattr(error, "wait", None):  # exceptions.Throttled
        headers["Retry-After"] = str(int(wait) + 1)
    return Response(problem_body(status, code, detail, **more), status=status, headers=headers, content_type=PROBLEM)


def describe(error: Exception) -> tuple[int, str, str, dict[str, Any]] | None:
    if isinstance(error, DomainError):
        more: dict[str, Any] = {"field": error.field} if error.field else {}
        return error.status, error.code, error.message, more | ({"details": error.details} if error.details else {})
    if isinstance(error, Http404):
        return 404, "not_found", "There is nothing here, or it is not yours to see.", {}
    if isinstance(error, PermissionDenied):
        return 403, "not_allowed", "Your role does not allow this.", {}
    if isinstance(error, exceptions.ValidationError):
        return 400, "invalid", "Some values are not valid. See errors.", {"errors": error.detail}
    if isinstance(error, exceptions.APIException):
        return error.status_code, str(error.get_codes()), str(error.detail), {}
    return None
