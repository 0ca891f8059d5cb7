"""What an activity takes: rows of skills, of demand per market, and of who does it today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms

LEVELS = [(1, "1 novice"), (2, "2 beginner"), (3, "3 proficient"), (4, "4 advanced"), (5, "5 expert")]


class NeedForm(forms.Form):
    """One skill by its name. The share is a percentage; all left empty means even shares."""

    skill = forms.CharField(
        max_length=330, widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"})
    )
    level = forms.TypedChoiceField(choices=LEVELS, coerce=int, initial=3)
    share = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
        label="Share %",
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )
    mandatory = forms.BooleanField(required=False, initial=True, label="Cannot do without")


class DemandForm(forms.Form):
    """How often and how long, in one market or company-wide."""

    market = forms.ChoiceField(required=False)
    volume = forms.DecimalField(
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        label="Times per year",
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    hours = forms.DecimalField(
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        label="Hours each time",
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, markets: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["market"]).choices = [("", "The whole company"), *markets]


# Django's own formset takes no type arguments when the program runs.
if TYPE_CHECKING:
    BaseRows = forms.BaseFormSet[forms.Form]
else:
    BaseRows = forms.BaseFormSet


class RowSet(BaseRows):
    """Rows that can be removed. Rows left empty do not count."""

    def rows(self) -> list[dict[str, Any]]:
        """The cleaned rows that are filled in and not removed."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.has_changed() and form not in self.deleted_forms and form.cleaned_data
        ]


NeedFormSet = forms.formset_factory(NeedForm, formset=RowSet, extra=1, can_delete=True, max_num=200, absolute_max=250)
DemandFormSet = forms.formset_factory(
    DemandForm, formset=RowSet, extra=1, can_delete=True, max_num=500, absolute_max=600
)


class EffortForm(forms.Form):
    """Per legacy function: whether it does the activity today, and the FTE it spends if that is known."""

    def __init__(self, *args: Any, functions: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.functions = functions
        for pk, name in functions.items():
            self.fields[f"does-{pk}"] = forms.BooleanField(required=False, label=f"{name} does it")
            self.fields[f"fte-{pk}"] = forms.DecimalField(
                required=False,
                min_value=Decimal(0),
                max_digits=9,
                decimal_places=3,
                label=f"FTE of {name}",
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "placeholder": "not known"}),
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(function, does it, FTE) for the template."""
        return [(name, self[f"does-{pk}"], self[f"fte-{pk}"]) for pk, name in self.functions.items()]

    def effort(self) -> dict[int, int | None]:
        """Function -> thousandths of an FTE, None where the time is not known. A figure alone is enough."""
        found: dict[int, int | None] = {}
        for pk in self.functions:
            fte: Decimal | None = self.cleaned_data.get(f"fte-{pk}")
            if fte is not None:
                found[pk] = int(fte * 1000)
            elif self.cleaned_data.get(f"does-{pk}"):
                found[pk] = None
        return found
