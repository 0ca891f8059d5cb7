"""What the top bar shows on every page of an organization: the name of the workshop."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from uniengine.accounts.access import Actor
from uniengine.kit.scoping import scope
from uniengine.workshops.models import Workshop


def room(request: HttpRequest) -> dict[str, object]:
    """`workshop`: read only when a template asks for it (one query); None outside an organization."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"workshop": None}
    return {"workshop": SimpleLazyObject(lambda: _open_one(actor))}


def _open_one(actor: Actor) -> Workshop | None:
    with scope(actor.organization.pk):
        return Workshop.objects.filter(closed_at=None).only("name").first()
