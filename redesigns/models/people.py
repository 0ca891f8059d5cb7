"""Where everybody is in a redesign, and what they learn. People are numbers here: names stay with roles.Person."""

from django.db import models
from django.db.models import Q

from journeys.models import Skill
from redesigns.models.record import Record
from redesigns.models.redesigns import Redesign
from redesigns.models.roles import inside, outside
from uniengine.accounts.models import Organization, User
from uniengine.kit.scoping import ScopedManager


class PlacementState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    SELECTED = "selected", "Selected"
    CONFIRMED = "confirmed", "Confirmed"
    BENCH = "bench", "Bench"
    LEAVING = "leaving", "Leaving"


HAS_SEAT = Q(state__in=["proposed", "selected", "confirmed"])


class Wave(Record):
    """People who change at the same time."""

    name = models.CharField(max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta(Record.Meta):
        ordering = ["starts_on", "id"]


class Placement(Record):
    """One person of the baseline: in a seat, on the bench or leaving."""

    number = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=PlacementState.choices, default=PlacementState.BENCH)
    headcount = inside("Headcount", null=True, related="placements")
    wave = inside("Wave", null=True, related="placements")
    locked = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=PlacementState.values), name="placement_state"),
            models.CheckConstraint(
                condition=(HAS_SEAT & Q(headcount__isnull=False)) | (~HAS_SEAT & Q(headcount__isnull=True)),
                name="placement_seat_or_none",
            ),
            models.CheckConstraint(condition=HAS_SEAT | Q(wave__isnull=True), name="placement_wave_with_seat"),
        ]
        indexes = [models.Index(fields=["redesign", "number"], name="placement_by_number")]


class Ban(Record):
    """ "Not here": a person the solver must not put into a role."""

    person = models.BigIntegerField()
    role = inside("Role", related="bans")


class Progress(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not needed any more"


class DevelopmentItem(models.Model):
    """Somebody learns something: from a level to a level, how, by when, and who sees to it.

    skill null: a topic of the programme for team leaders, named by `topic`.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="development")
    number = models.BigIntegerField(help_text="Number of the person.")
    skill = outside(Skill, null=True)
    topic = models.CharField(max_length=60, blank=True)
    from_level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="null: not rated.")
    to_level = models.PositiveSmallIntegerField(null=True, blank=True)
    how = models.CharField(max_length=500, blank=True)
    due = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    progress = models.CharField(max_length=8, choices=Progress.choices, default=Progress.PLANNED)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["redesign", "number", "skill"], condition=Q(skill__isnull=False), name="development_skill_once"
            ),
            models.UniqueConstraint(
                fields=["redesign", "number", "topic"], condition=Q(skill__isnull=True), name="development_topic_once"
            ),
            models.CheckConstraint(condition=Q(skill__isnull=False) | ~Q(topic=""), name="development_about_something"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="development_progress"),
            models.CheckConstraint(
                condition=Q(skill__isnull=True) | Q(to_level__gte=1, to_level__lte=5), name="development_levels"
            ),
        ]

    def __str__(self) -> str:
        return f"Person {self.number}: {self.topic or self.skill_id}"
