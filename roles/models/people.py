"""Who works here and how well they can do what. HR data: names are shown on a need-to-know basis only."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from journeys.models import LegacyFunction, Skill
from uniengine.accounts.models import Market, Organization
from uniengine.kit.scoping import ScopedManager


class Person(models.Model):
    """An employee. The key is the employee id as text (leading zeros survive), else the e-mail; never the name."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    employee_id = models.CharField(max_length=60, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    location = models.CharField(max_length=200, blank=True)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    function = models.ForeignKey(LegacyFunction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    manager = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports")
    mfte = models.PositiveIntegerField(default=1000, help_text="Working time in thousandths of an FTE.")
    started_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    source_import = models.ForeignKey(
        "roles.InventoryImport", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    edited = models.BooleanField(
        default=False, db_default=False, help_text="By hand, since the import in source_import wrote the row."
    )
    version = models.PositiveIntegerField(default=1, help_text="Rises with every change, also with an undo.")

    objects = ScopedManager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "employee_id"], condition=~Q(employee_id=""), name="person_employee_id_unique"
            ),
            models.UniqueConstraint("organization", Lower("email"), condition=~Q(email=""), name="person_email_unique"),
            models.CheckConstraint(condition=~Q(employee_id="") | ~Q(email=""), name="person_has_key"),
            models.CheckConstraint(condition=Q(mfte__lte=1000), name="person_at_most_full_time"),
            models.CheckConstraint(condition=~Q(manager=F("id")), name="person_not_own_manager"),
        ]
        indexes = [models.Index(fields=["organization", "market", "function"], name="person_by_place")]

    def __str__(self) -> str:
        return self.name or self.employee_id or self.email


class Rater(models.IntegerChoices):
    """Who gave a rating. Raters are kept apart; the organization's precedence says whose counts."""

    ASSESSMENT = 1, "Assessment"
    MANAGER = 2, "Manager"
    SELF = 3, "Self"


class SkillLevel(models.Model):
    """One rater's level (0-5) of one person in one skill. No row = not rated. `effective` marks the one that counts."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ratings", db_index=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="ratings", db_index=False)
    rater = models.PositiveSmallIntegerField(choices=Rater.choices)
    level = models.PositiveSmallIntegerField()
    effective = models.BooleanField(default=True)
    assessed_on = models.DateField(null=True, blank=True)
    raw = models.CharField(max_length=60, blank=True, help_text="The value as it stood in the file.")
    scale = models.CharField(max_length=40, blank=True, help_text="The scale it was read with.")
    source_import = models.ForeignKey(
        "roles.InventoryImport", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill", "rater"], name="skill_level_once_per_rater"),
            models.UniqueConstraint(
                fields=["person", "skill"], condition=Q(effective=True), name="skill_level_one_effective"
            ),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="skill_level_range"),
            models.CheckConstraint(condition=Q(rater__in=Rater.values), name="skill_level_rater"),
        ]
        indexes = [models.Index(fields=["skill", "level"], condition=Q(effective=True), name="skill_level_holders")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.skill_id} {self.level}"
