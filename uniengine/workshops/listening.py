"""What workshops do when accounts change: a workshop for a new organization; export and erasure of an account."""

from typing import Any

from uniengine.accounts.access import Actor
from uniengine.accounts.hooks import on_account_erase, on_account_export, on_organization_create
from uniengine.accounts.models import User
from uniengine.workshops.models import AgendaItem, Participant
from uniengine.workshops.services.workshops import workshop_current


def register() -> None:
    on_organization_create(workshop_begin)
    on_account_export("workshops", presence_data)
    on_account_erase(presence_forget)


def workshop_begin(actor: Actor) -> None:
    """A new organization starts with an open workshop and its agenda."""
    workshop_current(organization=actor.organization)


def presence_data(user: User) -> list[dict[str, Any]]:
    """Where and when the person was last seen. Runs across organizations."""
    rows = Participant.objects.filter(user=user).order_by("pk")
    return [dict(row) for row in rows.values("organization__name", "workshop__name", "seen_at")]


def presence_forget(user: User) -> None:
    Participant.objects.filter(user=user).delete()
    AgendaItem.objects.filter(lead=user).update(lead=None)
