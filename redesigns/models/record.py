"""What every table of records has: the redesign it belongs to, and its key there (records.py)."""

from django.db import models

from redesigns.models.redesigns import Redesign
from uniengine.accounts.models import Organization
from uniengine.kit.scoping import ScopedManager

KEY_LENGTH = 80


class Record(models.Model):
    """A record of a redesign. Only services.changing writes these tables."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    redesign = models.ForeignKey(Redesign, on_delete=models.CASCADE, related_name="%(class)s_rows")
    key = models.CharField(max_length=KEY_LENGTH)

    objects = ScopedManager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["redesign", "key"], name="%(class)s_key")]

    def __str__(self) -> str:
        return self.key
