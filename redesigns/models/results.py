"""What background work found out: proposed roles, and what a redesign would do."""

from django.db import models

from redesigns.models.redesigns import Redesign
from uniengine.accounts.models import Organization, User
from uniengine.kit.scoping import ScopedManager


class Proposal(models.Model):
    """A smallest set of roles, as far as it could be found. See roles.cover."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="proposals")
    options = models.JSONField(help_text="sharing: whole | shared; most_skills, most_stages; seconds.")
    journey_revision = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    lower_bound = models.PositiveIntegerField()
    proved = models.BooleanField()
    notes = models.JSONField(default=dict, help_text="left_out, impossible, merged, how.")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.found} roles"


class ProposedRole(models.Model):
    """One role of a proposal. `adopted` is the key of the role it became."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="roles")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    activities = models.JSONField(help_text="Ids of activities.")
    skills = models.JSONField(help_text="Ids of skills.")
    stages = models.JSONField(help_text="Ids of stages.")
    adopted = models.CharField(max_length=12, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["proposal", "position"], name="proposed_role_in_order")]

    def __str__(self) -> str:
        return self.name


class EffectResult(models.Model):
    """The effect panel of a redesign at one revision of it and of its journey."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.OneToOneField(Redesign, on_delete=models.CASCADE, related_name="effects")
    revision = models.PositiveIntegerField()
    journey_revision = models.PositiveIntegerField()
    figures = models.JSONField()
    computed_at = models.DateTimeField()

    objects = ScopedManager()

    def __str__(self) -> str:
        return f"{self.redesign_id} at {self.revision}"
