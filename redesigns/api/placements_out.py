"""What the API of placement reads and writes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from redesigns.models import Progress
from redesigns.records import CONFIRMED, PROPOSED, SELECTED, STATES
from redesigns.selectors.cards import Held, Line
from redesigns.selectors.development import Task
from redesigns.selectors.placed_people import Fitting, Somebody
from redesigns.selectors.placements import Cell, Seating
from redesigns.selectors.waves import WaveRow
from redesigns.services.seating import Repair

LARGEST = 2**63 - 1
SEEN = serializers.IntegerField
HIDDEN = "null: too few people to be shown to somebody who sees no names."


class CellOut(serializers.Serializer[Cell]):
    """A group of seats. market 0: anywhere."""

    role = serializers.CharField()
    market = serializers.IntegerField()
    seats = serializers.IntegerField()
    filled = serializers.IntegerField(allow_null=True, help_text=HIDDEN)
    vacant = serializers.IntegerField(allow_null=True)


class SeatingOut(serializers.Serializer[Seating]):
    """How many are where. people = placed + bench + leaving; seats = placed + vacant."""

    people = serializers.IntegerField(source="heads.people")
    placed = serializers.IntegerField(source="heads.placed", allow_null=True, help_text=HIDDEN)
    bench = serializers.IntegerField(source="heads.bench", allow_null=True, help_text=HIDDEN)
    leaving = serializers.IntegerField(source="heads.leaving", allow_null=True, help_text=HIDDEN)
    seats = serializers.IntegerField()
    vacant = serializers.IntegerField(allow_null=True)
    cells = serializers.SerializerMethodField()

    def get_cells(self, table: Seating) -> list[dict[str, Any]]:
        """Every group of seats."""
        cells = [cell for row in table.rows for cell in row.cells if cell]
        return [dict(CellOut(cell).data) for cell in cells]


class PlacedOut(serializers.Serializer[Somebody]):
    """A person and where they are."""

    number = serializers.IntegerField()
    name = serializers.CharField(help_text='"Person 12" for somebody erased.')
    title = serializers.CharField()
    home = serializers.CharField(source="market", help_text="The market of today.")
    mfte = serializers.IntegerField()
    state = serializers.ChoiceField(source="placement.state", choices=STATES)
    role = serializers.CharField(source="placement.role", allow_null=True)
    market = serializers.IntegerField(source="placement.market", allow_null=True, help_text="null: anywhere.")
    wave = serializers.CharField(source="placement.wave", allow_null=True)
    locked = serializers.BooleanField(source="placement.locked")


class SeatFitOut(serializers.Serializer[Fitting]):
    """A person against a role. fit, strict: whole percent, null for a role that asks for nothing."""

    person = PlacedOut()
    fit = serializers.IntegerField(source="percent", allow_null=True)
    strict = serializers.IntegerField(allow_null=True)
    ready = serializers.BooleanField(source="assessment.ready")
    developable = serializers.BooleanField(source="assessment.developable")
    not_here = serializers.BooleanField(source="banned")
    missing = serializers.SerializerMethodField()

    def get_missing(self, one: Fitting) -> list[dict[str, Any]]:
        """Every skill below its level."""
        return [
            {"skill": short.skill, "has": short.has, "needs": short.needs, "mandatory": short.mandatory}
            for short in one.assessment.short
        ]


class MoveIn(serializers.Serializer[dict[str, Any]]):
    """Where people go, all at once or not at all. to "seat" needs a role; "stay" changes state or wave only."""

    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST), allow_empty=False, max_length=1000
    )
    to = serializers.ChoiceField(choices=["seat", "bench", "leaving", "stay"])
    role = serializers.CharField(max_length=80, required=False)
    market = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, allow_null=True)
    state = serializers.ChoiceField(choices=[PROPOSED, SELECTED, CONFIRMED], required=False)
    wave = serializers.CharField(max_length=80, required=False, allow_null=True, help_text="null: no wave.")
    repair = serializers.ChoiceField(
        choices=[Repair.RAISE.value, Repair.SWAP.value], required=False, help_text="What to do when it is full."
    )
    seen = SEEN(min_value=0, max_value=2**31 - 1, required=False, help_text="Revision looked at.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Role belongs to a seat, state and wave to people who have one."""
        if attrs["to"] == "seat" and not attrs.get("role"):
            raise serializers.ValidationError({"role": "A seat needs a role."})
        if attrs["to"] == "stay" and not ("state" in attrs or "wave" in attrs):
            raise serializers.ValidationError({"state": "Give a state or a wave."})
        if attrs["to"] in ("bench", "leaving") and ("state" in attrs or attrs.get("wave")):
            raise serializers.ValidationError({"state": "State and wave are for people with a seat."})
        return attrs


