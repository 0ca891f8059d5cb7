"""DRF authentication: the access middleware has already decided who asks; sessions still need a CSRF token."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class ResolvedAuthentication(SessionAuthentication):
    """The user found by the access middleware (session or personal token)."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        user = getattr(request._request, "user", None)
        if not user or not user.is_active:
            return None
        token = getattr(request._request, "token", None)
        if token is None:
            self.enforce_csrf(request)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ResolvedAuthenticationScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API schema describes the two ways in."""

    target_class = ResolvedAuthentication
    name = ["personalToken", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        token = {"type": "http", "scheme": "bearer", "description": "A personal token, made on the page API tokens."}
        session = {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
        return [token, session]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """Either of them, not both at once."""
        return [{"personalToken": []}, {"session": []}]
