"""Reading who is here."""

from datetime import datetime

from uniengine.workshops.models import Participant, Workshop


def participants_seen(*, workshop: Workshop, since: datetime) -> list[Participant]:
    """Everybody seen since then, in the order they first came."""
    rows = Participant.objects.filter(workshop=workshop, seen_at__gte=since, user__is_active=True)
    return list(rows.select_related("user").order_by("pk"))
