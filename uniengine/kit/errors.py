"""Errors a person can act on. `code` is stable (API clients rely on it); the message says what to do."""

from collections.abc import Mapping


class DomainError(Exception):
    """A request that cannot be done as asked. Shown to the user as it stands."""

    status = 400

    def __init__(
        self, code: str, message: str, *, field: str = "", details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.details = dict(details or {})


class Conflict(DomainError):
    """Somebody else changed the same thing first; `details` carries both versions."""

    status = 409


class NotAllowed(DomainError):
    """The actor's role may see this but not do it."""

    status = 403

    def __init__(
        self, message: str = "Your role does not allow this. Ask an owner or admin of the organization."
    ) -> None:
        super().__init__("not_allowed", message)
