"""Roles and what belongs to them. Rows outside the redesign (activities, skills, stages, markets) are pointed at
without a constraint: they may go, and the redesign then says so instead of losing a record behind its history."""

from typing import Any

from django.db import models
from django.db.models import Q

from journeys.models import Skill, Stage, SupplierActivity
from redesigns.models.record import Record
from uniengine.accounts.models import Market

FIXED_TODAY = Q(fixed_share__isnull=True) | Q(fixed_share__lte=1000)
FIXED_NEEDED = Q(needed_fixed_share__isnull=True) | Q(needed_fixed_share__lte=1000)


def outside(to: type[models.Model], *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    """A reference to a row that this redesign does not own."""
    return models.ForeignKey(
        to, on_delete=models.DO_NOTHING, null=null, blank=null, db_constraint=False, related_name="+"
    )


def inside(to: str, *, null: bool = False, related: str = "+") -> "models.ForeignKey[Any, Any]":
    """A reference to another record: whoever takes it away takes away or changes what points at it first."""
    return models.ForeignKey(
        f"redesigns.{to}", on_delete=models.DO_NOTHING, null=null, blank=null, related_name=related
    )


class Part(models.TextChoices):
    ACCOUNTABLE = "accountable", "Accountable"
    DOING = "doing", "Doing"
    SPECIALIST = "specialist", "Specialist"


class Group(Record):
    """A shared services group: people whose skills serve every stage."""

    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=500, blank=True)

    class Meta(Record.Meta):
        ordering = ["name", "id"]


class Role(Record):
    """A bundle of activities in one stage, or cross-stage, with a headcount. stage null: cross-stage."""

    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True, help_text="Job title on the change card; empty: the name.")
    purpose = models.CharField(max_length=500, blank=True)
    stage = outside(Stage, null=True)
    group = inside("Group", null=True, related="roles")
    leads = models.BooleanField(default=False, help_text="Leads the team of its market, or of its group.")
    fixed_share = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Thousandths of pay.")
    needed_fixed_share = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Thousandths of pay that the customer outcome needs fixed."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta(Record.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="role_named"),
            models.CheckConstraint(condition=FIXED_TODAY, name="role_fixed_share"),
            models.CheckConstraint(condition=FIXED_NEEDED, name="role_needed_fixed_share"),
        ]


class GroupSkill(Record):
    """A skill a group is there for."""

    group = inside("Group", related="skills")
    skill = outside(Skill)


class GroupService(Record):
    """How much of a group's time goes to a stage, in thousandths."""

    group = inside("Group", related="services")
    stage = outside(Stage)
    share = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(share__lte=1000), name="group_service_share"),
        ]


class Duty(Record):
    """An activity of a role. skills: only these of the activity's skills; null: all."""

    role = inside("Role", related="duties")
    activity = outside(SupplierActivity)
    part = models.CharField(max_length=11, choices=Part.choices, default=Part.ACCOUNTABLE)
    skills = models.JSONField(null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name_plural = "duties"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(part__in=["accountable", "doing"]), name="duty_part"),
        ]


class Mark(Record):
    """What somebody decided about one skill of a role's profile. null: as derived from the activities."""

    role = inside("Role", related="marks")
    skill = outside(Skill)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    mandatory = models.BooleanField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=5), name="mark_level_range"
            ),
        ]


class Headcount(Record):
    """Seats of a role in a market (null: anywhere). `filled` is counted in every change."""

    role = inside("Role", related="headcounts")
    market = outside(Market, null=True)
    seats = models.PositiveIntegerField()
    least_mfte = models.PositiveIntegerField(default=0, help_text="FTE (thousandths) a person needs to take a seat.")
    filled = models.PositiveIntegerField(default=0, db_default=0)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=100_000), name="headcount_seats"),
            models.CheckConstraint(condition=Q(filled__lte=models.F("seats")), name="headcount_not_overfull"),
            models.CheckConstraint(condition=Q(least_mfte__lte=1000), name="headcount_least_fte"),
        ]


class Measure(Record):
    """A measure of a role's variable pay: its weight today, and the weight the customer's outcome needs."""

    role = inside("Role", related="measures")
    name = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    influences = models.BooleanField(default=True, help_text="The role can influence it.")
    pod_metric = models.BooleanField(default=False, help_text="It is one of the pod's metrics.")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(weight__lte=1000, needed__lte=1000), name="measure_weights"),
        ]


class Segment(Record):
    """A customer segment, for the coverage checks."""

    name = models.CharField(max_length=120)
    local_presence = models.BooleanField(default=False)
    specialist = models.BooleanField(default=False)
    markets = models.JSONField(default=list, help_text="Ids of the markets its customers are in.")
    hunter = inside("Role", null=True)
    farmer = inside("Role", null=True)
    handover = models.CharField(max_length=500, blank=True)
    problem_route = models.JSONField(default=list, help_text="Keys of roles, in order.")

    class Meta(Record.Meta):
        ordering = ["name", "id"]


class Cover(Record):
    """What a role is to a segment in a stage."""

    segment = inside("Segment", related="covers")
    stage = outside(Stage)
    role = inside("Role", related="covers")
    part = models.CharField(max_length=11, choices=Part.choices, default=Part.DOING)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(part__in=Part.values), name="cover_part"),
        ]
