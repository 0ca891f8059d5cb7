"""Workshop: a leadership team working through the agenda together."""

from django.db import models

from uniengine.accounts.models import Organization, User
from uniengine.kit.scoping import ScopedManager


class Workshop(models.Model):
    """One redesign effort with its agenda. An organization has one open workshop at a time."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(closed_at__isnull=True), name="workshop_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """A step of the agenda: when it is planned and who leads it. What it is and how far it is comes from agenda.py."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="items")
    step = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    planned_for = models.CharField(max_length=40, blank=True, help_text="For example 'Day 1' or '15:30'.")
    minutes = models.PositiveSmallIntegerField(default=45)
    lead = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When the team declared the step finished.")
    reopened_at = models.DateTimeField(
        null=True, blank=True, help_text="When the team said that a step the data call finished is not."
    )

    objects = ScopedManager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workshop", "step"], name="agenda_step_once")]

    def __str__(self) -> str:
        return self.step


class Participant(models.Model):
    """A member's presence in a workshop; they are 'here' while `seen_at` is fresh."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "user"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.user_id}"
