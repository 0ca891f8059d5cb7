"""Who is here: a member is 'here' while their last sign of life is fresh."""

from datetime import timedelta

from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.workshops.models import Participant, Workshop
from uniengine.workshops.selectors.presence import participants_seen

NOTED_EVERY = timedelta(seconds=15)
HERE_FOR = timedelta(seconds=60)


def presence_note(*, actor: Actor, workshop: Workshop) -> list[Participant]:
    """Note that the actor is here (written at most every 15 s) and give everybody who is.

    One read, and one write when it is due: thirty people polling every 20 s write 1.5 rows a second. A workshop that
    is not saved yet knows only the actor.
    """
    now = timezone.now()
    here = participants_seen(workshop=workshop, since=now - HERE_FOR) if workshop.pk else []
    if actor.user is None or actor.token_scopes is not None:
        return here  # a program is not a person in the room
    mine = next((row for row in here if row.user_id == actor.user.pk), None)
    if workshop.pk and (mine is None or now - mine.seen_at >= NOTED_EVERY):
        _write(actor, workshop)
    if mine is None:
        here.append(Participant(workshop=workshop, user=actor.user, seen_at=now))
    return here


def _write(actor: Actor, workshop: Workshop) -> None:
    """One statement, so that two tabs of one person do not trip over each other."""
    row = Participant(organization=actor.organization, workshop=workshop, user=actor.user, seen_at=timezone.now())
    Participant.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["workshop", "user"], update_fields=["seen_at"]
    )
