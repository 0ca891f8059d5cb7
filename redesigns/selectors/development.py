"""The development programme of a redesign: items with names, filtered; and sums for those who see no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from redesigns.models import Collaborator, DevelopmentItem, Progress, Redesign
from redesigns.programmes import LEADER_TOPICS
from redesigns.selectors.placed_people import names_of
from uniengine.accounts.models import Membership, User
from uniengine.accounts.policy import Permission, allows

TOPICS = {topic.key: topic.name for topic in LEADER_TOPICS}
OPEN = (Progress.PLANNED, Progress.RUNNING)
NOBODY = 0


@dataclass(frozen=True, slots=True)
class DevelopmentFilter:
    """number: of a person; text: of a name. owner: a user, NOBODY for items nobody sees to, None for all."""

    text: str = ""
    owner: int | None = None
    progress: str = ""
    overdue: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.progress or self.overdue or self.owner is not None)


@dataclass(frozen=True, slots=True)
class Task:
    """An item with its words."""

    item: DevelopmentItem
    person: str
    about: str
    overdue: bool

    @property
    def levels(self) -> str:
        """ "2 → 4"; empty for a topic."""
        if self.item.to_level is None:
            return ""
        return f"{'not rated' if self.item.from_level is None else self.item.from_level} → {self.item.to_level}"


@dataclass(frozen=True, slots=True)
class Programme:
    """Sums. people: who has an item; None, like all sums, where a reader may not know."""

    people: int | None
    items: int | None
    open: int | None
    overdue: int | None


def development_items(redesign: Redesign, wanted: DevelopmentFilter | None = None) -> QuerySet[DevelopmentItem]:
    """The items as filtered, those due first first. The search by name is done in `tasks_of`."""
    rows = DevelopmentItem.objects.filter(redesign=redesign).select_related("skill", "owner")
    if wanted is None:
        return rows.order_by("number", "pk")
    if wanted.owner is not None:
        rows = rows.filter(owner_id=wanted.owner) if wanted.owner else rows.filter(owner__isnull=True)
    if wanted.progress:
        rows = rows.filter(progress=wanted.progress)
    if wanted.overdue:
        rows = rows.filter(late())
    return rows.order_by(F("due").asc(nulls_last=True), "number", "pk")


def late() -> Q:
    """Still open after the day it was due."""
    return Q(due__lt=timezone.localdate(), progress__in=OPEN)


def tasks_of(rows: Sequence[DevelopmentItem], text: str = "") -> list[Task]:
    """Items with names; text: words of a name or title of the item, or a person's number."""
    names = names_of({row.number for row in rows})
    today = timezone.localdate()
    found = [_task(row, names.get(row.number, f"Person {row.number}"), today) for row in rows]
    words = text.casefold().split()[:5]
    return [one for one in found if all(_known(one, word) for word in words)]


def _known(one: Task, word: str) -> bool:
    return word == str(one.item.number) or word in f"{one.person} {one.about}".casefold()


def _task(row: DevelopmentItem, name: str, today: date) -> Task:
    overdue = row.due is not None and row.due < today and row.progress in OPEN
    return Task(row, name, about(row), overdue)


def about(row: DevelopmentItem) -> str:
    """The skill, or the topic for team leaders."""
    return row.skill.name if row.skill else TOPICS.get(row.topic, row.topic or "Removed skill")


def programme_of(redesign: Redesign, smallest: int = 0) -> Programme:
    """Sums over the whole programme; hidden where they stand for fewer people than the smallest group."""
    rows = DevelopmentItem.objects.filter(redesign=redesign)
    found = rows.aggregate(
        people=Count("number", distinct=True),
        items=Count("pk"),
        open=Count("pk", filter=Q(progress__in=OPEN)),
        overdue=Count("pk", filter=late()),
    )
    if not smallest:
        return Programme(**found)
    if 0 < found["people"] < smallest:
        return Programme(None, None, None, None)
    return Programme(found["people"], found["items"], None, None)


def owners_possible(redesign: Redesign) -> list[User]:
    """Members who can follow an item: named on the redesign, with a role that sees names. By name."""
    named = Collaborator.objects.filter(redesign=redesign).values("user_id")
    seats = Membership.objects.filter(organization=redesign.organization_id, user_id__in=named).select_related("user")
    found = [seat.user for seat in seats if allows(seat.role, Permission.PLACEMENTS_VIEW)]
    return sorted(found, key=lambda user: (user.display_name.casefold(), user.pk))
