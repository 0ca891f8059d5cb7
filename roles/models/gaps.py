"""Stored figures of the skill gap, so that a page reads cells instead of two million ratings.

FTE are integers in thousandths (mfte). Cells follow single changes by deltas; `GapResult` holds what needs the whole
picture (maximum flow and its proof) and says which revisions it saw.
"""

from django.db import models

from journeys.models import Journey, Skill, Stage, SupplierActivity
from uniengine.accounts.models import Market, Organization
from uniengine.kit.scoping import ScopedManager


class InventoryState(models.Model):
    """Counts every change of people or ratings, so that a stored figure knows whether it is stale."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    revision = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    rolled_up_revision = models.PositiveBigIntegerField(default=0, help_text="The revision SupplyCell stands for.")
    rolled_up_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"revision {self.revision}"


class SupplyCell(models.Model):
    """People and FTE at exactly one effective level of a skill, per market and legacy function of today.

    Derived from rows that have their constraints: checking keys again for every cell, and keeping an index for each
    of them, doubled the time of a full count.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        related_name="+",
        editable=False,
        db_constraint=False,
        db_index=False,
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    level = models.PositiveSmallIntegerField()
    # Plain ids with 0 for "none": a unique key over NULLs does not exist on SQLite, and cells are derived anyway.
    market_key = models.BigIntegerField(default=0)
    function_key = models.BigIntegerField(default=0)
    people = models.IntegerField()
    mfte = models.BigIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "skill", "level", "market_key", "function_key"], name="supply_cell_once"
            ),
            models.CheckConstraint(condition=models.Q(people__gte=0, mfte__gte=0), name="supply_cell_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.level}: {self.mfte}"


class DemandCell(models.Model):
    """FTE an activity needs of a skill at a level, per stage and market (none = company-wide)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(SupplierActivity, on_delete=models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, null=True, related_name="+")
    market = models.ForeignKey(Market, on_delete=models.CASCADE, null=True, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()
    mandatory = models.BooleanField(default=True)
    mfte = models.BigIntegerField()
    unweighted = models.BooleanField(default=False, help_text="The effort is not known and counts as one unit.")

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["journey", "skill", "level"], name="demand_by_skill")]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.level}: {self.mfte}"


class GapResult(models.Model):
    """The true gap of a journey (or of one stage or market of it) with its proof, at given revisions."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    slice = models.CharField(max_length=40, default="all", help_text="'all', 'stage:7', 'market:3'.")
    inventory_revision = models.PositiveBigIntegerField()
    journey_revision = models.PositiveIntegerField()
    computed_at = models.DateTimeField()
    figures = models.JSONField(help_text="mfte: demand, supply, flow, unmet, unused, developable, ranges.")
    proof = models.JSONField(default=list, help_text="[{needs, skills, demand, capacity, short, people}].")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "slice"], name="gap_result_once")]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.slice}"
