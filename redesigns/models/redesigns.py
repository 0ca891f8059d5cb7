"""A redesign, who works on it, and its history.

The tallies are counted again in every change; the database refuses a redesign that loses somebody.
"""

from django.db import models
from django.db.models import F, Q

from journeys.models import Journey
from redesigns.models.baselines import Baseline
from uniengine.accounts.models import Organization, User
from uniengine.kit.scoping import ScopedManager


class RedesignState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced"


class Redesign(models.Model):
    """A scenario: roles, placements and teams over one journey and the people of one baseline."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=1000, blank=True)
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="redesigns")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="branches")
    fork_position = models.PositiveIntegerField(default=0, help_text="Changes of the parent when it was branched.")
    state = models.CharField(max_length=10, choices=RedesignState.choices, default=RedesignState.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="How many changes it has had.")
    version = models.PositiveIntegerField(default=1, help_text="Rises with every change of name or state.")
    people = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    bench = models.PositiveIntegerField(default=0)
    leaving = models.PositiveIntegerField(default=0)
    seats = models.PositiveIntegerField(default=0)
    vacant = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people=F("placed") + F("bench") + F("leaving")), name="redesign_loses_nobody"
            ),
            models.CheckConstraint(condition=Q(seats=F("placed") + F("vacant")), name="redesign_seats_add_up"),
            models.CheckConstraint(condition=Q(state__in=RedesignState.values), name="redesign_state"),
            models.CheckConstraint(condition=~Q(approved_by=F("proposed_by")), name="redesign_approved_by_another"),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state=RedesignState.PUBLISHED), name="redesign_one_published"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == RedesignState.DRAFT


class Collaborator(models.Model):
    """Somebody named on a redesign. Whoever is not named does not see a draft, and no names in any redesign."""

    class May(models.TextChoices):
        EDIT = "edit", "Edit"
        READ = "read", "Read"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    may = models.CharField(max_length=4, choices=May.choices, default=May.EDIT)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["redesign", "user"], name="collaborator_once"),
            models.CheckConstraint(condition=Q(may__in=["edit", "read"]), name="collaborator_may"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} may {self.may}"


class RedesignChange(models.Model):
    """One change of a redesign: the records it touched, before and after. Never changed; undoing adds another."""

    class Kind(models.TextChoices):
        EDIT = "edit", "Edit"
        PLACE = "place", "Placement"
        ADOPT = "adopt", "Roles adopted"
        MERGE = "merge", "Merge"
        REBASE = "rebase", "New inventory"
        UNDO = "undo", "Undo"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.EDIT)
    label = models.CharField(max_length=200, help_text="What was done. It names nobody.")
    entries = models.JSONField(help_text="[{kind, key, before, after}], null where the record did not exist.")
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="undone_by")
    source = models.ForeignKey(Redesign, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source_position = models.PositiveIntegerField(default=0, help_text="Changes of the source it was merged with.")
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-position"]
        constraints = [models.UniqueConstraint(fields=["redesign", "position"], name="redesign_change_in_order")]

    def __str__(self) -> str:
        return self.label
