"""Everybody as they were when a redesign began: what it is compared with, and never changed by it.

A migration adds triggers that refuse to change the figures of a baseline. Erasing a person empties what tells about
them and leaves the row, so that the totals stay.
"""

from django.db import models
from django.db.models import Q

from journeys.models import LegacyFunction
from roles.models import Person
from uniengine.accounts.models import Market, Organization, User
from uniengine.kit.scoping import ScopedManager


class Baseline(models.Model):
    """The skill inventory at one revision. Redesigns begun between two changes of it share one."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    inventory_revision = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    mfte = models.PositiveBigIntegerField()
    taken_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "inventory_revision"], name="baseline_once_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.people} people at revision {self.inventory_revision}"


class BaselinePerson(models.Model):
    """One person of a baseline. `number` is the id of the Person row; it stays when the person is erased."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="members")
    number = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    manager = models.BigIntegerField(null=True, blank=True, help_text="Number of the manager.")
    market = models.ForeignKey(Market, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    function = models.ForeignKey(
        LegacyFunction, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    mfte = models.PositiveIntegerField()
    levels = models.JSONField(default=dict, help_text="Skill id (as text) -> effective level 0-5.")

    objects = ScopedManager()

    class Meta:
        verbose_name_plural = "people of baselines"
        constraints = [
            models.UniqueConstraint(fields=["baseline", "number"], name="baseline_person_once"),
            models.CheckConstraint(condition=Q(mfte__lte=1000), name="baseline_person_at_most_full_time"),
        ]
        indexes = [models.Index(fields=["organization", "number"], name="baseline_person_by_number")]

    def __str__(self) -> str:
        return f"Person {self.number}"
