"""What the API of journeys answers. FTE in thousandths (mfte), money in minor units, shares in thousandths."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from journeys.coverage import Outlook
from journeys.flags import Flag, Place
from journeys.models import BoardChange, BuyingJob, Journey, JourneyImportState, LegacyFunction, Skill, Slot, Stage


class Choice(serializers.ChoiceField):
    """One of a few words."""

    def __init__(self, kind: Any, **options: Any) -> None:
        super().__init__(choices=[item.value for item in kind], **options)


class JourneyOut(serializers.ModelSerializer[Journey]):
    class Meta:
        model = Journey
        fields = ("id", "name", "segment", "description", "revision", "version", "created_at", "archived_at")


class JourneyListed(JourneyOut):
    stage_count = serializers.IntegerField()
    job_count = serializers.IntegerField()
    activity_count = serializers.IntegerField()

    class Meta(JourneyOut.Meta):
        fields = (*JourneyOut.Meta.fields, "stage_count", "job_count", "activity_count")  # type: ignore[assignment]


class StageOut(serializers.ModelSerializer[Stage]):
    slot = serializers.ChoiceField(choices=Slot.choices)

    class Meta:
        model = Stage
        fields = ("id", "journey", "name", "slot", "position", "version")


class LoopOut(serializers.Serializer[Any]):
    job = serializers.IntegerField(source="to_job_id")
    note = serializers.CharField()


class BuyingJobOut(serializers.ModelSerializer[BuyingJob]):
    channels = serializers.ListField(child=serializers.CharField())
    buyer_roles = serializers.ListField(child=serializers.CharField())
    loops = LoopOut(many=True)

    class Meta:
        model = BuyingJob
        fields = (
            "id",
            "stage",
            "name",
            "description",
            "channels",
            "buyer_roles",
            "segment",
            "position",
            "loops",
            "version",
        )


class FlagOut(serializers.Serializer[Any]):
    """A place that needs work: open `place` `id`."""

    flag = Choice(Flag)
    place = Choice(Place)
    id = serializers.IntegerField(source="pk")
    stage = serializers.IntegerField(allow_null=True)
    words = serializers.CharField()


class FlagsOut(serializers.Serializer[Any]):
    counts = serializers.DictField(child=serializers.IntegerField())
    flags = FlagOut(many=True)


class ChipOut(serializers.Serializer[Any]):
    """mfte null: it does it, the time is not known."""

    function = serializers.IntegerField()
    name = serializers.CharField()
    mfte = serializers.IntegerField(allow_null=True)


class PillOut(serializers.Serializer[Any]):
    skill = serializers.IntegerField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    share = serializers.IntegerField()
    mandatory = serializers.BooleanField()


class EffortOut(serializers.Serializer[Any]):
    """unweighted: (partly) not known, so that it counts as one unit."""

    mfte = serializers.IntegerField()
    unweighted = serializers.BooleanField()


class ActivityRowOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    code = serializers.CharField()
    note = serializers.CharField()
    version = serializers.IntegerField()
    jobs = serializers.ListField(child=serializers.IntegerField())
    skills = PillOut(many=True)
    functions = ChipOut(many=True)
    done_by = serializers.ChoiceField(choices=["nobody", "one", "many"])
    needed = EffortOut()
    flags = FlagOut(many=True)


class DemandOut(serializers.Serializer[Any]):
    market = serializers.IntegerField(allow_null=True)
    volume = serializers.DecimalField(max_digits=12, decimal_places=2)
    hours = serializers.DecimalField(max_digits=8, decimal_places=2)
    mfte = serializers.IntegerField()


class ActivityOut(serializers.Serializer[Any]):
    """One activity with everything about it. excess_mfte null: what it needs is not known."""

    journey = serializers.IntegerField(source="activity.journey_id")
    activity = ActivityRowOut(source="row")
    demand = DemandOut(many=True)
    consolidatable_mfte = serializers.IntegerField()
    excess_mfte = serializers.IntegerField(allow_null=True)


class LoopViewOut(serializers.Serializer[Any]):
    job = serializers.IntegerField()
    name = serializers.CharField()
    stage = serializers.IntegerField()
    note = serializers.CharField()


class JobCardOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    description = serializers.CharField()
    channels = serializers.ListField(child=serializers.CharField(), source="channel_keys")
    buyer_roles = serializers.ListField(child=serializers.CharField(), source="buyer_role_keys")
    segment = serializers.CharField()
    position = serializers.IntegerField()
    version = serializers.IntegerField()
    loops = LoopViewOut(many=True)
    flags = FlagOut(many=True)
    activities = ActivityRowOut(many=True)


class StageColumnOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    slot = serializers.ChoiceField(choices=Slot.choices)
    position = serializers.IntegerField()
    version = serializers.IntegerField()
    spent_mfte = serializers.IntegerField()
    needed = EffortOut()
    jobs = JobCardOut(many=True)


class CountsOut(serializers.Serializer[Any]):
    stages = serializers.IntegerField()
    jobs = serializers.IntegerField()
    activities = serializers.IntegerField()
    skills = serializers.IntegerField()
    nobody = serializers.IntegerField()
    many = serializers.IntegerField()  # type: ignore[assignment]
    no_skill = serializers.IntegerField()
    no_job = serializers.IntegerField()


class BoardOut(serializers.Serializer[Any]):
    """The whole board. unplaced: activities that help no job yet."""

    journey = JourneyOut()
    counts = CountsOut()
    stages = StageColumnOut(many=True)
    unplaced = ActivityRowOut(many=True)


class BoardChangeOut(serializers.ModelSerializer[BoardChange]):
    by = serializers.SerializerMethodField()

    class Meta:
        model = BoardChange
        fields = ("id", "label", "by", "at", "undone_at")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_by(self, change: BoardChange) -> str | None:
        return change.actor.display_name if change.actor else None


class SkillAliasOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class SkillOut(serializers.ModelSerializer[Skill]):
    aliases = SkillAliasOut(many=True)
    activity_count = serializers.IntegerField()
    stage_count = serializers.IntegerField()

    class Meta:
        model = Skill
        fields = (
            "id",
            "name",
            "category",
            "taxonomy",
            "code",
            "description",
            "archived_at",
            "version",
            "aliases",
            "activity_count",
            "stage_count",
        )


class FunctionOut(serializers.ModelSerializer[LegacyFunction]):
    activity_count = serializers.IntegerField()

    class Meta:
        model = LegacyFunction
        fields = ("id", "name", "cost_per_fte", "version", "activity_count")


class FunctionViewOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    cost_per_fte = serializers.IntegerField()
    activities = serializers.IntegerField()
    mfte = serializers.IntegerField()


class RedundantActivityOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    stages = serializers.ListField(child=serializers.IntegerField())
    functions = ChipOut(many=True)
    total_mfte = serializers.IntegerField()
    needed_mfte = serializers.IntegerField(allow_null=True)
    consolidatable_mfte = serializers.IntegerField()
    consolidatable_minor = serializers.IntegerField()
    unpriced_mfte = serializers.IntegerField()
    excess_mfte = serializers.IntegerField(allow_null=True)
    excess_minor = serializers.IntegerField(allow_null=True)
    fragmentation = serializers.FloatField()
    times_unknown = serializers.IntegerField()


class PairOut(serializers.Serializer[Any]):
    first = serializers.IntegerField()
    second = serializers.IntegerField()
    mfte = serializers.IntegerField()
    at_least_minor = serializers.IntegerField()
    shared = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of the activities both do.")


class RedundantStageOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk", allow_null=True)
    name = serializers.CharField()
    total_mfte = serializers.IntegerField()
    consolidatable_mfte = serializers.IntegerField()
    consolidatable_minor = serializers.IntegerField()
    excess_mfte = serializers.IntegerField()
    excess_minor = serializers.IntegerField()


class RedundancyOut(serializers.Serializer[Any]):
    currency = serializers.CharField()
    total_mfte = serializers.IntegerField()
    consolidatable_mfte = serializers.IntegerField()
    consolidatable_minor = serializers.IntegerField()
    unpriced_mfte = serializers.IntegerField()
    excess_mfte = serializers.IntegerField()
    excess_minor = serializers.IntegerField()
    many = serializers.IntegerField()  # type: ignore[assignment]
    nobody = serializers.IntegerField()
    times_unknown = serializers.IntegerField()
    excess_unknown = serializers.IntegerField()
    unpriced = serializers.ListField(child=serializers.CharField())
    functions = FunctionViewOut(many=True)
    pairs = serializers.SerializerMethodField()
    stages = RedundantStageOut(many=True)
    activities = RedundantActivityOut(many=True)

    @extend_schema_field(PairOut(many=True))
    def get_pairs(self, found: Any) -> Any:
        return PairOut(list(found.pairs.values()), many=True).data


class MissingOut(serializers.Serializer[Any]):
    skill = serializers.IntegerField()
    name = serializers.CharField()
    level = serializers.IntegerField()


class CoverageRowOut(serializers.Serializer[Any]):
    """holders null: not countable, or too few to be shown (few)."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    stages = serializers.ListField(child=serializers.IntegerField())
    outlook = Choice(Outlook)
    words = serializers.CharField()
    missing = MissingOut(many=True)
    holders = serializers.IntegerField(allow_null=True)
    few = serializers.BooleanField()
    at_least = serializers.BooleanField(help_text="There may be more holders: exact counts are for who may see people.")
    spent_mfte = serializers.IntegerField()
    needed = EffortOut()
    short_mfte = serializers.IntegerField(allow_null=True)


class CoverageStageOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    needed_mfte = serializers.IntegerField()
    covered_mfte = serializers.IntegerField()
    ratio = serializers.FloatField(allow_null=True)
    zeros = serializers.ListField(child=serializers.IntegerField())
    unweighted = serializers.BooleanField()
    outlooks = serializers.DictField(child=serializers.IntegerField())


class CoverageOut(serializers.Serializer[Any]):
    inventory = serializers.BooleanField()
    outlooks = serializers.DictField(child=serializers.IntegerField())
    stages = CoverageStageOut(many=True)
    activities = CoverageRowOut(many=True)


class JourneyImportProblemOut(serializers.Serializer[Any]):
    """line 0: the file as a whole."""

    part = serializers.ChoiceField(choices=["main", "skills", "stages"])
    line = serializers.IntegerField()
    column = serializers.CharField()
    code = serializers.CharField()
    value = serializers.CharField()
    message = serializers.CharField()


class JourneyImportOut(serializers.Serializer[Any]):
    """An import. job: poll it under /jobs/ while the state is checking or applying."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    segment = serializers.CharField()
    state = serializers.ChoiceField(choices=JourneyImportState.choices)
    error = serializers.CharField()
    job = serializers.UUIDField(source="job_id", allow_null=True)
    journey = serializers.IntegerField(source="journey_id", allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class JourneyImportDetailOut(JourneyImportOut):
    options = serializers.DictField()
    preview = serializers.DictField(help_text="counts, notes, stages, groups, skills, functions, files")
    problem_count = serializers.SerializerMethodField()

    def get_problem_count(self, found: Any) -> int:
        return len(found.problems)
