"""What the API of journeys takes. Versions are those of the row as it was read; a stale one is answered with 409."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from journeys.models import Slot
from journeys.outline import BUYER_ROLES, CHANNELS
from journeys.services.functions import MOST_COST

MOST_ID = 2**63 - 1
MOST_PLACE = 100_000


class Id(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_ID, **options)


class Place(serializers.IntegerField):
    """A place among the siblings, 0 = first. Missing or null = last."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_PLACE, **options)


class SeenVersion(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class JourneyNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    segment = serializers.CharField(max_length=120, required=False, allow_blank=True)
    template = serializers.ChoiceField(choices=["b2b", "empty"], required=False)


class JourneyIn(SeenVersion):
    name = serializers.CharField(max_length=120, required=False)
    segment = serializers.CharField(max_length=120, required=False, allow_blank=True)
    description = serializers.CharField(max_length=5_000, required=False, allow_blank=True)


class JourneyCopyIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)


class StageNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    slot = serializers.ChoiceField(choices=Slot.choices, required=False)
    position = Place(required=False, allow_null=True)


class StageIn(SeenVersion):
    name = serializers.CharField(max_length=80, required=False)
    slot = serializers.ChoiceField(choices=Slot.choices, required=False)


class StageMove(SeenVersion):
    position = Place()


class BuyingJobFields(serializers.Serializer[Any]):
    description = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    channels = serializers.ListField(child=serializers.ChoiceField(choices=list(CHANNELS.items())), required=False)
    buyer_roles = serializers.ListField(
        child=serializers.ChoiceField(choices=list(BUYER_ROLES.items())), required=False
    )
    segment = serializers.CharField(max_length=120, required=False, allow_blank=True)


class BuyingJobNew(BuyingJobFields):
    stage = Id()
    name = serializers.CharField(max_length=200)
    position = Place(required=False, allow_null=True)


class BuyingJobIn(BuyingJobFields, SeenVersion):
    name = serializers.CharField(max_length=200, required=False)


class BuyingJobMove(SeenVersion):
    stage = Id()
    position = Place(required=False, allow_null=True)


class LoopIn(serializers.Serializer[Any]):
    job = Id()
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class LoopsIn(SeenVersion):
    loops = LoopIn(many=True)


class ActivityNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=300)
    jobs = serializers.ListField(child=Id(), required=False, max_length=1_000)
    note = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    code = serializers.CharField(max_length=60, required=False, allow_blank=True)
    position = Place(required=False, allow_null=True)


class ActivityIn(SeenVersion):
    name = serializers.CharField(max_length=300, required=False)
    note = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    code = serializers.CharField(max_length=60, required=False, allow_blank=True)


class ActivityMove(SeenVersion):
    from_job = Id(required=False, allow_null=True, help_text="Null: it is only added to `to_job`.")
    to_job = Id()
    position = Place(required=False, allow_null=True)


class ActivityJobsIn(SeenVersion):
    jobs = serializers.ListField(child=Id(), max_length=1_000)


class NeedIn(serializers.Serializer[Any]):
    skill = Id()
    level = serializers.IntegerField(min_value=1, max_value=5)
    share = serializers.IntegerField(
        min_value=0,
        max_value=1000,
        required=False,
        allow_null=True,
        default=None,
        help_text="Thousandths; null = even.",
    )
    mandatory = serializers.BooleanField(default=True)


class NeedsIn(SeenVersion):
    skills = NeedIn(many=True)


class DemandIn(serializers.Serializer[Any]):
    market = Id(allow_null=True, default=None, help_text="Null: the whole company.")
    volume = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0, help_text="Times per year.")
    hours = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0, help_text="Hours each time.")


class DemandsIn(SeenVersion):
    demand = DemandIn(many=True)


class EffortIn(serializers.Serializer[Any]):
    function = Id()
    mfte = serializers.IntegerField(
        min_value=0, max_value=1_000_000_000, allow_null=True, help_text="Thousandths of an FTE; null = not known."
    )


class EffortsIn(SeenVersion):
    effort = EffortIn(many=True)


class SkillFields(serializers.Serializer[Any]):
    category = serializers.CharField(max_length=120, required=False, allow_blank=True)
    taxonomy = serializers.CharField(max_length=60, required=False, allow_blank=True)
    code = serializers.CharField(max_length=120, required=False, allow_blank=True)
    description = serializers.CharField(max_length=5_000, required=False, allow_blank=True)


class SkillNew(SkillFields):
    name = serializers.CharField(max_length=200)


class SkillIn(SkillFields, SeenVersion):
    name = serializers.CharField(max_length=200, required=False)


class SkillArchiveIn(SeenVersion):
    archived = serializers.BooleanField(default=True)


class SkillAliasNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


class FunctionNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    cost_per_fte = serializers.IntegerField(
        min_value=0, max_value=MOST_COST, required=False, help_text="Yearly, in minor units; 0 = not known."
    )


class FunctionIn(SeenVersion):
    name = serializers.CharField(max_length=120, required=False)
    cost_per_fte = serializers.IntegerField(min_value=0, max_value=MOST_COST, required=False)


class JourneyImportOptions(serializers.Serializer[Any]):
    """What applies where the files say nothing."""

    default_level = serializers.IntegerField(min_value=1, max_value=5, required=False)
    mandatory = serializers.BooleanField(required=False)
    default_stage = serializers.CharField(max_length=80, required=False, allow_blank=True)
    group_stages = serializers.DictField(child=serializers.CharField(max_length=80, allow_blank=True), required=False)
    jobs = serializers.ChoiceField(choices=["group", "stage"], required=False)
    taxonomy = serializers.CharField(max_length=60, required=False, allow_blank=True, allow_null=True)
    columns = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=500, allow_blank=True)), required=False
    )


class JourneyImportNew(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    segment = serializers.CharField(max_length=120, required=False, allow_blank=True)
    main = serializers.FileField(help_text="The activities, or a whole journey as it is exported.")
    skills = serializers.FileField(required=False, help_text="Which skills the activities take.")
    stages = serializers.FileField(required=False, help_text="Where in the journey the activities belong.")
    options = serializers.JSONField(required=False, help_text="JourneyImportOptions as JSON text.")

    def validate_options(self, value: Any) -> dict[str, Any]:
        form = JourneyImportOptions(data=value)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)


class JourneyImportIn(SeenVersion):
    name = serializers.CharField(max_length=120, required=False)
    segment = serializers.CharField(max_length=120, required=False, allow_blank=True)
    options = JourneyImportOptions(required=False)


class JourneyImportConfirmIn(SeenVersion):
    leave_out_problems = serializers.BooleanField(default=False)
