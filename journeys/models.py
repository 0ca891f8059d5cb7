"""The journey, outside in: stages, buying jobs, the supplier activities that help, and the skills those take.

Every row that people edit carries a `version`; a write names the version it saw, so that a stale edit is noticed.
FTE are stored in thousandths (`mfte`), money in minor units: sums are exact.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from uniengine.accounts.models import Market, Organization, User
from uniengine.jobs.models import Job
from uniengine.kit.scoping import ScopedManager

WHOLE = 1000  # shares and FTE are thousandths


class Slot(models.TextChoices):
    """The five colours and glyphs of stages; renamed stages keep their slot."""

    LEARN = "learn", "Learn"
    BUY = "buy", "Buy"
    ORDER = "order", "Order"
    ADOPT = "adopt", "Adopt"
    SUPPORT = "support", "Support"


class Skill(models.Model):
    """An entry of the organization's taxonomy. Names are not unique: O*NET has two "Mathematics"."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, help_text="Normalised name, for matching.")
    category = models.CharField(max_length=120, blank=True)
    taxonomy = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=120, blank=True, help_text="External code in the taxonomy (O*NET, ESCO).")
    description = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "taxonomy", "code"],
                condition=~Q(code=""),
                name="skill_code_unique",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="skill_named"),
        ]
        indexes = [models.Index(fields=["organization", "name_key"], name="skill_by_name")]

    def __str__(self) -> str:
        return self.name


class SkillAlias(models.Model):
    """Another name an HR system uses for a skill."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name_key", "skill"], name="skill_alias_once")]
        indexes = [models.Index(fields=["organization", "name_key"], name="skill_alias_by_name")]

    def __str__(self) -> str:
        return self.name


class LegacyFunction(models.Model):
    """The function someone sits in today. Used only to expose redundancy."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=120)
    cost_per_fte = models.BigIntegerField(default=0, help_text="Full yearly cost of one FTE, in minor units.")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organization", Lower("name"), name="function_name_unique"),
            models.CheckConstraint(condition=Q(cost_per_fte__gte=0), name="function_cost_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Journey(models.Model):
    """One customer journey, for example of one segment."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=120)
    segment = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts every change; analyses say which one they saw.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("name"),
                condition=Q(archived_at__isnull=True),
                name="journey_name_unique",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=80)
    slot = models.CharField(max_length=8, choices=Slot.choices)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("journey", Lower("name"), name="stage_name_unique"),
            models.CheckConstraint(condition=Q(slot__in=Slot.values), name="stage_slot"),
        ]

    def __str__(self) -> str:
        return self.name


class BuyingJob(models.Model):
    """What the customer must get done inside a stage."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="jobs")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    channels = models.JSONField(default=list, blank=True, help_text="Of: digital, in_person, partner.")
    buyer_roles = models.JSONField(default=list, blank=True, help_text="Of: economic, influencer, user.")
    segment = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="buying_job_named")]

    def __str__(self) -> str:
        return self.name


