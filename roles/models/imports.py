"""One HR inventory import from upload to undo. See docs/import-format.md."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from uniengine.accounts.models import Organization, User
from uniengine.jobs.models import Job
from uniengine.kit.scoping import ScopedManager


class ImportSource(models.Model):
    """A system that exports to us, with its remembered mapping of columns, scale and skill names."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    name = models.CharField(max_length=80)
    mapping = models.JSONField(default=dict, blank=True, help_text="The last mapping that was checked, see mapping.py.")
    skill_choices = models.JSONField(
        default=dict, blank=True, help_text="Answers to the queue: file skill key -> skill id, 'new' or 'leave out'."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="import_source_name_unique")]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """What became of an import. CHECKING, APPLYING and UNDOING are shown while a job is open and never stored, so
    that a job that dies leaves the import as it was (selectors.imports.import_view)."""

    UPLOADED = "uploaded", "Uploaded"
    READ = "read", "Ready to map"
    CHECKING = "checking", "Checking"
    CHECKED = "checked", "Checked"
    APPLYING = "applying", "Applying"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Undoing"
    UNDONE = "undone", "Undone"
    FAILED = "failed", "Could not be read"


class InventoryImport(models.Model):
    """An uploaded inventory file and what became of it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    source = models.ForeignKey(ImportSource, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    file_name = models.CharField(max_length=255)
    stored_name = models.CharField(max_length=255, editable=False, help_text="Path below MEDIA_ROOT.")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    found = models.JSONField(default=dict, blank=True, help_text="Encoding, delimiter, sheet, shape, headers, samples.")
    mapping = models.JSONField(default=dict, blank=True, help_text="The confirmed mapping.")
    summary = models.JSONField(default=dict, blank=True, help_text="Counts of the dry run.")
    result = models.JSONField(default=dict, blank=True, help_text="Counts of what was applied.")
    basis = models.JSONField(default=dict, blank=True, help_text="What the dry run compared with, see checked.py.")
    plan_name = models.CharField(max_length=255, blank=True, editable=False, help_text="Stored plan of the dry run.")
    errors_left_out = models.BooleanField(default=False, help_text="Somebody agreed to leave out the faulty rows.")
    error_code = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=1000, blank=True, help_text="Why the file could not be read.")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state")]

    def __str__(self) -> str:
        return self.file_name


class ProblemKind(models.TextChoices):
    ERROR = "error", "Error"
    NOTE = "note", "Note"
    LEFT_OUT = "left_out", "Row without data"


class ImportProblem(models.Model):
    """One error (or note, or row that is no data) of the dry run, with the true line and column of the file."""

    Kind = ProblemKind

    class Extent(models.TextChoices):
        ROW = "row", "The row is left out"
        CELL = "cell", "The cell is left out"
        NOTHING = "", "Nothing is left out"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    inventory_import = models.ForeignKey(InventoryImport, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ERROR)
    extent = models.CharField(max_length=4, choices=Extent.choices, blank=True, default=Extent.NOTHING)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=500)

    objects = ScopedManager()

    class Meta:
        ordering = ["line", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=ProblemKind.values), name="problem_kind")]
        indexes = [models.Index(fields=["inventory_import", "kind", "code", "line"], name="problem_by_cause")]

    def __str__(self) -> str:
        return self.message


class QueueChoice(models.TextChoices):
    OPEN = "open", "To settle"
    SAME = "same", "Same as"
    NEW = "new", "New skill"
    LEAVE_OUT = "leave_out", "Leave out"


class ImportQueueEntry(models.Model):
    """A skill name the taxonomy does not know, or knows twice; a person decides, never the importer."""

    Choice = QueueChoice

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    inventory_import = models.ForeignKey(InventoryImport, on_delete=models.CASCADE, related_name="queue")
    key = models.CharField(max_length=420, default="", help_text="Names the skill of the file, see skills.file_key.")
    name = models.CharField(max_length=200)
    taxonomy = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=10, blank=True, help_text="unknown, ambiguous, or empty: settled before.")
    line = models.PositiveIntegerField(default=0)
    ratings = models.PositiveIntegerField(default=0)
    suggestions = models.JSONField(default=list, help_text="[{skill, name, taxonomy, score 0-100}], best first.")
    choice = models.CharField(max_length=10, choices=Choice.choices, default=Choice.OPEN)
    skill = models.ForeignKey("journeys.Skill", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["-ratings", "name"]
        constraints = [
            models.UniqueConstraint(fields=["inventory_import", "key"], name="queue_entry_once"),
            models.CheckConstraint(condition=Q(choice__in=QueueChoice.values), name="queue_entry_choice"),
        ]

    def __str__(self) -> str:
        return self.name


class UndoRow(models.Model):
    """What an import overwrote: the row before, or null for a row it created. Created people and ratings have none:
    they carry the import's id in `source_import` instead."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)
    inventory_import = models.ForeignKey(InventoryImport, on_delete=models.CASCADE, related_name="undo_rows")
    model = models.CharField(max_length=40)
    row = models.BigIntegerField(help_text="Primary key of the overwritten row.")
    before = models.JSONField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inventory_import", "model", "row"], name="undo_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.row}"
