"""What the API of people reads and writes."""

from typing import Any

from rest_framework import serializers

from journeys.models import LegacyFunction
from roles.models import Person, Rater, SkillLevel
from uniengine.accounts.models import Market

RATERS = [(rater.name.lower(), rater.label) for rater in Rater]


class PersonOut(serializers.Serializer[Person]):
    """Somebody who works here. FTE in thousandths; `rated`: skills with a rating that counts."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Send it back with a change.")
    employee_id = serializers.CharField(help_text="As text: leading zeros count.")
    email = serializers.CharField()
    name = serializers.CharField()
    title = serializers.CharField()
    department = serializers.CharField()
    location = serializers.CharField()
    market = serializers.IntegerField(source="market_id", allow_null=True)
    function = serializers.IntegerField(source="function_id", allow_null=True)
    manager = serializers.IntegerField(source="manager_id", allow_null=True)
    mfte = serializers.IntegerField()
    started_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)


class PersonListed(PersonOut):
    """The same in a list."""

    rated = serializers.IntegerField()


class ScopedKey(serializers.PrimaryKeyRelatedField[Any]):
    """A row of the organization the request is about."""

    def __init__(self, model: Any, **options: Any) -> None:
        self.model = model
        super().__init__(queryset=model._base_manager.none(), **options)

    def get_queryset(self) -> Any:
        """Read when a request comes, as the scope is active only then."""
        return self.model.objects.all()


class PersonIn(serializers.Serializer[dict[str, Any]]):
    """The fields of a person. Either an employee id or an e-mail address has to be there."""

    employee_id = serializers.CharField(max_length=60, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    department = serializers.CharField(max_length=200, required=False, allow_blank=True)
    location = serializers.CharField(max_length=200, required=False, allow_blank=True)
    market = ScopedKey(Market, required=False, allow_null=True)
    function = ScopedKey(LegacyFunction, required=False, allow_null=True)
    manager = ScopedKey(Person, required=False, allow_null=True)
    mfte = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    started_on = serializers.DateField(required=False, allow_null=True)
    left_on = serializers.DateField(required=False, allow_null=True, help_text="Whoever has one does not count.")


class PersonChange(PersonIn):
    """What is to change, and the version it was read at."""

    version = serializers.IntegerField(min_value=1)


class EraseIn(serializers.Serializer[dict[str, Any]]):
    """Why a person is erased; it goes into the change log."""

    reason = serializers.CharField(max_length=500)


class RatingOut(serializers.Serializer[SkillLevel]):
    """One rater's level of one skill. `counts`: it is the one the figures use."""

    skill = serializers.IntegerField(source="skill_id")
    skill_name = serializers.CharField(source="skill.name")
    rater = serializers.SerializerMethodField()
    level = serializers.IntegerField(help_text="0: rated as none.")
    counts = serializers.BooleanField(source="effective")
    assessed_on = serializers.DateField(allow_null=True)
    raw = serializers.CharField(help_text="As it stood in the file; empty when entered by hand.")
    scale = serializers.CharField()

    def get_rater(self, rating: SkillLevel) -> str:
        """assessment, manager or self."""
        return Rater(rating.rater).name.lower()


class RatingIn(serializers.Serializer[dict[str, Any]]):
    """A level, and when it was found."""

    level = serializers.IntegerField(min_value=0, max_value=5)
    assessed_on = serializers.DateField(required=False, allow_null=True, default=None)


class PersonData(serializers.Serializer[Any]):
    """Everything stored about a person."""

    employee_id = serializers.CharField()
    email = serializers.CharField()
    name = serializers.CharField()
    title = serializers.CharField()
    department = serializers.CharField()
    location = serializers.CharField()
    market = serializers.CharField(allow_null=True)
    legacy_function = serializers.CharField(allow_null=True)
    manager = serializers.JSONField(allow_null=True)
    fte = serializers.FloatField(min_value=0, max_value=1)
    started_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    ratings = serializers.ListField(child=serializers.JSONField())
    baselines = serializers.ListField(child=serializers.JSONField(), help_text="As they were when redesigns began.")
    placements = serializers.ListField(child=serializers.JSONField(), help_text="In redesigns you are named on.")
    cards = serializers.ListField(child=serializers.JSONField(), help_text="What changes for them there.")
    not_here = serializers.ListField(child=serializers.JSONField(), help_text="Roles they are kept out of.")
    development = serializers.ListField(child=serializers.JSONField())
    redesigns_not_shown = serializers.IntegerField(help_text="Redesigns with data on them that you are not named on.")
