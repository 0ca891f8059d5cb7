"""Forms of segments and of who looks after them. They only clean; services decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from redesigns.models.roles import Part
from redesigns.records import Fields
from redesigns.selectors.design import Design
from redesigns.services.redesigns import LONGEST_NAME
from redesigns.services.segments import LONGEST_HANDOVER, LONGEST_ROUTE
from roles.forms.people import market_choices

Choices = list[tuple[Any, Any]]
STEPS = tuple(f"step_{number}" for number in range(1, LONGEST_ROUTE + 1))
PARTS = [("", "Not involved"), *Part.choices]
PREFIX = "part_"


class SegmentForm(forms.Form):
    """A segment: what it needs, who wins and keeps its customers, and the way of a problem."""

    name = forms.CharField(max_length=LONGEST_NAME)
    specialist = forms.BooleanField(label="Needs a specialist in reach", required=False)
    local_presence = forms.BooleanField(label="Needs somebody on the spot", required=False)
    markets = forms.TypedMultipleChoiceField(
        label="Markets its customers are in", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    hunter = forms.ChoiceField(label="Wins customers (hunter)", required=False)
    farmer = forms.ChoiceField(label="Keeps customers (farmer)", required=False, help_text="Leads the account.")
    handover = forms.CharField(
        label="How the hunter hands a customer over to the farmer",
        max_length=LONGEST_HANDOVER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="When, with what, and how the customer learns of it.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = role_choices(design)
        for name in ("hunter", "farmer"):
            _choose(self.fields[name], [("", "Not decided"), *roles])
        _choose(self.fields["markets"], market_choices(design.markets))
        for number, step in enumerate(STEPS, start=1):
            self.fields[step] = forms.ChoiceField(
                label=f"Step {number}", choices=[("", "No step"), *roles], required=False
            )

    @property
    def steps(self) -> list[BoundField]:
        """The way of a problem, a field per step."""
        return [self[step] for step in STEPS]

    @staticmethod
    def initial_of(fields: Fields, revision: int) -> dict[str, Any]:
        """As a segment is stored."""
        names = ("name", "specialist", "local_presence", "markets", "hunter", "farmer", "handover")
        route = dict(zip(STEPS, fields["problem_route"], strict=False))
        return {name: fields[name] for name in names} | route | {"seen": revision}

    def values(self) -> dict[str, Any]:
        """As the service takes them; empty steps are left out."""
        given = self.cleaned_data
        same = ("name", "specialist", "local_presence", "markets", "handover")
        return {name: given[name] for name in same} | {
            "hunter": given["hunter"] or None,
            "farmer": given["farmer"] or None,
            "problem_route": [given[step] for step in STEPS if given[step]],
        }


class CoverForm(forms.Form):
    """What each role is to a segment in one stage."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, design: Design, stage: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = [role for role, fields in design.roles.items() if fields["stage"] in (stage, None)]
        self.far = [role for role in design.roles if role not in set(self.near)]
        for role in (*self.near, *self.far):
            self.fields[PREFIX + role] = forms.ChoiceField(
                label=design.roles[role]["name"], choices=PARTS, required=False
            )

    @staticmethod
    def initial_of(covers: Mapping[str, str], revision: int) -> dict[str, Any]:
        return {PREFIX + role: part for role, part in covers.items()} | {"seen": revision}

    @property
    def here(self) -> list[BoundField]:
        """Roles of the stage, and those across all stages."""
        return [self[PREFIX + role] for role in self.near]

    @property
    def others(self) -> list[BoundField]:
        """Roles of other stages."""
        return [self[PREFIX + role] for role in self.far]

    @property
    def others_used(self) -> bool:
        """Whether one of them has a part here, so that they must not be folded away."""
        return any(field.value() for field in self.others)

    def parts(self) -> dict[str, str]:
        """Role -> part, of those that have one."""
        given = self.cleaned_data
        return {role: given[PREFIX + role] for role in (*self.near, *self.far) if given[PREFIX + role]}


def role_choices(design: Design) -> Choices:
    """Every role by its key, under the name of its stage."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, fields in design.roles.items():
        groups.setdefault(design.stage_name(fields["stage"]), []).append((key, fields["name"]))
    return list(groups.items())


def _choose(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
