"""What the API of redesigns reads and writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from redesigns.comparison import Figure, Unit, Value
from redesigns.models import Collaborator, Redesign, RedesignChange, RedesignState
from redesigns.selectors.redesigns import heads_of, redesigns_named, smallest_for, vacant_of
from redesigns.services.deciding import LONGEST_REASON
from redesigns.services.redesigns import LONGEST_NAME, LONGEST_TEXT
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission

LARGEST = 2_147_483_647
MILLION = 1_000_000


def a_number(least: int = 0, **options: Any) -> serializers.IntegerField:
    """A whole number the database can hold."""
    return serializers.IntegerField(min_value=least, max_value=LARGEST, **options)


class RedesignOut(serializers.Serializer[dict[str, Any]]):
    """A redesign. People and seats are null where the group is too small for you to know of it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(choices=RedesignState.choices)
    archived = serializers.BooleanField()
    version = serializers.IntegerField(help_text="Send it back with a change of name or state.")
    revision = serializers.IntegerField(help_text="How many changes it has had. Send it back with a change of records.")
    journey = serializers.IntegerField()
    baseline = serializers.IntegerField(help_text="Redesigns with the same one stand on the same people.")
    parent = serializers.IntegerField(allow_null=True, help_text="What it was branched from, if you may know of it.")  # type: ignore[assignment]
    people = serializers.IntegerField()
    placed = serializers.IntegerField(allow_null=True)
    bench = serializers.IntegerField(allow_null=True)
    leaving = serializers.IntegerField(allow_null=True)
    seats = serializers.IntegerField()
    vacant = serializers.IntegerField(allow_null=True)
    may_edit = serializers.BooleanField(help_text="Whether you may change it now.")


def redesign_bodies(actor: Actor, rows: Iterable[Redesign]) -> list[dict[str, Any]]:
    """As much of each redesign as the actor may know; two queries beside the rows with their parents."""
    named, edited = redesigns_named(actor), redesigns_named(actor, Collaborator.May.EDIT)
    edits = actor.may(Permission.REDESIGN_EDIT)
    return [_body(actor, one, named, may_edit=edits and one.pk in edited and _usable(one)) for one in rows]


def _usable(redesign: Redesign) -> bool:
    return redesign.is_draft and redesign.archived_at is None


def _body(actor: Actor, redesign: Redesign, named: frozenset[int], *, may_edit: bool) -> dict[str, Any]:
    heads = heads_of(redesign, smallest_for(actor, redesign, named))
    parent = redesign.parent
    known = parent is not None and (not parent.is_draft or parent.pk in named)
    names = ("name", "description", "state", "version", "revision", "people", "seats")
    return {name: getattr(redesign, name) for name in names} | {
        "id": redesign.pk,
        "archived": redesign.archived_at is not None,
        "journey": redesign.journey_id,
        "baseline": redesign.baseline_id,
        "parent": redesign.parent_id if known else None,
        "placed": heads.placed,
        "bench": heads.bench,
        "leaving": heads.leaving,
        "vacant": vacant_of(redesign, heads),
        "may_edit": may_edit,
    }


class RedesignNew(serializers.Serializer[dict[str, Any]]):
    """An empty redesign over a journey."""

    journey = a_number(1)
    name = serializers.CharField(max_length=LONGEST_NAME)
    description = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")


class RedesignIn(serializers.Serializer[dict[str, Any]]):
    """Name and description."""

    version = a_number(1)
    name = serializers.CharField(max_length=LONGEST_NAME)
    description = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True)


class BranchIn(serializers.Serializer[dict[str, Any]]):
    name = serializers.CharField(max_length=LONGEST_NAME)


class RedesignSeen(serializers.Serializer[dict[str, Any]]):
    """The version a step was decided on."""

    version = a_number(1)


class RedesignReason(RedesignSeen):
    """The same with a reason for the change log."""

    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")


class FigureOut(serializers.Serializer[dict[str, Any]]):
    """One figure of the effect panel, here and today. Units: thousandths of an FTE, minor units of money a year,
    millionths of a whole, people, things."""

    name = serializers.CharField()
    of = serializers.IntegerField(allow_null=True, help_text="The stage, the rung of the ladder, the number of flags.")
    unit = serializers.ChoiceField(choices=["mfte", "minor", "ppm", "people", "count"])
    value = serializers.IntegerField(allow_null=True)
    today = serializers.IntegerField(allow_null=True)
    hidden = serializers.BooleanField(help_text="It stands for too few people for you to see it.")


class EffectsOut(serializers.Serializer[dict[str, Any]]):
    """The effect panel. computed_at null: never worked out. stale: redesign or journey have changed since."""

    computed_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    working = serializers.BooleanField()
    figures = FigureOut(many=True)


def figure_body(figure: Figure, value: Value, today: Value, *, hidden: bool) -> dict[str, Any]:
    """One figure in whole numbers."""
    return {
        "name": figure.name,
        "of": figure.of,
        "unit": "ppm" if figure.unit is Unit.RATIO else figure.unit.value,
        "value": None if hidden else _whole(figure, value),
        "today": _whole(figure, today),
        "hidden": hidden,
    }


