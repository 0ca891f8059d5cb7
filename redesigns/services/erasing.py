"""Somebody is erased: redesigns keep a number in their place, so that every total stays, and nothing that tells who.

Baselines lose title, department and levels; market, function and working time stay, as the figures are made of them.
Development plans go. Histories hold numbers only. Runs inside the transaction of the erasure.
"""

from __future__ import annotations

from redesigns.models import BaselinePerson, DevelopmentItem
from redesigns.services.effects import effects_anew
from roles.models import Person


def person_forget(person: Person) -> None:
    """Make "Person 123" of somebody, in every baseline and redesign of the organization."""
    rows = BaselinePerson.objects.filter(number=person.pk)
    rows.update(person=None, title="", department="", levels={})
    DevelopmentItem.objects.filter(number=person.pk).delete()
    if rows.exists():
        effects_anew()  # what they could do is forgotten, so it covers nothing any more
