"""One gate for every request: find the rule of the route, the actor of the request, and set the tenant scope."""

import logging
import uuid
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, ResolverMatch, resolve

from uniengine.accounts.access import actor_for
from uniengine.accounts.models import User
from uniengine.accounts.policy import Access, ByMethod, Permission, Rule
from uniengine.accounts.routes import ROUTES
from uniengine.accounts.services.tokens import TOKEN_PATTERN, token_authenticate
from uniengine.kit.api import problem
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope

log = logging.getLogger(__name__)
READING = ("GET", "HEAD")
Respond = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Decides by the policy table. What it does not find there is refused."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.decide(request, request_id)
        response.headers["X-Request-ID"] = request_id
        return response

    def decide(self, request: HttpRequest, request_id: str) -> HttpResponse:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        rule = rule_for(match)
        if rule in (Access.PUBLIC, Access.DELEGATED):
            return self.get_response(request)
        if refusal := sign_in(request):
            return refusal
        if rule is Access.SIGNED_IN:
            return self.get_response(request)
        needed = rule.of(request.method) if isinstance(rule, ByMethod) else rule
        assert isinstance(needed, Permission)
        return self.inside(request, match, needed, request_id)

    def inside(self, request: HttpRequest, match: ResolverMatch, needed: Permission, request_id: str) -> HttpResponse:
        """Answer a request to one organization, with its scope active."""
        try:
            actor = actor_for(request, match.kwargs["slug"], request_id)
        except Http404:
            return refuse(request, 404, "not_found", "There is nothing here, or it is not yours to see.")
        request.actor = actor  # type: ignore[attr-defined]
        with scope(actor.organization.pk):
            if not actor.may(needed):
                return refuse(request, 403, "not_allowed", "Your role does not allow this. Ask an owner or admin.")
            response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")  # what one may see can change any moment
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Errors that say what to do are shown as they stand; the page they happened on shows them if it can."""
        if not isinstance(error, DomainError) or is_api(request):
            return None
        context = {"error": error, "reading": request.method in READING}
        return render(request, "inc/refused.html", context, status=error.status)


def rule_for(match: ResolverMatch) -> Rule:
    try:
        return ROUTES[match.view_name]
    except KeyError:
        raise ImproperlyConfigured(f"Route '{match.view_name}' has no rule in accounts/routes.py.") from None


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def sign_in(request: HttpRequest) -> HttpResponse | None:
    """Accept a session or, for the API, a personal token; otherwise say how to sign in."""
    if is_api(request) and (header := request.headers.get("Authorization", "")):
        given = TOKEN_PATTERN.fullmatch(header)
        token = token_authenticate(given[1]) if given else None
        if token is None:
            request.user = AnonymousUser()
            return problem(401, "token_invalid", "The token is unknown, expired or revoked. Create a new one.")
        request.user = token.user
        request.token = token  # type: ignore[attr-defined]
        return None
    if isinstance(request.user, User) and request.user.is_active:
        return None
    if is_api(request):
        return problem(401, "not_signed_in", "Sign in, or send a personal token as 'Authorization: Bearer ...'.")
    login = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": login})
    return HttpResponseRedirect(f"{login}?next={quote(request.get_full_path())}")


def refuse(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    if is_api(request):
        return problem(status, code, message)
    if status == 404:
        return render(request, "404.html", status=404)
    return render(request, "inc/not_allowed.html", {"reading": request.method in READING}, status=403)