class LockIn(serializers.Serializer[dict[str, Any]]):
    """Who is kept where they are, or let go."""

    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST), allow_empty=False, max_length=1000
    )
    locked = serializers.BooleanField()
    seen = SEEN(min_value=0, max_value=2**31 - 1, required=False)


class ChangedOut(serializers.Serializer[Any]):
    """The redesign after it."""

    revision = serializers.IntegerField()
    changed = serializers.BooleanField(help_text="False: everything was so already.")


class SolveIn(serializers.Serializer[dict[str, Any]]):
    """What the solver may do. least_fit: percent."""

    who = serializers.ChoiceField(choices=["bench", "everybody"], default="bench")
    least_fit = serializers.IntegerField(min_value=0, max_value=100, default=0)
    only_ready = serializers.BooleanField(default=False)


class PlanPersonOut(serializers.Serializer[Any]):
    """Somebody the plan has no seat for."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    why = serializers.CharField()
    words = serializers.CharField()


class PlanSeatsOut(serializers.Serializer[Any]):
    """Seats the plan leaves vacant."""

    role = serializers.CharField()
    market = serializers.IntegerField(allow_null=True)
    vacant = serializers.IntegerField()
    why = serializers.CharField()
    words = serializers.CharField()


class PlanOut(serializers.Serializer[Any]):
    """A plan of the solver. total_fit: in millionths; no plan under the same rules has more."""

    position = serializers.IntegerField()
    asked = serializers.IntegerField()
    assigned = serializers.IntegerField()
    total_fit = serializers.IntegerField()
    proved = serializers.BooleanField()
    not_placed = PlanPersonOut(many=True)
    left_vacant = PlanSeatsOut(many=True)


class LineOut(serializers.Serializer[Line]):
    """One line of a card. changed null: not known yet."""

    what = serializers.CharField(source="label")
    before = serializers.CharField()
    after = serializers.CharField()
    changed = serializers.BooleanField(allow_null=True)


class CardListed(serializers.Serializer[Held]):
    """A card in a list. flags: of title, role, manager and team, how many change; null without a seat."""

    person = PlacedOut()
    flags = serializers.IntegerField(allow_null=True)
    develop = serializers.SerializerMethodField()

    def get_develop(self, one: Held) -> int:
        """Skills below what the new role asks for."""
        return len(one.card.develop)


class CardOut(serializers.Serializer[Any]):
    """One card. kept: percent of teammates; develop: skills below what the new role asks for."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.CharField()
    flags = serializers.IntegerField(allow_null=True)
    lines = LineOut(many=True)
    kept = serializers.IntegerField(allow_null=True)
    develop = serializers.ListField(child=serializers.JSONField())


class WaveOut(serializers.Serializer[WaveRow]):
    """A wave with how many change in it."""

    key = serializers.CharField()
    name = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    people = serializers.IntegerField(allow_null=True, help_text=HIDDEN)


class WaveIn(serializers.Serializer[dict[str, Any]]):
    """A wave as it is planned."""

    name = serializers.CharField(max_length=120)
    starts_on = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    seen = SEEN(min_value=0, max_value=2**31 - 1, required=False)


class ItemOut(serializers.Serializer[Task]):
    """An item of the development programme."""

    id = serializers.IntegerField(source="item.pk")
    version = serializers.IntegerField(source="item.version", help_text="Send it back with a change.")
    number = serializers.IntegerField(source="item.number")
    person = serializers.CharField()
    skill = serializers.IntegerField(source="item.skill_id", allow_null=True)
    about = serializers.CharField(help_text="The skill, or a topic for team leaders.")
    from_level = serializers.IntegerField(source="item.from_level", allow_null=True, help_text="null: not rated.")
    to_level = serializers.IntegerField(source="item.to_level", allow_null=True)
    how = serializers.CharField(source="item.how")
    due = serializers.DateField(source="item.due", allow_null=True)
    owner = serializers.IntegerField(source="item.owner_id", allow_null=True)
    progress = serializers.ChoiceField(source="item.progress", choices=Progress.choices)
    overdue = serializers.BooleanField()


class ItemChange(serializers.Serializer[dict[str, Any]]):
    """What is to change, and the version it was read at. owner: a member named on the redesign."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    how = serializers.CharField(max_length=500, required=False, allow_blank=True)
    due = serializers.DateField(required=False, allow_null=True)
    owner = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, allow_null=True)
    progress = serializers.ChoiceField(choices=Progress.choices, required=False)


class BroughtOut(serializers.Serializer[Any]):
    """What bringing the programme up to date did, in items."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    reopened = serializers.IntegerField()
    finished = serializers.IntegerField()
    closed = serializers.IntegerField()