class JobLoop(models.Model):
    """Buyers go back from one job to an earlier one."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    from_job = models.ForeignKey(BuyingJob, on_delete=models.CASCADE, related_name="loops")
    to_job = models.ForeignKey(BuyingJob, on_delete=models.CASCADE, related_name="loops_in")
    note = models.CharField(max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_job", "to_job"], name="loop_once"),
            models.CheckConstraint(condition=~Q(from_job=F("to_job")), name="loop_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.from_job_id} -> {self.to_job_id}"


class SupplierActivity(models.Model):
    """What a supplier must do to help with a job. Verb first; it carries no function and no job title."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="activities")
    name = models.CharField(max_length=300)
    code = models.CharField(max_length=60, blank=True, help_text="External code, for example an O*NET DWA id.")
    note = models.TextField(blank=True)
    jobs = models.ManyToManyField(BuyingJob, through="ActivityJob", related_name="activities")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("journey", Lower("name"), name="activity_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="activity_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ActivityJob(models.Model):
    """An activity serves a job; its effort is split evenly over the jobs it serves."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    activity = models.ForeignKey(SupplierActivity, on_delete=models.CASCADE, related_name="served")
    job = models.ForeignKey(BuyingJob, on_delete=models.CASCADE, related_name="helped_by")
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "job"], name="activity_job_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} for {self.job_id}"


class ActivitySkill(models.Model):
    """A skill the activity takes: required level, share of its effort in thousandths, mandatory or not."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    activity = models.ForeignKey(SupplierActivity, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="needed_by")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    share = models.PositiveSmallIntegerField(help_text="Thousandths of the effort; an activity's shares sum to 1000.")
    mandatory = models.BooleanField(default=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "skill"], name="activity_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="activity_skill_level"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=WHOLE), name="activity_skill_share"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} at {self.level}"


class ActivityDemand(models.Model):
    """How often and how long per year, in one market (or company-wide). d_a = volume x hours / productive hours."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    activity = models.ForeignKey(SupplierActivity, on_delete=models.CASCADE, related_name="demands")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    volume = models.DecimalField(max_digits=12, decimal_places=2, help_text="Times per year.")
    hours = models.DecimalField(max_digits=8, decimal_places=2, help_text="Hours each time.")

    objects = ScopedManager()

    class Meta:
        verbose_name, verbose_name_plural = "figure of an activity's effort", "figures of activities' effort"
        constraints = [
            models.UniqueConstraint(fields=["activity", "market"], name="activity_demand_once"),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(market__isnull=True),
                name="activity_demand_whole_once",
            ),
            models.CheckConstraint(condition=Q(volume__gte=0, hours__gte=0), name="activity_demand_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.volume} x {self.hours} h"


class FunctionEffort(models.Model):
    """T_fa: FTE (thousandths) a legacy function spends on an activity today; null: it does it, time not known."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    activity = models.ForeignKey(SupplierActivity, on_delete=models.CASCADE, related_name="efforts")
    function = models.ForeignKey(LegacyFunction, on_delete=models.PROTECT, related_name="efforts")
    mfte = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "function"], name="function_effort_once")]

    def __str__(self) -> str:
        return f"{self.function_id}: {self.mfte}"


class BoardChange(models.Model):
    """One undoable edit of a journey: the rows it touched, before and after."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="changes")
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=200, help_text="For example: Moved 'Compare vendors' to Buy.")
    rows = models.JSONField(help_text="[{model, pk, before, after}], null where the row did not exist.")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["journey", "-id"], name="board_change_recent")]

    def __str__(self) -> str:
        return self.label


class JourneyImportState(models.TextChoices):
    CHECKING = "checking", "Checking"
    CHECKED = "checked", "Checked"
    APPLYING = "applying", "Applying"
    APPLIED = "applied", "Applied"
    FAILED = "failed", "Could not be read"


class JourneyImport(models.Model):
    """Files that become a journey: uploaded, checked as often as the options change, applied once."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=120, help_text="Name of the journey to be.")
    segment = models.CharField(max_length=120, blank=True)
    files = models.JSONField(default=dict, help_text="Part (main, skills, stages) -> {name, stored, size}.")
    options = models.JSONField(default=dict, help_text="See sheet.Options.")
    state = models.CharField(max_length=10, choices=JourneyImportState.choices, default=JourneyImportState.CHECKING)
    preview = models.JSONField(default=dict, help_text="Counts, notes, columns and groups of the last check.")
    problems = models.JSONField(default=list, help_text="[{part, line, column, code, value, message}].")
    error = models.CharField(max_length=1000, blank=True, help_text="Why the files could not be read.")
    journey = models.ForeignKey(Journey, on_delete=models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JourneyImportState.values), name="journey_import_state")
        ]

    def __str__(self) -> str:
        return self.name
