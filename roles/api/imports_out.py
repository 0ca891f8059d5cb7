"""What the API of imports reads and writes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from roles.models import ImportProblem, ImportQueueEntry, ImportSource, ImportState, InventoryImport
from roles.selectors.import_counts import Counts, counts_of, result_of
from roles.selectors.imports import failure_of, import_state, import_view
from uniengine.jobs.api_out import JobOut
from uniengine.jobs.selectors import job_view


class ImportPartOut(serializers.Serializer[Any]):
    """Rows of one kind."""

    create = serializers.IntegerField()  # type: ignore[assignment]
    update = serializers.IntegerField()  # type: ignore[assignment]
    unchanged = serializers.IntegerField()
    cannot = serializers.IntegerField(help_text="Cannot be imported.")
    waiting = serializers.IntegerField(help_text="Wait for an answer in the queue.")
    older = serializers.IntegerField(help_text="What is stored has a later date and stays.")


class ImportCountsOut(serializers.Serializer[Counts]):
    """The figures of a dry run; of an applied import, only what was written is filled."""

    people = ImportPartOut()
    skills = ImportPartOut()
    ratings = ImportPartOut()
    markets_new = serializers.ListField(child=serializers.CharField())
    functions_new = serializers.ListField(child=serializers.CharField())
    markets_made = serializers.IntegerField()
    functions_made = serializers.IntegerField()
    aliases_made = serializers.IntegerField()
    rows_total = serializers.IntegerField()
    rows_left_out = serializers.DictField(child=serializers.IntegerField())
    ratings_left_out = serializers.IntegerField(help_text="Of skills that were settled as left out.")
    not_rated = serializers.IntegerField()
    merged = serializers.IntegerField(help_text="The same rating twice.")
    superseded = serializers.IntegerField(help_text="An earlier date in the same file.")
    managers_set = serializers.IntegerField()
    rated = serializers.IntegerField(help_text="Pairs of person and skill that are ready.")
    level_sum = serializers.IntegerField(help_text="Sum of the levels that count, over those pairs.")
    errors = serializers.IntegerField(help_text="Entries in the list of errors.")  # type: ignore[assignment]
    rows_cannot = serializers.IntegerField(help_text="Rows that errors leave out.")
    values_cannot = serializers.IntegerField(help_text="Single values that errors leave out of the other rows.")
    error_codes = serializers.DictField(child=serializers.IntegerField())
    notes = serializers.IntegerField()
    changes = serializers.IntegerField(help_text="Rows that would be (or were) written; 0 = nothing new.")


class ImportListed(serializers.Serializer[InventoryImport]):
    """An import in a list."""

    id = serializers.IntegerField()
    file_name = serializers.CharField()
    source = serializers.CharField(source="source.name", default=None, allow_null=True)  # type: ignore[assignment]
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, row: InventoryImport) -> ImportState:
        """Where it stands: uploaded, read, checking, checked, applying, applied, undoing, undone, failed."""
        return import_state(row)


class ImportOut(ImportListed):
    """An import with everything a client needs to go on."""

    job = serializers.SerializerMethodField()
    open_queue = serializers.SerializerMethodField()
    errors_left_out = serializers.BooleanField()
    error_code = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    found = serializers.SerializerMethodField()
    mapping = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()

    @extend_schema_field(JobOut(allow_null=True))
    def get_job(self, row: InventoryImport) -> Any:
        """The latest background work, finished or not. Poll it at /jobs/<id>."""
        return JobOut(job_view(row.job)).data if row.job else None

    def get_open_queue(self, row: InventoryImport) -> int:
        """Skills that wait for an answer."""
        return import_view(row).open_queue

    def get_error_code(self, row: InventoryImport) -> str:
        """Why the file, the mapping or the last job failed; empty if nothing did."""
        return failure_of(row)[0]

    def get_error(self, row: InventoryImport) -> str:
        return failure_of(row)[1]

    def get_found(self, row: InventoryImport) -> dict[str, Any]:
        """What is in the file: encoding, delimiter, sheets, columns with samples, the suggested mapping."""
        return dict(row.found)

    def get_mapping(self, row: InventoryImport) -> dict[str, Any]:
        """The confirmed mapping; empty before that."""
        return dict(row.mapping)

    @extend_schema_field(ImportCountsOut(allow_null=True))
    def get_counts(self, row: InventoryImport) -> Any:
        return ImportCountsOut(counts_of(row)).data if row.summary else None

    @extend_schema_field(ImportCountsOut(allow_null=True))
    def get_result(self, row: InventoryImport) -> Any:
        found = result_of(row)
        return ImportCountsOut(found).data if found else None


class ImportNew(serializers.Serializer[Any]):
    """The upload, as multipart/form-data."""

    file = serializers.FileField(allow_empty_file=True, use_url=False, max_length=255)
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=80, required=False, default="", allow_blank=True, help_text="Its mapping is remembered under this."
    )
    mapping = serializers.JSONField(
        required=False,
        default=None,
        allow_null=True,
        help_text='By name: {"columns": {"Employee ID": "person_id", ...}, "new_skills": "add"}.',
    )
    auto_check = serializers.BooleanField(required=False, default=False, help_text="Start the dry run at once.")


class ImportMappingIn(serializers.Serializer[Any]):
    """What each column is: a full mapping (columns as a list) or one by name (columns as an object)."""

    version = serializers.IntegerField()
    mapping = serializers.JSONField(help_text="See docs/import-format.md.")
    source = serializers.CharField(max_length=80, required=False, allow_blank=True)  # type: ignore[assignment]


class ImportApplyIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="The version whose counts were looked at.")
    leave_out_errors = serializers.BooleanField(
        default=False, help_text="Agree that faulty rows and values are left out."
    )


class ImportVersionIn(serializers.Serializer[Any]):
    version = serializers.IntegerField()


class ImportSettleIn(serializers.Serializer[Any]):
    choice = serializers.ChoiceField(choices=ImportQueueEntry.Choice.choices)
    skill = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)


class ImportProblemOut(serializers.ModelSerializer[ImportProblem]):
    """Something wrong at one place of the file. `extent`: what is left out because of it."""

    extent = serializers.CharField(allow_blank=True, help_text="row, cell, or empty: nothing is left out.")

    class Meta:
        model = ImportProblem
        fields = ("kind", "line", "column", "code", "value", "message", "extent")


class ImportSuggestionOut(serializers.Serializer[Any]):
    skill = serializers.IntegerField()
    name = serializers.CharField()
    taxonomy = serializers.CharField()
    score = serializers.IntegerField()


class ImportQueueEntryOut(serializers.ModelSerializer[ImportQueueEntry]):
    """A skill of the file that needs a decision, or had one."""

    suggestions = ImportSuggestionOut(many=True)

    class Meta:
        model = ImportQueueEntry
        fields = (
            "id",
            "name",
            "code",
            "taxonomy",
            "category",
            "reason",
            "line",
            "ratings",
            "choice",
            "skill",
            "suggestions",
        )


class ImportSettledOut(serializers.Serializer[Any]):
    settled = serializers.IntegerField()


class ImportSourceOut(serializers.ModelSerializer[ImportSource]):
    """A source with its remembered mapping (empty until a file of it passed a check)."""

    class Meta:
        model = ImportSource
        fields = ("id", "name", "mapping", "updated_at")
