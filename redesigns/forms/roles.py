"""Forms of the role designer. They only clean; services decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from journeys.selectors import skill_options
from redesigns.records import ACCOUNTABLE, DOING
from redesigns.selectors.design import Design
from roles.forms.people import market_choices, set_choices, skill_named
from roles.gap import LEVELS

THOUSAND = 1000
PARTS = [(ACCOUNTABLE, "Accountable"), (DOING, "Doing")]
MANDATORY = [("", "As derived"), ("yes", "Cannot do without"), ("no", "Nice to have")]
SURE = {"yes": True, "no": False}


class RoleForm(forms.Form):
    """What a role is called, what it is for, and where it belongs."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    title = forms.CharField(
        label="Job title", max_length=120, required=False, help_text="On the change card. Empty: the name of the role."
    )
    purpose = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    stage = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    group = forms.TypedChoiceField(label="Shared services group", coerce=str, empty_value=None, required=False)
    leads = forms.BooleanField(
        label="Leads its team", required=False, help_text="The people of its market, or of its shared services group."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "stage", [("", "Cross-stage"), *((pk, one.name) for pk, one in design.stages.items())])
        groups = sorted((one["name"], uid) for uid, one in design.of("group").items())
        set_choices(self, "group", [("", "No group"), *((uid, name) for name, uid in groups)])

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class DutyForm(forms.Form):
    """The part of a role in an activity, and which of its skills it carries."""

    part = forms.ChoiceField(choices=PARTS, required=False)
    skills = forms.TypedMultipleChoiceField(coerce=int, required=False)
    some = forms.BooleanField(required=False)

    def __init__(self, *args: Any, known: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["skills"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, str(pk)) for pk in known]

    def values(self) -> dict[str, Any]:
        """Only what was sent: the skills count where the form says that it showed them."""
        found: dict[str, Any] = {}
        if self.cleaned_data["part"]:
            found["part"] = self.cleaned_data["part"]
        if self.cleaned_data["some"]:
            found["skills"] = self.cleaned_data["skills"]
        return found


class MarkForm(forms.Form):
    """What the leaders decide for one skill; empty: as derived."""

    level = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, choices=[("", "As derived"), *((n, str(n)) for n in LEVELS)]
    )
    mandatory = forms.TypedChoiceField(coerce=SURE.get, empty_value=None, required=False, choices=MANDATORY)


class NewMarkForm(MarkForm):
    """A skill that no activity asks for, by its name."""

    skill = forms.CharField(
        max_length=200, widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"})
    )
    level = forms.TypedChoiceField(coerce=int, choices=[(n, str(n)) for n in LEVELS], initial=3)

    def clean_skill(self) -> int:
        found = skill_named(self.cleaned_data["skill"])
        if found is None:
            raise forms.ValidationError("Enter a skill.")
        return found.pk


class SeatForm(forms.Form):
    """Seats in a market. 0 takes them away."""

    market = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    seats = forms.IntegerField(min_value=0, max_value=100_000, initial=1)
    least = forms.DecimalField(
        label="Least FTE",
        min_value=Decimal(0),
        max_value=Decimal(1),
        decimal_places=3,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )

    def __init__(self, *args: Any, design: Design, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = {
            one["market"]
            for one in design.of("headcount").values()
            if one["market"] and one["market"] not in design.markets.nodes
        }
        removed = [(pk, "Removed market") for pk in sorted(gone)]
        set_choices(self, "market", [(0, "Anywhere"), *market_choices(design.markets), *removed])

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        given = self.cleaned_data
        return {
            "market": given["market"] or None,
            "seats": given["seats"],
            "least_mfte": int((given["least"] or 0) * THOUSAND),
        }


def skill_names() -> list[str]:
    """Names for the list of suggestions."""
    return [label for _, label in skill_options()]