def _whole(figure: Figure, value: Value) -> int | None:
    if value is None:
        return None
    return int(value * MILLION) if figure.unit is Unit.RATIO else int(value)


class RedesignChangeOut(serializers.Serializer[RedesignChange]):
    """One change. undone_by: the position of the change that took it back."""

    position = serializers.IntegerField()
    kind = serializers.CharField(help_text="edit, place, adopt, merge, rebase or undo.")
    label = serializers.CharField()  # type: ignore[assignment]
    actor = serializers.CharField(source="actor.display_name", default=None, allow_null=True)
    at = serializers.DateTimeField()
    undone_by = serializers.SerializerMethodField()

    def get_undone_by(self, change: RedesignChange) -> int | None:
        back = getattr(change, "undone_by", None)
        return back.position if back else None


class RecordTold(serializers.Serializer[Any]):
    """A record in words. details: the fields that differ, before and after."""

    title = serializers.CharField()
    verb = serializers.ChoiceField(choices=["added", "removed", "changed"])
    details = serializers.SerializerMethodField()

    def get_details(self, told: Any) -> list[dict[str, str]]:
        return [{"label": one.label, "before": one.before, "after": one.after} for one in told.details]


class SectionOut(serializers.Serializer[Any]):
    """Records of one sort. People are told one by one only to those who see names, else in the summary."""

    head = serializers.CharField()
    summary = serializers.CharField()
    more = serializers.IntegerField()
    records = RecordTold(source="told", many=True)


class RedesignChangeTold(RedesignChangeOut):
    """A change with what it did."""

    sections = SectionOut(many=True)


class CollaboratorOut(serializers.Serializer[Collaborator]):
    """Somebody named on a redesign."""

    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.display_name")
    may = serializers.ChoiceField(choices=Collaborator.May.choices)


class CollaboratorIn(serializers.Serializer[dict[str, Any]]):
    """A member, by the id of their account, and what they may do."""

    user = a_number(1)
    may = serializers.ChoiceField(choices=Collaborator.May.choices)


class AnswerOut(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    detail = serializers.CharField()
    chosen = serializers.BooleanField()
    suggested = serializers.BooleanField()


class QuestionOut(serializers.Serializer[Any]):
    """One question. answered: somebody has chosen; otherwise the suggestion is taken."""

    id = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    answered = serializers.BooleanField()
    answers = AnswerOut(many=True)


class QuestionGroupOut(serializers.Serializer[Any]):
    head = serializers.CharField()
    questions = QuestionOut(many=True)


class ReconciliationOut(serializers.Serializer[dict[str, Any]]):
    """A merge or a new inventory under way. Send version, ours and theirs back when you apply it.

    apart: both sides stand on different inventories now, so it can only be discarded.
    """

    id = serializers.IntegerField()
    kind = serializers.CharField(help_text="merge, or rebase for a new inventory.")
    state = serializers.CharField(help_text="open, applied or discarded.")
    source = serializers.IntegerField(allow_null=True, help_text="The redesign that is merged.")  # type: ignore[assignment]
    version = serializers.IntegerField()
    ours = serializers.IntegerField()
    theirs = serializers.IntegerField()
    apart = serializers.BooleanField()
    open = serializers.IntegerField(help_text="Questions nobody has answered.")
    groups = QuestionGroupOut(many=True)


class ReconciliationNew(serializers.Serializer[dict[str, Any]]):
    """source: the redesign to merge; null: bring in the inventory as it is now."""

    source = a_number(1, allow_null=True)  # type: ignore[assignment]


class ChoicesIn(serializers.Serializer[dict[str, Any]]):
    """Question id -> value of the answer."""

    choices = serializers.DictField(child=serializers.CharField(max_length=60), allow_empty=True)


class ApplyIn(serializers.Serializer[dict[str, Any]]):
    """What you looked at: see the reconciliation."""

    version = a_number(1)
    ours = a_number()
    theirs = a_number()


class AppliedOut(serializers.Serializer[dict[str, Any]]):
    """position: of the change it became; null when nothing had to change."""

    position = serializers.IntegerField(allow_null=True)


class ComparedCell(serializers.Serializer[Any]):
    value = serializers.CharField()
    difference = serializers.SerializerMethodField()

    def get_difference(self, cell: Any) -> str | None:
        return cell.difference.words if cell.difference else None


class ComparedRow(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    today = serializers.CharField()
    redesigns = ComparedCell(source="cells", many=True)


class ComparedBlock(serializers.Serializer[Any]):
    head = serializers.CharField()
    rows = ComparedRow(many=True)


class ComparedColumn(serializers.Serializer[Any]):
    redesign = serializers.IntegerField(source="redesign.pk")
    name = serializers.CharField(source="redesign.name")
    state = serializers.CharField(source="redesign.state")
    differs = SectionOut(source="sections", many=True)


class ComparisonOut(serializers.Serializer[Any]):
    """Redesigns side by side; differences are against today. `differs`: against the first one, record by record."""

    headline = serializers.CharField()
    columns = ComparedColumn(many=True)
    blocks = ComparedBlock(many=True)
