"""Reading personal tokens."""

from django.db.models import QuerySet
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.models import PersonalToken
from uniengine.accounts.policy import Permission


def token_list(*, actor: Actor, live: bool = True) -> QuerySet[PersonalToken]:
    """The tokens the actor may see: their own; owners and admins see everybody's. `live`: only those that work."""
    rows = PersonalToken.objects.select_related("user").order_by("-created_at", "-pk")
    if not actor.may(Permission.MEMBERS_MANAGE):
        rows = rows.filter(user=actor.user)
    if live:
        rows = rows.filter(revoked_at=None, expires_at__gt=timezone.now())
    return rows
