"""What people decide about redesigns: how two are brought together, and which one is lived by."""

from django.db import models
from django.db.models import Q

from redesigns.models.baselines import Baseline
from redesigns.models.redesigns import Redesign
from uniengine.accounts.models import Organization, User
from uniengine.kit.scoping import ScopedManager


class ReconciliationKind(models.TextChoices):
    MERGE = "merge", "Merge"
    REBASE = "rebase", "New inventory"


class ReconciliationState(models.TextChoices):
    OPEN = "open", "Open"
    APPLIED = "applied", "Applied"
    DISCARDED = "discarded", "Discarded"


class Reconciliation(models.Model):
    """A merge or a rebase under way: the answers given so far. Its conflicts follow from the two sides."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="reconciliations")
    kind = models.CharField(max_length=6, choices=ReconciliationKind.choices)
    source = models.ForeignKey(Redesign, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source_position = models.PositiveIntegerField(default=0)
    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    choices = models.JSONField(default=dict, help_text="Conflict id -> option.")
    state = models.CharField(max_length=9, choices=ReconciliationState.choices, default=ReconciliationState.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["redesign"], condition=Q(state="open"), name="reconciliation_one_open"),
            models.CheckConstraint(
                condition=Q(kind="merge", source__isnull=False, baseline__isnull=True)
                | Q(kind="rebase", baseline__isnull=False, source__isnull=True),
                name="reconciliation_sides",
            ),
            models.CheckConstraint(condition=Q(state__in=ReconciliationState.values), name="reconciliation_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.redesign_id}"


class Publication(models.Model):
    """From when until when a redesign was the structure people live by."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="publications")
    revision = models.PositiveIntegerField()
    replaced = models.ForeignKey(Redesign, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["redesign"], condition=Q(ended_at__isnull=True), name="publication_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.redesign_id} from {self.published_at}"
