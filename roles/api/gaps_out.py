"""What the API of skill gaps writes. FTE are whole thousandths (mfte); null is a figure hidden from the caller."""

from typing import Any

from rest_framework import serializers

from uniengine.jobs.api_out import JobOut
from uniengine.jobs.models import Job
from uniengine.jobs.selectors import job_view

HIDDEN = "null: hidden from you, as the group or what could be worked out from it is too small."


class GapPieceOut(serializers.Serializer[Any]):
    """A part of the proof: its needs take more than everybody who could serve any of them has."""

    number = serializers.IntegerField()
    skills = serializers.SerializerMethodField()
    markets = serializers.ListField(child=serializers.CharField(), help_text="Empty: some of it is needed anywhere.")
    demand_mfte = serializers.IntegerField(source="demand")
    capacity_mfte = serializers.IntegerField(source="capacity", allow_null=True, help_text=HIDDEN)
    short_mfte = serializers.IntegerField(source="short", allow_null=True, help_text=HIDDEN)
    people = serializers.IntegerField(allow_null=True, help_text=HIDDEN)

    def get_skills(self, piece: Any) -> list[dict[str, Any]]:
        """The needed skills, most needed first."""
        return [{"id": skill, "name": name, "mfte": mfte} for skill, name, mfte in piece.skills]


class GapProofOut(serializers.Serializer[Any]):
    """Why the gap cannot be smaller: all parts together, and each of them. `whole` is null when all is met."""

    whole = GapPieceOut(allow_null=True)
    pieces = GapPieceOut(many=True)


class GapFragileOut(serializers.Serializer[Any]):
    """A needed skill with too few holders."""

    skill = serializers.IntegerField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["nobody", "one", "few"], help_text="few: fewer than the smallest group.")


class GapFreeOut(serializers.Serializer[Any]):
    """The mfte of a group that no need takes, over all best uses of everybody. Ranges do not add up."""

    id = serializers.IntegerField(source="key", help_text="Legacy function, or market when one is chosen; 0: none.")
    name = serializers.CharField()
    people = serializers.IntegerField(allow_null=True, help_text=HIDDEN)
    least_mfte = serializers.IntegerField(source="least", allow_null=True, help_text=HIDDEN)
    most_mfte = serializers.IntegerField(source="most", allow_null=True, help_text=HIDDEN)


class GapStageOut(serializers.Serializer[Any]):
    """A stage with what is short in it on its own; stages do not add up to the whole."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    unmet_mfte = serializers.IntegerField(allow_null=True, help_text=HIDDEN)


class GapGrowthOut(serializers.Serializer[Any]):
    """What one level more per skill would close, and how many people are one level short of it."""

    gain_mfte = serializers.IntegerField(source="gain", allow_null=True, help_text=HIDDEN)
    people = serializers.IntegerField(allow_null=True, help_text=HIDDEN)


class GapOut(serializers.Serializer[Any]):
    """The gap of a journey or of the part that was asked for. `stale`: people or the journey changed since."""

    journey = serializers.IntegerField()
    headline = serializers.CharField()
    computed_at = serializers.DateTimeField(allow_null=True, help_text="null: never worked out.")
    stale = serializers.BooleanField()
    job = JobOut(allow_null=True, help_text="The last refresh.")
    people = serializers.IntegerField()
    ratings = serializers.IntegerField()
    unweighted = serializers.IntegerField(help_text="Activities of unknown effort, counted as 1 FTE each.")
    demand_mfte = serializers.IntegerField()
    unmet_mfte = serializers.IntegerField(allow_null=True, help_text=HIDDEN)
    unused_mfte = serializers.IntegerField(allow_null=True, help_text=f"Of the whole company. {HIDDEN}")
    growth = GapGrowthOut()
    stages = GapStageOut(many=True)
    fragile = GapFragileOut(many=True)
    free = GapFreeOut(many=True)


class GapSpotOut(serializers.Serializer[Any]):
    """The figure of a skill in one column: by market bench minus need, by stage the need, by function the bench."""

    id = serializers.IntegerField(source="head.key")
    name = serializers.CharField(source="head.name")
    own = serializers.BooleanField(source="head.own", help_text="The market's own needs, without those below it.")
    mfte = serializers.IntegerField(source="value", allow_null=True, help_text=HIDDEN)
    unweighted = serializers.BooleanField()


class GapSkillOut(serializers.Serializer[Any]):
    """A skill at `level` or better, need against bench. One person may count under several skills."""

    skill = serializers.IntegerField(source="row.skill")
    name = serializers.CharField(source="row.name")
    level = serializers.IntegerField(source="row.level")
    need_mfte = serializers.IntegerField(source="row.need")
    bench_mfte = serializers.IntegerField(source="row.bench.mfte", default=None, allow_null=True, help_text=HIDDEN)
    bench_people = serializers.IntegerField(source="row.bench.people", default=None, allow_null=True, help_text=HIDDEN)
    difference_mfte = serializers.IntegerField(source="row.difference", allow_null=True, help_text=HIDDEN)
    unweighted = serializers.BooleanField(source="row.unweighted")
    spots = GapSpotOut(many=True)


class GapGroupOut(serializers.Serializer[Any]):
    """The bench in one legacy function, or market when a function is chosen."""

    id = serializers.IntegerField(source="key")
    name = serializers.CharField()
    people = serializers.IntegerField(source="bench.people", default=None, allow_null=True, help_text=HIDDEN)
    mfte = serializers.IntegerField(source="bench.mfte", default=None, allow_null=True, help_text=HIDDEN)


class GapWorkOut(serializers.Serializer[Any]):
    """An activity behind a need."""

    activity = serializers.IntegerField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    mfte = serializers.IntegerField()
    unweighted = serializers.BooleanField()
    stages = serializers.ListField(child=serializers.IntegerField(), help_text="Ids; 0: no job yet.")
    markets = serializers.SerializerMethodField()

    def get_markets(self, work: Any) -> list[dict[str, int]]:
        """Where it is needed; id 0: anywhere."""
        return [{"id": market, "mfte": mfte} for market, mfte in work.markets]


class GapCellOut(serializers.Serializer[Any]):
    """What one figure is made of. The people behind it: GET people with skill, level and market."""

    skill = serializers.IntegerField(source="skill.pk")
    level = serializers.IntegerField()
    need_mfte = serializers.IntegerField(source="need")
    bench_mfte = serializers.IntegerField(source="bench.mfte", default=None, allow_null=True, help_text=HIDDEN)
    bench_people = serializers.IntegerField(source="bench.people", default=None, allow_null=True, help_text=HIDDEN)
    difference_mfte = serializers.IntegerField(source="difference", allow_null=True, help_text=HIDDEN)
    unweighted = serializers.BooleanField()
    activities = GapWorkOut(source="work", many=True)
    groups = GapGroupOut(many=True)


class GapGrowsOut(serializers.Serializer[Any]):
    """A need that people could take on with one level more."""

    skill = serializers.IntegerField()
    name = serializers.CharField()
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    market = serializers.IntegerField(help_text="0: anywhere.")
    mfte = serializers.IntegerField(allow_null=True, help_text=HIDDEN)
    people = serializers.IntegerField(allow_null=True, help_text=HIDDEN)


def job_out(job: Job | None) -> dict[str, Any] | None:
    """A job as `JobOut` takes it."""
    return None if job is None else JobOut(job_view(job)).data
