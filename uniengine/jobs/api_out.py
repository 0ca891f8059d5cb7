"""What the API of jobs writes."""

from rest_framework import serializers

from uniengine.jobs.models import JobState
from uniengine.jobs.selectors import JobView


class JobOut(serializers.Serializer[JobView]):
    """Background work. It is over when `open` is false; then `state` is succeeded, failed, cancelled or quarantined."""

    id = serializers.UUIDField(source="job.id")
    kind = serializers.CharField(source="job.kind")
    state = serializers.ChoiceField(source="job.state", choices=JobState.choices)
    open = serializers.BooleanField(source="job.is_open")
    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="0 while it is not known.")
    percent = serializers.IntegerField()
    message = serializers.CharField()
    rest = serializers.CharField(help_text="Such as 'about 40 seconds left'.")
    result = serializers.JSONField(source="job.result", allow_null=True)
    error_code = serializers.CharField(source="job.error_code")
    error = serializers.CharField(source="job.error", help_text="What to do about it.")
    created_at = serializers.DateTimeField(source="job.created_at")
    started_at = serializers.DateTimeField(source="job.started_at", allow_null=True)
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)
