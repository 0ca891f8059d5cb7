"""What the API of roles reads and writes. FTE and ratios are whole thousandths; people are counted, never named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rest_framework import serializers

from redesigns.records import ACCOUNTABLE, DOING, WHOLE
from redesigns.role_counts import Heads
from redesigns.selectors.designer import ActivityRef, Designer, Flags, RoleLine
from redesigns.selectors.role_people import PersonFit
from redesigns.selectors.role_sheet import RoleSheet
from redesigns.services.roles import LONGEST_PURPOSE

MOST_ID = 2**53 - 1
PARTS = [ACCOUNTABLE, DOING]


def id_in(**options: Any) -> serializers.IntegerField:
    """The id of a row, as it is sent."""
    return serializers.IntegerField(min_value=1, max_value=MOST_ID, **options)


def seen_in() -> serializers.IntegerField:
    """The revision the sender looked at."""
    text = "Revision of the redesign you looked at: 409 when the same thing has changed since."
    return serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, help_text=text)


class RoleIn(serializers.Serializer[dict[str, Any]]):
    """The fields of a role. stage null: cross-stage; group null: in no shared services group."""

    name = serializers.CharField(max_length=120)
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    purpose = serializers.CharField(max_length=LONGEST_PURPOSE, required=False, allow_blank=True)
    stage = id_in(required=False, allow_null=True)
    group = serializers.CharField(max_length=12, required=False, allow_null=True)
    leads = serializers.BooleanField(required=False)
    seen = seen_in()


class DutyIn(serializers.Serializer[dict[str, Any]]):
    """skills null: all that the activity takes."""

    part = serializers.ChoiceField(choices=PARTS, required=False)
    skills = serializers.ListField(child=id_in(), required=False, allow_null=True, max_length=200)
    seen = seen_in()


class MarkIn(serializers.Serializer[dict[str, Any]]):
    """null leaves it as derived; both null clears what was set."""

    level = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, default=None)
    mandatory = serializers.BooleanField(allow_null=True, default=None)
    seen = seen_in()


class HeadcountIn(serializers.Serializer[dict[str, Any]]):
    """Seats in a market. least_mfte: FTE in thousandths a person needs for a seat."""

    seats = serializers.IntegerField(min_value=1, max_value=100_000)
    least_mfte = serializers.IntegerField(min_value=0, max_value=WHOLE, default=0)
    seen = seen_in()


class HeadsOut(serializers.Serializer[Heads]):
    """People. count null: hidden, the group is too small; at_least: there may be more."""

    count = serializers.IntegerField(allow_null=True)
    at_least = serializers.BooleanField()


class RoleListed(serializers.Serializer[RoleLine]):
    """A role in the list. leverage_mfte: work for each distinct skill. able: people with a fit of 0.7 who are ready."""

    key = serializers.CharField(source="uid")
    name = serializers.CharField()
    title = serializers.CharField()
    stage = serializers.IntegerField(allow_null=True)
    group = serializers.CharField(allow_blank=True, help_text="Name of its shared services group.")
    leads = serializers.BooleanField()
    leverage_mfte = serializers.IntegerField(source="leverage", allow_null=True)
    activities = serializers.IntegerField(source="duties")
    skills = serializers.IntegerField()
    seats = serializers.IntegerField()
    placed = serializers.IntegerField(allow_null=True)
    able = HeadsOut(allow_null=True)


class DutyOut(serializers.Serializer[Any]):
    """An activity of a role."""

    activity = serializers.IntegerField()
    part = serializers.ChoiceField(choices=PARTS)
    skills = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class MarkOut(serializers.Serializer[Any]):
    """What was set by hand for a skill."""

    skill = serializers.IntegerField()
    level = serializers.IntegerField(allow_null=True)
    mandatory = serializers.BooleanField(allow_null=True)


class HeadcountOut(serializers.Serializer[Any]):
    """Seats in a market (0: anywhere). placed null: hidden."""

    market = serializers.IntegerField()
    seats = serializers.IntegerField()
    placed = serializers.IntegerField(allow_null=True)
    least_mfte = serializers.IntegerField()


class RoleOut(serializers.Serializer[Any]):
    """A role with all that belongs to it. revision: of the redesign, to be sent back as `seen`."""

    key = serializers.CharField()
    revision = serializers.IntegerField()
    name = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    stage = serializers.IntegerField(allow_null=True)
    group = serializers.CharField(allow_null=True)
    leads = serializers.BooleanField()
    position = serializers.IntegerField()
    duties = DutyOut(many=True)
    marks = MarkOut(many=True)
    headcounts = HeadcountOut(many=True)


def role_body(designer: Designer, role: str) -> dict[str, Any]:
    """As RoleOut writes it. Raises KeyError for a role that is not there."""
    design = designer.design
    seats = [
        {
            "market": one["market"] or 0,
            "seats": one["seats"],
            "least_mfte": one["least_mfte"],
            "placed": designer.heads.seats.get((role, one["market"] or 0)),
        }
        for one in design.under("headcount", "role", role)
    ]
    return {
        "key": role,
        "revision": design.redesign.revision,
        "duties": sorted(design.under("duty", "role", role), key=lambda one: one["activity"]),
        "marks": sorted(design.under("mark", "role", role), key=lambda one: one["skill"]),
        "headcounts": sorted(seats, key=lambda one: one["market"]),
    } | {name: design.roles[role][name] for name in ("name", "title", "purpose", "stage", "group", "leads", "position")}


class FittingOut(serializers.Serializer[Any]):
    """People against the role; ready holds able."""

    able = HeadsOut()
    ready = HeadsOut()
    developable = HeadsOut()
    not_ready = HeadsOut()


class ProfileOut(serializers.Serializer[Any]):
    """A skill the role asks for. weight: percent. at, near, rest: people at the level, one below, and the others."""

    skill = serializers.IntegerField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    mandatory = serializers.BooleanField()
    derived_level = serializers.IntegerField(allow_null=True)
    derived_mandatory = serializers.BooleanField(allow_null=True)
    weight = serializers.IntegerField()
    at = HeadsOut()
    near = HeadsOut()
    rest = HeadsOut()


class OverlapOut(serializers.Serializer[Any]):
    """What the role shares with another; jaccard of their skills in thousandths."""

    role = serializers.CharField()
    jaccard = serializers.IntegerField()
    skills = serializers.ListField(child=serializers.IntegerField())
    activities = serializers.ListField(child=serializers.IntegerField())


class RoleFiguresOut(serializers.Serializer[Any]):
    """The figures of a role; null where undefined. cohesion, distinctness, focus_share: thousandths."""

    mfte = serializers.IntegerField()
    leverage_mfte = serializers.IntegerField(allow_null=True)
    cohesion = serializers.IntegerField(allow_null=True)
    distinctness = serializers.IntegerField(allow_null=True)
    focus_stage = serializers.IntegerField(allow_null=True)
    focus_share = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField()
    fitting = FittingOut(allow_null=True)
    profile = ProfileOut(many=True)
    overlaps = OverlapOut(many=True)


def figures_body(sheet: RoleSheet) -> dict[str, Any]:
    """As RoleFiguresOut writes it."""
    shape = sheet.shape
    return {
        "mfte": round(shape.mfte),
        "leverage_mfte": sheet.line.leverage,
        "cohesion": thousandths(shape.cohesion),
        "distinctness": thousandths(shape.distinctness),
        "focus_stage": shape.focus.stage if shape.focus else None,
        "focus_share": thousandths(shape.focus.share) if shape.focus else None,
        "people": sheet.people,
        "fitting": sheet.fitting,
        "profile": [
            {
                "skill": row.pk,
                "name": row.name,
                "level": row.asked.level,
                "mandatory": row.asked.mandatory,
                "derived_level": row.derived.level if row.derived else None,
                "derived_mandatory": row.derived.mandatory if row.derived else None,
                "weight": row.share,
                "at": row.at,
                "near": row.near,
                "rest": row.rest,
            }
            for row in sheet.profile
            if row.asked is not None
        ],
        "overlaps": [
            {
                "role": one.role,
                "jaccard": thousandths(one.jaccard),
                "skills": one.skills,
                "activities": one.activities,
            }
            for one in shape.overlaps
        ],
    }


def thousandths(value: Fraction | None) -> int | None:
    return None if value is None else round(WHOLE * value)


class ShortOut(serializers.Serializer[Any]):
    """A skill below what the role asks. has null: not rated."""

    skill = serializers.IntegerField()
    has = serializers.IntegerField(allow_null=True)
    needs = serializers.IntegerField()
    mandatory = serializers.BooleanField()


class PersonFitOut(serializers.Serializer[PersonFit]):
    """Somebody against the role. fit: percent. where: in this redesign, in words."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    fit = serializers.IntegerField(source="percent", allow_null=True)
    met = serializers.IntegerField(source="found.met")
    asked = serializers.IntegerField(source="found.asked")
    readiness = serializers.ChoiceField(choices=["ready", "developable", "not_ready"])
    short = ShortOut(source="found.short", many=True)
    market = serializers.CharField()
    where = serializers.CharField(allow_blank=True)
    here = serializers.BooleanField()


class RoleFlagOut(serializers.Serializer[ActivityRef]):
    """An activity, and the roles that have it."""

    activity = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class RoleFlagsOut(serializers.Serializer[Flags]):
    """unowned: in no role; unanswered: no role is accountable; doubled: several are; gone: role -> removed ones."""

    unowned = RoleFlagOut(many=True)
    unanswered = RoleFlagOut(many=True)
    doubled = RoleFlagOut(many=True)
    gone = serializers.DictField(child=serializers.IntegerField())
