"""Whose card a member may read as their own."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from redesigns.models import BaselinePerson, Redesign, RedesignState
from redesigns.selectors.access import sees_names
from roles.models import Person
from uniengine.accounts.access import Actor
from uniengine.accounts.models import User
from uniengine.accounts.policy import Permission


def own_card(actor: Actor, redesign: Redesign) -> int | None:
    """The number of the person who has the member's e-mail address, in the redesign people live by; else None.

    An address that still waits for its confirmation is nobody's: anybody can type it. Nor is anybody the card of a
    member who may edit people and is not named on the redesign: they could give a person their own address.
    """
    if actor.user is None or redesign.state != RedesignState.PUBLISHED or redesign.archived_at is not None:
        return None
    if _unconfirmed(actor.user) or (actor.may(Permission.PEOPLE_EDIT) and not sees_names(actor, redesign)):
        return None
    number = Person.objects.filter(email__iexact=actor.user.email).values_list("pk", flat=True).first()
    if number is None:
        return None
    known = BaselinePerson.objects.filter(baseline=redesign.baseline_id, number=number, person__isnull=False)
    return number if known.exists() else None


def _unconfirmed(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False).exists())
