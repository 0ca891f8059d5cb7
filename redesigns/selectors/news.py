"""What has happened to the people since a redesign's inventory was taken, in counts."""

from __future__ import annotations

from redesigns.models import BaselinePerson, Redesign
from roles.models import Person


def newer_words(redesign: Redesign) -> str:
    """ "12 joined, 3 left, 5 moved"; "" where only other things have changed. Two queries."""
    then = dict(BaselinePerson.objects.filter(baseline=redesign.baseline_id).values_list("number", "market_id"))
    now = dict(Person.objects.filter(left_on__isnull=True).values_list("pk", "market_id"))
    moved = sum(now[number] != then[number] for number in then.keys() & now.keys())
    counts = ((len(now.keys() - then.keys()), "joined"), (len(then.keys() - now.keys()), "left"), (moved, "moved"))
    return ", ".join(f"{count:,} {word}" for count, word in counts if count)
